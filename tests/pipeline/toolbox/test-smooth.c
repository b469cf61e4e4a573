/* Smoothing against sums written out. */
#include "cs-smooth.h"

#include <math.h>

#include "cs-kernels.h"
#include "cs-rows.h"
#include "rasters.h"

static double
mean_of (const CsRaster *raster, int left, int top, int right, int bottom)
{
  double sum = 0;

  left = MAX (left, 0);
  top = MAX (top, 0);
  right = MIN (right, (int) cs_raster_get_width (raster));
  bottom = MIN (bottom, (int) cs_raster_get_height (raster));
  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      sum += cs_raster_get (raster, x, y);
  return sum / ((right - left) * (bottom - top));
}

/* The mean of a square of pixels of which sides and ends are given twice, and which may hold halves. */
static double
twice_mean (const CsRaster *raster, int left, int top, int side)
{
  double sum = 0, area = 0;

  for (int y = MAX (top, 0); y < MIN (top + side, 2 * (int) cs_raster_get_height (raster)); y++)
    for (int x = MAX (left, 0); x < MIN (left + side, 2 * (int) cs_raster_get_width (raster)); x++, area++)
      sum += cs_raster_get (raster, x / 2, y / 2);
  return sum / area;
}

static void
test_reduce (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 23, 17, 4095, 1);
  g_autoptr (CsRaster) small = cs_smooth_reduce (raster, 4, NULL, NULL);

  g_assert_cmpuint (cs_raster_get_width (small), ==, 6);
  g_assert_cmpuint (cs_raster_get_height (small), ==, 5);
  for (int y = 0; y < 5; y++)
    for (int x = 0; x < 6; x++)
      g_assert_cmpfloat_with_epsilon (cs_raster_get (small, x, y),
                                      twice_mean (raster, 8 * x - 1, 8 * y - 3, 8), 0.01);
}

/* Whatever the sides and the pixels are, what is made of the mirrored picture is the mirrored one. */
static void
test_reduce_mirrored (void)
{
  static const guint sides[][2] = { { 23, 17 }, { 24, 18 }, { 25, 19 }, { 22, 16 }, { 3, 1 } };

  for (guint factor = 1; factor <= 5; factor++)
    for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
      {
        guint width = sides[i][0], height = sides[i][1];
        g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, width, height, 4095, i), turned = turn (raster);
        g_autoptr (CsRaster) small = cs_smooth_reduce (raster, factor, NULL, NULL);
        g_autoptr (CsRaster) other = cs_smooth_reduce (turned, factor, NULL, NULL), back = turn (other);
        g_autoptr (CsRaster) large = cs_smooth_enlarge (small, factor, width, height, NULL, NULL);
        g_autoptr (CsRaster) wide = cs_smooth_enlarge (other, factor, width, height, NULL, NULL), wanted = turn (wide);

        g_assert_true (cs_raster_equal (back, small));
        g_assert_true (cs_raster_equal (large, wanted));
      }
}

/* Likewise means, whose sums run from one side to the other. */
static void
test_box_mirrored (void)
{
  static const guint sides[][2] = { { 523, 317 }, { 524, 318 } };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_F32, sides[i][0], sides[i][1], 255, i), turned = NULL;
      g_autoptr (CsRaster) box = NULL, other = NULL, back = NULL;

      for (guint y = 0; y < sides[i][1]; y++)
        for (guint x = 0; x < sides[i][0]; x++)
          ((float *) cs_raster_edit (raster, y))[x] *= x < sides[i][0] / 2 ? 511 : 1e-5f * x;
      turned = turn (raster);
      box = cs_smooth_box (raster, 31, NULL, NULL);
      other = cs_smooth_box (turned, 31, NULL, NULL);
      back = turn (other);
      g_assert_true (cs_raster_equal (box, back));
    }
}

static void
test_box (void)
{
  static const guint radii[] = { 0, 1, 5, 40 };
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_F32, 21, 150, 255, 2);

  for (guint i = 0; i < G_N_ELEMENTS (radii); i++)
    {
      int r = radii[i];
      g_autoptr (CsRaster) box = cs_smooth_box (raster, r, NULL, NULL);

      for (int y = 0; y < 150; y += 7)
        for (int x = 0; x < 21; x++)
          g_assert_cmpfloat_with_epsilon (cs_raster_get (box, x, y),
                                          mean_of (raster, x - r, y - r, x + r + 1, y + r + 1), 0.01);
    }
}

/* Every pixel by the double sum of the definition. */
static void
test_gauss (void)
{
  const double sigma = 1.3;
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_F32, 19, 14, 255, 3);
  g_autoptr (CsRaster) smooth = cs_smooth_gauss (raster, sigma, NULL, NULL);

  for (int y = 0; y < 14; y++)
    for (int x = 0; x < 19; x++)
      {
        double sum = 0, weights = 0;

        for (int dy = -5; dy <= 5; dy++)
          for (int dx = -5; dx <= 5; dx++)
            {
              double weight = exp (-0.5 * (dx * dx + dy * dy) / (sigma * sigma));

              sum += weight * cs_raster_get (raster, CLAMP (x + dx, 0, 18), CLAMP (y + dy, 0, 13));
              weights += weight;
            }
        g_assert_cmpfloat_with_epsilon (cs_raster_get (smooth, x, y), sum / weights, 0.02);
      }
}

/* A slope survives being reduced and enlarged, away from the edge. */
static void
test_enlarge (void)
{
  g_autoptr (CsRaster) slope = cs_raster_new (CS_PIXEL_F32, 32, 24), small = NULL, large = NULL;

  for (guint y = 0; y < 24; y++)
    for (guint x = 0; x < 32; x++)
      ((float *) cs_raster_edit (slope, y))[x] = 3 * x + 2 * y;
  small = cs_smooth_reduce (slope, 4, NULL, NULL);
  large = cs_smooth_enlarge (small, 4, 32, 24, NULL, NULL);
  for (guint y = 2; y < 22; y++)
    for (guint x = 2; x < 30; x++)
      g_assert_cmpfloat_with_epsilon (cs_raster_get (large, x, y), 3 * x + 2 * y, 0.001);
}

/* Bilinear, point by point; the grid's points lie in the middle of what each stands for, and it in the middle of the
 * @width pixels it gives. In halves of a pixel, of which there are so many whole ones from point to point. */
static float
between (const CsRaster *raster, guint factor, guint width, int x, int y)
{
  int whole = 2 * (int) factor, right = (int) cs_raster_get_width (raster) - 1;
  int bottom = (int) cs_raster_get_height (raster) - 1;
  int across = 2 * x + 1 - (int) factor + (right + 1) * (int) factor - (int) width, down = 2 * y + 1 - (int) factor;
  int left = (int) floor ((double) across / whole), top = (int) floor ((double) down / whole);
  float column[2];

  across -= left * whole;
  down -= top * whole;
  for (int k = 0; k < 2; k++)
    {
      float a = cs_raster_get (raster, CLAMP (left + k, 0, right), CLAMP (top, 0, bottom));
      float b = cs_raster_get (raster, CLAMP (left + k, 0, right), CLAMP (top + 1, 0, bottom));

      column[k] = (float) (whole - down) / whole * a + (float) down / whole * b;
    }
  return (float) (whole - across) / whole * column[0] + (float) across / whole * column[1];
}

/* To the bit, by every factor and on every set of instructions. */
static void
test_enlarge_plain (void)
{
  for (guint variant = 0; cs_kernels_variant (variant) != NULL; variant++)
    for (guint factor = 1; factor <= 5; factor++)
      {
        g_autoptr (CsRaster) floats = draw_noise (CS_PIXEL_F32, 23, 9, 5000, factor);
        g_autoptr (CsRaster) words = draw_noise (CS_PIXEL_U16, 23, 9, 65535, factor), large = NULL, wide = NULL;
        guint width = 23 * factor - factor / 2;

        cs_kernels_choose (variant);
        large = cs_smooth_enlarge (floats, factor, width, 9 * factor, NULL, NULL);
        wide = cs_smooth_enlarge (words, factor, width, 9 * factor, NULL, NULL);
        for (guint y = 0; y < 9 * factor; y++)
          for (guint x = 0; x < width; x++)
            {
              g_assert_cmpfloat (cs_raster_get (large, x, y), ==, between (floats, factor, width, x, y));
              g_assert_cmpuint (cs_raster_get (wide, x, y), ==, (guint) (between (words, factor, width, x, y) + 0.5f));
            }
      }
  cs_kernels_choose (G_MAXUINT);
}

/* The border of a mask made larger lies where the bilinear picture passes a half. */
static void
test_enlarge_mask (void)
{
  for (guint factor = 1; factor <= 7; factor++)
    {
      g_autoptr (CsRaster) mask = draw_mask (9, 7, 2, factor);
      g_autoptr (CsRaster) plain = cs_smooth_enlarge (mask, factor, 9 * factor - 2 % factor, 7 * factor, NULL, NULL);
      g_autoptr (CsRaster) large = cs_smooth_enlarge_mask (mask, factor, 9 * factor - 2 % factor, 7 * factor, NULL,
                                                           NULL);

      for (guint y = 0; y < cs_raster_get_height (plain); y++)
        for (guint x = 0; x < cs_raster_get_width (plain); x++)
          g_assert_cmpfloat (cs_raster_get (large, x, y), ==, cs_raster_get (plain, x, y) >= 128 ? 255 : 0);
    }
}

/* In (0, 1], 1 where nothing changes, a half where the gradient is the roll-off. */
static void
test_weight (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 30, 5), weight = NULL;

  for (guint y = 0; y < 5; y++)
    for (guint x = 0; x < 30; x++)
      ((guint16 *) cs_raster_edit (raster, y))[x] = x < 10 ? 100 : x < 20 ? 100 + 40 * (x - 9) : 4095;
  weight = cs_smooth_weight (raster, 4000, 0.01, NULL, NULL);
  g_assert_cmpfloat (cs_raster_get (weight, 4, 2), ==, 255);
  g_assert_cmpfloat_with_epsilon (cs_raster_get (weight, 14, 2), 127.5, 1);
  g_assert_cmpfloat (cs_raster_get (weight, 20, 2), >=, 1);
  g_assert_cmpfloat (cs_raster_get (weight, 20, 2), <, 20);
}

static void
test_threads (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_F32, 50, 300, 255, 4), one = NULL, many = NULL;

  cs_rows_set_threads (1);
  one = cs_smooth_box (raster, 9, NULL, NULL);
  cs_rows_set_threads (5);
  many = cs_smooth_box (raster, 9, NULL, NULL);
  cs_rows_set_threads (0);
  g_assert_true (cs_raster_equal (one, many));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smooth/reduce", test_reduce);
  g_test_add_func ("/smooth/reduce-mirrored", test_reduce_mirrored);
  g_test_add_func ("/smooth/box-mirrored", test_box_mirrored);
  g_test_add_func ("/smooth/box", test_box);
  g_test_add_func ("/smooth/gauss", test_gauss);
  g_test_add_func ("/smooth/enlarge", test_enlarge);
  g_test_add_func ("/smooth/enlarge-plain", test_enlarge_plain);
  g_test_add_func ("/smooth/enlarge-mask", test_enlarge_mask);
  g_test_add_func ("/smooth/weight", test_weight);
  g_test_add_func ("/smooth/threads", test_threads);
  return g_test_run ();
}
