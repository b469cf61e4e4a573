/* An island against flooding written out: the highest sea at which one can walk so far, over all ways. */
#include <math.h>

#include "cs-island.h"
#include "rasters.h"

/* Whether one can walk, not below @level, from x, y to @radius away or to all of the raster. */
static gboolean
can_leave (const CsRaster *film, guint x, guint y, double radius, float level)
{
  guint width = cs_raster_get_width (film), height = cs_raster_get_height (film);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, width, height), around = NULL;
  CsSpread spread;

  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      ((guint8 *) cs_raster_edit (mask, row))[column] = ((const float *) cs_raster_row (film, row))[column] >= level;
  around = cs_raster_copy (mask);
  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      {
        double dx = (double) column - x, dy = (double) row - y;

        if (dx * dx + dy * dy < radius * radius)
          continue;
        spread = cs_spread_find (mask, column, row, G_MAXUINT);
        if (spread.area > 0 && (int) x >= spread.x && (int) x < spread.x + spread.width && (int) y >= spread.y
            && (int) y < spread.y + spread.height && cs_spread_find (around, x, y, G_MAXUINT).area == spread.area)
          return TRUE;
      }
  return FALSE;
}

static void
test_leave (void)
{
  for (guint seed = 0; seed < 6; seed++)
    {
      g_autoptr (CsRaster) film = draw_noise (CS_PIXEL_F32, 19, 17, 200, seed);
      g_autoptr (CsIsland) island = cs_island_new (8);
      float sea = cs_island_sink (island, film, 9, 8, 6);

      g_assert_true (can_leave (film, 9, 8, 6, sea));
      g_assert_false (can_leave (film, 9, 8, 6, sea + 1));
    }
}

/* A cone of height 10 on even ground of 5: it is left when the ground is dry; at half its height it is half as wide. */
static void
test_cone (void)
{
  g_autoptr (CsRaster) film = cs_raster_new (CS_PIXEL_F32, 61, 61);
  g_autoptr (CsIsland) island = cs_island_new (20);
  CsSpread spread;

  for (int y = 0; y < 61; y++)
    for (int x = 0; x < 61; x++)
      ((float *) cs_raster_edit (film, y))[x] = 5 + MAX (10 - hypot (x - 30, y - 30), 0);
  g_assert_cmpfloat (cs_island_sink (island, film, 30, 30, 20), ==, 5);
  spread = cs_island_spread (island, 10);
  g_assert_cmpint (spread.x, ==, 25);
  g_assert_cmpint (spread.width, ==, 11);
  g_assert_cmpint (spread.height, ==, 11);
  g_assert_true (cs_island_holds (island, 35, 30, 10));
  g_assert_false (cs_island_holds (island, 36, 30, 10));
  g_assert_false (cs_island_holds (island, 59, 30, 5));
}

/* A ridge through the cone: it is left along the ridge, as soon as that is dry. */
static void
test_ridge (void)
{
  g_autoptr (CsRaster) film = cs_raster_new (CS_PIXEL_F32, 61, 61);
  g_autoptr (CsIsland) island = cs_island_new (20);

  for (int y = 0; y < 61; y++)
    for (int x = 0; x < 61; x++)
      ((float *) cs_raster_edit (film, y))[x] = MAX (MAX (10 - hypot (x - 30, y - 30), 0), y == 30 ? 7 : 0);
  g_assert_cmpfloat (cs_island_sink (island, film, 30, 30, 20), ==, 7);
}

/* What was asked before leaves nothing behind; the raster's edge is no way out. */
static void
test_again (void)
{
  g_autoptr (CsRaster) film = draw_noise (CS_PIXEL_F32, 33, 29, 1000, 3);
  g_autoptr (CsIsland) used = cs_island_new (12);

  for (guint k = 0; k < 40; k++)
    {
      guint x = 7 * k % 33, y = 11 * k % 29;
      g_autoptr (CsIsland) fresh = cs_island_new (12);
      float sea = cs_island_sink (fresh, film, x, y, 12);
      CsSpread a = cs_island_spread (fresh, sea), b;

      g_assert_cmpfloat (cs_island_sink (used, film, x, y, 12), ==, sea);
      b = cs_island_spread (used, sea);
      g_assert_cmpuint (a.area, ==, b.area);
      g_assert_cmpint (a.x, ==, b.x);
      g_assert_cmpint (a.y, ==, b.y);
    }
}

/* A look along straight ways out never promises more than the sea allows, and on a ridge it sees as much. */
static void
test_bound (void)
{
  guint known = 0;

  for (guint seed = 0; seed < 40; seed++)
    {
      g_autoptr (CsRaster) film = draw_noise (CS_PIXEL_F32, 33, 29, 1000, seed);
      g_autoptr (CsIsland) island = cs_island_new (12);
      guint x = 7 * seed % 33, y = 11 * seed % 29;
      float bound = cs_island_bound (island, film, x, y, 9.5);

      known += isfinite (bound) != 0;
      g_assert_cmpfloat (bound, <=, cs_island_sink (island, film, x, y, 9.5));
    }
  g_assert_cmpuint (known, >, 20);
  for (int way = 0; way < 4; way++)
    {
      g_autoptr (CsRaster) film = cs_raster_new (CS_PIXEL_F32, 61, 61);
      g_autoptr (CsIsland) island = cs_island_new (20);

      for (int k = 0; k < 61; k++)
        ((float *) cs_raster_edit (film, way == 0 ? 30 : way == 1 ? k : way == 2 ? 60 - k : k))
          [way == 1 ? 30 : way == 3 ? 60 - k : k] = 7;
      g_assert_cmpfloat (cs_island_bound (island, film, 30, 30, 20), ==, 7);
    }
}

/* As much as hangs together with the peak above a level, counted by another walk; and no more than was wanted. */
static void
test_sink_to (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      g_autoptr (CsRaster) film = draw_noise (CS_PIXEL_F32, 15, 13, 100, seed);
      g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 15, 13);
      g_autoptr (CsIsland) island = cs_island_new (20);
      guint area;

      for (guint y = 0; y < 13; y++)
        for (guint x = 0; x < 15; x++)
          ((guint8 *) cs_raster_edit (mask, y))[x] = ((const float *) cs_raster_row (film, y))[x] >= 55;
      area = cs_spread_find (mask, 7, 6, G_MAXUINT).area;
      g_assert_cmpuint (cs_island_sink_to (island, film, 7, 6, 55, G_MAXUINT), ==, area);
      g_assert_cmpuint (cs_island_sink_to (island, film, 7, 6, 55, 5), ==, MIN (area, 5));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/island/leave", test_leave);
  g_test_add_func ("/island/cone", test_cone);
  g_test_add_func ("/island/ridge", test_ridge);
  g_test_add_func ("/island/again", test_again);
  g_test_add_func ("/island/bound", test_bound);
  g_test_add_func ("/island/sink-to", test_sink_to);
  return g_test_run ();
}
