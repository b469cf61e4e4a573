/* Regions by runs against a flood that starts at every pixel; outlines of drawn masks. */
#include "cs-contour.h"
#include "cs-regions.h"

#include "rasters.h"

static guint
flood (CsRaster *mask, int x, int y, guint connectivity)
{
  guint area = 1;

  if (x < 0 || y < 0 || x >= (int) cs_raster_get_width (mask) || y >= (int) cs_raster_get_height (mask)
      || cs_raster_get (mask, x, y) == 0)
    return 0;
  ((guint8 *) cs_raster_edit (mask, y))[x] = 0;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      if (connectivity == 8 || dx == 0 || dy == 0)
        area += flood (mask, x + dx, y + dy, connectivity);
  return area;
}

static void
check (const CsRaster *mask, guint connectivity)
{
  g_autoptr (CsRegions) regions = cs_regions_find (mask, connectivity);
  g_autoptr (CsRaster) left = cs_raster_copy (mask);
  guint n = 0;

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    for (guint x = 0; x < cs_raster_get_width (mask); x++)
      {
        guint area = flood (left, x, y, connectivity);

        if (area == 0)
          continue;
        g_assert_cmpuint (n, <, regions->n);
        g_assert_cmpuint (regions->regions[n].area, ==, area);
        g_assert_cmpint (regions->regions[n].y, ==, y);
        n++;
      }
  g_assert_cmpuint (n, ==, regions->n);
}

static void
test_flood (void)
{
  for (guint seed = 0; seed < 40; seed++)
    {
      g_autoptr (CsRaster) mask = draw_mask (1 + seed, 1 + (seed * 7) % 31, 2 + seed % 3, seed);

      check (mask, 4);
      check (mask, 8);
    }
}

static void
test_box (void)
{
  static const char *const rows[] = { "#....#", "##..#.", ".#.#..", "..#..." };
  g_autoptr (CsRaster) mask = mask_from_text (rows, 4);
  g_autoptr (CsRegions) regions = cs_regions_find (mask, 8);
  const CsRegion *region = &regions->regions[0];

  g_assert_cmpuint (regions->n, ==, 1);
  g_assert_cmpint (region->x, ==, 0);
  g_assert_cmpint (region->y, ==, 0);
  g_assert_cmpint (region->width, ==, 6);
  g_assert_cmpint (region->height, ==, 4);
  g_assert_cmpuint (region->area, ==, 8);
}

static void
test_fill (void)
{
  static const char *const rows[] = { "#####.", "#..#.#", "#.####", "###..." };
  g_autoptr (CsRaster) mask = mask_from_text (rows, 4);
  g_autoptr (CsRaster) filled = cs_regions_fill (mask);
  g_autoptr (CsRaster) open = cs_regions_open (mask, 2, 4);

  /* Three pixels of one hole, and the pixel at (4, 1), which is closed in by its four neighbours. */
  g_assert_cmpuint (cs_regions_area (filled), ==, cs_regions_area (mask) + 4);
  g_assert_cmpuint (cs_regions_area (open), ==, cs_regions_area (mask));
}

static void
test_largest (void)
{
  static const char *const rows[] = { "##...", "...##", "#..##" };
  g_autoptr (CsRaster) mask = mask_from_text (rows, 3);
  g_autoptr (CsRaster) largest = cs_regions_largest (mask, 8);

  g_assert_cmpuint (cs_regions_area (largest), ==, 4);
  g_assert_cmpfloat (cs_raster_get (largest, 4, 2), ==, 255);
}

/* The area inside the outline, by the shoelace formula, is that of the mask without holes. */
static void
test_outline (void)
{
  for (guint seed = 0; seed < 30; seed++)
    {
      g_autoptr (CsRaster) mask = draw_mask (20, 17, 2, seed);
      g_autoptr (CsRaster) largest = cs_regions_largest (mask, 4), filled = NULL;
      g_autoptr (CsRaster) framed = cs_raster_crop (largest, 0, 0, 20, 17);
      g_autofree float *xy = NULL;
      double twice = 0;
      guint n;

      filled = cs_regions_fill (framed);
      xy = cs_contour_trace (filled, 2, &n);
      for (guint i = 0; i < n; i++)
        twice += xy[2 * i] * xy[2 * ((i + 1) % n) + 1] - xy[2 * ((i + 1) % n)] * xy[2 * i + 1];
      g_assert_cmpfloat (twice / 2 / 4, ==, cs_regions_area (filled));
    }
}

static void
test_empty (void)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 5, 4);
  guint n;

  g_assert_null (cs_contour_trace (mask, 1, &n));
  g_assert_cmpuint (n, ==, 0);
}

static void
test_flat_side (void)
{
  static const char *const left[] = { ".##....", ".####..", ".#####.", ".####..", ".##...." };
  static const char *const right[] = { "....##.", "..####.", ".#####.", "..####.", "....##." };
  g_autoptr (CsRaster) one = mask_from_text (left, 5), other = mask_from_text (right, 5);

  g_assert_true (cs_contour_flat_left (one));
  g_assert_false (cs_contour_flat_left (other));
}

/* Rows longer than a byte can count, whatever their pixels hold. */
static void
test_area (void)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 1001, 300);
  guint64 area = 0;

  for (guint y = 0; y < 300; y++)
    for (guint x = 0; x < 1001; x++)
      area += (((guint8 *) cs_raster_edit (mask, y))[x] = x * y % 251) != 0;
  g_assert_cmpuint (cs_regions_area (mask), ==, area);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/regions/flood", test_flood);
  g_test_add_func ("/regions/box", test_box);
  g_test_add_func ("/regions/fill", test_fill);
  g_test_add_func ("/regions/largest", test_largest);
  g_test_add_func ("/contour/area", test_outline);
  g_test_add_func ("/contour/empty", test_empty);
  g_test_add_func ("/contour/flat-side", test_flat_side);
  g_test_add_func ("/regions/area", test_area);
  return g_test_run ();
}
