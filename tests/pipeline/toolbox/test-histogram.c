/* Histograms, CLAHE and the two clusterings. */
#include "cs-histogram.h"

#include <math.h>

#include "cs-cluster.h"
#include "cs-kernels.h"
#include "rasters.h"

/* Section 3.4, Eq. 6, one window after the other, as far from one side as from the other. */
static void
test_frequency (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 32, 20, 40, 7), mask = draw_mask (32, 20, 2, 8);
  g_autoptr (CsRaster) without = draw_mask (32, 20, 3, 9);
  double bins[41], wanted[41] = { 0 };

  for (int top = 1; top + 3 <= 19; top += 3)
    for (int left = 1; left + 3 <= 31; left += 3)
      {
        double mean = 0, variance = 0, centre = cs_raster_get (raster, left + 1, top + 1);
        int c;

        for (int k = 0; k < 9; k++)
          mean += cs_raster_get (raster, left + k % 3, top + k / 3) / 9;
        for (int k = 0; k < 9; k++)
          variance += pow (cs_raster_get (raster, left + k % 3, top + k / 3) - mean, 2) / 9;
        c = (int) (sqrt (variance) + 0.5);
        for (int k = 0; k < 9; k++)
          if (k != 4 && cs_raster_get (mask, left + 1, top + 1) != 0
              && cs_raster_get (without, left + 1, top + 1) == 0
              && fabs (cs_raster_get (raster, left + k % 3, top + k / 3) - centre) <= c)
            wanted[(int) centre] += 0.5;
      }
  for (guint least = 0; least <= 41; least += 7)
    {
      g_assert_true (cs_histogram_frequency (raster, mask, without, least, 40, 0.5, bins, NULL, NULL));
      for (guint i = 0; i <= 40; i++)
        g_assert_cmpfloat (bins[i], ==, i < least ? 0 : wanted[i]);
    }
}

static void
test_frequency_mirrored (void)
{
  for (guint side = 30; side < 36; side++)
    {
      g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, side, 65 - side, 40, side), turned = turn (raster);
      double bins[41], others[41];

      g_assert_true (cs_histogram_frequency (raster, NULL, NULL, 0, 40, 0.5, bins, NULL, NULL));
      g_assert_true (cs_histogram_frequency (turned, NULL, NULL, 0, 40, 0.5, others, NULL, NULL));
      g_assert_cmpmem (bins, sizeof bins, others, sizeof others);
    }
}

static void
test_count (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 30, 20, 9, 1);
  double bins[10], sum = 0;

  cs_histogram_count (raster, NULL, 9, bins);
  for (guint i = 0; i < 10; i++)
    sum += bins[i];
  g_assert_cmpfloat (sum, ==, 600);
}

/* Two features, counted pixel by pixel; and one, with and without a mask. */
static void
test_joint (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 31, 1100, 1023, 1), mask = draw_mask (31, 1100, 3, 2);
  g_autoptr (CsRaster) other = draw_noise (CS_PIXEL_U8, 31, 1100, 255, 3);
  g_autofree double *bins = g_new (double, 256 * 64), *wanted = g_new0 (double, 256 * 64);
  g_autofree double *levels = g_new0 (double, 1024), *counted = g_new (double, 1024);

  for (guint y = 0; y < 1100; y++)
    for (guint x = 0; x < 31; x++)
      if (cs_raster_get (mask, x, y) != 0)
        {
          guint level = cs_raster_get (raster, x, y);

          wanted[(guint) cs_raster_get (other, x, y) * 64 + level / 16]++;
          levels[level]++;
        }
  g_assert_true (cs_histogram_joint (raster, other, mask, 1023, 64, bins, NULL, NULL));
  g_assert_cmpmem (bins, 256 * 64 * sizeof (double), wanted, 256 * 64 * sizeof (double));
  cs_histogram_count (raster, mask, 1023, counted);
  g_assert_cmpmem (counted, 1024 * sizeof (double), levels, 1024 * sizeof (double));
}

/* The same centres whether the power is taken or squared. */
static void
test_fuzzy_power (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  double bins[300];
  CsFuzzy squared, taken;

  for (guint i = 0; i < 300; i++)
    bins[i] = (int) (g_rand_double (rand) * 4) * (i < 80 ? 5 : 1);
  g_assert_true (cs_cluster_fuzzy (bins, 300, 2, &squared));
  g_assert_true (cs_cluster_fuzzy (bins, 300, 2 + 1e-9, &taken));
  g_assert_cmpfloat_with_epsilon (squared.centre[0], taken.centre[0], 1e-4);
  g_assert_cmpfloat_with_epsilon (squared.centre[1], taken.centre[1], 1e-4);
}

/* One tile and no clipping is the plain equalisation: the share of pixels at or below a level. */
static void
test_equalise (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 40, 40, 255, 5);
  g_autoptr (CsRaster) out = cs_histogram_equalise (raster, 255, 1000, 1000, NULL, NULL);
  double bins[256], sum = 0, mapped[256];

  cs_histogram_count (raster, NULL, 255, bins);
  for (guint i = 0; i < 256; i++)
    {
      sum += bins[i];
      mapped[i] = sum / 1600 * 255;
    }
  for (guint y = 0; y < 40; y++)
    for (guint x = 0; x < 40; x++)
      g_assert_cmpfloat_with_epsilon (cs_raster_get (out, x, y), mapped[(guint) cs_raster_get (raster, x, y)], 1.01);
}

/* CLAHE pixel by pixel, as OpenCV defines it where a level has a bin of its own: what a tile's clipped histogram makes
 * of a level. */
static float
tile_maps (const CsRaster *raster, guint white, int columns, int rows, int column, int row, double clip, guint level)
{
  int width = cs_raster_get_width (raster), height = cs_raster_get_height (raster), sum = 0;
  int left = width * column / columns, right = width * (column + 1) / columns;
  int top = height * row / rows, bottom = height * (row + 1) / rows, n = (right - left) * (bottom - top);
  int limit = MAX ((int) (clip * n / (white + 1)), 1), excess = 0, rest, step;
  g_autofree int *bins = g_new0 (int, white + 1);

  for (int i = 0; i < n; i++)
    bins[(guint) cs_raster_get (raster, left + i % (right - left), top + i / (right - left))]++;
  for (guint i = 0; i <= white; i++)
    {
      excess += MAX (bins[i] - limit, 0);
      bins[i] = MIN (bins[i], limit);
    }
  rest = excess % (white + 1);
  step = rest > 0 ? MAX ((int) (white + 1) / rest, 1) : 1;
  for (guint i = 0; i <= level; i++)
    sum += bins[i] + excess / (int) (white + 1) + ((int) i % step == 0 && (int) i / step < rest);
  return rintf (sum * ((float) white / n));
}

static guint
equalised_at (const CsRaster *raster, guint white, int columns, int rows, double clip, guint x, guint y)
{
  float across = x * ((float) columns / cs_raster_get_width (raster)) - 0.5f;
  float down = y * ((float) rows / cs_raster_get_height (raster)) - 0.5f;
  int left = MAX ((int) floorf (across), 0), right = MIN ((int) floorf (across) + 1, columns - 1);
  int above = MAX ((int) floorf (down), 0), below = MIN ((int) floorf (down) + 1, rows - 1);
  guint level = cs_raster_get (raster, x, y);
  float to_right = across - floorf (across), to_left = 1 - to_right, to_below = down - floorf (down);
  float a = tile_maps (raster, white, columns, rows, left, above, clip, level) * to_left;
  float b = tile_maps (raster, white, columns, rows, right, above, clip, level) * to_right;
  float c = tile_maps (raster, white, columns, rows, left, below, clip, level) * to_left;
  float d = tile_maps (raster, white, columns, rows, right, below, clip, level) * to_right;
  float top = a + b, bottom = c + d;

  return (guint) rintf (top * (1 - to_below) + bottom * to_below);
}

static void
test_equalise_plain (void)
{
  static const struct { guint width, height, white; double tile; int columns, rows; } cases[] = {
    { 64, 48, 255, 32, 2, 2 }, { 71, 53, 255, 23, 3, 2 }, { 90, 40, 511, 50, 2, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint variant = 0; cs_kernels_variant (variant) != NULL; variant++)
      {
        g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, cases[i].width, cases[i].height, cases[i].white, i);
        g_autoptr (CsRaster) out = NULL;

        cs_kernels_choose (variant);
        out = cs_histogram_equalise (raster, cases[i].white, cases[i].tile, 1.5, NULL, NULL);
        for (guint y = 0; y < cases[i].height; y += 3)
          for (guint x = 0; x < cases[i].width; x++)
            g_assert_cmpuint (cs_raster_get (out, x, y), ==,
                              equalised_at (raster, cases[i].white, cases[i].columns, cases[i].rows, 1.5, x, y));
      }
  cs_kernels_choose (G_MAXUINT);
}

/* Where levels share bins, the mapping still rises from level to level and reaches white. */
static void
test_equalise_shared (void)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 64, 64), out = NULL;

  for (guint i = 0; i < 4096; i++)
    ((guint16 *) cs_raster_edit (raster, i / 64))[i % 64] = i * 16;
  out = cs_histogram_equalise (raster, 65535, 64, 40, NULL, NULL);
  for (guint i = 0; i < 4096; i++)
    g_assert_cmpfloat_with_epsilon (cs_raster_get (out, i % 64, i / 64), i * 16, 65536.0 / 512);
}

/* With the limit at the mean bin every slope is flattened to the identity. */
static void
test_clip (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 64, 64, 255, 6);
  g_autoptr (CsRaster) soft = cs_histogram_equalise (raster, 4095, 16, 1, NULL, NULL);
  g_autoptr (CsRaster) hard = cs_histogram_equalise (raster, 4095, 16, 30, NULL, NULL);
  double low, high, soft_range, hard_range;

  cs_raster_range (soft, &low, &high);
  soft_range = high - low;
  cs_raster_range (hard, &low, &high);
  hard_range = high - low;
  g_assert_cmpfloat (soft_range, <, hard_range / 2);
}

/* Two heaps: centres on them, the threshold half way, memberships that add up to 1. */
static void
test_fuzzy (void)
{
  double bins[200] = { 0 };
  CsFuzzy fuzzy;

  for (int k = -5; k <= 5; k++)
    {
      bins[40 + k] = 100 - k * k;
      bins[150 + k] = 10;
    }
  g_assert_true (cs_cluster_fuzzy (bins, 200, 2, &fuzzy));
  g_assert_cmpfloat_with_epsilon (fuzzy.centre[0], 40, 0.5);
  g_assert_cmpfloat_with_epsilon (fuzzy.centre[1], 150, 1);
  g_assert_cmpfloat_with_epsilon (cs_cluster_membership (&fuzzy, fuzzy.threshold, 0), 0.5, 1e-9);
  for (guint i = 0; i < 200; i++)
    g_assert_cmpfloat_with_epsilon (cs_cluster_membership (&fuzzy, i, 0) + cs_cluster_membership (&fuzzy, i, 1), 1,
                                    1e-9);
}

/* At the end of the iteration the centres are the weighted means of Eq. 7's memberships. */
static void
test_fuzzy_fixed_point (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  double bins[64], sums[2] = { 0 }, weights[2] = { 0 };
  CsFuzzy fuzzy;

  for (guint i = 0; i < 64; i++)
    bins[i] = g_rand_double (rand);
  g_assert_true (cs_cluster_fuzzy (bins, 64, 2, &fuzzy));
  for (guint i = 0; i < 64; i++)
    for (guint k = 0; k < 2; k++)
      {
        double u = cs_cluster_membership (&fuzzy, i, k);

        sums[k] += bins[i] * u * u * i;
        weights[k] += bins[i] * u * u;
      }
  for (guint k = 0; k < 2; k++)
    g_assert_cmpfloat_with_epsilon (fuzzy.centre[k], sums[k] / weights[k], 1e-3);
}

static void
test_medians (void)
{
  double counts[20 * 10] = { 0 };
  CsMedians medians;

  counts[2 * 20 + 3] = 5;
  counts[2 * 20 + 4] = 2;
  counts[8 * 20 + 15] = 4;
  counts[7 * 20 + 16] = 3;
  g_assert_true (cs_cluster_medians (counts, 20, 10, 1, 1, &medians));
  g_assert_cmpfloat (medians.x[0], ==, 3);
  g_assert_cmpfloat (medians.y[0], ==, 2);
  g_assert_cmpfloat (medians.x[1], ==, 15);
  g_assert_cmpfloat (medians.y[1], ==, 8);
  g_assert_cmpuint (cs_cluster_nearest (&medians, 1, 1, 5, 3), ==, 0);
}

static void
test_too_few (void)
{
  double bins[8] = { 0 };
  CsFuzzy fuzzy;
  CsMedians medians;

  g_assert_false (cs_cluster_fuzzy (bins, 8, 2, &fuzzy));
  g_assert_false (cs_cluster_medians (bins, 4, 2, 1, 1, &medians));
  bins[3] = 7;
  g_assert_false (cs_cluster_fuzzy (bins, 8, 2, &fuzzy));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/histogram/frequency", test_frequency);
  g_test_add_func ("/histogram/frequency-mirrored", test_frequency_mirrored);
  g_test_add_func ("/histogram/count", test_count);
  g_test_add_func ("/histogram/joint", test_joint);
  g_test_add_func ("/cluster/fuzzy-power", test_fuzzy_power);
  g_test_add_func ("/histogram/equalise", test_equalise);
  g_test_add_func ("/histogram/equalise-plain", test_equalise_plain);
  g_test_add_func ("/histogram/equalise-shared", test_equalise_shared);
  g_test_add_func ("/histogram/clip", test_clip);
  g_test_add_func ("/cluster/fuzzy", test_fuzzy);
  g_test_add_func ("/cluster/fixed-point", test_fuzzy_fixed_point);
  g_test_add_func ("/cluster/medians", test_medians);
  g_test_add_func ("/cluster/too-few", test_too_few);
  return g_test_run ();
}
