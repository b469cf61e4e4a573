/* The skin line on drawn films. */
#include <math.h>

#include "cs-pipeline.h"

/* Light by the depth behind a straight skin, in mm, in the upper half of a film or the lower. */
typedef double (*Light) (double deep, gboolean lower);

static CsAnalysis *
find_straight_skin (Light light, double slope, guint side)
{
  CsFacts facts = { .bits = 12, .mm_per_pixel = 0.2, .view = CS_VIEW_CC };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, side, side);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        double across = side / 2.0 + slope * (y - side / 2.0) - x;

        ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) (100 + light (across * 0.2 / hypot (1, slope),
                                                                              y > side / 2));
      }
  image = cs_image_new (raster, "drawn", &facts);
  analysis = cs_pipeline_run (image, NULL, settings, NULL, "breast", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return analysis;
}

/* The last column of the breast in a row. */
static int
end_of_breast (CsAnalysis *analysis, guint y)
{
  const CsRaster *breast = cs_product_get_raster (cs_analysis_get (analysis, "breast"));
  guint x = cs_raster_get_width (breast);

  while (x > 0 && cs_raster_get (breast, x - 1, y) == 0)
    x--;
  return (int) x;
}

/* Below, dense tissue a few mm behind the skin rises more steeply than it does. */
static double
half_dense (double deep, gboolean lower)
{
  double light = deep > 0 ? 200 + 500 * (1 - exp (-deep / 4)) : 200 * exp (deep / 3);

  return lower && deep > 3 ? light + 2500 * (1 - exp (3 - deep)) : light;
}

/* The line may lie otherwise beside dense tissue, but goes there slowly. */
static void
test_smooth_line (void)
{
  enum { SIDE = 500, ROWS = 5 };
  const double slope = -0.6;
  g_autoptr (CsAnalysis) analysis = find_straight_skin (half_dense, slope, SIDE);
  double most = 0;

  for (guint y = 50; y + 50 + ROWS < SIDE; y++)
    most = MAX (most, fabs (end_of_breast (analysis, y + ROWS) - end_of_breast (analysis, y) - slope * ROWS));
  g_test_message ("%.0f px off in %d rows", most, ROWS);
  g_assert_cmpfloat (most, <, 10);
}

/* As a digital film shows it: the skin is brighter than the fat behind it. */
static double
bright_skin (double deep, gboolean lower)
{
  return deep > 8 ? 900 : deep > 1.5 ? 350 : deep > 0 ? 1500 : 0;
}

static void
test_bright_skin (void)
{
  enum { SIDE = 500 };
  g_autoptr (CsAnalysis) analysis = find_straight_skin (bright_skin, 0, SIDE);

  for (guint y = 50; y + 50 < SIDE; y += 10)
    g_assert_cmpint (ABS (end_of_breast (analysis, y) - SIDE / 2), <=, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/skin/smooth-line", test_smooth_line);
  g_test_add_func ("/skin/bright", test_bright_skin);
  return g_test_run ();
}
