/* Linked views: the same place from the chest wall, mirrored, at the same physical size. */
#include "cs-link.h"

typedef struct { CsViewport *right, *left; CsLink *link; } Pair;

/* A right breast of 0.1 mm a pixel, 400 x 600, and a left one of @spacing, of the same size in mm. */
static void
hang (Pair *pair, double spacing, CsTurn turn)
{
  int width = (int) (40 / spacing), height = (int) (60 / spacing);

  pair->right = cs_viewport_new ();
  pair->left = cs_viewport_new ();
  pair->link = cs_link_new ();
  cs_viewport_set_widget_size (pair->right, 200, 300, 1);
  cs_viewport_set_widget_size (pair->left, 200, 300, 1);
  cs_viewport_set_image_size (pair->right, 400, 600);
  cs_viewport_set_turn (pair->left, turn);
  cs_viewport_set_image_size (pair->left, cs_turn_swaps (turn) ? height : width, cs_turn_swaps (turn) ? width : height);
  cs_link_add (pair->link, pair->right, 0.1, 1);
  cs_link_add (pair->link, pair->left, spacing, -1);
}

static void
take_down (Pair *pair)
{
  g_assert_finalize_object (pair->link);
  g_assert_finalize_object (pair->right);
  g_assert_finalize_object (pair->left);
}

static void
check (Pair *pair, double spacing)
{
  double right[2], left[2];

  cs_viewport_get_shown_centre (pair->right, &right[0], &right[1]);
  cs_viewport_get_shown_centre (pair->left, &left[0], &left[1]);
  g_assert_cmpfloat_with_epsilon ((400 - right[0]) * 0.1, left[0] * spacing, 1e-6);
  g_assert_cmpfloat_with_epsilon (right[1] * 0.1, left[1] * spacing, 1e-6);
  g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (pair->right) / 0.1,
                                  cs_viewport_get_scale (pair->left) / spacing, 1e-6);
}

static void
test_follow (void)
{
  for (CsTurn turn = CS_TURN_NONE; turn < CS_TURNS; turn++)
    for (double spacing = 0.05; spacing < 0.3; spacing *= 2)
      {
        Pair pair;

        hang (&pair, spacing, turn);
        cs_viewport_set_scale (pair.right, 0.8 * MIN (1, 0.1 / spacing));
        cs_viewport_pan (pair.right, 30, -20);
        check (&pair, spacing);
        cs_viewport_pan (pair.left, 25, 31);
        check (&pair, spacing);
        cs_viewport_zoom_at (pair.left, -1, 100, 150);
        check (&pair, spacing);
        take_down (&pair);
      }
}

/* What is dragged to the left in one goes to the right in the other: both towards their nipples. */
static void
test_mirrored (void)
{
  Pair pair;
  double before[2], after[2], y;

  hang (&pair, 0.1, CS_TURN_NONE);
  cs_viewport_set_scale (pair.right, 1);
  cs_viewport_get_centre (pair.right, &before[0], &y);
  cs_viewport_get_centre (pair.left, &before[1], &y);
  cs_viewport_pan (pair.right, 40, 0);
  cs_viewport_get_centre (pair.right, &after[0], &y);
  cs_viewport_get_centre (pair.left, &after[1], &y);
  g_assert_cmpfloat_with_epsilon (after[0] - before[0], -40, 1e-6);
  g_assert_cmpfloat_with_epsilon (after[1] - before[1], 40, 1e-6);
  take_down (&pair);
}

/* Fitted, both have one physical size, though one has less room, and a scale above one to one goes in steps. */
static void
test_fitted (void)
{
  for (int width = 100; width < 1000; width += 173)
    {
      Pair pair;

      hang (&pair, 0.2, CS_TURN_NONE);
      cs_viewport_set_widget_size (pair.left, width, 2 * width, 1);
      cs_viewport_set_widget_size (pair.right, 500, 900, 1);
      g_assert_true (cs_viewport_get_fitted (pair.left) && cs_viewport_get_fitted (pair.right));
      g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (pair.left) / 0.2, cs_viewport_get_scale (pair.right) / 0.1,
                                      1e-6);
      take_down (&pair);
    }
}

static void
test_alone (void)
{
  Pair pair;

  hang (&pair, 0.1, CS_TURN_NONE);
  cs_viewport_set_scale (pair.right, 1);
  cs_link_set_active (pair.link, FALSE);
  cs_viewport_set_scale (pair.right, 4);
  g_assert_cmpfloat (cs_viewport_get_scale (pair.left), ==, 1);
  cs_link_follow (pair.link, pair.right);
  g_assert_cmpfloat (cs_viewport_get_scale (pair.left), ==, 4);
  cs_link_set_active (pair.link, TRUE);
  cs_viewport_fit (pair.left);
  g_assert_true (cs_viewport_get_fitted (pair.right));
  cs_link_clear (pair.link);
  cs_viewport_set_scale (pair.left, 2);
  g_assert_true (cs_viewport_get_fitted (pair.right));
  take_down (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/follow", test_follow);
  g_test_add_func ("/link/mirrored", test_mirrored);
  g_test_add_func ("/link/fitted", test_fitted);
  g_test_add_func ("/link/alone", test_alone);
  return g_test_run ();
}
