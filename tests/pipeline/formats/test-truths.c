/* The truth of published sets, laid out here as they are: INbreast's lists of regions, mini-MIAS's table, DDSM's
 * outlines; and what of it does not fit. CBIS-DDSM has a test of its own. */
#include <string.h>

#include "cs-error.h"
#include "cs-formats.h"
#include "cs-png.h"
#include "cs-scan.h"
#include "cs-truths.h"
#include "sets.h"

/* Two values are a mask, wherever it came from, unless somebody asks for that very file. */
static void
test_mask_no_film (DicomPlace *place, gconstpointer data)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U16, 9, 7), film = cs_raster_new (CS_PIXEL_U16, 9, 7);
  g_autoptr (GFile) first = g_file_new_build_filename (place->folder, "1-1.png", NULL);
  g_autoptr (GFile) second = g_file_new_build_filename (place->folder, "1-2.png", NULL);
  g_autoptr (CsImage) asked = NULL, found = NULL, refused = NULL;
  g_autoptr (GError) error = NULL;

  for (int x = 3; x < 6; x++)
    ((guint16 *) cs_raster_edit (mask, 4))[x] = ((guint16 *) cs_raster_edit (film, 4))[x] = 65535;
  ((guint16 *) cs_raster_edit (film, 6))[8] = 1;
  g_assert_true (cs_png_write (film, 0, first, NULL) && cs_png_write (mask, 0, second, NULL));
  found = cs_scan_read (first, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  asked = cs_formats_read (second, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (asked);
  refused = cs_scan_read (second, NULL, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "1-2.png"));
  g_assert_null (refused);
}

#define REGION(name, points) "<dict><key>Area</key><real>1.5</real><key>Name</key><string>" name "</string>" \
  "<key>Point_mm</key><array><string>(9.0, 9.0, 9.0)</string></array>" \
  "<key>Point_px</key><array>" points "</array></dict>"
#define POINT(x, y) "<string>(" x ", " y ")</string>"
#define PLIST(regions) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
  "<!DOCTYPE plist PUBLIC \"-//Apple Computer//DTD PLIST 1.0//EN\"" \
  " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\"><dict><key>Images</key><array><dict>" \
  "<key>ImageIndex</key><integer>0</integer><key>ROIs</key><array>" regions "</array></dict></array></dict></plist>"

static const char singles[] = PLIST (
  REGION ("Calcification", POINT ("100.25", "200.75"))
  REGION ("Calcifications", POINT ("300", "400") POINT ("310", "400") POINT ("310", "405.5") POINT ("300", "405"))
  REGION ("Cluster", POINT ("90", "190") POINT ("400", "500"))
  REGION ("Mass", POINT ("1", "1")) REGION ("Calcification", POINT ("-5", "1e9") "<string>nonsense</string>"));
static const char clusters[] = PLIST (REGION ("Cluster", POINT ("90", "190") POINT ("400", "500")));

static void
test_inbreast (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) film = g_file_new_build_filename (place->folder, "dcm", "20586908_6c61_MG_R_CC_ANON.dcm", NULL);
  g_autoptr (CsTruth) truth = NULL, regions = NULL;

  g_assert_null (cs_formats_truth (film, 3328, 4084, NULL));
  set_lay_text (place, "AllXML/20586908.xml", singles);
  truth = cs_formats_truth (film, 3328, 4084, NULL);
  g_assert_false (cs_truth_get_regions (truth));
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 2);
  g_assert_cmpint (cs_truth_get_spot (truth, 0)->x, ==, 100);
  g_assert_cmpint (cs_truth_get_spot (truth, 0)->width, ==, 1);
  g_assert_cmpint (cs_truth_get_spot (truth, 1)->y, ==, 400);
  g_assert_cmpint (cs_truth_get_spot (truth, 1)->width, ==, 11);
  g_assert_cmpint (cs_truth_get_spot (truth, 1)->height, ==, 6);
  g_assert_cmpstr (cs_truth_get_spot (truth, 1)->word, ==, "Calcifications");
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], "2"));   /* the cluster and the mass */
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[1], "1"));   /* the one that is nowhere */
  g_assert_false (cs_truth_is_whole (truth));
  set_lay_text (place, "AllXML/20586908.xml", clusters);
  regions = cs_formats_truth (film, 3328, 4084, NULL);
  g_assert_true (cs_truth_get_regions (regions));
  g_assert_cmpuint (cs_truth_get_n_spots (regions), ==, 1);
  g_assert_true (cs_truth_is_whole (regions));
}

/* Cut anywhere, the list is an error or a truth, never a crash. */
static void
test_inbreast_hurt (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) film = g_file_new_build_filename (place->folder, "20586908_6c61_MG_R_CC_ANON.dcm", NULL);

  for (gsize cut = 0; cut < strlen (singles); cut += 3)
    {
      g_autofree char *part = g_strndup (singles, cut);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsTruth) truth = NULL;

      set_lay_text (place, "20586908.xml", part);
      truth = cs_formats_truth (film, 3328, 4084, &error);
      g_assert_true ((truth != NULL) != (error != NULL));
    }
}

static void
test_mias_unfit (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) film = g_file_new_build_filename (place->folder, "mdb216.pgm", NULL);
  g_autoptr (CsTruth) truth = NULL;

  set_lay_text (place, "Info.txt", "mdb216 D CALC M *NOTE 3*\nmdb216 D CALC M 5000 20 9\nmdb216 D CALC M 500 20 9\n");
  truth = cs_formats_truth (film, 1024, 1024, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 1);
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], "NOTE 3"));
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[1], "5000"));
  g_assert_null (cs_truth_get_notes (truth)[2]);
  g_assert_false (cs_truth_is_whole (truth));
}

/* A mass is no calcification, and its film lacks nothing. */
static void
test_mias_mass (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) film = g_file_new_build_filename (place->folder, "mdb028.pgm", NULL);
  g_autoptr (CsTruth) truth = NULL;

  set_lay_text (place, "Info.txt", "mdb028 F CIRC M 338 314 56\n");
  truth = cs_formats_truth (film, 1024, 1024, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 0);
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], "CIRC"));
  g_assert_true (cs_truth_is_whole (truth));
}

/* A normal film lacks nothing; the real table ends such lines with a space. */
static void
test_mias_normal (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) film = g_file_new_build_filename (place->folder, "mdb004.pgm", NULL);
  g_autoptr (CsTruth) truth = NULL;

  set_lay_text (place, "Info.txt", "mdb004 D NORM \nmdb216 D CALC M *NOTE 3*\n");
  truth = cs_formats_truth (film, 1024, 1024, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 0);
  g_assert_null (cs_truth_get_notes (truth)[0]);
  g_assert_true (cs_truth_is_whole (truth));
}

#define CASE "ics_version 1.0\nLEFT_CC LINES 400 PIXELS_PER_LINE 200 BITS_PER_PIXEL 12 RESOLUTION 43.5 OVERLAY\n"
/* Twenty to the right, ten down, and back: a box of 21 by 11. The counts lie; a mass, and an outline outside. */
#define OUTLINES "TOTAL_ABNORMALITIES 9\nABNORMALITY 1\n" \
  "LESION_TYPE CALCIFICATION TYPE PUNCTATE DISTRIBUTION CLUSTERED\n" \
  "TOTAL_OUTLINES 5\nBOUNDARY\n100 60  2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 4 4 4 4 4 4 4 4 4 4 #\n" \
  "ABNORMALITY 2\nLESION_TYPE MASS SHAPE ROUND MARGINS ILL_DEFINED\nBOUNDARY\n10 10 2 4 6 0 #\n" \
  "ABNORMALITY 3\nLESION_TYPE CALCIFICATION TYPE COARSE DISTRIBUTION N/A\nBOUNDARY\n900 900 2 4 #\n"

static void
test_ddsm (DicomPlace *place, gconstpointer data)
{
  g_autoptr (CsRaster) half = cs_raster_new (CS_PIXEL_U8, 100, 200), other = cs_raster_new (CS_PIXEL_U8, 100, 100);
  g_autoptr (GFile) film = g_file_new_build_filename (place->folder, "A_1459_1.LEFT_CC.png", NULL);
  g_autoptr (CsTruth) unknown = NULL, truth = NULL, skewed = NULL;
  const CsTruthSpot *spot;

  g_assert_true (cs_png_write (half, 0, film, NULL));
  set_lay_text (place, "A_1459_1.LEFT_CC.OVERLAY", OUTLINES);
  unknown = cs_formats_truth (film, 100, 200, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (unknown), ==, 0);
  g_assert_nonnull (strstr (cs_truth_get_notes (unknown)[0], ".ics"));
  set_lay_text (place, "A-1459-1.ics", CASE);
  truth = cs_formats_truth (film, 100, 200, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 1);
  spot = cs_truth_get_spot (truth, 0);
  g_assert_cmpint (spot->x, ==, 50);   /* the film is half the scan */
  g_assert_cmpint (spot->y, ==, 30);
  g_assert_cmpint (spot->width, ==, 10);
  g_assert_cmpint (spot->height, ==, 5);
  g_assert_nonnull (strstr (spot->word, "PUNCTATE"));
  g_assert_cmpuint (g_quark_try_string (spot->word), ==, 0);   /* a file's words are not kept for ever */
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], "COARSE"));
  g_assert_true (cs_png_write (other, 0, film, NULL));
  skewed = cs_formats_truth (film, 100, 100, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (skewed), ==, 0);
  g_assert_false (cs_truth_is_whole (skewed));
}

/* What was made for a film of another size is no mark of this one: a gap tells both sizes, and the film is not taken
 * for a normal one. */
static void
test_other_size (DicomPlace *place, gconstpointer data)
{
  static const int box[] = { 20, 10, 8, 5 };
  static const struct { const char *film, *beside, *text, *made, *called; } sets[] = {
    { SET_FILM ".png", "calc_case_description_test_set.csv", SET_TITLES SET_ROW ("a", "b", "1"), "60 × 40",
      SET_FILM "_1" },
    { "A_1459_1.LEFT_CC.png", "A_1459_1.LEFT_CC.OVERLAY", OUTLINES, "200 × 400", "OVERLAY" },
    { "mdb209.pgm", "Info.txt", "mdb209 G CALC M 647 503 87\n", "1024 × 1024", "mdb209" },
    { "20586908_6c61_MG_R_CC_ANON.dcm", "20586908.xml", singles, "301 × 401", "20586908.xml" },
    { "other.png", NULL, NULL, "60 × 40", "other_mask.png" },
    { "film.png", "truth.json", "{\"width\": 60, \"height\": 40, \"calcifications\": [{\"x\": 1, \"y\": 1, "
      "\"width\": 3, \"height\": 3}]}", "60 × 40", "truth.json" },
  };
  g_autoptr (GFile) lesion = set_lay_png (place, SET_FILM "_1.png", 60, 40, box);
  g_autoptr (GFile) mask = set_lay_png (place, "other_mask.png", 60, 40, box);

  set_lay_text (place, "A-1459-1.ics", CASE);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (GFile) film = g_file_new_build_filename (place->folder, sets[i].film, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsTruth) truth = NULL;

      if (sets[i].beside != NULL)
        set_lay_text (place, sets[i].beside, sets[i].text);
      truth = cs_formats_truth (film, 30, 20, &error);
      g_assert_no_error (error);
      g_test_message ("%s", cs_truth_get_notes (truth)[0]);
      g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 0);
      g_assert_false (cs_truth_is_whole (truth));
      g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], sets[i].made));
      g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], "30 × 20"));
      g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], sets[i].called));
    }
}

/* Beside a drawn film, a mask of another size is left out, and what fits is not. */
static void
test_other_mask (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) film = g_file_new_build_filename (place->folder, "film.png", NULL);
  g_autoptr (GFile) spots = set_lay_png (place, "mask_calcifications.png", 60, 40, NULL);
  g_autoptr (GFile) breast = set_lay_png (place, "mask_breast.png", 30, 20, NULL);
  g_autoptr (CsTruth) truth = NULL;

  set_lay_text (place, "truth.json", "{\"calcifications\": []}");
  truth = cs_formats_truth (film, 60, 40, NULL);
  g_assert_nonnull (cs_truth_get_mask (truth, "calcifications"));
  g_assert_null (cs_truth_get_mask (truth, "breast"));
  g_assert_nonnull (strstr (cs_truth_get_notes (truth)[0], "mask_breast.png"));
  g_assert_false (cs_truth_is_whole (truth));
}

/* The masks beside a drawn film, and beside one of GMIC's: decoded by the helper, as films are. */
static void
test_masks_apart (DicomPlace *place, gconstpointer unused)
{
  static const char *const films[] = { "film.png", "other.png" };
  static const char *const masks[] = { "mask_breast.png", "other_mask.png" };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 9, 7);
  g_autofree char *was = g_strdup (g_getenv ("CALCSPOT_DECODER"));

  ((guint8 *) cs_raster_edit (raster, 3))[4] = 1;
  set_lay_text (place, "truth.json", "{\"calcifications\": []}");
  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (GFile) film = g_file_new_build_filename (place->folder, films[i], NULL);
      g_autoptr (GFile) mask = g_file_new_build_filename (place->folder, masks[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsTruth) truth = NULL;

      g_assert_true (cs_png_write (raster, 0, mask, NULL));
      truth = cs_formats_truth (film, 9, 7, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, i);
      g_setenv ("CALCSPOT_DECODER", "/bin/false", TRUE);
      g_assert_null (cs_formats_truth (film, 9, 7, &error));
      g_setenv ("CALCSPOT_DECODER", was, TRUE);
      g_assert_error (error, CS_ERROR, CS_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, masks[i]));
    }
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (DicomPlace *, gconstpointer); } tests[] = {
    { "/truths/mask-no-film", test_mask_no_film },
    { "/truths/inbreast", test_inbreast },
    { "/truths/inbreast/hurt", test_inbreast_hurt },
    { "/truths/mias/unfit", test_mias_unfit },
    { "/truths/mias/normal", test_mias_normal },
    { "/truths/mias/mass", test_mias_mass },
    { "/truths/ddsm", test_ddsm },
    { "/truths/other-size", test_other_size },
    { "/truths/other-mask", test_other_mask },
    { "/truths/masks-apart", test_masks_apart },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DicomPlace, NULL, dicom_place_open, tests[i].test, dicom_place_close);
  return g_test_run ();
}
