/* The way through a film leaves nothing of the breast out, for any size of view and all eight turns; what was seen is
 * counted and kept. */
#include "cs-sweep.h"

#include <math.h>
#include <string.h>

#define WIDTH 1500u
#define HEIGHT 2100u
#define HALVINGS 2u

/* Half an ellipse at the left edge. */
static CsRaster *
draw_breast (void)
{
  CsRaster *breast = cs_raster_new (CS_PIXEL_U8, WIDTH >> HALVINGS, HEIGHT >> HALVINGS);

  for (guint y = 0; y < HEIGHT >> HALVINGS; y++)
    for (guint x = 0; x < WIDTH >> HALVINGS; x++)
      ((guint8 *) cs_raster_edit (breast, y))[x] = hypot (x / 200.0, (y - 260.0) / 230) < 1 ? 255 : 0;
  return breast;
}

static void
see (CsSeen *seen, const CsSweepStop *stop, CsTurn turn, double width, double height)
{
  double x0 = stop->x - width / 2, y0 = stop->y - height / 2, x1 = x0 + width, y1 = y0 + height;

  cs_turn_point_back (turn, WIDTH, HEIGHT, &x0, &y0);
  cs_turn_point_back (turn, WIDTH, HEIGHT, &x1, &y1);
  cs_seen_add (seen, MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0));
}

static void
test_complete (void)
{
  static const double views[][2] = { { 640, 480 }, { 333, 777 }, { 3000, 3000 }, { 900, 400 } };
  g_autoptr (CsRaster) breast = draw_breast ();

  for (CsTurn turn = CS_TURN_NONE; turn < CS_TURNS; turn++)
    for (guint v = 0; v < G_N_ELEMENTS (views); v++)
      {
        g_autoptr (CsSeen) seen = cs_seen_new (breast, HALVINGS, WIDTH, HEIGHT);
        g_autoptr (GArray) stops = cs_sweep_path (breast, HALVINGS, WIDTH, HEIGHT, turn, views[v][0], views[v][1]);

        for (guint i = 0; i < stops->len; i++)
          {
            double before = cs_seen_get_share (seen);

            see (seen, &g_array_index (stops, CsSweepStop, i), turn, views[v][0], views[v][1]);
            g_assert_cmpfloat (cs_seen_get_share (seen), >, before);     /* no stop in vain */
          }
        g_assert_cmpfloat (cs_seen_get_share (seen), ==, 1);
      }
}

/* To and fro, from the top: neighbours on the way are neighbours on the film. Over the breast it is shorter. */
static void
test_order (void)
{
  g_autoptr (CsRaster) breast = draw_breast ();
  g_autoptr (GArray) all = cs_sweep_path (NULL, 0, WIDTH, HEIGHT, CS_TURN_NONE, 400, 300);
  g_autoptr (GArray) some = cs_sweep_path (breast, HALVINGS, WIDTH, HEIGHT, CS_TURN_NONE, 400, 300);

  g_assert_cmpuint (some->len, <, all->len);
  for (guint i = 1; i < all->len; i++)
    {
      CsSweepStop before = g_array_index (all, CsSweepStop, i - 1), stop = g_array_index (all, CsSweepStop, i);

      g_assert_true (fabs (stop.x - before.x) + fabs (stop.y - before.y) < 400);
      g_assert_cmpfloat (stop.y, >=, before.y);
    }
  g_assert_cmpfloat (g_array_index (all, CsSweepStop, 0).x, ==, 200);
  g_assert_cmpfloat (g_array_index (all, CsSweepStop, 0).y, ==, 150);
}

static void
test_kept (void)
{
  g_autoptr (CsRaster) breast = draw_breast ();
  g_autoptr (CsSeen) seen = cs_seen_new (breast, HALVINGS, WIDTH, HEIGHT);
  g_autoptr (CsSeen) again = cs_seen_new (breast, HALVINGS, WIDTH, HEIGHT);
  g_autoptr (CsSeen) smaller = cs_seen_new (NULL, 0, 100, 100);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (cs_seen_add (seen, 0, 600, 500, 500));
  g_assert_false (cs_seen_add (seen, 10, 610, 100, 100));
  g_assert_false (cs_seen_add (seen, 1000, 1000, 60, 60));      /* no whole block */
  g_assert_false (cs_seen_add (seen, -500, -500, 400, 400));
  g_assert_cmpfloat (cs_seen_get_share (seen), >, 0.05);
  g_assert_cmpfloat (cs_seen_get_share (seen), <, 0.5);
  bytes = cs_seen_to_bytes (seen);
  cs_seen_from_bytes (again, bytes);
  g_assert_cmpfloat (cs_seen_get_share (again), ==, cs_seen_get_share (seen));
  cs_seen_from_bytes (smaller, bytes);
  g_assert_cmpfloat (cs_seen_get_share (smaller), <=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep/complete", test_complete);
  g_test_add_func ("/sweep/order", test_order);
  g_test_add_func ("/sweep/kept", test_kept);
  return g_test_run ();
}
