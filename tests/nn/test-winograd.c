/* The fast form of conv against the plain one, with every arithmetic this processor has; test-forms.c has networks. */
#include "nn-net.h"
#include "nn-prepared.h"
#include "nn-recipe.h"

#include <math.h>
#include <string.h>

/* Of the largest number: F(4x4, 3x3) in single precision loses two to three digits of the seven. */
#define BOUND 2e-5

typedef struct { const char *name; guint batch; NnShape in; guint channels, steps; } Case;

static const Case cases[] = {
  { "a-pixel", 1, { 1, 1, 1 }, 1, 0 },
  { "a-row", 2, { 3, 1, 9 }, 5, 0 },
  { "odd", 3, { 5, 7, 5 }, 19, 0 },
  { "first-layer", 2, { 1, 32, 32 }, 64, 0 },
  { "patch", 1, { 64, 32, 32 }, 64, 0 },
  { "after-a-skip", 6, { 128, 16, 16 }, 64, 0 },
  { "small-level", 21, { 64, 4, 4 }, 64, 0 },
  { "smallest-level", 6, { 64, 2, 2 }, 64, 0 },
  { "wide", 1, { 17, 9, 70 }, 33, 0 },
  { "large", 1, { 4, 70, 66 }, 80, 0 },
  { "recurrent", 3, { 6, 9, 8 }, 20, 2 },
};

typedef struct { float *all; gsize n_out, n_in, n_params; } Numbers;

static float *
fill (gsize n,
      guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *values = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    values[i] = g_rand_double_range (rand, -1, 1);
  return values;
}

static NnGraph *
make_graph (const Case      *item,
            const NnKernels *kernels)
{
  g_autoptr (NnGraph) first = nn_graph_new (item->in);
  NnArgs args = { .channels = item->channels, .kernel = 3, .steps = item->steps, .slope = 0.1f };

  g_assert_cmpint (nn_graph_add (first, "conv", &args, 0, -1, NULL), ==, 1);
  return nn_graph_copy_with (first, kernels);
}

/* Output, gradient of the input and gradient of the parameters, one after another. */
static Numbers
work_out (const Case      *item,
          const NnKernels *kernels)
{
  g_autoptr (NnGraph) graph = make_graph (item, kernels);
  g_autoptr (NnPrepared) prepared = nn_prepared_new (graph);
  const NnNode *node = nn_graph_get_node (graph, 1);
  Numbers numbers = { NULL, item->batch * nn_shape_size (node->out), item->batch * nn_shape_size (item->in),
                      node->n_params };
  g_autofree float *x = fill (numbers.n_in, 1), *params = fill (numbers.n_params, 2), *d_out = fill (numbers.n_out, 3);
  g_autofree float *kept = g_new0 (float, item->batch * node->n_kept + 1);
  g_autofree float *scratch = g_new (float, node->n_scratch + 1);
  NnFlow flow = { .batch = item->batch, .scratch = scratch, .in = { x }, .params = params, .d_out = d_out,
                  .kept = kept };

  numbers.all = g_new0 (float, numbers.n_out + numbers.n_in + numbers.n_params);
  nn_prepared_update (prepared, params, TRUE, 1);
  flow.prepared = nn_prepared_get (prepared);
  flow.out = numbers.all;
  flow.d_in[0] = numbers.all + numbers.n_out;
  flow.d_params = flow.d_in[0] + numbers.n_in;
  for (gsize i = 0; i < node->n_scratch; i++)
    scratch[i] = NAN;
  node->op->forward (node, &flow);
  node->op->backward (node, &flow);
  return numbers;
}

static double
largest_difference (const float *a,
                    const float *b,
                    gsize        n)
{
  double largest = 0, difference = 0;

  for (gsize i = 0; i < n; i++)
    {
      largest = MAX (largest, fabs (a[i]));
      difference = isfinite (b[i]) ? MAX (difference, fabs ((double) a[i] - b[i])) : HUGE_VAL;
    }
  return largest > 0 ? difference / largest : difference;
}

static void
compare (const Case      *item,
         const NnKernels *kernels)
{
  Numbers plain = work_out (item, NULL), fast = work_out (item, kernels);
  const struct { const char *name; gsize at, n; } parts[] = {
    { "output", 0, plain.n_out },
    { "gradient of the input", plain.n_out, plain.n_in },
    { "gradient of the parameters", plain.n_out + plain.n_in, plain.n_params },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double error = largest_difference (plain.all + parts[i].at, fast.all + parts[i].at, parts[i].n);

      g_test_message ("%s, %s: %.1e", kernels->name, parts[i].name, error);
      g_assert_cmpfloat (error, <=, BOUND);
    }
  g_free (plain.all);
  g_free (fast.all);
}

static void
test_against_plain (gconstpointer data)
{
  guint n = 0;

  for (guint i = 0; nn_kernels[i] != NULL; i++)
    if (nn_kernels[i]->runs_here ())
      {
        compare (data, nn_kernels[i]);
        n++;
      }
  g_assert_cmpuint (n, >, 0);
}

/* Many samples at once, which share memory and go through some nodes one by one, give what each gives by itself. */
static void
test_prediction (gconstpointer data)
{
  g_autoptr (NnGraph) graph = nn_recipe_find ("unet")->build (data, NULL);
  g_autoptr (NnNet) net = nn_net_new (graph, 3);
  gsize in = nn_shape_size (nn_net_get_input (net)), out = nn_shape_size (nn_net_get_output (net));
  g_autofree float *x = fill (13 * in, 4), *together = g_new (float, 13 * out), *alone = g_new (float, out);

  for (guint threads = 1; threads <= 3; threads++)
    {
      g_assert_true (nn_net_predict (net, 13, x, together, threads, NULL, NULL));
      for (guint i = 0; i < 13; i++)
        {
          g_assert_true (nn_net_predict (net, 1, x + i * in, alone, 1, NULL, NULL));
          g_assert_cmpmem (alone, out * sizeof (float), together + i * out, out * sizeof (float));
        }
    }
}

/* The plain form asks for nothing prepared: it cannot be the fast one under another name. */
static void
test_choice (void)
{
  g_autoptr (NnGraph) plain = make_graph (&cases[2], NULL), fast = make_graph (&cases[2], nn_kernels_best ());
  g_autoptr (NnGraph) first = nn_graph_new (cases[2].in);

  nn_graph_add (first, "conv", &(NnArgs) { .channels = 2 }, 0, -1, NULL);
  g_assert_cmpuint (nn_graph_get_n_prepared (plain), ==, 0);
  g_assert_cmpuint (nn_graph_get_n_prepared (fast), >, 0);
  g_assert_true (nn_graph_get_node (first, 1)->kernels == nn_kernels_best ());
}

static const NnDesign designs[] = {
  { .patch = 16, .width = 20, .depth = 2, .norm = NN_NORM_INSTANCE, .slope = 0.01f },
  { .patch = 16, .width = 20, .depth = 2, .norm = NN_NORM_INSTANCE },
  { .patch = 16, .width = 20, .depth = 2, .norm = NN_NORM_BATCH, .slope = 0.01f },
  { .patch = 16, .width = 20, .depth = 3, .norm = NN_NORM_INSTANCE, .slope = -0.1f },
  { .patch = 32, .width = 70, .depth = 1, .norm = NN_NORM_INSTANCE, .slope = 0.01f },
  { .patch = 16, .width = 12, .depth = 1, .norm = NN_NORM_NONE, .steps = 2, .slope = 0.01f, .dropout = 0.3f },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/winograd/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_against_plain);
    }
  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/winograd/prediction/%u", i);

      g_test_add_data_func (path, &designs[i], test_prediction);
    }
  g_test_add_func ("/winograd/choice", test_choice);
  return g_test_run ();
}
