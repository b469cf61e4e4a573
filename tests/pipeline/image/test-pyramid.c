/* Levels: mean for pixels, maximum for masks, odd edges by what is there; and bands of rows that cover all of them
 * once. */
#include "cs-pyramid.h"
#include "cs-rows.h"

static double
expected (const CsRaster *fine, guint x, guint y, CsHalve halve)
{
  double sum = 0, most = 0;

  for (guint dy = 0; dy < 2; dy++)
    for (guint dx = 0; dx < 2; dx++)
      {
        double value = cs_raster_get (fine, MIN (2 * x + dx, cs_raster_get_width (fine) - 1),
                                      MIN (2 * y + dy, cs_raster_get_height (fine) - 1));

        sum += value;
        most = MAX (most, value);
      }
  return halve == CS_HALVE_MEAN ? sum / 4 : most;
}

static void
check_levels (const CsRaster *raster, CsHalve halve)
{
  g_autoptr (CsPyramid) pyramid = cs_pyramid_new (raster, halve);

  for (guint level = 1; level < cs_pyramid_get_n_levels (pyramid); level++)
    {
      const CsRaster *fine = cs_pyramid_get_level (pyramid, level - 1), *coarse = cs_pyramid_get_level (pyramid, level);

      g_assert_cmpuint (cs_raster_get_width (coarse), ==, (cs_raster_get_width (fine) + 1) / 2);
      g_assert_cmpuint (cs_raster_get_height (coarse), ==, (cs_raster_get_height (fine) + 1) / 2);
      for (guint y = 0; y < cs_raster_get_height (coarse); y++)
        for (guint x = 0; x < cs_raster_get_width (coarse); x++)
          g_assert_cmpfloat_with_epsilon (cs_raster_get (coarse, x, y), expected (fine, x, y, halve), 0.51);
    }
}

static void
test_levels (void)
{
  static const CsPixel pixels[] = { CS_PIXEL_U8, CS_PIXEL_U16 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < G_N_ELEMENTS (pixels); i++)
    {
      g_autoptr (CsRaster) raster = cs_raster_new (pixels[i], 531, 517);

      for (guint y = 0; y < 517; y++)
        for (guint x = 0; x < 531; x++)
          if (pixels[i] == CS_PIXEL_U8)
            ((guint8 *) cs_raster_edit (raster, y))[x] = (guint8) g_rand_int_range (rand, 0, 256);
          else
            ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) g_rand_int_range (rand, 0, 65536);
      check_levels (raster, CS_HALVE_MEAN);
      check_levels (raster, CS_HALVE_MAXIMUM);
    }
}

/* One pixel of a mask is seen at every level. */
static void
test_spot (void)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 1025, 1025);
  g_autoptr (CsPyramid) pyramid = NULL;

  ((guint8 *) cs_raster_edit (mask, 1024))[1024] = 255;
  pyramid = cs_pyramid_new (mask, CS_HALVE_MAXIMUM);
  for (guint level = 0; level < cs_pyramid_get_n_levels (pyramid); level++)
    {
      double lower, upper;

      cs_raster_range (cs_pyramid_get_level (pyramid, level), &lower, &upper);
      g_assert_cmpfloat (upper, ==, 255);
    }
  g_assert_cmpuint (cs_raster_get_width (cs_pyramid_get_level (pyramid, cs_pyramid_get_n_levels (pyramid) - 1)), <=,
                    256);
}

static void
count_rows (guint first, guint last, gpointer data)
{
  gint *counts = data;

  for (guint y = first; y < last; y++)
    g_atomic_int_inc (&counts[y]);
}

static void
test_rows (void)
{
  static const guint heights[] = { 0, 1, 63, 64, 65, 1000 };

  for (guint threads = 1; threads <= 4; threads++)
    for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
      {
        g_autofree gint *counts = g_new0 (gint, heights[i] + 1);

        cs_rows_set_threads (threads);
        g_assert_true (cs_rows_run (heights[i], 7 * (i % 2), count_rows, counts, NULL, NULL));
        for (guint y = 0; y < heights[i]; y++)
          g_assert_cmpint (counts[y], ==, 1);
        g_assert_cmpint (counts[heights[i]], ==, 0);
      }
  cs_rows_set_threads (0);
}

static void
cancel_first (guint first, guint last, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_rows_run (100000, 10, cancel_first, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pyramid/levels", test_levels);
  g_test_add_func ("/pyramid/spot", test_spot);
  g_test_add_func ("/rows/cover", test_rows);
  g_test_add_func ("/rows/cancel", test_cancel);
  return g_test_run ();
}
