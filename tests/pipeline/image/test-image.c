/* A film's facts: what its name tells, and lengths from its spacing or from the stated assumption. */
#include "cs-date.h"
#include "cs-image.h"

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    guint width, height;
    const char *case_id;
    CsSide side;
    CsView view;
    double mm;
  } names[] = {
    { "mdb001.pgm", 1024, 1024, "mias-001", CS_SIDE_RIGHT, CS_VIEW_MLO, 0.2 },
    { "mdb240.pgm", 1024, 1024, "mias-120", CS_SIDE_LEFT, CS_VIEW_MLO, 0.2 },
    { "mdb239.pgm", 512, 512, "mias-120", CS_SIDE_RIGHT, CS_VIEW_MLO, 0 },
    { "A_0018_1.LEFT_CC.jpg", 2009, 4676, "A_0018", CS_SIDE_LEFT, CS_VIEW_CC, 0.042 },
    { "A_0002_1.RIGHT_MLO.png", 480, 960, "A_0002", CS_SIDE_RIGHT, CS_VIEW_MLO, 0 },
    { "P_00010_LEFT_CC_crop.png", 2027, 2072, "P_00010", CS_SIDE_LEFT, CS_VIEW_CC, 0 },
    { "20586960_6c613a14b80a8591_MG_R_ML_ANON.dcm", 3328, 4084, "6c613a14b80a8591", CS_SIDE_RIGHT, CS_VIEW_MLO, 0 },
    { "20586934_6c613a14b80a8591_MG_L_CC_ANON.png", 3328, 4084, "6c613a14b80a8591", CS_SIDE_LEFT, CS_VIEW_CC, 0 },
    { "gmic_0_R-MLO.png", 1006, 2650, "gmic_0", CS_SIDE_RIGHT, CS_VIEW_MLO, 0 },
    { "sample_A1.jpg", 1996, 2457, NULL, CS_SIDE_UNKNOWN, CS_VIEW_UNKNOWN, 0 },
    { "LEFT_RIGHT_CC_MLO.png", 10, 10, NULL, CS_SIDE_UNKNOWN, CS_VIEW_UNKNOWN, 0 },
    { "holiday.png", 10, 10, NULL, CS_SIDE_UNKNOWN, CS_VIEW_UNKNOWN, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      CsFacts facts = { 0 };
      g_autofree char *case_id = cs_facts_from_name (names[i].name, names[i].width, names[i].height, &facts);

      g_test_message ("%s", names[i].name);
      g_assert_cmpstr (case_id, ==, names[i].case_id);
      g_assert_cmpint (facts.side, ==, names[i].side);
      g_assert_cmpint (facts.view, ==, names[i].view);
      g_assert_cmpfloat (facts.mm_per_pixel, ==, names[i].mm);
      g_assert_cmpint (facts.spacing, ==, names[i].mm > 0 ? CS_SPACING_SET : CS_SPACING_NONE);
    }
}

static void
test_days (void)
{
  static const struct { const char *text, *file; } golden[] = {
    { "2019-03-02", "20190302" }, { "2019-03-02", "2019.03.02" }, { "2000-02-29", "2000-02-29" }, { "", "19000229" },
    { "", "2019032" }, { "", "201903021" }, { "", "2019-3-02" }, { "", "yyyymmdd" }, { "", "18991231" }, { "", "" } };
  static const struct { const char *earlier, *later, *span; } spans[] = {
    { "2019-03-02", "2021-07-05", "2 y 4 mo before" }, { "2019-03-02", "2021-07-01", "2 y 3 mo before" },
    { "2019-03-31", "2019-04-30", "30 d before" }, { "2019-03-02", "2020-03-01", "11 mo before" },
    { "2019-03-02", "2020-03-02", "1 y 0 mo before" } };

  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      g_autofree char *text = cs_date_to_text (cs_date_from_file (golden[i].file));

      g_assert_cmpstr (text, ==, golden[i].text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autofree char *span = cs_date_span (cs_date_parse (spans[i].earlier), cs_date_parse (spans[i].later));

      g_assert_cmpstr (span, ==, spans[i].span);
    }
}

static void
test_lengths (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 10, 480);
  CsFacts facts = { .case_id = "", .bits = 12 };
  g_autoptr (CsImage) unknown = cs_image_new (raster, "film", &facts), assumed = NULL, known = NULL;
  gboolean guessed;

  g_assert_cmpfloat (cs_image_get_white (unknown), ==, 4095);
  g_assert_cmpfloat (cs_image_get_working_spacing (unknown, &guessed), ==, 0.5);
  g_assert_true (guessed);
  facts.assumed_mm_per_pixel = 0.1;
  assumed = cs_image_with_facts (unknown, &facts);
  g_assert_cmpfloat_with_epsilon (cs_image_mm_to_px (assumed, 2), 20, 1e-9);
  facts.mm_per_pixel = 0.05;
  known = cs_image_with_facts (unknown, &facts);
  g_assert_cmpfloat (cs_image_get_working_spacing (known, &guessed), ==, 0.05);
  g_assert_false (guessed);
  g_assert_cmpfloat_with_epsilon (cs_image_mm2_to_px (known, 1), 400, 1e-6);
  g_assert_true (cs_image_get_raster (known) == raster);
}

/* What stages read is in the digest; a name is not. */
static void
test_digest (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 4, 4);
  CsFacts facts = { .case_id = "a", .bits = 8 };
  g_autoptr (CsImage) first = cs_image_new (raster, "one", &facts), second = cs_image_new (raster, "two", &facts);
  g_autoptr (CsImage) third = NULL;

  g_assert_cmpstr (cs_image_get_digest (first), ==, cs_image_get_digest (second));
  facts.mm_per_pixel = 0.1;
  third = cs_image_new (raster, "one", &facts);
  g_assert_cmpstr (cs_image_get_digest (first), !=, cs_image_get_digest (third));
}

static void
test_words (void)
{
  for (CsSide side = CS_SIDE_UNKNOWN; side <= CS_SIDE_RIGHT; side++)
    g_assert_cmpint (cs_side_from_text (cs_side_to_text (side)), ==, side);
  for (CsView view = CS_VIEW_UNKNOWN; view < CS_N_VIEWS; view++)
    {
      g_assert_cmpint (cs_view_from_text (cs_view_to_text (view)), ==, view);
      g_assert_true (*cs_view_get_letters (view) == '\0' || cs_view_from_letters (cs_view_get_letters (view)) == view);
      g_assert_true ((cs_view_describe (view) == NULL) == (view == CS_VIEW_UNKNOWN));
    }
  g_assert_cmpint (cs_view_from_text ("nonsense"), ==, CS_VIEW_UNKNOWN);
  g_assert_cmpint (cs_side_from_text (NULL), ==, CS_SIDE_UNKNOWN);
}

/* Half the pixels a side, the same millimetres; the mean of four stays. */
static void
test_halve (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 5, 4);
  g_autoptr (CsImage) image = NULL, half = NULL, quarter = NULL;
  CsFacts facts = { .bits = 8, .mm_per_pixel = 0.05, .spacing = CS_SPACING_FILE };

  ((guint8 *) cs_raster_edit (raster, 0))[0] = 40;
  ((guint8 *) cs_raster_edit (raster, 1))[1] = 80;
  image = cs_image_new (raster, "film", &facts);
  half = cs_image_halve (image);
  quarter = cs_image_halve (half);
  g_assert_cmpuint (cs_image_get_width (half), ==, 3);
  g_assert_cmpuint (cs_image_get_height (half), ==, 2);
  g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (half), 0, 0), ==, 30);
  g_assert_cmpfloat (cs_image_get_working_spacing (quarter, NULL), ==, 0.2);
  g_assert_cmpuint (cs_image_get_halvings (image), ==, 0);
  g_assert_cmpuint (cs_image_get_halvings (quarter), ==, 2);
  facts.mm_per_pixel = 0;
  facts.spacing = CS_SPACING_NONE;
  g_clear_pointer (&image, cs_image_unref);
  g_clear_pointer (&half, cs_image_unref);
  image = cs_image_new (raster, "film", &facts);
  half = cs_image_halve (image);
  g_assert_cmpfloat (cs_image_get_working_spacing (half, NULL), ==, 2 * cs_image_get_working_spacing (image, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/names", test_names);
  g_test_add_func ("/image/lengths", test_lengths);
  g_test_add_func ("/image/digest", test_digest);
  g_test_add_func ("/image/words", test_words);
  g_test_add_func ("/image/days", test_days);
  g_test_add_func ("/image/halve", test_halve);
  return g_test_run ();
}
