/* Where a batch norm makes threads share a pass, outputs are set again, and lie in one another: whatever the order
 * of nodes, the gradient is that of the loss, and does not depend on the threads. */
#include "nn-layout.h"
#include "nn-net.h"
#include "nn-recipe.h"
#include "nn-step.h"

#include <math.h>
#include <string.h>

#define BATCH 10                        /* more than there are slices, so that some have two samples */
#define SIDE 6
#define N_NODES 14
#define N_PROBES 24
#define N_ROUNDS 8       /* threads that do not wait for one another are seldom found out at once */
#define STEP 4e-3

static void
load_noise (gpointer owner,
            guint    i,
            GRand   *rand,
            float   *x,
            float   *y)
{
  for (guint k = 0; k < SIDE * SIDE; k++)
    {
      x[k] = g_rand_double_range (rand, -1.7, 1.7);
      y[SIDE * SIDE + k] = x[k] > 0.5;
      y[k] = 1 - y[SIDE * SIDE + k];
    }
}

/* An op and its arguments; slopes near 1, so that a kink within a probe's step weighs little. */
static const struct { const char *op; NnArgs args; } choices[] = {
  { "norm", { .over_batch = TRUE } }, { "norm", { .over_batch = TRUE } }, { "norm", { 0 } }, { "norm", { 0 } },
  { "leaky", { .slope = 0.9f } },
  { "conv", { .channels = 3, .kernel = 3 } }, { "conv", { .channels = 2, .kernel = 1 } },
  { "conv", { .channels = 2, .kernel = 3, .steps = 1, .slope = 0.9f } }, { "dropout", { .rate = 0.3f } },
  { "concat", { 0 } }, { "concat", { 0 } }, { "concat", { 0 } },
};

/* Nodes read one of the last four before them, some twice, some never; a norm is often followed by a leaky ReLU. */
static NnGraph *
draw_graph (guint32 seed)
{
  NnGraph *graph = nn_graph_new ((NnShape) { 1, SIDE, SIDE });
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  int at = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 4, .kernel = 3 }, 0, -1, NULL);

  while (at < N_NODES)
    {
      guint choice = g_rand_int_range (rand, 0, G_N_ELEMENTS (choices));
      gboolean two = strcmp (choices[choice].op, "concat") == 0;
      int a = g_rand_int_range (rand, MAX (at - 3, 0), at + 1), b = g_rand_int_range (rand, MAX (at - 3, 0), at + 1);

      at = nn_graph_add (graph, choices[choice].op, &choices[choice].args, a, two ? b : -1, NULL);
      if (choice < 4 && g_rand_boolean (rand))
        at = nn_graph_add (graph, "leaky", &(NnArgs) { .slope = 0.9f }, at, -1, NULL);
    }
  at = nn_graph_add (graph, "norm", &(NnArgs) { .over_batch = TRUE }, at, -1, NULL);
  at = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 2, .kernel = 1 }, at, -1, NULL);
  g_assert_cmpint (nn_graph_add (graph, "softmax", NULL, at, -1, NULL), >, 0);
  return graph;
}

static double
learn (NnStep *step,
       NnNet  *net,
       float  *gradient)
{
  static const guint samples[BATCH] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  const NnFeed feed = { NULL, BATCH, load_noise };
  GError *error = NULL;
  double loss;

  nn_step_train (step, &(NnBatch) { &feed, samples, BATCH, 1, 1 }, nn_net_get_params (net), nn_net_edit_state (net),
                 gradient, &loss, &error);
  g_assert_no_error (error);
  return loss;
}

static double
find_quotient (NnStep *step,
               NnNet  *net,
               gsize   i,
               float  *gradient)
{
  float *value = nn_net_edit_params (net) + i, kept = *value;
  double above, below;

  *value = kept + STEP;
  above = learn (step, net, gradient);
  *value = kept - STEP;
  below = learn (step, net, gradient);
  *value = kept;
  return (above - below) / (2 * STEP);
}

static double
find_largest (const float *values,
              gsize        n)
{
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (values[i]));
  return largest;
}

static double
judge (NnStep *step,
       NnNet  *net)
{
  static const guint samples[BATCH] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  const NnFeed feed = { NULL, BATCH, load_noise };
  GError *error = NULL;
  double loss;

  nn_step_judge (step, &(NnBatch) { &feed, samples, BATCH, 1, 1 }, nn_net_get_params (net), nn_net_get_state (net),
                 &loss, &error);
  g_assert_no_error (error);
  return loss;
}

static void
check_gradient (const NnGraph *graph)
{
  g_autoptr (NnNet) net = nn_net_new (graph, 5);
  gsize n = nn_net_get_n_params (net);
  g_autofree float *gradient = g_new (float, n), *other = g_new (float, n);
  NnStep *one = nn_step_new (graph, BATCH, 1, NN_LOSS_BOTH), *three = nn_step_new (graph, BATCH, 3, NN_LOSS_BOTH);
  double largest;

  learn (one, net, gradient);
  learn (three, net, other);
  g_assert_cmpmem (gradient, n * sizeof (float), other, n * sizeof (float));
  for (guint round = 0; round < N_ROUNDS; round++)
    g_assert_cmpfloat (judge (three, net), ==, judge (one, net));
  largest = find_largest (gradient, n);
  for (guint k = 0; k < N_PROBES; k++)
    {
      gsize i = k * n / N_PROBES;

      g_assert_cmpfloat (fabs (find_quotient (one, net, i, other) - gradient[i]), <, 0.02 * largest);
    }
  nn_step_free (one);
  nn_step_free (three);
}

static void
test_any_graph (void)
{
  for (guint32 seed = 1; seed <= 40; seed++)
    {
      g_autoptr (NnGraph) graph = draw_graph (seed);
      g_autoptr (NnGraph) plain = nn_graph_copy_with (graph, NULL);

      g_test_message ("graph %u", seed);
      check_gradient (graph);
      check_gradient (plain);
    }
}

/* Every layer reads all layers before it: kept apart, outputs and gradients of a batch of 42 were a gigabyte. */
static void
test_densenet_is_small (void)
{
  const NnRecipe *recipe = nn_recipe_find ("densenet");
  g_autoptr (NnGraph) graph = nn_recipe_build (recipe, &recipe->standard, NULL);
  NnLayout *layout = nn_layout_new (graph, 42, TRUE);

  g_assert_cmpuint (layout->size * sizeof (float), <, 200000000);
  nn_layout_free (layout);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/any-graph", test_any_graph);
  g_test_add_func ("/layout/densenet-is-small", test_densenet_is_small);
  return g_test_run ();
}
