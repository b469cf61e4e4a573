/* The fast erosion and dilation against one that looks at every pixel of the disc. */
#include "cs-morph.h"

#include "cs-kernels.h"
#include "rasters.h"

static guint
brute (const CsRaster *raster, int x, int y, double radius, gboolean dilate)
{
  int reach = (int) radius, width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);
  guint best = dilate ? 0 : G_MAXUINT;

  for (int dy = -reach; dy <= reach; dy++)
    for (int dx = -reach; dx <= reach; dx++)
      if (dx * dx + dy * dy <= radius * radius && x + dx >= 0 && y + dy >= 0 && x + dx < width && y + dy < height)
        {
          guint value = cs_raster_get (raster, x + dx, y + dy);

          best = dilate ? MAX (best, value) : MIN (best, value);
        }
  return best;
}

static void
check (const CsRaster *raster, double radius)
{
  g_autoptr (CsRaster) eroded = cs_morph_erode (raster, radius, NULL, NULL);
  g_autoptr (CsRaster) dilated = cs_morph_dilate (raster, radius, NULL, NULL);

  g_assert_cmpint (cs_raster_get_pixel (eroded), ==, cs_raster_get_pixel (raster));
  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    for (guint x = 0; x < cs_raster_get_width (raster); x++)
      {
        g_assert_cmpuint (cs_raster_get (eroded, x, y), ==, brute (raster, x, y, radius, FALSE));
        g_assert_cmpuint (cs_raster_get (dilated, x, y), ==, brute (raster, x, y, radius, TRUE));
      }
}

/* Wider than what is worked on at a time, with every set of instructions. */
static void
test_wide (void)
{
  g_autoptr (CsRaster) deep = draw_noise (CS_PIXEL_U16, 1100, 40, 65535, 8);
  g_autoptr (CsRaster) flat = draw_noise (CS_PIXEL_U8, 600, 30, 255, 9);

  for (guint variant = 0; cs_kernels_variant (variant) != NULL; variant++)
    {
      cs_kernels_choose (variant);
      check (deep, 4.3);
      check (flat, 7);
    }
  cs_kernels_choose (G_MAXUINT);
}

static void
test_brute (void)
{
  static const double radii[] = { 0, 1, CS_MORPH_SQUARE, 2, 3.7, 9, 70.5 };
  static const guint sizes[][2] = { { 1, 1 }, { 7, 1 }, { 1, 9 }, { 33, 21 }, { 40, 140 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint k = 0; k < G_N_ELEMENTS (radii); k++)
      {
        g_autoptr (CsRaster) deep = draw_noise (CS_PIXEL_U16, sizes[i][0], sizes[i][1], 65535, i);
        g_autoptr (CsRaster) flat = draw_noise (CS_PIXEL_U8, sizes[i][0], sizes[i][1], 255, i);

        if (radii[k] < 20 || i < 3)
          {
            check (deep, radii[k]);
            check (flat, radii[k]);
          }
      }
}

/* An opening takes away only, and a second one takes nothing more. */
static void
test_opening (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 90, 70, 4095, 3);
  g_autoptr (CsRaster) once = cs_morph_open (raster, 4, NULL, NULL);
  g_autoptr (CsRaster) twice = cs_morph_open (once, 4, NULL, NULL);

  g_assert_true (cs_raster_equal (once, twice));
  for (guint y = 0; y < 70; y++)
    for (guint x = 0; x < 90; x++)
      g_assert_cmpfloat (cs_raster_get (once, x, y), <=, cs_raster_get (raster, x, y));
}

static void
test_cancel (void)
{
  g_autoptr (CsRaster) raster = draw_noise (CS_PIXEL_U16, 90, 70, 4095, 3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (cs_morph_open (raster, 4, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/morph/brute", test_brute);
  g_test_add_func ("/morph/wide", test_wide);
  g_test_add_func ("/morph/opening", test_opening);
  g_test_add_func ("/morph/cancel", test_cancel);
  return g_test_run ();
}
