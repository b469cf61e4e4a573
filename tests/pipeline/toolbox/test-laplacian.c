/* The local Laplacian filter by its laws: identity, remapping, convergence, detail. */
#include "cs-laplacian.h"

#include <math.h>

#include "cs-kernels.h"
#include "cs-rows.h"
#include "rasters.h"

static double
difference (const CsRaster *a, const CsRaster *b, guint border)
{
  double most = 0;

  for (guint y = border; y < cs_raster_get_height (a) - border; y++)
    for (guint x = border; x < cs_raster_get_width (a) - border; x++)
      most = MAX (most, fabs (cs_raster_get (a, x, y) - cs_raster_get (b, x, y)));
  return most;
}

/* With alpha and beta 1 the pyramid is taken apart and put together again. */
static void
test_identity (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 3, 50 }, { 37, 29 }, { 64, 70 } };
  CsLaplacian filter = { 0.1, 1, 1, 6, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, sizes[i][0], sizes[i][1], 4095, i);
      g_autoptr (CsRaster) out = cs_laplacian_filter (&filter, raster, 4095, NULL, NULL);

      g_assert_cmpfloat (difference (raster, out, 0), <=, 1);
    }
}

static void
test_remap (void)
{
  CsLaplacian filter = { 0.1, 0.5, 0.7, 6, 5 };

  g_assert_cmpfloat (cs_laplacian_remap (&filter, 0.4, 0.4), ==, 0.4);
  g_assert_cmpfloat_with_epsilon (cs_laplacian_remap (&filter, 0.5, 0.4), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (cs_laplacian_remap (&filter, 0.425, 0.4), 0.45, 1e-12);
  g_assert_cmpfloat_with_epsilon (cs_laplacian_remap (&filter, 0.2, 0.4), 0.4 - 0.1 - 0.7 * 0.1, 1e-12);
}

static double
error_of (const CsRaster *raster, guint samples, const CsRaster *best)
{
  CsLaplacian filter = { 0.3, 0.8, 1, samples, 4 };
  g_autoptr (CsRaster) out = cs_laplacian_filter (&filter, raster, 4095, NULL, NULL);

  return difference (out, best, 0);
}

/* With more reference levels the result comes to rest. */
static void
test_samples (void)
{
  CsLaplacian many = { 0.3, 0.8, 1, 256, 4 };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 60, 60), best = NULL;

  for (guint y = 0; y < 60; y++)
    for (guint x = 0; x < 60; x++)
      ((guint16 *) cs_raster_edit (raster, y))[x] = 2000 + 600 * sin (x / 5.0) + 500 * cos (y / 7.0);
  best = cs_laplacian_filter (&many, raster, 4095, NULL, NULL);
  g_assert_cmpfloat (error_of (raster, 64, best), <, error_of (raster, 8, best) / 2);
  g_assert_cmpfloat (error_of (raster, 64, best), <, 0.01 * 4095);
}

/* The plain form: every pyramid of the whole picture, every reference at every pixel. */
typedef struct { int width, height; double *values; } Picture;

static Picture
picture_new (int width, int height)
{
  return (Picture) { width, height, g_new0 (double, (gsize) width * height) };
}

static double
at (const Picture *picture, int x, int y)
{
  return picture->values[CLAMP (y, 0, picture->height - 1) * picture->width + CLAMP (x, 0, picture->width - 1)];
}

static Picture
halved (const Picture *fine)
{
  static const double binomial[] = { 1, 4, 6, 4, 1 };
  Picture coarse = picture_new ((fine->width + 1) / 2, (fine->height + 1) / 2);

  for (int y = 0; y < coarse.height; y++)
    for (int x = 0; x < coarse.width; x++)
      for (int k = 0; k < 25; k++)
        coarse.values[y * coarse.width + x] += binomial[k / 5] * binomial[k % 5] / 256
          * at (fine, 2 * x + k % 5 - 2, 2 * y + k / 5 - 2);
  return coarse;
}

/* The coarse pixel's value on a grid of twice the size: binomial over those that lie on even places. */
static double
doubled_at (const Picture *coarse, int x, int y)
{
  static const double even[] = { 1 / 8.0, 6 / 8.0, 1 / 8.0 }, odd[] = { 0, 0.5, 0.5 };
  double sum = 0;

  for (int k = 0; k < 9; k++)
    sum += (y % 2 == 0 ? even : odd)[k / 3] * (x % 2 == 0 ? even : odd)[k % 3]
      * at (coarse, x / 2 + k % 3 - 1, y / 2 + k / 3 - 1);
  return sum;
}

enum { MOST = 12 };

static void
take_apart (const CsRaster *raster, const CsLaplacian *filter, double reference, guint levels, Picture *pyramid)
{
  pyramid[0] = picture_new (cs_raster_get_width (raster), cs_raster_get_height (raster));
  for (int i = 0; i < pyramid[0].width * pyramid[0].height; i++)
    {
      double level = cs_raster_get (raster, i % pyramid[0].width, i / pyramid[0].width) / 4095;

      pyramid[0].values[i] = filter != NULL ? cs_laplacian_remap (filter, level, reference) : level;
    }
  for (guint k = 0; k < levels; k++)
    pyramid[k + 1] = halved (&pyramid[k]);
}

static void
clear_pyramid (Picture *pyramid, guint levels)
{
  for (guint k = 0; k <= levels; k++)
    g_free (pyramid[k].values);
}

static Picture
plain_filter (const CsLaplacian *filter, const CsRaster *raster, guint levels)
{
  Picture guide[MOST], out[MOST];

  take_apart (raster, NULL, 0, levels, guide);
  for (guint k = 0; k <= levels; k++)
    out[k] = picture_new (guide[k].width, guide[k].height);
  memcpy (out[levels].values, guide[levels].values, sizeof (double) * guide[levels].width * guide[levels].height);
  for (guint sample = 0; sample < filter->samples; sample++)
    {
      double reference = sample / (filter->samples - 1.0);
      Picture mapped[MOST];

      take_apart (raster, filter, reference, levels, mapped);
      for (guint k = 0; k < levels; k++)
        for (int i = 0; i < out[k].width * out[k].height; i++)
          out[k].values[i] += MAX (1 - fabs (guide[k].values[i] - reference) * (filter->samples - 1), 0)
            * (mapped[k].values[i] - doubled_at (&mapped[k + 1], i % out[k].width, i / out[k].width));
      clear_pyramid (mapped, levels);
    }
  for (guint k = levels; k-- > 0;)
    for (int i = 0; i < out[k].width * out[k].height; i++)
      out[k].values[i] += doubled_at (&out[k + 1], i % out[k].width, i / out[k].width);
  clear_pyramid (guide, levels);
  clear_pyramid (out + 1, levels - 1);
  return out[0];
}

/* Noise on slopes and steps, so that tiles differ in what levels they hold. */
static CsRaster *
draw_scene (guint width, guint height)
{
  CsRaster *raster = draw_noise (CS_PIXEL_U16, width, height, 300, 5);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      ((guint16 *) cs_raster_edit (raster, y))[x] += x * 2500 / width + (y > height / 2 && x > 600 ? 1200 : 0);
  return raster;
}

static void
check_plain (const CsRaster *raster, guint wanted, guint levels)
{
  CsLaplacian filter = { 0.2, 0.6, 0.8, 7, wanted };
  Picture plain = plain_filter (&filter, raster, levels);

  for (guint variant = 0; cs_kernels_variant (variant) != NULL; variant++)
    {
      g_autoptr (CsRaster) out = NULL;

      cs_kernels_choose (variant);
      out = cs_laplacian_filter (&filter, raster, 4095, NULL, NULL);
      for (int i = 0; i < plain.width * plain.height; i++)
        g_assert_cmpfloat_with_epsilon (cs_raster_get (out, i % plain.width, i / plain.width),
                                        CLAMP (plain.values[i], 0, 1) * 4095, 0.52);
    }
  cs_kernels_choose (G_MAXUINT);
  g_free (plain.values);
}

static void
test_plain (void)
{
  static const struct { guint width, height, wanted, levels; } cases[] = {
    { 7, 5, 4, 1 }, { 45, 31, 3, 3 }, { 1101, 67, 4, 4 }, { 67, 601, 2, 2 }, { 601, 530, 6, 6 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsRaster) raster = draw_scene (cases[i].width, cases[i].height);

      check_plain (raster, cases[i].wanted, cases[i].levels);
    }
}

static void
test_threads (void)
{
  CsLaplacian filter = { 0.2, 0.6, 0.8, 7, 6 };
  g_autoptr (CsRaster) raster = draw_scene (1100, 600), one = NULL, many = NULL;

  cs_rows_set_threads (1);
  one = cs_laplacian_filter (&filter, raster, 4095, NULL, NULL);
  cs_rows_set_threads (5);
  many = cs_laplacian_filter (&filter, raster, 4095, NULL, NULL);
  cs_rows_set_threads (0);
  g_assert_true (cs_raster_equal (one, many));
}

/* A faint dot on a flat ground becomes brighter when details are enhanced, and the ground stays. */
static void
test_detail (void)
{
  CsLaplacian filter = { 0.4, 0.5, 1, 16, 3 };
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 41, 41), out = NULL;

  for (guint y = 0; y < 41; y++)
    for (guint x = 0; x < 41; x++)
      ((guint16 *) cs_raster_edit (raster, y))[x] = x == 20 && y == 20 ? 2100 : 2000;
  out = cs_laplacian_filter (&filter, raster, 4095, NULL, NULL);
  g_assert_cmpfloat (cs_raster_get (out, 20, 20), >, 2110);
  g_assert_cmpfloat_with_epsilon (cs_raster_get (out, 2, 2), 2000, 3);
}

static void
test_cancel (void)
{
  CsLaplacian filter = { 0.1, 0.5, 1, 12, 3 };
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 41, 41, 4095, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cs_laplacian_filter (&filter, raster, 4095, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/laplacian/identity", test_identity);
  g_test_add_func ("/laplacian/remap", test_remap);
  g_test_add_func ("/laplacian/samples", test_samples);
  g_test_add_func ("/laplacian/plain", test_plain);
  g_test_add_func ("/laplacian/threads", test_threads);
  g_test_add_func ("/laplacian/detail", test_detail);
  g_test_add_func ("/laplacian/cancel", test_cancel);
  return g_test_run ();
}
