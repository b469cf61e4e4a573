/* How films are looked at outlives the program: the turn is the film's, what was seen is each reader's own. */
#include <glib/gstdio.h>

#include "cs-date.h"
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

static CsEntry *
add_of (CsStudy *study, GFile *folder, const char *case_id, guint seed, CsDetails *details)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 8, 8);
  CsFacts facts = { .case_id = case_id, .bits = 8 };
  g_autoptr (CsImage) image = NULL, told = NULL;
  g_autoptr (GFile) file = g_file_get_child (folder, case_id);

  ((guint8 *) cs_raster_edit (raster, 0))[seed] = 200;
  image = cs_image_new (raster, case_id, &facts);
  told = details != NULL ? cs_image_with_details (image, details) : cs_image_ref (image);
  return cs_study_add (study, file, told, NULL);
}

static void
check_woman (CsStudy *study, CsEntry *entry, const char *expected)
{
  g_autofree char *woman = cs_study_get_woman (study, entry);

  g_assert_cmpstr (woman, ==, expected);
}

/* What a film's file tells of its day and stand is kept; what was set by hand stays, whatever the file tells again. */
static void
check_told (CsStudy *study, CsEntry *entry, CsDetails *details)
{
  g_assert_cmpstr (cs_entry_get_date (entry), ==, "2019-03-02");
  g_assert_cmpuint (cs_study_get_turn (study, entry), ==, 2);
  g_assert_true (cs_study_set_turn (study, entry, 3, NULL));
  g_assert_true (cs_study_set_date (study, entry, "2018-01-05", NULL));
  g_assert_true (cs_study_learn (study, entry, details, NULL));
  g_assert_cmpstr (cs_entry_get_date (entry), ==, "2018-01-05");
  g_assert_cmpuint (cs_study_get_turn (study, entry), ==, 3);
  g_assert_false (cs_study_set_date (study, entry, "5.1.2018", NULL));
  g_assert_true (cs_study_set_date (study, entry, "", NULL));
  g_assert_cmpstr (cs_entry_get_date (entry), ==, "");
}

/* Two cases linked are one woman to every split; no circle; the trail stays whole, and all outlives the program. */
static void
test_exams (void)
{
  g_autofree char *path = g_dir_make_tmp ("calcspot-exams-XXXXXX", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", path);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (CsStudy) study = open_study (folder);
  g_autoptr (CsDetails) details = cs_details_new ();
  g_autoptr (CsRecord) record = NULL;
  CsEntry *old, *new;

  cs_details_set_day (details, cs_date_parse ("2019-03-02"));
  cs_details_set_turn (details, 2);
  old = add_of (study, folder, "old", 1, details);
  new = add_of (study, folder, "new", 2, NULL);
  check_told (study, old, details);
  check_woman (study, old, "old");
  g_assert_true (cs_study_link_earlier (study, "new", "old", NULL));
  g_assert_false (cs_study_link_earlier (study, "old", "new", NULL));
  g_assert_false (cs_study_link_earlier (study, "old", "old", NULL));
  check_woman (study, old, "new");
  check_woman (study, new, "new");
  record = cs_study_freeze (study);
  g_assert_cmpstr (cs_record_get_case (record, 0), ==, "old");
  g_assert_cmpstr (cs_record_get_woman (record, 0), ==, "new");
  g_assert_true (cs_study_verify (study, NULL, NULL, NULL));
  cs_study_close (study);
  g_clear_object (&study);

  study = open_study (folder);
  g_assert_cmpstr (cs_study_get_earlier (study, "new"), ==, "old");
  g_assert_true (cs_study_link_earlier (study, "new", "", NULL));
  g_assert_cmpstr (cs_study_get_earlier (study, "new"), ==, "");
  cs_study_close (study);
  g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/views/kept", test_views);
  g_test_add_func ("/views/exams", test_exams);
  return g_test_run ();
}
