/* What the judging of spots makes of drawn things. */
#include <math.h>

#include "cs-pipeline.h"

static CsAnalysis *
analyse (CsImage *image)
{
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis = cs_pipeline_run (image, NULL, settings, NULL, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return analysis;
}

/* A film of even grey with some grain, by a rule per pixel in mm from its middle. */
typedef double (*Draw) (double x, double y);

static CsImage *
draw_film (Draw draw)
{
  enum { SIDE = 400 };
  CsFacts facts = { .bits = 12, .mm_per_pixel = 0.1, .view = CS_VIEW_CC };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, SIDE, SIDE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        double grain = g_rand_double (rand) + g_rand_double (rand) + g_rand_double (rand) - 1.5;

        ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) (1200 + 12 * grain
                                                                 + draw ((x - SIDE / 2.0) / 10, (y - SIDE / 2.0) / 10));
      }
  return cs_image_new (raster, "drawn", &facts);
}

/* A coarse calcification of 3 mm with a bright rim and a rough inside. */
static double
coarse (double x, double y)
{
  double far = hypot (x, y), edge = 1 / (1 + exp ((far - 1.5) / 0.05));

  return edge * (1200 + 300 * exp (-(far - 1.3) * (far - 1.3) / 0.03) + 200 * sin (7 * x) * sin (6 * y));
}

/* Two vessels that cross: their crossing is as bright as a calcification. */
static double
crossing (double x, double y)
{
  return 15 * exp (-x * x / 0.06) + 15 * exp (-(y - 0.3 * x) * (y - 0.3 * x) / 0.06);
}

static double
lonely (double x, double y)
{
  return 30 * exp (-(x * x + y * y) / 0.06);
}

static float
suspicion_in_the_middle (CsAnalysis *analysis, guint *n_near)
{
  guint n = 0;
  float most = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  *n_near = 0;
  for (guint i = 0; i < n; i++)
    if (hypot (boxes[i].x + boxes[i].width / 2.0 - 200, boxes[i].y + boxes[i].height / 2.0 - 200) < 18)
      {
        *n_near += 1;
        most = MAX (most, boxes[i].suspicion);
      }
  return most;
}

/* All there is to find on one calcification is one box, and the box holds it whole. */
static void
test_coarse (void)
{
  g_autoptr (CsImage) image = draw_film (coarse);
  g_autoptr (CsAnalysis) analysis = analyse (image);
  const CsBox *boxes;
  guint n_near, n;

  g_assert_cmpfloat (suspicion_in_the_middle (analysis, &n_near), >, 0.5);
  g_assert_cmpuint (n_near, ==, 1);
  boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);
  g_assert_cmpint (boxes[0].x, <=, 186);
  g_assert_cmpint (boxes[0].x + boxes[0].width, >=, 214);
  g_assert_cmpint (boxes[0].y, <=, 186);
  g_assert_cmpint (boxes[0].y + boxes[0].height, >=, 214);
}

static double
disc (double x, double y, double radius)
{
  return 1 / (1 + exp ((hypot (x, y) - radius) / 0.05));
}

/* A calcification of 2 mm with a corner more than twice as bright as the rest, and a faint peak on the other side. */
static double
cornered (double x, double y)
{
  double corner = disc (x - 0.4, y - 0.4, 0.3);

  return 1000 * corner + 450 * disc (x, y, 1) * (1 - corner)
         + 100 * exp (-8 * ((x + 0.3) * (x + 0.3) + (y + 0.3) * (y + 0.3)));
}

/* The strongest spot need not be the one that shows the thing whole; still it is one thing, and gets one box. */
static void
test_cornered (void)
{
  g_autoptr (CsImage) image = draw_film (cornered);
  g_autoptr (CsAnalysis) analysis = analyse (image);
  guint n, n_on = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  for (guint i = 0; i < n; i++)
    n_on += hypot (boxes[i].x + boxes[i].width / 2.0 - 200, boxes[i].y + boxes[i].height / 2.0 - 200) < 10;
  g_assert_cmpuint (n_on, ==, 1);
  g_assert_cmpint (boxes[0].width, >=, 20);
}

/* A spot in the open is worth more than the crossing of two vessels of the same height. */
static void
test_crossing (void)
{
  g_autoptr (CsImage) cross = draw_film (crossing), spot = draw_film (lonely);
  g_autoptr (CsAnalysis) one = analyse (cross), other = analyse (spot);
  guint n;
  float crossed = suspicion_in_the_middle (one, &n), alone = suspicion_in_the_middle (other, &n);

  g_test_message ("crossing %.3f, spot %.3f", crossed, alone);
  g_assert_cmpfloat (alone, >, 0.9);
  g_assert_cmpfloat (crossed, <, alone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spots/coarse", test_coarse);
  g_test_add_func ("/spots/cornered", test_cornered);
  g_test_add_func ("/spots/crossing", test_crossing);
  return g_test_run ();
}
