/* A mean over all turns turns with its sample, whatever the network. */
#include "nn-recipe.h"
#include "nn-turns.h"

#include <math.h>
#include <string.h>

#define SIDE 8
#define PLANE (SIDE * SIDE)

static NnNet *
make_net (const char *id)
{
  NnDesign design = nn_recipe_find (id)->standard;
  g_autoptr (NnGraph) graph = NULL;
  GError *error = NULL;

  design.patch = nn_recipe_find (id)->segments ? SIDE : 32;
  design.width = 4;
  design.depth = nn_recipe_find (id)->segments ? 2 : design.depth;
  graph = nn_recipe_build (nn_recipe_find (id), &design, &error);
  g_assert_no_error (error);
  return nn_net_new (graph, 3);
}

static void
draw (float *x,
      guint  n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (guint i = 0; i < n; i++)
    x[i] = (float) g_rand_double_range (rand, -1, 1);
}

/* Eight pictures of one that is like none of its turns, all different, and each comes back. */
static void
test_turns (void)
{
  float x[PLANE], turned[NN_TURNS][PLANE], back[PLANE];

  draw (x, PLANE);
  for (guint turn = 0; turn < NN_TURNS; turn++)
    {
      nn_turn (x, SIDE, turn, turned[turn]);
      memset (back, 0, sizeof back);
      nn_turn_add_back (turned[turn], SIDE, turn, back);
      g_assert_cmpmem (back, sizeof back, x, sizeof x);
      for (guint other = 0; other < turn; other++)
        g_assert_cmpint (memcmp (turned[turn], turned[other], sizeof x), !=, 0);
    }
  g_assert_cmpmem (turned[0], sizeof x, x, sizeof x);
}

/* Corners stay corners and neighbours neighbours: a turn is one of the square's own, no shuffle. */
static void
test_neighbours (void)
{
  float x[PLANE], turned[PLANE];

  for (guint turn = 0; turn < NN_TURNS; turn++)
    {
      memset (x, 0, sizeof x);
      x[0] = 1;
      x[1] = 2;
      nn_turn (x, SIDE, turn, turned);
      g_assert_cmpfloat (turned[0] + turned[SIDE - 1] + turned[PLANE - SIDE] + turned[PLANE - 1], ==, 1);
      for (int i = 0; i < PLANE; i++)
        if (turned[i] == 2)
          g_assert_true ((i % SIDE > 0 && turned[i - 1] == 1) || (i % SIDE < SIDE - 1 && turned[i + 1] == 1) ||
                         (i >= SIDE && turned[i - SIDE] == 1) || (i < PLANE - SIDE && turned[i + SIDE] == 1));
    }
}

static void
test_mean_turns_along (void)
{
  g_autoptr (NnNet) net = make_net ("unet");
  float x[3 * PLANE], turned[3 * PLANE], p[6 * PLANE], said[6 * PLANE], wanted[PLANE];
  double differs = 0;

  draw (x, 3 * PLANE);
  g_assert_true (nn_net_predict (net, 3, x, said, 1, NULL, NULL));
  g_assert_true (nn_net_predict_turned (net, 3, x, p, 1, NULL, NULL));
  for (guint i = 0; i < 6 * PLANE; i++)
    differs = MAX (differs, fabs (p[i] - said[i]));
  g_assert_cmpfloat (differs, >, 1e-3);
  for (guint turn = 0; turn < NN_TURNS; turn++)
    {
      for (guint i = 0; i < 3; i++)
        nn_turn (x + i * PLANE, SIDE, turn, turned + i * PLANE);
      g_assert_true (nn_net_predict_turned (net, 3, turned, said, 1, NULL, NULL));
      for (guint i = 0; i < 6; i++)
        {
          nn_turn (p + i * PLANE, SIDE, turn, wanted);
          for (guint k = 0; k < PLANE; k++)
            g_assert_cmpfloat_with_epsilon (said[i * PLANE + k], wanted[k], 1e-5);
        }
    }
}

/* Still probabilities, also of a network that says one thing of a whole patch. */
static void
test_classifies (void)
{
  g_autoptr (NnNet) net = make_net ("valvano");
  g_autofree float *x = g_new (float, 2 * 32 * 32);
  float p[4];

  draw (x, 2 * 32 * 32);
  g_assert_true (nn_net_predict_turned (net, 2, x, p, 1, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (p[0] + p[1], 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (p[2] + p[3], 1, 1e-5);
}

static void
test_cancelled (void)
{
  g_autoptr (NnNet) net = make_net ("unet");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  float x[PLANE] = { 0 }, p[2 * PLANE];

  g_cancellable_cancel (cancellable);
  g_assert_false (nn_net_predict_turned (net, 1, x, p, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turns/turns", test_turns);
  g_test_add_func ("/turns/neighbours", test_neighbours);
  g_test_add_func ("/turns/mean-turns-along", test_mean_turns_along);
  g_test_add_func ("/turns/classifies", test_classifies);
  g_test_add_func ("/turns/cancelled", test_cancelled);
  return g_test_run ();
}
