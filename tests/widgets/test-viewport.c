/* The laws of CsViewport: mapping and back is the identity, zoom keeps the point under the pointer, limits hold. */
#include "cs-viewport.h"

#include <math.h>

static CsViewport *
make (int image_width, int image_height, int width, int height, int factor)
{
  CsViewport *self = cs_viewport_new ();

  cs_viewport_set_widget_size (self, width, height, factor);
  cs_viewport_set_image_size (self, image_width, image_height);
  return self;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (CsViewport) self = make (4000, 6000, g_rand_int_range (rand, 50, 2000),
                                          g_rand_int_range (rand, 50, 2000), g_rand_int_range (rand, 1, 4));
      double x = g_rand_double_range (rand, 0, 4000), y = g_rand_double_range (rand, 0, 6000), wx, wy, ix, iy;

      cs_viewport_set_turn (self, (CsTurn) (i % CS_TURNS));
      cs_viewport_set_scale (self, exp2 (g_rand_double_range (rand, -5, 6)));
      cs_viewport_set_centre (self, g_rand_double_range (rand, 0, 4000), g_rand_double_range (rand, 0, 6000));
      cs_viewport_to_widget (self, x, y, &wx, &wy);
      cs_viewport_to_image (self, wx, wy, &ix, &iy);
      g_assert_cmpfloat_with_epsilon (x, ix, 1e-6);
      g_assert_cmpfloat_with_epsilon (y, iy, 1e-6);
      g_assert_cmpfloat_with_epsilon (cs_viewport_to_image_length (self, cs_viewport_to_widget_length (self, x)), x,
                                      1e-6);
    }
}

static void
test_zoom_keeps_point (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (CsViewport) self = make (4000, 6000, 800, 600, 2);

  for (int i = 0; i < 500; i++)
    {
      double wx = 400 + g_rand_double_range (rand, -100, 100), wy = 300 + g_rand_double_range (rand, -100, 100);
      double x, y, after_x, after_y;

      /* In the middle of the image, so that the centre's limits do not come into it. */
      cs_viewport_set_turn (self, (CsTurn) (i % CS_TURNS));
      cs_viewport_set_scale (self, exp2 (g_rand_int_range (rand, -1, 5)));
      cs_viewport_set_centre (self, 2000, 3000);
      cs_viewport_to_image (self, wx, wy, &x, &y);
      cs_viewport_zoom_at (self, g_rand_int_range (rand, -2, 3), wx, wy);
      cs_viewport_to_widget (self, x, y, &after_x, &after_y);
      g_assert_cmpfloat (fabs (after_x - wx) * 2, <=, 0.5 + 1e-6);
      g_assert_cmpfloat (fabs (after_y - wy) * 2, <=, 0.5 + 1e-6);
    }
}

static void
test_steps_and_limits (void)
{
  g_autoptr (CsViewport) self = make (4000, 6000, 800, 600, 1);
  double scale;

  cs_viewport_set_scale (self, 5);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 4);
  cs_viewport_set_scale (self, 1e9);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, CS_VIEWPORT_MAX_SCALE);
  cs_viewport_set_scale (self, 0.3);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 0.3);
  cs_viewport_set_scale (self, 1e-9);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 1 / 64.0);
  for (int i = 0; i < 100; i++)
    {
      scale = cs_viewport_get_scale (self);
      g_assert_true (scale <= 1 || scale == exp2 (round (log2 (scale))));
      cs_viewport_zoom_at (self, 1, 400, 300);
      g_assert_cmpfloat (cs_viewport_get_scale (self), >=, scale);
    }
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, CS_VIEWPORT_MAX_SCALE);
  /* One to one is passed on the way down. */
  while ((scale = cs_viewport_get_scale (self)) > 1)
    cs_viewport_zoom_at (self, -1, 400, 300);
  g_assert_cmpfloat (scale, ==, 1);
}

static void
test_fit (void)
{
  g_autoptr (CsViewport) self = make (4000, 6000, 800, 600, 1);
  graphene_rect_t seen;
  double x, y;

  g_assert_true (cs_viewport_get_fitted (self));
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 0.1);
  cs_viewport_get_visible (self, &seen);
  g_assert_true (graphene_rect_equal (&seen, &GRAPHENE_RECT_INIT (0, 0, 4000, 6000)));
  /* It stays fitted while the window grows, until someone zooms. */
  cs_viewport_set_widget_size (self, 1600, 1200, 1);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 0.2);
  cs_viewport_one_to_one (self);
  g_assert_false (cs_viewport_get_fitted (self));
  cs_viewport_set_widget_size (self, 800, 600, 1);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 1);
  cs_viewport_show (self, 100, 200, 50, 50);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 8);
  cs_viewport_get_centre (self, &x, &y);
  g_assert_cmpfloat (x, ==, 125);
  g_assert_cmpfloat (y, ==, 225);
  /* A small image is enlarged by a power of two. */
  cs_viewport_set_image_size (self, 32, 32);
  cs_viewport_fit (self);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 16);
}

static void
test_origin_is_whole (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int factor = 1; factor <= 3; factor++)
    {
      g_autoptr (CsViewport) self = make (999, 777, 641, 333, factor);

      for (int i = 0; i < 100; i++)
        {
          double x, y;

          cs_viewport_set_scale (self, exp2 (g_rand_int_range (rand, 0, 6)));
          cs_viewport_set_centre (self, g_rand_double_range (rand, 0, 999), g_rand_double_range (rand, 0, 777));
          cs_viewport_to_widget (self, 0, 0, &x, &y);
          g_assert_cmpfloat_with_epsilon (x * factor, round (x * factor), 1e-6);
          g_assert_cmpfloat_with_epsilon (y * factor, round (y * factor), 1e-6);
        }
    }
}

static void
test_signals (void)
{
  g_autoptr (CsViewport) self = make (400, 400, 100, 100, 1);
  guint n_changed = 0, n_notified = 0;
  double x, y;

  g_signal_connect_swapped (self, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_connect_swapped (self, "notify::scale", G_CALLBACK (count_cb), &n_notified);
  cs_viewport_set_scale (self, 2);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_notified, ==, 1);
  cs_viewport_set_scale (self, 2);
  g_assert_cmpuint (n_changed, ==, 1);
  cs_viewport_pan (self, 20, 0);
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_cmpuint (n_notified, ==, 1);
  cs_viewport_get_centre (self, &x, &y);
  g_assert_cmpfloat (x, ==, 190);
  cs_viewport_set_centre (self, -50, 1e6);
  cs_viewport_get_centre (self, &x, &y);
  g_assert_cmpfloat (x, ==, 0);
  g_assert_cmpfloat (y, ==, 400);
  cs_viewport_set_image_size (self, 400, 400);
  g_assert_cmpuint (n_changed, ==, 3);
}

/* Asked for a part before there is a canvas: shown once the canvas has its size, unless something else was asked. */
static void
test_show_early (void)
{
  g_autoptr (CsViewport) self = cs_viewport_new ();
  double x, y;

  cs_viewport_set_image_size (self, 1000, 1000);
  cs_viewport_show (self, 300, 500, 100, 50);
  cs_viewport_set_widget_size (self, 400, 400, 1);
  cs_viewport_get_centre (self, &x, &y);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 4);
  g_assert_cmpfloat (x, ==, 350);
  g_assert_cmpfloat (y, ==, 525);
  cs_viewport_set_widget_size (self, 800, 800, 1);   /* from then on the scale is the reader's */
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 4);
  cs_viewport_set_widget_size (self, 0, 0, 1);
  cs_viewport_show (self, 0, 0, 10, 10);
  cs_viewport_fit (self);
  cs_viewport_set_widget_size (self, 500, 500, 1);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 0.5);
}

/* However the image stands: the film follows the hand, all of it fits, and what is in sight is what is shown. */
static void
test_turned (void)
{
  for (CsTurn turn = CS_TURN_NONE; turn < CS_TURNS; turn++)
    {
      g_autoptr (CsViewport) self = make (4000, 6000, 800, 600, 2);
      graphene_rect_t seen, rect;
      double before[2], after[2];
      int width, height;

      cs_viewport_set_turn (self, turn);
      g_assert_true (cs_viewport_get_fitted (self));
      cs_viewport_get_visible (self, &seen);
      g_assert_true (graphene_rect_equal (&seen, &GRAPHENE_RECT_INIT (0, 0, 4000, 6000)));
      g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (self), cs_turn_swaps (turn) ? 1600 / 6000.0 : 0.2, 1e-9);
      cs_viewport_get_shown_size (self, &width, &height);
      g_assert_cmpint (width, ==, cs_turn_swaps (turn) ? 6000 : 4000);
      cs_viewport_set_scale (self, 1);
      cs_viewport_to_widget (self, 1900, 2900, &before[0], &before[1]);
      cs_viewport_pan (self, 40, -30);
      cs_viewport_to_widget (self, 1900, 2900, &after[0], &after[1]);
      g_assert_cmpfloat_with_epsilon (after[0] - before[0], 40, 1e-6);
      g_assert_cmpfloat_with_epsilon (after[1] - before[1], -30, 1e-6);
      cs_viewport_rect_to_widget (self, &GRAPHENE_RECT_INIT (100, 200, 30, 50), &rect);
      g_assert_cmpfloat_with_epsilon (rect.size.width, cs_turn_swaps (turn) ? 25 : 15, 1e-3);
    }
}

/* A fitted image leans to the side it is told to, at the scale that makes room for the frame. */
static void
test_hang (void)
{
  for (CsTurn turn = CS_TURN_NONE; turn < CS_TURNS; turn++)
    for (int gravity = -1; gravity <= 1; gravity++)
      {
        g_autoptr (CsViewport) self = make (400, 600, 800, 600, 1);
        graphene_rect_t rect;
        gboolean swaps = cs_turn_swaps (turn);
        float width = swaps ? 300 : 200, left = (1 + gravity) * (800 - width) / 2;

        cs_viewport_set_turn (self, turn);
        cs_viewport_set_hang (self, gravity, swaps ? 1200 : 800, swaps ? 800 : 1200);
        g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (self), 0.5, 1e-9);
        cs_viewport_rect_to_widget (self, &GRAPHENE_RECT_INIT (0, 0, 400, 600), &rect);
        g_assert_cmpfloat_with_epsilon (rect.origin.x, left, 1e-3);
        cs_viewport_set_hang (self, 0, 0, 0);
        g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (self), 1, 1e-9);
      }
}

/* One film goes, another comes, of another size, at another scale than fits: what was in the middle is. */
static void
test_next_image (void)
{
  g_autoptr (CsViewport) self = make (1000, 2000, 500, 500, 1);
  double x, y;

  cs_viewport_set_scale (self, 0.1);
  cs_viewport_set_image_size (self, 0, 0);
  cs_viewport_set_image_size (self, 3000, 4000);
  cs_viewport_get_centre (self, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 1500, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, 2000, 1e-6);
  cs_viewport_set_scale (self, 1);
  cs_viewport_set_centre (self, 600, 3000);
  cs_viewport_set_image_size (self, 2000, 2000);
  cs_viewport_get_centre (self, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 400, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, 1500, 1e-6);
  g_assert_cmpfloat (cs_viewport_get_scale (self), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewport/round-trip", test_round_trip);
  g_test_add_func ("/viewport/zoom-keeps-point", test_zoom_keeps_point);
  g_test_add_func ("/viewport/steps-and-limits", test_steps_and_limits);
  g_test_add_func ("/viewport/fit", test_fit);
  g_test_add_func ("/viewport/origin-is-whole", test_origin_is_whole);
  g_test_add_func ("/viewport/show-early", test_show_early);
  g_test_add_func ("/viewport/next-image", test_next_image);
  g_test_add_func ("/viewport/signals", test_signals);
  g_test_add_func ("/viewport/turned", test_turned);
  g_test_add_func ("/viewport/hang", test_hang);
  return g_test_run ();
}
