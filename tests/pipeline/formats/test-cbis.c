/* CBIS-DDSM as downloaded and as converted, laid out here: which pictures are films, which masks are theirs by the
 * set's tables, and what of it does not fit. */
#include <string.h>

#include "cs-dicom.h"
#include "cs-formats.h"
#include "cs-scan.h"
#include "cs-truths.h"
#include "sets.h"

/* A picture at @path below the place: @value in the rectangle, 0 around it. */
static GFile *
lay_picture (DicomPlace *place, const char *path, guint columns, guint rows, guint bits, const int box[4], int value)
{
  g_autofree int *values = g_new0 (int, columns * rows);
  DicomSheet sheet = { .columns = columns, .rows = rows, .allocated = bits == 8 ? 8 : 16, .stored = bits,
                       .photometric = "MONOCHROME2", .values = values };
  g_autoptr (GFile) flat = NULL;
  GFile *file = g_file_new_build_filename (place->folder, path, NULL);
  g_autofree char *folder = g_path_get_dirname (g_file_peek_path (file));

  for (int y = box[1]; y < box[1] + box[3]; y++)
    for (int x = box[0]; x < box[0] + box[2]; x++)
      values[y * (int) columns + x] = value + (bits == 8 ? 0 : x);
  flat = dicom_write (place, "flat.dcm", &sheet);
  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_move (flat, file, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  return file;
}

static void
test_cbis (DicomPlace *place, gconstpointer data)
{
  static const int whole[] = { 0, 0, 60, 40 }, box[] = { 20, 10, 8, 5 }, crop[] = { 0, 0, 28, 25 };
  g_autoptr (GFile) film = lay_picture (place, SET_FILM "/a/b/1-1.dcm", 60, 40, 12, whole, 300);
  g_autoptr (GFile) mask = lay_picture (place, SET_FILM "_1/a/b/1-1.dcm", 60, 40, 8, box, 255);
  g_autoptr (GFile) other = lay_picture (place, SET_FILM "_1/a/b/1-2.dcm", 28, 25, 12, crop, 900);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsTruth) truth = NULL;
  const CsTruthSpot *spot;

  /* A field with a line's end in it, as the published tables have; a lesion of another film; one without its mask. */
  set_lay_text (place, "csv/calc_case_description_test_set.csv",
            SET_TITLES "P_00038,CC,PUNCTATE,CLUSTERED,BENIGN," SET_FILM "/1.3/1.4/000000.dcm,"
            "\"" SET_FILM "_1/1.5/1.6/000001.dcm\n\"," SET_FILM "_1/1.5/1.6/000000.dcm\n"
            "P_00038,MLO,COARSE,,BENIGN,Calc-Test_P_00038_LEFT_MLO/1/2/0.dcm,x,"
            "Calc-Test_P_00038_LEFT_MLO_1/1/2/0.dcm\n"
            "P_00038,CC,COARSE,,BENIGN," SET_FILM "/1.3/1.4/000000.dcm,x," SET_FILM "_2/1/2/0.dcm\n");
  set_lay_text (place, "csv/mass_case_description_test_set.csv",
            "patient_id,abnormality type,mass margins,image file path,ROI mask file path\n"
            "P_00038,mass,SPICULATED," SET_FILM "/1.3/1.4/000000.dcm," SET_FILM "_1/1/2/0.dcm\n");
  truth = cs_formats_truth (film, 60, 40, &error);
  g_assert_no_error (error);
  g_assert_nonnull (truth);
  g_assert_true (cs_truth_get_regions (truth));
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 1);
  spot = cs_truth_get_spot (truth, 0);
  g_assert_cmpint (spot->x, ==, 20);
  g_assert_cmpint (spot->y, ==, 10);
  g_assert_cmpint (spot->width, ==, 8);
  g_assert_cmpint (spot->height, ==, 5);
  g_assert_cmpstr (spot->word, ==, "PUNCTATE CLUSTERED BENIGN");
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], SET_FILM "_2"));
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[1], "SPICULATED"));
  g_assert_null (cs_truth_get_notes (truth)[2]);
  g_assert_false (cs_truth_is_whole (truth));
  g_assert_true (cs_formats_is_film_file (film));
  g_assert_false (cs_formats_is_film_file (mask));
  g_assert_false (cs_formats_is_film_file (other));
}

/* Pictures made of the set are called by the patient ids of its tables, too. */
static void
test_cbis_names (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *name; gboolean film; } names[] = {
    { SET_FILM "=full.png", TRUE }, { SET_FILM ".png", TRUE }, { SET_FILM "_1=ROI.png", FALSE },
    { SET_FILM "_12.png", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (place->folder, names[i].name, NULL);

      g_assert_cmpint (cs_formats_is_film_file (file), ==, names[i].film);
    }
}

static void
check_converted (DicomPlace *place, GFile *film, guint n_lesions)
{
  g_autoptr (GFile) folder = g_file_new_for_path (place->folder);
  g_autoptr (CsTruth) truth = cs_formats_truth (film, 60, 40, NULL);
  g_autoptr (CsImage) image = cs_formats_read (film, NULL, NULL);
  g_autoptr (GPtrArray) films = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *left_out = NULL, *told = NULL;

  g_assert_cmpstr (cs_image_get_facts (image)->case_id, ==, "P_00038");
  g_assert_cmpint (cs_image_get_facts (image)->side, ==, CS_SIDE_LEFT);
  g_assert_cmpint (cs_image_get_facts (image)->view, ==, CS_VIEW_CC);
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 1);
  g_assert_cmpint (cs_truth_get_spot (truth, 0)->x, ==, 20);
  g_assert_cmpint (cs_truth_get_spot (truth, 0)->height, ==, 5);
  g_assert_cmpstr (cs_truth_get_spot (truth, 0)->word, ==, "PUNCTATE CLUSTERED BENIGN");
  g_assert_true (cs_truth_is_whole (truth));
  g_assert_true (cs_scan (folder, films, &left_out, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (films->len, ==, 1);
  g_assert_null (left_out);
  g_ptr_array_set_size (films, 0);
  g_assert_true (g_file_delete (film, NULL, NULL));
  g_assert_true (cs_scan (folder, films, &left_out, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (films->len, ==, 0);
  told = g_strdup_printf (" %u, ", n_lesions);
  g_assert_nonnull (strstr (left_out, told));
}

/* A folder a series, called by its SET_UID, files that say nothing. */
static void
test_cbis_series (DicomPlace *place, gconstpointer data)
{
  static const int box[] = { 20, 10, 8, 5 };
  g_autoptr (GFile) film = set_lay_png (place, "jpeg/" SET_UID "11111/1-249.png", 60, 40, NULL);
  g_autoptr (GFile) crop = set_lay_png (place, "jpeg/" SET_UID "22222/1-263.png", 28, 25, NULL);
  g_autoptr (GFile) mask = set_lay_png (place, "jpeg/" SET_UID "22222/2-241.png", 60, 40, box);

  set_lay_text (place, "csv/calc_case_description_test_set.csv",
                SET_TITLES SET_ROW (SET_UID "11111", SET_UID "22222", "1"));
  check_converted (place, film, 2);
}

/* One folder, names with the last digits of the series; without the table a name that says what it is is believed. */
static void
test_cbis_tails (DicomPlace *place, gconstpointer data)
{
  static const int box[] = { 20, 10, 8, 5 };
  g_autoptr (GFile) film = set_lay_png (place, "Calc_Test_Full_11111_1-1.png", 60, 40, NULL);
  g_autoptr (GFile) crop = set_lay_png (place, "Calc_Test_ROI_22222_1-1.png", 28, 25, NULL);
  g_autoptr (GFile) mask = set_lay_png (place, "Calc_Test_ROI_22222_1-2.png", 60, 40, box);
  g_autoptr (CsTruth) shared = NULL;

  g_assert_true (cs_formats_is_film_file (film));
  g_assert_false (cs_formats_is_film_file (crop));
  g_assert_null (cs_formats_truth (film, 60, 40, NULL));
  set_lay_text (place, "calc_case_description_test_set.csv",
                SET_TITLES SET_ROW (SET_UID "11111", SET_UID "22222", "1")
                SET_ROW (SET_UID "11111", SET_UID "0" "22222", "2"));
  shared = cs_formats_truth (film, 60, 40, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (shared), ==, 0);   /* two lesions are called so: neither is guessed */
  g_assert_false (cs_truth_is_whole (shared));
  set_lay_text (place, "calc_case_description_test_set.csv",
                SET_TITLES SET_ROW (SET_UID "11111", SET_UID "22222", "1"));
  check_converted (place, film, 2);
}

static void
test_cbis_unfit (DicomPlace *place, gconstpointer data)
{
  static const int whole[] = { 0, 0, 60, 40 };
  g_autoptr (GFile) film = lay_picture (place, SET_FILM "/a/b/1-1.dcm", 60, 40, 12, whole, 300);
  g_autoptr (CsTruth) none = cs_formats_truth (film, 60, 40, NULL), broken = NULL, elsewhere = NULL;

  g_assert_null (none);   /* no table: nothing is known */
  set_lay_text (place, "calc_case_description_test_set.csv", "patient_id,pathology\nP_1,BENIGN\n");
  broken = cs_formats_truth (film, 60, 40, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (broken), ==, 0);
  g_assert_nonnull (strstr (cs_truth_get_notes (broken)[0], "image file path"));
  g_assert_false (cs_truth_is_whole (broken));
  set_lay_text (place, "calc_case_description_test_set.csv", SET_TITLES);
  elsewhere = cs_formats_truth (film, 60, 40, NULL);
  g_assert_nonnull (strstr (cs_truth_get_notes (elsewhere)[0], SET_FILM));
  g_assert_false (cs_truth_is_whole (elsewhere));
}

/* Of a lesion's masks, the one of the film's size counts, and not a larger one. */
static void
test_cbis_sizes (DicomPlace *place, gconstpointer data)
{
  static const int box[] = { 20, 10, 8, 5 }, large[] = { 40, 20, 16, 10 };
  g_autoptr (GFile) film = set_lay_png (place, SET_FILM "/1-1.png", 60, 40, NULL);
  g_autoptr (GFile) half = set_lay_png (place, SET_FILM "_1/1-1.png", 60, 40, box);
  g_autoptr (GFile) whole = set_lay_png (place, SET_FILM "_1/1-2.png", 120, 80, large);
  g_autoptr (CsTruth) truth = NULL;

  set_lay_text (place, "calc_case_description_test_set.csv", SET_TITLES SET_ROW ("a", "b", "1"));
  truth = cs_formats_truth (film, 60, 40, NULL);
  g_assert_true (cs_truth_is_whole (truth));
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 1);
  g_assert_cmpint (cs_truth_get_spot (truth, 0)->x, ==, 20);
}

#define BARE "P_00038_LEFT_CC"

/* Films and masks in trees of their own, called by patient ids, by these without their set, or by the series: the
 * tables above join them. */
static void
test_apart (DicomPlace *place, gconstpointer data)
{
  static const int box[] = { 20, 10, 8, 5 };
  static const char *const pairs[][2] = {
    { "full/png/CC/" SET_FILM "=full.png", "mask/png/CC/" SET_FILM "_1=ROI.png" },
    { "full/png/" BARE ".png", "mask/png/" BARE "_1.png" },
    { "full/png/" SET_UID "11111.png", "mask/png/" SET_UID "22222.png" },
    { "full/png/Calc_Test_Full_11111_1-1.png", "mask/Calc_Test_ROI_22222_1-2.png" },
  };

  set_lay_text (place, "csv/calc_case_description_test_set.csv",
                SET_TITLES SET_ROW (SET_UID "11111", SET_UID "22222", "1"));
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GFile) film = set_lay_png (place, pairs[i][0], 60, 40, NULL);
      g_autoptr (GFile) mask = set_lay_png (place, pairs[i][1], 60, 40, box);

      g_test_message ("%s", pairs[i][0]);
      g_assert_false (cs_formats_is_film_file (mask));
      check_converted (place, film, 1);
      g_assert_true (g_file_delete (mask, NULL, NULL));
    }
}

/* A name without its set that two sets have is nobody's; what is remembered of a folder goes when it changes. */
static void
test_changes (DicomPlace *place, gconstpointer data)
{
  static const int box[] = { 20, 10, 8, 5 };
  g_autoptr (GFile) film = set_lay_png (place, "full/" BARE ".png", 60, 40, NULL), mask = NULL;
  g_autoptr (CsTruth) missing = NULL, whole = NULL;

  g_assert_null (cs_formats_truth (film, 60, 40, NULL));
  set_lay_text (place, "calc_case_description_test_set.csv",
                SET_TITLES SET_ROW (SET_UID "11111", SET_UID "22222", "1"));
  missing = cs_formats_truth (film, 60, 40, NULL);
  g_assert_false (cs_truth_is_whole (missing));
  mask = set_lay_png (place, "mask/" BARE "_1.png", 60, 40, box);
  whole = cs_formats_truth (film, 60, 40, NULL);
  g_assert_true (cs_truth_is_whole (whole));
  g_assert_cmpuint (cs_truth_get_n_spots (whole), ==, 1);
  set_lay_text (place, "calc_case_description_train_set.csv",
                SET_TITLES "P_00038,CC,COARSE,,BENIGN,Calc-Training_" BARE "/1/2/0.dcm,x,Calc-Training_" BARE
                "_1/1/2/0.dcm\n");
  g_assert_null (cs_formats_truth (film, 60, 40, NULL));
}

#define MANY 2000

/* One folder with a film and a mask for each of two thousand rows. Nothing is measured: what looked through all of the
 * folder for each file, or for each film that asks, does not come to an end here. */
static void
test_many (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GString) table = g_string_new (SET_TITLES);
  g_autoptr (GFile) folder = g_file_new_for_path (place->folder);
  g_autoptr (GPtrArray) films = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *film = g_strdup_printf ("%s/Calc-Test_P_%05u_LEFT_CC.png", place->folder, i);
      g_autofree char *mask = g_strdup_printf ("%s/Calc-Test_P_%05u_LEFT_CC_1.png", place->folder, i);

      g_assert_true (g_file_set_contents_full (film, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      g_assert_true (g_file_set_contents_full (mask, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      g_string_append_printf (table, "P_%05u,CC,COARSE,,BENIGN,Calc-Test_P_%05u_LEFT_CC/1/2/0.dcm,x,"
                              "Calc-Test_P_%05u_LEFT_CC_1/1/2/0.dcm\n", i, i, i);
    }
  set_lay_text (place, "calc_case_description_test_set.csv", table->str);
  /* As folders are that were not made this very moment. */
  g_assert_true (g_file_set_attribute_uint64 (folder, "time::modified", 1, G_FILE_QUERY_INFO_NONE, NULL, &error));
  g_assert_true (cs_scan (folder, films, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpuint (films->len, ==, MANY);
  for (guint i = 0; i < films->len; i++)
    {
      g_autoptr (CsTruth) truth = cs_formats_truth (films->pdata[i], 60, 40, &error);

      g_assert_no_error (error);
      g_assert_false (cs_truth_is_whole (truth));   /* its mask is an empty file */
    }
}

/* Likewise where no tables are: that, too, is found out once. */
static void
test_many_alone (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (place->folder);
  g_autoptr (GPtrArray) films = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 4 * MANY; i++)
    {
      g_autofree char *film = g_strdup_printf ("%s/Calc_Test_Full_%05u_1-1.png", place->folder, i);

      g_assert_true (g_file_set_contents_full (film, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  g_assert_true (g_file_set_attribute_uint64 (folder, "time::modified", 1, G_FILE_QUERY_INFO_NONE, NULL, NULL));
  g_assert_true (cs_scan (folder, films, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (films->len, ==, 4 * MANY);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (DicomPlace *, gconstpointer); } tests[] = {
    { "/cbis/tree", test_cbis },
    { "/cbis/unfit", test_cbis_unfit },
    { "/cbis/names", test_cbis_names },
    { "/cbis/series", test_cbis_series },
    { "/cbis/tails", test_cbis_tails },
    { "/cbis/sizes", test_cbis_sizes },
    { "/cbis/apart", test_apart },
    { "/cbis/changes", test_changes },
    { "/cbis/many", test_many },
    { "/cbis/many/alone", test_many_alone },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = cs_dicom_is_built () ? 0 : 2; i < G_N_ELEMENTS (tests); i++)   /* the first two are of DICOM films */
    g_test_add (tests[i].path, DicomPlace, NULL, dicom_place_open, tests[i].test, dicom_place_close);
  return g_test_run ();
}
