/* What is written can be read back and says what the study says. */
#include <string.h>

#include "cs-export.h"
#include "cs-png.h"
#include "cs-study-private.h"

static CsRecord *
make_record (GFile *folder)
{
  g_autofree char *title = g_file_get_basename (folder);
  g_autoptr (GFile) file = g_file_get_child (folder, "a, \"b\".png");
  CsFilmRow film = { .id = 1, .file = g_object_ref (file), .facts = { .case_id = g_strdup ("7") },
                     .digest = g_strdup ("d"),
                     .width = 6, .height = 5 };
  g_autoptr (CsEntry) entry = cs_entry_new (&film);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 2, 2);
  g_autoptr (GBytes) packed = NULL;
  CsWords of_film = { .values = { [1] = (char *) "4A" } };
  CsWords of_mark = { .values = { [5] = (char *) "amorphous", [9] = (char *) "old, \"new\"" } };
  CsRecord *record = cs_record_new (title, 1);

  ((guint8 *) cs_raster_edit (mask, 0))[0] = ((guint8 *) cs_raster_edit (mask, 1))[0] = 255;
  ((guint8 *) cs_raster_edit (mask, 1))[1] = 255;
  packed = cs_png_pack (mask, NULL);
  cs_record_set_film (record, 0, entry, NULL, FALSE, &of_film);
  cs_record_add_mark (record, 0, &(CsMarkRow) { 3, 1, { 1, 2, 2, 2, 0.5f, { 0 } }, CS_VERDICT_POSITIVE,
                                                CS_ORIGIN_READER,
                                                packed, (char *) "me", 9 }, &of_mark, NULL);
  cs_record_add_mark (record, 0, &(CsMarkRow) { 4, 1, { 0, 0, 2, 2, 0.25f, { 0 } }, CS_VERDICT_NEGATIVE,
                                                CS_ORIGIN_MACHINE,
                                                NULL, (char *) "me", 9 }, NULL, "COARSE, BENIGN");
  return record;
}

static char *
write_and_read (const char *id)
{
  g_autofree char *path = g_dir_make_tmp ("export-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_get_child (folder, "out");
  g_autoptr (CsRecord) record = make_record (folder);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  cs_export_find (id)->write (record, to, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (to, NULL, &text, NULL, NULL, NULL));
  g_file_delete (to, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
  return text;
}

static void
test_csv (void)
{
  g_autofree char *text = write_and_read ("csv");
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_prefix (lines[0], "film,case,side,view,mm_per_pixel,film_width,film_height,mark,x,y,"));
  g_assert_cmpstr (lines[1], ==, "\"a, \"\"b\"\".png\",7,,,,6,5,3,1,2,2,2,0.5,reader,positive,me,9,3,"
                   "amorphous,,,,\"old, \"\"new\"\"\",,4A,,,,,");
  g_assert_true (g_str_has_suffix (lines[2], ",,,,,,,4A,,,,,\"COARSE, BENIGN\""));
}

static void
test_coco (void)
{
  g_autofree char *text = write_and_read ("coco");

  /* Column 1 has rows 2 and 3, column 2 row 3: 7 before, 2 in, 4 between, 1 in, the rest. */
  g_assert_nonnull (strstr (text, "\"counts\": [7, 2, 4, 1, 16], \"size\": [5, 6]"));
  g_assert_nonnull (strstr (text, "\"attributes\": {\"category\": \"4A\", \"morphology\": \"amorphous\","
                                  " \"note\": \"old, \\\"new\\\"\"}}"));
  g_assert_nonnull (strstr (text, "\"called\": \"COARSE, BENIGN\""));
  g_assert_nonnull (strstr (text, "\"area\": 3"));
  g_assert_nonnull (strstr (text, "\"category_id\": 2"));
}

static void
test_masks (void)
{
  g_autofree char *path = g_dir_make_tmp ("export-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_get_child (folder, "out");
  g_autoptr (GFile) file = g_file_get_child (to, "a, \"b\".png-1.png");
  g_autoptr (CsRecord) record = make_record (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CsRaster) mask = NULL;
  double mm;
  guint bits;
  g_autoptr (GFile) part = g_file_get_child (folder, "out.part"), begun = NULL;

  /* An export that was killed had come so far. */
  begun = g_file_get_child (part, "a, \"b\".png-1.png");
  g_assert_true (g_file_make_directory (part, NULL, NULL));
  g_assert_true (g_file_replace_contents (begun, "half", 4, NULL, FALSE, 0, NULL, NULL, NULL));
  cs_export_find ("masks")->write (record, to, NULL, &error);
  g_assert_no_error (error);
  bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  mask = cs_png_read (bytes, "mask", &mm, &bits, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_query_exists (part, NULL));
  g_assert_cmpfloat (cs_raster_get (mask, 1, 2), ==, 255);
  g_assert_cmpfloat (cs_raster_get (mask, 2, 3), ==, 255);
  g_assert_cmpfloat (cs_raster_get (mask, 2, 2), ==, 0);
  g_assert_false (cs_export_find ("masks")->write (record, to, NULL, NULL));
  g_file_delete (file, NULL, NULL);
  g_clear_object (&file);
  file = g_file_get_child (to, "marks.csv");
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_file_delete (to, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

/* A place that has no path here, as one on a server: not a folder “(null).part” where the program was started. */
static void
test_elsewhere (void)
{
  g_autoptr (GFile) folder = g_file_new_for_path (g_get_tmp_dir ()), to = g_file_new_for_uri ("sftp://nowhere/masks");
  g_autoptr (CsRecord) record = make_record (folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_export_find ("masks")->write (record, to, NULL, &error));
  g_assert_nonnull (strstr (error->message, "sftp://nowhere/masks"));
  g_assert_false (g_file_test ("(null)", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("(null).part", G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exports/csv", test_csv);
  g_test_add_func ("/exports/coco", test_coco);
  g_test_add_func ("/exports/masks", test_masks);
  g_test_add_func ("/exports/elsewhere", test_elsewhere);
  return g_test_run ();
}
