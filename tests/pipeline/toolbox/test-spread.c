/* What hangs together with a pixel, against the labelling of the whole mask. */
#include "cs-regions.h"
#include "cs-spread.h"
#include "rasters.h"

static const CsRegion *
region_at (const CsRegions *regions, guint x, guint y)
{
  for (guint i = 0; i < regions->n_runs; i++)
    if (regions->runs[i].y == (int) y && regions->runs[i].first <= (int) x && (int) x < regions->runs[i].last)
      return &regions->regions[regions->runs[i].region];
  return NULL;
}

static void
test_regions (void)
{
  for (guint seed = 0; seed < 4; seed++)
    {
      g_autoptr (CsRaster) mask = draw_mask (61, 47, 3, seed);
      g_autoptr (CsRegions) regions = cs_regions_find (mask, 8);

      for (guint y = 0; y < 47; y++)
        for (guint x = 0; x < 61; x++)
          {
            CsSpread spread = cs_spread_find (mask, x, y, G_MAXUINT);
            const CsRegion *region = region_at (regions, x, y);

            g_assert_cmpuint (spread.area, ==, region != NULL ? region->area : 0);
            g_assert_cmpint (spread.x, ==, region != NULL ? region->x : 0);
            g_assert_cmpint (spread.y, ==, region != NULL ? region->y : 0);
            g_assert_cmpint (spread.width, ==, region != NULL ? region->width : 0);
            g_assert_cmpint (spread.height, ==, region != NULL ? region->height : 0);
          }
    }
}

static void
test_most (void)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 300, 200);

  for (guint y = 0; y < 200; y++)
    for (guint x = 0; x < 300; x++)
      ((guint8 *) cs_raster_edit (mask, y))[x] = 255;
  g_assert_cmpuint (cs_spread_find (mask, 150, 100, 77).area, ==, 77);
  g_assert_cmpuint (cs_spread_find (mask, 0, 0, G_MAXUINT).area, ==, 60000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spread/regions", test_regions);
  g_test_add_func ("/spread/most", test_most);
  return g_test_run ();
}
