#include "cs-formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-cbis-place.h"
#include "cs-decoder.h"
#include "cs-error.h"
#include "cs-film.h"
#include "cs-pages.h"
#include "cs-truths.h"

#define HEAD 4096
#define LONG_HEAD 65536
/* The largest picture we read is 256 Mi pixels of 16 bits; nothing honest is twice that. */
#define MOST_BYTES (G_GUINT64_CONSTANT (1) << 30)

static gboolean
check_file (GFile *file, const char *name, guint64 *size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo)
      info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  *size = (guint64) g_file_info_get_size (info);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” is no file. Choose a DICOM, PNG, PGM or JPEG film."), name);
  else if (*size == 0)
    g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s” is empty. Copy it again from its source."), name);
  else
    return TRUE;
  return FALSE;
}

static GBytes *
read_head (GFile *file, gsize size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree guint8 *head = g_malloc (size);
  gsize length;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), head, size, &length, cancellable, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&head), length);
}

static const CsFormat *
best (GBytes *head, const char *name)
{
  const CsFormat *found = NULL;
  guint most = 0;

  for (guint i = 0; cs_formats[i] != NULL; i++)
    {
      guint score = cs_formats[i]->guess (head, name);

      if (score > most)
        {
          most = score;
          found = cs_formats[i];
        }
    }
  return found;
}

/* Films are sent and downloaded in archives: zip, gzip, 7z, rar, tar. */
static gboolean
is_archive (GBytes *head)
{
  static const struct { const char *magic; gsize length, at; } kinds[] = {
    { "PK\3\4", 4, 0 }, { "\x1f\x8b", 2, 0 }, { "7z\xbc\xaf\x27\x1c", 6, 0 }, { "Rar!", 4, 0 },
    { "BZh", 3, 0 }, { "\xfd" "7zXZ", 5, 0 }, { "ustar", 5, 257 } };
  gsize length;
  const guint8 *bytes = g_bytes_get_data (head, &length);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (length >= kinds[i].at + kinds[i].length && memcmp (bytes + kinds[i].at, kinds[i].magic, kinds[i].length) == 0)
      return TRUE;
  return FALSE;
}

static void
tell_strange (GBytes *head, const char *name, GError **error)
{
  if (is_archive (head))
    g_set_error (error, CS_ERROR, CS_ERROR_FORMAT,
                 _("“%s” is an archive. Unpack it, and add the folder that comes out of it."), name);
  else
    g_set_error (error, CS_ERROR, CS_ERROR_FORMAT,
                 _("“%s” is no film that can be read here. Films are DICOM files, or PNG, PGM or JPEG pictures."),
                 name);
}

/* The format that is surest of the file; the error is set where there is none. */
static const CsFormat *
find_format (GFile *file, guint64 *size, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_file_get_parse_name (file), *name = g_file_get_basename (file);
  g_autoptr (GBytes) head = NULL;
  const CsFormat *format;

  if (!check_file (file, path, size, cancellable, error) || (head = read_head (file, HEAD, cancellable, error)) == NULL)
    return NULL;
  format = best (head, name);
  if (format == NULL)
    tell_strange (head, name, error);
  return format;
}

/* A file's bytes in memory that the film's stages use again. */
typedef struct { guint8 *bytes; gsize size; } Hold;

static void
hold_free (gpointer data)
{
  Hold *hold = data;

  cs_pages_release (hold->bytes, hold->size);
  g_free (hold);
}

static GBytes *
load (GFile *file, gsize size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  guint8 *bytes = stream != NULL ? cs_pages_reserve (size) : NULL;
  Hold *hold;
  gsize n;

  if (bytes == NULL)
    return stream != NULL ? g_file_load_bytes (file, cancellable, NULL, error) : NULL;
  hold = g_new (Hold, 1);
  *hold = (Hold) { bytes, size };
  if (g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, size, &n, cancellable, error))
    return g_bytes_new_with_free_func (bytes, n, hold_free, hold);
  hold_free (hold);
  return NULL;
}

static CsImage *
read_whole (const CsFormat *format, GFile *file, guint64 size, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GBytes) bytes = NULL;

  if (size > MOST_BYTES)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_TOO_LARGE, _("“%s” is larger than any film (1 GiB)."), name);
      return NULL;
    }
  bytes = load (file, size, cancellable, error);
  return bytes != NULL ? format->read (file, bytes, error) : NULL;
}

CsImage *
cs_formats_read_here (GFile *film, GCancellable *cancellable, GError **error)
{
  guint frame;
  g_autoptr (GFile) file = cs_film_get_file (film, &frame);
  g_autofree char *name = cs_film_name (film);
  guint64 size;
  const CsFormat *format = find_format (file, &size, cancellable, error);

  if (format == NULL)
    return NULL;
  if (format->read_frame != NULL)
    return format->read_frame (file, frame, name, error);
  return read_whole (format, file, size, cancellable, error);
}

static gboolean
has_masks (const CsFormat *format, GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);

  if (format != NULL && format->read_mask == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” holds no masks: it is a %s."), name, _(format->title));
  return format != NULL && format->read_mask != NULL;
}

CsImage *
cs_formats_mask_here (GFile *film, GError **error)
{
  guint frame;
  g_autoptr (GFile) file = cs_film_get_file (film, &frame);
  guint64 size;
  const CsFormat *format = find_format (file, &size, NULL, error);
  g_autoptr (CsRaster) mask = has_masks (format, file, error) ? format->read_mask (file, frame, error) : NULL;

  return mask != NULL ? cs_image_new (mask, "mask", &(CsFacts) { .case_id = "", .bits = 8 }) : NULL;
}

CsRaster *
cs_formats_mask (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = cs_film_get_file (film, NULL);
  guint64 size;
  const CsFormat *format = find_format (file, &size, cancellable, error);

  return has_masks (format, file, error) ? cs_decoder_mask (film, cancellable, error) : NULL;
}

CsHeader *
cs_formats_header_here (GFile *film, GError **error)
{
  g_autoptr (GFile) file = cs_film_get_file (film, NULL);
  g_autofree char *name = g_file_get_basename (file);
  guint64 size;
  const CsFormat *format = find_format (file, &size, NULL, error);

  if (format != NULL && format->header != NULL)
    return format->header (file, error);
  if (format != NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED, _("“%s” has no header to show: it is a %s."), name,
                 _(format->title));
  return NULL;
}

guint
cs_formats_count_here (GFile *file)
{
  guint64 size;
  const CsFormat *format = find_format (file, &size, NULL, NULL);

  return format != NULL && format->count_frames != NULL ? format->count_frames (file) : 1;
}

CsImage *
cs_formats_read (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = cs_film_get_file (film, NULL);
  g_autoptr (CsImage) image = NULL;
  guint64 size;

  if (find_format (file, &size, cancellable, error) != NULL)
    image = cs_decoder_read (film, cancellable, error);
  return image != NULL ? cs_cbis_fill (file, image) : NULL;
}

static guint
count_films (GFile *file, GCancellable *cancellable)
{
  guint64 size;
  const CsFormat *format = find_format (file, &size, cancellable, NULL);
  g_autoptr (GBytes) head = NULL;

  if (format == NULL || format->count_frames == NULL)
    return 1;
  head = format->is_single != NULL ? read_head (file, LONG_HEAD, cancellable, NULL) : NULL;
  return head != NULL && format->is_single (head) ? 1 : cs_decoder_count (file, cancellable);
}

GPtrArray *
cs_formats_films (GFile *file, GCancellable *cancellable)
{
  GPtrArray *films = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = count_films (file, cancellable);

  for (guint i = 0; i < n && n > 1; i++)
    g_ptr_array_add (films, cs_film_of_frame (file, i));
  if (n == 1)
    g_ptr_array_add (films, g_object_ref (file));
  return films;
}

CsHeader *
cs_formats_header (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = cs_film_get_file (film, NULL);
  guint64 size;
  const CsFormat *format = find_format (file, &size, cancellable, error);

  if (format == NULL)
    return NULL;
  return format->header != NULL ? cs_decoder_header (film, cancellable, error) : cs_formats_header_here (film, error);
}

CsTruth *
cs_formats_truth (GFile *file, guint width, guint height, GError **error)
{
  const CsTruthFilm film = { file, width, height };

  for (guint i = 0; cs_truths[i] != NULL; i++)
    {
      GError *failed = NULL;
      CsTruth *truth = cs_truths[i]->read (&film, &failed);

      if (truth != NULL)
        return truth;
      if (failed != NULL)
        {
          g_propagate_error (error, failed);
          return NULL;
        }
    }
  return NULL;
}

static gboolean
has_suffix (const char *name, const char *suffix)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && g_ascii_strcasecmp (dot + 1, suffix) == 0;
}

/* Masks, tissue labels and DDSM's overviews of a whole tape lie beside films, and are none. */
static gboolean
is_mask (const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = g_strndup (name, dot != NULL ? (gsize) (dot - name) : strlen (name));

  return g_str_has_prefix (name, "mask_") || g_str_has_prefix (name, "TAPE_") || g_str_has_suffix (stem, "_mask") ||
         g_str_has_suffix (stem, "_LI");
}

/* Scanners and archives name DICOM files by numbers, or by nothing at all. */
static gboolean
may_be_nameless (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot == NULL || strspn (dot + 1, "0123456789") == strlen (dot + 1);
}

gboolean
cs_formats_is_film (const char *name)
{
  for (guint i = 0; cs_formats[i] != NULL && !is_mask (name); i++)
    for (guint k = 0; cs_formats[i]->suffixes[k] != NULL; k++)
      if (has_suffix (name, cs_formats[i]->suffixes[k]))
        return TRUE;
  return FALSE;
}

/* A crop or mask of CBIS-DDSM belongs to a film, and is none. */
static gboolean
is_lesion (GFile *file)
{
  g_auto (CsCbisPlace) place = { 0 };

  return cs_cbis_place (file, &place) && place.lesion;
}

gboolean
cs_formats_is_film_file (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) head = NULL;

  if (cs_formats_is_film (name))
    return !is_lesion (file);
  if (!may_be_nameless (name) || is_mask (name) || g_ascii_strcasecmp (name, "DICOMDIR") == 0)
    return FALSE;
  head = read_head (file, HEAD, NULL, NULL);
  return head != NULL && best (head, name) != NULL;
}

gboolean
cs_formats_is_archive_file (GFile *file)
{
  static const char *const suffixes[] = { "zip", "tar", "gz", "tgz", "bz2", "xz", "7z", "rar" };
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) head = NULL;

  for (guint i = 0; head == NULL && i < G_N_ELEMENTS (suffixes); i++)
    if (has_suffix (name, suffixes[i]))
      head = read_head (file, HEAD, NULL, NULL);
  return head != NULL && is_archive (head);
}
