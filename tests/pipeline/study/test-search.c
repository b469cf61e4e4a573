/* Lost films are found by what they show, whatever they are called now; nothing else is taken for them. */
#include "folder.h"
#include "cs-formats.h"
#include "cs-png.h"
#include "cs-search.h"
#include "cs-study.h"

typedef struct { char *here, *there; CsStudy *study; } Place;

static char *
write_film (const char *folder, const char *name, guint seed)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 40, 30);
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ((guint8 *) cs_raster_edit (raster, 3))[seed] = 200;
  g_assert_true (cs_png_write (raster, 0, file, NULL));
  return path;
}

static CsEntry *
add_film (Place *place, const char *name, guint seed)
{
  g_autofree char *path = write_film (place->here, name, seed);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CsImage) image = cs_formats_read (file, NULL, NULL);
  CsEntry *entry = cs_study_add (place->study, file, image, NULL);

  g_assert_nonnull (entry);
  return entry;
}

static void
set_up (Place *place, gconstpointer data)
{
  g_autoptr (GFile) folder = NULL;

  place->here = g_dir_make_tmp ("calcspot-here-XXXXXX", NULL);
  place->there = g_dir_make_tmp ("calcspot-there-XXXXXX", NULL);
  folder = g_file_new_for_path (place->here);
  place->study = cs_study_open (folder, NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_clear_object (&place->study);
  remove_tree (place->here);
  remove_tree (place->there);
  g_free (place->here);
  g_free (place->there);
}

static GPtrArray *
search (Place *place, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRecord) record = cs_study_freeze (place->study);
  g_autoptr (GFile) folder = g_file_new_for_path (place->there);

  return cs_search_films (record, folder, NULL, NULL, cancellable, error);
}

static void
lose (CsEntry *entry)
{
  g_assert_true (g_file_delete (cs_entry_get_file (entry), NULL, NULL));
}

static void
test_found (Place *place, gconstpointer data)
{
  CsEntry *first = add_film (place, "first.png", 1), *second = add_film (place, "second.png", 2);
  g_autofree char *same = write_film (place->there, "first.png", 1);
  g_autofree char *renamed = write_film (place->there, "renamed.png", 2);
  g_autofree char *other = write_film (place->there, "second.png", 9);
  g_autoptr (GPtrArray) found = NULL, again = NULL;

  add_film (place, "third.png", 3);
  lose (first);
  lose (second);
  found = search (place, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < found->len; i++)
    {
      CsFound *film = found->pdata[i];

      g_assert_true (cs_study_move_film (place->study, film->film, film->file, NULL));
    }
  g_assert_cmpstr (g_file_peek_path (cs_entry_get_file (first)), ==, same);
  g_assert_cmpstr (g_file_peek_path (cs_entry_get_file (second)), ==, renamed);
  g_assert_false (cs_entry_get_missing (first));
  again = search (place, NULL, NULL);
  g_assert_cmpuint (again->len, ==, 0);
}

static void
test_not_there (Place *place, gconstpointer data)
{
  CsEntry *film = add_film (place, "film.png", 1);
  g_autofree char *other = write_film (place->there, "film.png", 2);
  g_autoptr (GPtrArray) found = NULL;

  lose (film);
  found = search (place, NULL, NULL);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_cancel (Place *place, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  lose (add_film (place, "film.png", 1));
  g_cancellable_cancel (cancellable);
  g_assert_null (search (place, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Study and films moved together: paths below the study's folder are kept relative to it. */
static void
test_moved_along (Place *place, gconstpointer data)
{
  g_autofree char *elsewhere = g_strconcat (place->here, "-moved", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (elsewhere);
  g_autoptr (CsEntry) entry = NULL;

  add_film (place, "film.png", 1);
  g_clear_object (&place->study);
  g_assert_cmpint (g_rename (place->here, elsewhere), ==, 0);
  place->study = cs_study_open (folder, NULL);
  entry = g_list_model_get_item (cs_study_get_entries (place->study), 0);
  g_assert_true (g_file_query_exists (cs_entry_get_file (entry), NULL));
  g_clear_object (&place->study);
  g_assert_cmpint (g_rename (elsewhere, place->here), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/search/found", Place, NULL, set_up, test_found, tear_down);
  g_test_add ("/search/not-there", Place, NULL, set_up, test_not_there, tear_down);
  g_test_add ("/search/cancel", Place, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/search/moved-along", Place, NULL, set_up, test_moved_along, tear_down);
  return g_test_run ();
}
