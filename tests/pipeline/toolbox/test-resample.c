/* The same picture on another grid: what is flat stays flat, a slope stays a slope, and fewer pixels are means. */
#include "cs-resample.h"

#include "cs-smooth.h"

static CsRaster *
draw (guint width, guint height, float (*value) (guint x, guint y))
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_F32, width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      ((float *) cs_raster_edit (raster, y))[x] = value (x, y);
  return raster;
}

static float
flat (guint x, guint y)
{
  return 3.25f;
}

static float
slope (guint x, guint y)
{
  return 2.0f * x - 0.5f * y + 7;
}

static float
noise (guint x, guint y)
{
  return (float) ((x * 7919u + y * 104729u) % 1009u);
}

static void
compare (const CsRaster *found, const CsRaster *wanted, guint margin)
{
  g_assert_cmpuint (cs_raster_get_width (found), ==, cs_raster_get_width (wanted));
  g_assert_cmpuint (cs_raster_get_height (found), ==, cs_raster_get_height (wanted));
  for (guint y = margin; y + margin < cs_raster_get_height (wanted); y++)
    for (guint x = margin; x + margin < cs_raster_get_width (wanted); x++)
      g_assert_cmpfloat_with_epsilon (cs_raster_get (found, x, y), cs_raster_get (wanted, x, y), 1e-3);
}

static void
test_flat (void)
{
  static const guint sides[][2] = { { 37, 23 }, { 19, 11 }, { 100, 61 }, { 1, 1 } };
  g_autoptr (CsRaster) raster = draw (37, 23, flat);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (CsRaster) found = cs_resample (raster, sides[i][0], sides[i][1], NULL, NULL);
      g_autoptr (CsRaster) wanted = draw (sides[i][0], sides[i][1], flat);

      compare (found, wanted, 0);
    }
}

static void
test_same_grid (void)
{
  g_autoptr (CsRaster) raster = draw (31, 17, noise);
  g_autoptr (CsRaster) found = cs_resample (raster, 31, 17, NULL, NULL);

  compare (found, raster, 0);
}

static void
test_means (void)
{
  g_autoptr (CsRaster) raster = draw (48, 36, noise);
  g_autoptr (CsRaster) found = cs_resample (raster, 16, 12, NULL, NULL);
  g_autoptr (CsRaster) wanted = cs_smooth_reduce (raster, 3, NULL, NULL);

  compare (found, wanted, 0);
}

/* Where nothing is beyond an edge. */
static void
test_slope (void)
{
  g_autoptr (CsRaster) raster = draw (40, 30, slope);
  g_autoptr (CsRaster) found = cs_resample (raster, 60, 45, NULL, NULL);
  g_autoptr (CsRaster) wanted = cs_raster_new (CS_PIXEL_F32, 60, 45);

  for (guint y = 0; y < 45; y++)
    for (guint x = 0; x < 60; x++)
      ((float *) cs_raster_edit (wanted, y))[x] = 2 * ((x + 0.5) / 1.5 - 0.5) - 0.5 * ((y + 0.5) / 1.5 - 0.5) + 7;
  compare (found, wanted, 1);
}

static void
test_cancel (void)
{
  g_autoptr (CsRaster) raster = draw (40, 30, slope);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cs_resample (raster, 60, 45, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resample/flat", test_flat);
  g_test_add_func ("/resample/same-grid", test_same_grid);
  g_test_add_func ("/resample/means", test_means);
  g_test_add_func ("/resample/slope", test_slope);
  g_test_add_func ("/resample/cancel", test_cancel);
  return g_test_run ();
}
