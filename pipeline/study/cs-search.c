#include "cs-search.h"

#include <glib/gi18n-lib.h>

#include "cs-film.h"
#include "cs-formats.h"

#define DEPTH 8

typedef struct
{
  GHashTable   *missing;       /* digest -> CsRecordFilm, those not found yet */
  GPtrArray    *files, *found;
  guint         n_tried;
  CsReportFunc  report;
  gpointer      data;
  GCancellable *cancellable;
} Search;

static void
found_free (CsFound *self)
{
  g_object_unref (self->file);
  g_free (self);
}

static GHashTable *
collect_missing (CsRecord *record)
{
  GHashTable *missing = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    {
      const CsRecordFilm *film = cs_record_get_film (record, i);

      if (!cs_film_exists (film->file))
        g_hash_table_insert (missing, (gpointer) film->digest, (gpointer) film);
    }
  return missing;
}

static void
collect_files (Search *self,
               GFile  *folder,
               guint   depth)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, self->cancellable, NULL);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, self->cancellable, NULL) &&
         info != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY && depth > 0)
      collect_files (self, child, depth - 1);
    else if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
             cs_formats_is_film_file (child))
      {
        g_autoptr (GPtrArray) films = cs_formats_films (child, self->cancellable);

        g_ptr_array_extend_and_steal (self->files, g_steal_pointer (&films));
      }
}

static gboolean
is_named_like (Search *self,
               GFile  *file)
{
  g_autofree char *name = cs_film_name (file);
  GHashTableIter iter;
  gpointer film;

  g_hash_table_iter_init (&iter, self->missing);
  while (g_hash_table_iter_next (&iter, NULL, &film))
    if (g_strcmp0 (((const CsRecordFilm *) film)->name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
try_file (Search *self,
          GFile  *file)
{
  g_autoptr (CsImage) image = cs_formats_read (file, self->cancellable, NULL);
  g_autofree char *digest = image != NULL ? cs_raster_digest (cs_image_get_raster (image)) : NULL;
  const CsRecordFilm *film = digest != NULL ? g_hash_table_lookup (self->missing, digest) : NULL;
  CsFound *found;

  if (self->report != NULL)
    self->report ((double) ++self->n_tried / self->files->len, N_("Looking for films"), self->data);
  if (film == NULL)
    return;
  found = g_new (CsFound, 1);
  *found = (CsFound) { film->id, g_object_ref (file) };
  g_ptr_array_add (self->found, found);
  g_hash_table_remove (self->missing, digest);
}

/* Which files bear a missing film's name is asked before any is decoded: the answer changes as films are found. */
static void
try_files (Search *self)
{
  g_autoptr (GPtrArray) later = g_ptr_array_new ();

  for (guint i = 0; i < self->files->len && !g_cancellable_is_cancelled (self->cancellable); i++)
    if (is_named_like (self, self->files->pdata[i]))
      try_file (self, self->files->pdata[i]);
    else
      g_ptr_array_add (later, self->files->pdata[i]);
  for (guint i = 0; i < later->len && g_hash_table_size (self->missing) > 0; i++)
    if (!g_cancellable_is_cancelled (self->cancellable))
      try_file (self, later->pdata[i]);
}

GPtrArray *
cs_search_films (CsRecord     *record,
                 GFile        *folder,
                 CsReportFunc  report,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (GHashTable) missing = collect_missing (record);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) found_free);
  Search search = { missing, files, found, 0, report, data, cancellable };

  if (g_hash_table_size (missing) > 0)
    {
      collect_files (&search, folder, DEPTH);
      try_files (&search);
    }
  return g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : g_steal_pointer (&found);
}
