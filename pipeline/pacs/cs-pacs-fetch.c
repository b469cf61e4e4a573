/* WADO-RS: the files of an examination, straight to the disk. Nothing of what the server says becomes a file's name. */
#include "cs-pacs.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cs-count.h"
#include "cs-error.h"
#include "cs-folder.h"
#include "cs-multipart.h"
#include "cs-pacs-answer.h"
#include "cs-sha.h"

#define SECONDS 120
#define SERIES "0020000E"
#define MODALITY "00080060"
#define N_FILES "00201209"

#define MOST_FILES 20000u
#define MOST_FILE ((guint64) 4 << 30)
#define MOST_BYTES ((guint64) 64 << 30)
#define LEAST_ROOM ((guint64) 256 << 20)     /* left on the disk, for the study itself */
#define ROOM_EVERY ((guint64) 16 << 20)      /* bytes between two looks at it */
#define HEAD 132                             /* preamble and "DICM" */
#define STALE (24 * 3600)                    /* seconds after which a folder is one of a program that was killed */
#define BEGUN ".fetch-"
#define ARRIVING "arriving"

typedef struct { char *uid, *modality; guint n_files; } Series;

/* A file on its way. */
typedef struct
{
  GOutputStream *out;
  CsSha *sha;
  guint64 n;                   /* bytes */
  guint8 head[HEAD];
} Arrival;

/* An examination on its way. */
typedef struct
{
  CsHttp *http;
  GFile *folder;               /* where the files end */
  GFile *begun;                /* hidden in it: where they arrive */
  GPtrArray *arrived;          /* char *: names in begun; the same in folder */
  const char *modality;        /* of the series on its way */
  CsPacsReport report;
  gpointer data;
  guint n_told;                /* files the server spoke of */
  guint64 n_bytes, looked;     /* of all files; when the disk's room was asked for */
  CsMultipart *parts;
  Arrival file;
  GCancellable *cancellable;
} Fetch;

static const char *const no_pictures[] = { "SR", "PR", "KO", "SEG", "DOC", "REG", "RTSTRUCT", "AU", "ECG", "PLAN",
                                           "RWV", "FID", "HD", "SMR", NULL };

static void
series_free (gpointer data)
{
  Series *self = data;

  g_free (self->uid);
  g_free (self->modality);
  g_free (self);
}

static gboolean
is_modality (const char *text)
{
  gsize n = strlen (text);

  return n > 0 && n <= 16 && strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == n;
}

static gboolean
is_wanted (const char *modality, const char *wanted)
{
  return wanted != NULL ? g_ascii_strcasecmp (modality, wanted) == 0 : !g_strv_contains (no_pictures, modality);
}

static GPtrArray *
read_series (CsHttp *http, JsonNode *answer, const char *wanted, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (series_free);
  g_autoptr (GList) objects = NULL;

  if (answer != NULL && !cs_pacs_objects (http, answer, &objects, error))
    return NULL;
  for (GList *each = objects; each != NULL; each = each->next)
    {
      g_autofree char *uid = cs_pacs_text (each->data, SERIES), *modality = cs_pacs_text (each->data, MODALITY);
      Series *series;

      if (!cs_pacs_is_uid (uid) || !is_modality (modality))
        {
          cs_pacs_misfit (http, _("a series in its answer has no number (UID) or no modality."), error);
          return NULL;
        }
      if (!is_wanted (modality, wanted))
        continue;
      series = g_new0 (Series, 1);
      series->n_files = MIN (cs_pacs_number (each->data, N_FILES), MOST_FILES);
      series->uid = g_steal_pointer (&uid);
      series->modality = g_steal_pointer (&modality);
      g_ptr_array_add (all, series);
    }
  return g_steal_pointer (&all);
}

static GPtrArray *
list_series (CsHttp *http, const char *uid, const char *modality, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/studies/%s/series?includefield=" MODALITY "&includefield=" N_FILES, uid);
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) why = NULL;

  answer = cs_pacs_ask (http, &(CsHttpAsk) { path, "application/dicom+json", NULL, NULL, SECONDS }, NULL, cancellable,
                        &why);
  all = why == NULL ? read_series (http, answer, modality, &why) : NULL;
  if (all != NULL && all->len == 0)
    cs_pacs_misfit (http, modality != NULL ? _("this examination has nothing of the modality asked for.")
                                           : _("this examination has no pictures."), &why);
  if (why == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, g_steal_pointer (&why));
  return NULL;
}

/* The parts, as they come. */

static gboolean
store_fails (Fetch *self, const char *why, GError **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” takes no more files: %s"), g_file_peek_path (self->folder),
               why);
  return FALSE;
}

static gboolean
has_room (Fetch *self, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;

  if (self->n_bytes < self->looked + ROOM_EVERY)
    return TRUE;
  self->looked = self->n_bytes;
  info = g_file_query_filesystem_info (self->begun, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);
  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) ||
      g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) > LEAST_ROOM)
    return TRUE;
  return store_fails (self, _("the disk is nearly full. Make room, then fetch again."), error);
}

static void
tell (Fetch *self)
{
  g_autofree char *size = g_format_size (self->n_bytes), *message = NULL, *files = NULL;
  double fraction = self->n_told > 0 ? MIN (1.0, (double) self->arrived->len / self->n_told) : -1.0;

  /* Translators: how many files have come from a server, and how many bytes */
  files = cs_count (CS_COUNT_FILES, self->arrived->len);
  message = g_strdup_printf (_("%s, %s"), files, size);
  self->report (fraction, message, self->data);
}

static gboolean
file_begins (const char *type, gpointer data, GError **error)
{
  Fetch *self = data;
  g_autoptr (GFile) file = g_file_get_child (self->begun, ARRIVING);
  g_autoptr (GError) why = NULL;

  if (!g_str_equal (type, "application/dicom"))
    return cs_pacs_misfit (self->http, _("a part of its answer is no DICOM file."), error);
  if (self->arrived->len >= MOST_FILES)
    return cs_pacs_misfit (self->http, _("it sends more files than an examination has."), error);
  self->file.out = G_OUTPUT_STREAM (g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, &why));
  self->file.sha = cs_sha_new (FALSE);
  self->file.n = 0;
  return self->file.out != NULL || store_fails (self, why->message, error);
}

static gboolean
file_goes_on (const guint8 *bytes, gsize n, gpointer data, GError **error)
{
  Fetch *self = data;
  g_autoptr (GError) why = NULL;

  if (self->file.n < HEAD)
    memcpy (self->file.head + self->file.n, bytes, MIN (n, HEAD - self->file.n));
  self->file.n += n;
  self->n_bytes += n;
  if (self->file.n >= HEAD && memcmp (self->file.head + HEAD - 4, "DICM", 4) != 0)
    return cs_pacs_misfit (self->http, _("a part of its answer is no DICOM file."), error);
  if (self->file.n > MOST_FILE || self->n_bytes > MOST_BYTES)
    return cs_pacs_misfit (self->http, _("it sends more than an examination can be."), error);
  cs_sha_add (self->file.sha, bytes, n);
  if (!has_room (self, error))
    return FALSE;
  return g_output_stream_write_all (self->file.out, bytes, n, NULL, NULL, &why) ||
         store_fails (self, why->message, error);
}

/* The digest says which file it is; a second one of the same bytes is the same. */
static gboolean
file_ends (gpointer data, GError **error)
{
  Fetch *self = data;
  g_autofree char *digest = cs_sha_finish (g_steal_pointer (&self->file.sha));
  g_autofree char *modality = g_ascii_strdown (self->modality, -1);
  g_autofree char *name = g_strdup_printf ("%s-%.16s.dcm", modality, digest);
  g_autoptr (GFile) from = g_file_get_child (self->begun, ARRIVING), to = g_file_get_child (self->begun, name);
  g_autoptr (GError) why = NULL;

  if (self->file.n < HEAD)
    return cs_pacs_misfit (self->http, _("a part of its answer is no DICOM file."), error);
  if (!g_output_stream_close (self->file.out, NULL, &why))
    return store_fails (self, why->message, error);
  g_clear_object (&self->file.out);
  if (!g_file_move (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &why))
    return store_fails (self, why->message, error);
  if (!g_ptr_array_find_with_equal_func (self->arrived, name, g_str_equal, NULL))
    g_ptr_array_add (self->arrived, g_steal_pointer (&name));
  tell (self);
  return TRUE;
}

static gboolean
series_begins (guint status, const char *type, gpointer data, GError **error)
{
  static const CsMultipartSink sink = { file_begins, file_goes_on, file_ends };
  Fetch *self = data;
  g_autoptr (GError) why = NULL;

  self->parts = cs_multipart_new (type, &sink, self, &why);
  return self->parts != NULL || cs_pacs_misfit (self->http, why->message, error);
}

/* What the parser itself finds wrong has no server's name yet. */
static gboolean
name_server (Fetch *self, GError *why, GError **error)
{
  if (!g_error_matches (why, CS_ERROR, CS_ERROR_DAMAGED))
    {
      g_propagate_error (error, why);
      return FALSE;
    }
  cs_pacs_misfit (self->http, why->message, error);
  g_error_free (why);
  return FALSE;
}

static gboolean
series_goes_on (const guint8 *bytes, gsize n, gpointer data, GError **error)
{
  Fetch *self = data;
  GError *why = NULL;

  return cs_multipart_add (self->parts, bytes, n, &why) || name_server (self, why, error);
}

static void
drop_file (Fetch *self)
{
  g_clear_pointer (&self->parts, cs_multipart_free);
  g_clear_object (&self->file.out);
  if (self->file.sha != NULL)
    g_free (cs_sha_finish (g_steal_pointer (&self->file.sha)));
}

static gboolean
fetch_series (Fetch *self, const char *uid, const Series *series, GError **error)
{
  static const CsHttpSink sink = { series_begins, series_goes_on };
  g_autofree char *path = g_strdup_printf ("/studies/%s/series/%s", uid, series->uid);
  const CsHttpAsk ask = { .path = path,
                          .accept = "multipart/related; type=\"application/dicom\"; transfer-syntax=*" };
  GError *why = NULL;
  gboolean well;

  self->modality = series->modality;
  tell (self);
  well = cs_http_ask (self->http, &ask, &sink, self, self->cancellable, error);
  if (well && !cs_multipart_finish (self->parts, &why))
    well = name_server (self, why, error);
  drop_file (self);
  return well;
}

/* The folder they arrive in. */

static void
remove_begun (GFile *folder)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && child != NULL)
    g_file_delete (child, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

/* What a program that was killed left, a day ago or more. */
static void
sweep (GFile *folder)
{
  g_autoptr (GDir) names = g_dir_open (g_file_peek_path (folder), 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    {
      g_autoptr (GFile) begun = g_file_get_child (folder, name);
      GStatBuf facts;

      if (g_str_has_prefix (name, BEGUN) && g_lstat (g_file_peek_path (begun), &facts) == 0 &&
          g_get_real_time () / G_USEC_PER_SEC - facts.st_mtime > STALE)
        remove_begun (begun);
    }
}

static gboolean
prepare (Fetch *self, GError **error)
{
  g_autofree char *path = g_build_filename (g_file_peek_path (self->folder), BEGUN "XXXXXX", NULL);

  if (!g_file_query_exists (self->folder, NULL) && !cs_folder_make (self->folder, self->cancellable, error))
    return FALSE;
  sweep (self->folder);
  if (g_mkdtemp (path) == NULL)
    return store_fails (self, g_strerror (errno), error);
  self->begun = g_file_new_for_path (path);
  return TRUE;
}

/* All have arrived: into the folder with them, unless they are there. */
static GPtrArray *
settle (Fetch *self, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) moved = g_ptr_array_new ();
  g_autoptr (GError) why = NULL;

  for (guint i = 0; i < self->arrived->len && why == NULL; i++)
    {
      g_autoptr (GFile) from = g_file_get_child (self->begun, self->arrived->pdata[i]);
      GFile *to = g_file_get_child (self->folder, self->arrived->pdata[i]);

      g_ptr_array_add (files, to);
      if (!g_file_query_exists (to, NULL) && g_file_move (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &why))
        g_ptr_array_add (moved, to);
    }
  if (why == NULL)
    return g_steal_pointer (&files);
  for (guint i = 0; i < moved->len; i++)
    g_file_delete (moved->pdata[i], NULL, NULL);
  store_fails (self, why->message, error);
  return NULL;
}

static GPtrArray *
fetch_all (Fetch *self, const char *uid, GPtrArray *all, GError **error)
{
  for (guint i = 0; i < all->len; i++)
    self->n_told += ((Series *) all->pdata[i])->n_files;
  for (guint i = 0; i < all->len; i++)
    if (!fetch_series (self, uid, all->pdata[i], error))
      return NULL;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return NULL;
  return settle (self, error);
}

GPtrArray *
cs_pacs_fetch (CsHttp *http, const char *uid, const char *modality, GFile *folder, CsPacsReport report, gpointer data,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = NULL, arrived = g_ptr_array_new_with_free_func (g_free);
  Fetch fetch = { .http = http, .folder = folder, .arrived = arrived, .report = report, .data = data,
                  .cancellable = cancellable };
  GPtrArray *files = NULL;

  g_return_val_if_fail (cs_pacs_is_uid (uid), NULL);
  all = list_series (http, uid, modality, cancellable, error);
  if (all == NULL || !prepare (&fetch, error))
    return NULL;
  files = fetch_all (&fetch, uid, all, error);
  remove_begun (fetch.begun);
  g_object_unref (fetch.begun);
  return files;
}
