/* The grid of a stated spacing: when a film is laid on one, and that masks and boxes follow it. */
#include "cs-grid.h"

#include "cs-raster.h"

static void
test_scale (void)
{
  g_assert_cmpfloat (cs_grid_scale (0.05, 0.1, 4000, 6000), ==, 0.5);
  g_assert_cmpfloat (cs_grid_scale (0.2, 0.1, 1024, 1024), ==, 2);
  g_assert_cmpfloat (cs_grid_scale (0.105, 0.1, 1024, 1024), ==, 1);
  g_assert_cmpfloat (cs_grid_scale (0, 0.1, 1024, 1024), ==, 1);
  g_assert_cmpfloat (cs_grid_scale (0.2, 0, 1024, 1024), ==, 1);
  g_assert_cmpfloat (cs_grid_scale (0.2, 0.001, 16, 16), ==, 1);
  g_assert_cmpfloat (cs_grid_scale (0.2, 0.1, CS_MAX_SIDE - 1, 16), ==, 1);
}

/* A disc of @radius in a film of 64 pixels. */
static CsRaster *
draw_disc (double radius)
{
  CsRaster *out = cs_raster_new (CS_PIXEL_U8, 64, 64);

  for (guint i = 0; i < 64 * 64; i++)
    if ((i % 64 - 31.5) * (i % 64 - 31.5) + (i / 64 - 31.5) * (i / 64 - 31.5) <= radius * radius)
      ((guint8 *) cs_raster_edit (out, i / 64))[i % 64] = 255;
  return out;
}

static double
area_of (const CsRaster *mask)
{
  double area = 0;

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    for (guint x = 0; x < cs_raster_get_width (mask); x++)
      {
        g_assert_true (cs_raster_get (mask, x, y) == 0 || cs_raster_get (mask, x, y) == 255);
        area += cs_raster_get (mask, x, y) > 0;
      }
  return area;
}

/* An area keeps its square millimetres, finer or coarser. */
static void
test_mask (void)
{
  static const double scales[] = { 0.5, 0.7, 1.5, 2, 3.3 };
  g_autoptr (CsRaster) disc = draw_disc (14);

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (CsRaster) there = cs_grid_mask (disc, scales[i], NULL, NULL);

      g_assert_cmpuint (cs_raster_get_width (there), ==, (guint) (64 * scales[i] + 0.5));
      g_assert_cmpfloat_with_epsilon (area_of (there) / (scales[i] * scales[i]), area_of (disc), 0.06 * area_of (disc));
    }
}

/* As it is, it is the same raster: no film is copied for nothing. */
static void
test_own (void)
{
  g_autoptr (CsRaster) disc = draw_disc (5);
  g_autoptr (CsRaster) picture = cs_grid_picture (disc, 1, NULL, NULL), mask = cs_grid_mask (disc, 1, NULL, NULL);

  g_assert_true (picture == disc && mask == disc);
}

static void
test_cancelled (void)
{
  g_autoptr (CsRaster) disc = draw_disc (5);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancelled);
  g_assert_null (cs_grid_mask (disc, 2, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_box (void)
{
  static const double scales[] = { 0.3, 0.5, 1, 2.5 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    for (int x = -3; x < 8; x++)
      {
        CsBox box = { x, 5, 3, 7, 1, { 0 } }, there = cs_grid_box (&box, scales[i]);

        g_assert_cmpfloat (there.x, <=, box.x * scales[i]);
        g_assert_cmpfloat (there.x, >, box.x * scales[i] - 1);
        g_assert_cmpfloat (there.x + there.width, >=, (box.x + box.width) * scales[i]);
        g_assert_cmpfloat (there.x + there.width, <, (box.x + box.width) * scales[i] + 1);
        g_assert_cmpint (there.height, >=, (int) (7 * scales[i]));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/scale", test_scale);
  g_test_add_func ("/grid/mask", test_mask);
  g_test_add_func ("/grid/own", test_own);
  g_test_add_func ("/grid/cancelled", test_cancelled);
  g_test_add_func ("/grid/box", test_box);
  return g_test_run ();
}
