/* The local Laplacian filter by its laws: identity, remapping, convergence, detail. */
#include "cs-laplacian.h"

#include <math.h>

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
  g_test_add_func ("/laplacian/detail", test_detail);
  g_test_add_func ("/laplacian/cancel", test_cancel);
  return g_test_run ();
}
