#include "cs-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-cbis-place.h"
#include "cs-error.h"
#include "cs-film.h"
#include "cs-formats.h"

#define ATTRIBUTES "standard::name,standard::type,standard::is-hidden"
#define TOLD_EVERY 100                  /* films */

typedef struct
{
  GArray       *finds;
  GPtrArray    *lesions, *archives;     /* GFile: crops and masks of CBIS-DDSM; what films may be packed in */
  CsScanWatch   watch;
  gpointer      data;
  GCancellable *cancellable;
} Scan;

/* Keys are made once: a comparison by names would make two each time. */
typedef struct { GFile *file; char *key; } Find;

static void
clear_find (gpointer data)
{
  Find *find = data;

  g_clear_object (&find->file);
  g_free (find->key);
}

static int
compare_finds (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Find *) a)->key, ((const Find *) b)->key);
}

static void
add_find (Scan *self, GFile *folder, GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);
  Find find = { g_object_ref (file), g_utf8_collate_key_for_filename (name, -1) };

  g_array_append_val (self->finds, find);
  if (self->watch != NULL && self->finds->len % TOLD_EVERY == 1)
    {
      g_autofree char *place = g_file_get_basename (folder);

      self->watch (self->finds->len, place, self->data);
    }
}

static void
add_other (Scan *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_auto (CsCbisPlace) place = { 0 };

  if (cs_formats_is_film (name) && cs_cbis_place (file, &place) && place.lesion)
    g_ptr_array_add (self->lesions, g_object_ref (file));
  else if (self->finds->len == 0 && cs_formats_is_archive_file (file))   /* beside films it is what they came in */
    g_ptr_array_add (self->archives, g_object_ref (file));
}

static void scan_below (Scan *self, GFile *folder, guint depth, GError **error);

static void
look_at (Scan *self, GFile *folder, GFile *child, GFileInfo *info, guint depth)
{
  GFileType type = g_file_info_get_file_type (info);

  if (g_file_info_get_is_hidden (info))
    return;
  if (type == G_FILE_TYPE_DIRECTORY && depth > 0)
    scan_below (self, child, depth - 1, NULL);
  else if (type == G_FILE_TYPE_REGULAR && cs_formats_is_film_file (child))
    add_find (self, folder, child);
  else if (type == G_FILE_TYPE_REGULAR)
    add_other (self, child);
}

static void
scan_below (Scan *self, GFile *folder, guint depth, GError **error)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, self->cancellable, error);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && self->finds->len <= CS_SCAN_MOST && !g_cancellable_is_cancelled (self->cancellable) &&
         g_file_enumerator_iterate (children, &info, &child, self->cancellable, NULL) && info != NULL)
    look_at (self, folder, child, info, depth);
}

static gboolean
give (const Scan *self, GFile *folder, GPtrArray *films, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (folder);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (self->finds->len > CS_SCAN_MOST)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_TOO_LARGE,
                   _("“%s” holds more than %u films. Add the folders in it one by one."), name, CS_SCAN_MOST);
      return FALSE;
    }
  g_array_sort (self->finds, compare_finds);
  for (guint i = 0; i < self->finds->len; i++)
    g_ptr_array_add (films, g_steal_pointer (&g_array_index (self->finds, Find, i).file));
  return TRUE;
}

/* The patient id of the film at @file, or of the film that its lesion is on: without the lesion's number. */
static char *
film_of (GFile *file)
{
  g_auto (CsCbisPlace) place = { 0 };
  char *number = cs_cbis_place (file, &place) && place.patient != NULL && place.lesion ? strrchr (place.patient, '_')
                                                                                        : NULL;

  if (number != NULL)
    *number = '\0';
  return g_strdup (place.patient != NULL ? place.patient : "");
}

/* A crop without its film says nothing in a study of films; silently dropped, it would be missed. */
static char *
tell_lesions (const Scan *self)
{
  g_autoptr (GHashTable) here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *first = NULL;
  guint n = 0;

  for (guint i = 0; self->lesions->len > 0 && i < self->finds->len; i++)
    g_hash_table_add (here, film_of (g_array_index (self->finds, Find, i).file));
  for (guint i = 0; i < self->lesions->len; i++)
    {
      g_autofree char *film = film_of (self->lesions->pdata[i]);

      if (*film != '\0' && g_hash_table_contains (here, film))
        continue;
      n++;
      first = first != NULL ? first : g_file_get_basename (self->lesions->pdata[i]);
    }
  if (n == 0)
    return NULL;
  return g_strdup_printf (_("Crops and masks of CBIS-DDSM whose films are not in this folder were left out: %u, “%s” "
                            "among them. To look at one alone, add the file itself."), n, first);
}

/* A download that was not unpacked. */
static char *
tell_archives (const Scan *self)
{
  guint n = self->archives->len;
  g_autofree char *first = n > 0 ? g_file_get_basename (self->archives->pdata[0]) : NULL;

  if (n == 0 || self->finds->len > 0)
    return NULL;
  return g_strdup_printf (ngettext ("Archives in this folder: %u, “%s”. Unpack it, and add the folder that comes out "
                                    "of it.",
                                    "Archives in this folder: %u, “%s” among them. Unpack them, and add the folders "
                                    "that come out of them.", n), n, first);
}

static char *
tell_left_out (const Scan *self)
{
  char *lesions = tell_lesions (self);

  return lesions != NULL ? lesions : tell_archives (self);
}

gboolean
cs_scan (GFile *folder, GPtrArray *films, char **left_out, CsScanWatch watch, gpointer data, GCancellable *cancellable,
         GError **error)
{
  Scan self = { g_array_new (FALSE, FALSE, sizeof (Find)), g_ptr_array_new_with_free_func (g_object_unref),
                g_ptr_array_new_with_free_func (g_object_unref), watch, data, cancellable };
  g_autoptr (GError) failed = NULL;
  gboolean ok;

  g_array_set_clear_func (self.finds, clear_find);
  scan_below (&self, folder, CS_SCAN_DEPTH, &failed);
  if (left_out != NULL)
    *left_out = tell_left_out (&self);
  ok = failed == NULL && give (&self, folder, films, error);
  if (failed != NULL)
    g_propagate_error (error, g_steal_pointer (&failed));
  g_array_unref (self.finds);
  g_ptr_array_unref (self.lesions);
  g_ptr_array_unref (self.archives);
  return ok;
}

CsImage *
cs_scan_read (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsImage) image = cs_formats_read (film, cancellable, error);
  g_autofree char *name = cs_film_name (film);

  if (image == NULL || !cs_raster_is_binary (cs_image_get_raster (image)))
    return g_steal_pointer (&image);
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT,
               _("“%s” has but two values and is taken for a mask. If it is a film, add the file itself, not its "
                 "folder."),
               name);
  return NULL;
}
