/* How films are looked at outlives the program: the turn is the film's, what was seen is each reader's own. */
#include <glib/gstdio.h>

#include "cs-study.h"

static CsStudy *
open_study (GFile *folder)
{
  g_autoptr (GError) error = NULL;
  CsStudy *study = cs_study_open (folder, &error);

  g_assert_no_error (error);
  return study;
}

static CsEntry *
add_film (CsStudy *study, GFile *folder)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 8, 8);
  CsFacts facts = { .case_id = "", .bits = 8 };
  g_autoptr (CsImage) image = cs_image_new (raster, "film.png", &facts);
  g_autoptr (GFile) file = g_file_get_child (folder, "film.png");

  return cs_study_add (study, file, image, NULL);
}

static void
test_views (void)
{
  g_autofree char *path = g_dir_make_tmp ("calcspot-views-XXXXXX", NULL), *database = NULL;
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (CsStudy) study = open_study (folder);
  CsEntry *entry = add_film (study, folder);
  g_autoptr (GBytes) blocks = g_bytes_new_static ("\1\0\3", 3), none = NULL, read = NULL;
  g_autoptr (CsEntry) again = NULL;
  double share;

  g_assert_cmpuint (cs_study_get_turn (study, entry), ==, 0);
  g_assert_null (cs_study_get_seen (study, entry, &share));
  cs_study_set_reader (study, "anna");
  g_assert_true (cs_study_set_turn (study, entry, 6, NULL));
  g_assert_true (cs_study_set_seen (study, entry, blocks, 0.25, NULL));
  cs_study_set_reader (study, "bela");
  g_assert_null (cs_study_get_seen (study, entry, &share));
  g_assert_cmpfloat (share, ==, 0);
  cs_study_close (study);
  g_clear_object (&study);

  study = open_study (folder);
  again = g_list_model_get_item (cs_study_get_entries (study), 0);
  g_assert_cmpuint (cs_study_get_turn (study, again), ==, 6);
  cs_study_set_reader (study, "anna");
  read = cs_study_get_seen (study, again, &share);
  g_assert_true (g_bytes_equal (read, blocks));
  g_assert_cmpfloat (share, ==, 0.25);
  cs_study_close (study);
  database = g_strdup_printf ("rm -rf '%s'", path);
  g_assert_true (g_spawn_command_line_sync (database, NULL, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/views/kept", test_views);
  return g_test_run ();
}
