/* The filter for small spots against the laws it must keep. */
#include <math.h>

#include "cs-blob.h"
#include "cs-smooth.h"
#include "rasters.h"

#define SIDE 200

/* A ground, a spot of deviation 1.5 px, a line of the same width along y, a slope. */
static CsRaster *
draw (double ground, double slope)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_F32, SIDE, SIDE);

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      ((float *) cs_raster_edit (raster, y))[x]
        = ground + slope * x + 10 * exp (-((x - 60) * (x - 60) + (y - 50) * (y - 50)) / 4.5)
          + 10 * exp (-(x - 140) * (x - 140) / 4.5);
  return raster;
}

static CsRaster *
filter (const CsRaster *film)
{
  g_autoptr (CsRaster) smooth = cs_smooth_gauss (film, 1, NULL, NULL);

  return cs_blob_filter (smooth, 1, 1.6, NULL, NULL);
}

/* Neither the height of the ground nor its slope is seen, and a spot is seen where it lies, more than a line. */
static void
test_filter (void)
{
  g_autoptr (CsRaster) one = draw (20, 0), other = draw (90, 0.3);
  g_autoptr (CsRaster) seen = filter (one), again = filter (other);

  for (guint y = 20; y < SIDE - 20; y++)
    for (guint x = 20; x < SIDE - 20; x++)
      {
        g_assert_cmpfloat_with_epsilon (cs_raster_get (seen, x, y), cs_raster_get (again, x, y), 1e-3);
        g_assert_cmpfloat (cs_raster_get (seen, x, y), <=, cs_raster_get (seen, 60, 50));
      }
  g_assert_cmpfloat (cs_raster_get (seen, 60, 50), >, 1.3 * cs_raster_get (seen, 140, 100));
}

static void
test_lines (void)
{
  g_autoptr (CsRaster) film = draw (20, 0.3), smooth = cs_smooth_gauss (film, 1, NULL, NULL);
  g_autoptr (CsRaster) lines = cs_blob_lines (smooth, NULL, NULL);

  g_assert_cmpfloat (cs_raster_get (lines, 60, 50), <, 0.02);
  g_assert_cmpfloat (cs_raster_get (lines, 140, 100), >, 0.98);
  g_assert_cmpfloat (cs_raster_get (lines, 56, 50), >, 0.98);   /* the hollow beside the spot */
}

/* Near enough to a normal distribution round 0, of deviation 58.3: four numbers of 0..100 summed. */
static CsRaster *
draw_normal (void)
{
  CsRaster *out = cs_raster_new (CS_PIXEL_F32, SIDE, SIDE);

  for (guint k = 0; k < 4; k++)
    {
      g_autoptr (CsRaster) part = draw_noise (CS_PIXEL_F32, SIDE, SIDE, 100, 3 + k);

      for (guint y = 0; y < SIDE; y++)
        for (guint x = 0; x < SIDE; x++)
          ((float *) cs_raster_edit (out, y))[x] += cs_raster_get (part, x, y) - 50;
    }
  return out;
}

/* Of white noise the deviation is found; spots in it do not raise it, and what lies outside does not count. */
static void
test_noise (void)
{
  g_autoptr (CsRaster) levels = draw_normal (), inside = cs_raster_new (CS_PIXEL_F32, SIDE, SIDE), noise = NULL;
  double mean = 0;

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        float *level = (float *) cs_raster_edit (levels, y) + x;

        *level = (x > 150 ? 10 : 1) * *level + (x % 20 < 2 && y % 20 < 2 ? 900 : 0);
        ((float *) cs_raster_edit (inside, y))[x] = x <= 150;
      }
  noise = cs_blob_noise (levels, inside, 60, 2, NULL, NULL);
  for (guint y = 20; y < 180; y += 5)
    for (guint x = 20; x < 130; x += 5)
      mean += cs_raster_get (noise, x, y) / (32 * 22);
  g_test_message ("deviation %.2f of 58.3", mean);
  g_assert_cmpfloat_with_epsilon (mean, 58.3, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blob/filter", test_filter);
  g_test_add_func ("/blob/lines", test_lines);
  g_test_add_func ("/blob/noise", test_noise);
  return g_test_run ();
}
