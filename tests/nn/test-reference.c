/* Our arithmetic against PyTorch's, in double precision, on small networks of every recipe and around every op:
 * logits, loss, every gradient, ten steps of training, and what the trained network predicts. reference/make.py wrote
 * the vectors; dropout alone, which draws, is left to test-ops. */
#include "nn-adam.h"
#include "nn-graph.h"
#include "nn-recipe.h"
#include "nn-step.h"
#include "nn-tensors.h"

#include <math.h>
#include <string.h>

/* Relative to the largest of the network. The fast form loses a digit (nn-winograd.h). */
#define LOGITS 1e-5
#define LOGITS_FAST 5e-5
#define GRADIENTS 1e-4
#define GRADIENTS_FAST 3e-4
#define LOSSES 1e-4
/* Its rounding may turn a leaky ReLU to the other side of its kink, another one on each processor: till then losses are
 * within 1e-6, and from there on by some 1e-4 off (tests/bench/README.md). */
#define LOSSES_FAST 1e-3
/* What single precision may be off at full width, where PyTorch's own differs from its double by as much. */
#define LOGITS_FULL 1e-3
#define GRADIENTS_FULL 1e-2
#define LOSSES_FULL 5e-2
#define PREDICTIONS 1e-3
/* Adam makes whole steps of a gradient that is nothing but rounding, so the fast form may end elsewhere. Behind a batch
 * norm that is every bias, which its running mean follows late: there only the losses are compared. */
#define PREDICTIONS_FAST 1e-2
#define RATE 1e-3

typedef struct
{
  const char *name, *recipe;
  NnDesign    design;
  const char *op;                        /* instead of a recipe: this op between two 1x1 convolutions */
  NnArgs      args;
  guint       side;
  NnLossKind  loss;
} Case;

static const Case cases[] = {
  { "unet", "unet", { 32, 4, 4, 0, NN_NORM_INSTANCE, 0.01f, 0 } },
  { "unet-recurrent", "unet", { 8, 3, 1, 2, NN_NORM_INSTANCE, 0.1f, 0 } },
  { "unet-batch-relu", "unet", { 16, 3, 2, 0, NN_NORM_BATCH, 0, 0 } },
  { "unet-no-norm-dice", "unet", { 8, 3, 1, 0, NN_NORM_NONE, 0.01f, 0 }, .loss = NN_LOSS_DICE },
  { "unet-cross", "unet", { 8, 3, 1, 0, NN_NORM_INSTANCE, 0.01f, 0 }, .loss = NN_LOSS_CROSS },
  { "valvano", "valvano", { 16, 3, 4, 0, NN_NORM_NONE, 0, 0 } },
  { "rehman", "rehman", { 16, 2, 3, 0, NN_NORM_NONE, 0, 0 } },
  { "densenet", "densenet", { 8, 4, 3, 0, NN_NORM_BATCH, 0, 0 } },
  { "conv", .op = "conv", .args = { .channels = 4 }, .side = 8 },
  { "conv-5x5-stride", .op = "conv", .args = { .channels = 4, .kernel = 5, .stride = 2 }, .side = 7 },
  { "conv-recurrent", .op = "conv", .args = { .channels = 4, .steps = 3, .slope = 0.2f }, .side = 6 },
  { "upconv", .op = "upconv", .args = { .channels = 4 }, .side = 5 },
  { "upconv-overlapping", .op = "upconv", .args = { .channels = 4, .kernel = 3, .stride = 2 }, .side = 5 },
  { "maxpool", .op = "maxpool", .args = { .kernel = 3 }, .side = 8 },
  { "avgpool", .op = "avgpool", .side = 7 },
  { "norm-instance", .op = "norm", .side = 6 },
  { "norm-batch", .op = "norm", .args = { .over_batch = TRUE }, .side = 6 },
  { "leaky", .op = "leaky", .args = { .slope = 0.01f }, .side = 6 },
  { "concat", .op = "concat", .side = 6 },
  { "dense", .op = "dense", .args = { .channels = 5 }, .side = 4 },
  { "softmax", .op = "softmax", .side = 6 },
};

/* A case in one of the two forms of arithmetic. */
typedef struct { const Case *item; gboolean fast; } Task;

/* A case with its part of the file. */
typedef struct
{
  const Case     *item;
  gboolean        fast;
  NnNet          *net;
  const NnTensor *x;
  guint           n;                      /* samples */
  NnShape         in, out;
} Bench;

static NnTensors *reference;
static gboolean full;                    /* another file: networks as wide and patches as large as published */

static const NnTensor *
find (const Case *item,
      const char *what)
{
  g_autofree char *name = g_strdup_printf ("%s/%s", item->name, what);
  const NnTensor *tensor = nn_tensors_find (reference, name);

  g_assert_nonnull (tensor);
  return tensor;
}

/* The larger file holds networks alone. */
static gboolean
is_there (const Case *item)
{
  g_autofree char *name = g_strdup_printf ("%s/x", item->name);

  return !full || nn_tensors_find (reference, name) != NULL;
}

/* The arrays under "CASE/what/". */
static NnTensors *
find_all (const Case *item,
          const char *what)
{
  g_autofree char *prefix = g_strdup_printf ("%s/%s/", item->name, what);
  NnTensors *found = nn_tensors_new ();

  for (guint i = 0; i < nn_tensors_get_n (reference); i++)
    {
      const NnTensor *tensor = nn_tensors_get (reference, i);

      if (g_str_has_prefix (tensor->name, prefix))
        nn_tensors_add (found, tensor->name + strlen (prefix), tensor->n_dims, tensor->dims, tensor->values);
    }
  return found;
}

static NnGraph *
build_around (const Case *item)
{
  NnGraph *graph = nn_graph_new ((NnShape) { 1, item->side, item->side });
  GError *error = NULL;
  int before = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 3, .kernel = 1 }, 0, -1, &error);
  int at = nn_graph_add (graph, item->op, &item->args, before, g_str_equal (item->op, "concat") ? 0 : -1, &error);

  at = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 2, .kernel = 1 }, at, -1, &error);
  nn_graph_add (graph, "softmax", NULL, at, -1, &error);
  g_assert_no_error (error);
  return graph;
}

/* All but the last node, which is softmax. */
static NnGraph *
without_softmax (const NnGraph *graph,
                 gboolean       fast)
{
  g_autoptr (NnGraph) cut = nn_graph_new (nn_graph_get_node (graph, 0)->out);
  guint n = nn_graph_get_n_nodes (graph) - 1;

  g_assert_cmpstr (nn_graph_get_node (graph, n)->op->name, ==, "softmax");
  for (guint i = 1; i < n; i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);

      nn_graph_add (cut, node->op->name, &node->args, node->inputs[0], node->n_inputs > 1 ? (int) node->inputs[1] : -1,
                    NULL);
    }
  return fast ? nn_graph_copy (cut) : nn_graph_copy_with (cut, NULL);
}

static void
take_weights (NnNet      *net,
              const Case *item,
              const char *what)
{
  g_autoptr (NnTensors) weights = find_all (item, what);
  GError *error = NULL;

  nn_tensors_to_net (weights, net, &error);
  g_assert_no_error (error);
}

static void
bench_init (Bench      *self,
            const Task *task)
{
  GError *error = NULL;
  const Case *item = task->item;
  NnDesign design = item->design;
  g_autoptr (NnGraph) plain = NULL, graph = NULL;

  if (full)
    {
      design.patch = 32;
      design.width = 64;
      design.depth = nn_recipe_find (item->recipe)->standard.depth;
      design.slope = design.steps > 0 ? 0.01f : design.slope;
    }
  graph = item->op != NULL ? build_around (item)
                           : nn_recipe_build (nn_recipe_find (item->recipe), &design, &error);

  g_assert_no_error (error);
  plain = nn_graph_copy_with (graph, NULL);
  *self = (Bench) { item, task->fast, nn_net_new (task->fast ? graph : plain, 1), find (item, "x") };
  self->n = self->x->dims[0];
  self->in = nn_net_get_input (self->net);
  self->out = nn_net_get_output (self->net);
  take_weights (self->net, item, "weights");
}

static void
bench_clear (Bench *self)
{
  nn_net_unref (self->net);
}

/* The target is where x is above 0; where the output is larger, x is laid side by side. */
static void
load (gpointer owner,
      guint    i,
      GRand   *rand,
      float   *x,
      float   *y)
{
  const Bench *self = owner;
  gsize n = nn_shape_size (self->in), plane = (gsize) self->out.height * self->out.width;

  memcpy (x, self->x->values + i * n, n * sizeof (float));
  for (guint row = 0; row < self->out.height; row++)
    for (guint column = 0; column < self->out.width; column++)
      {
        gboolean on = x[row % self->in.height * self->in.width + column % self->in.width] > 0;

        y[row * self->out.width + column] = !on;
        y[plane + row * self->out.width + column] = on;
      }
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

static void
compare (const char  *what,
         const float *found,
         const float *wanted,
         gsize        n,
         double       bound)
{
  double largest = find_largest (wanted, n), worst = 0;

  for (gsize i = 0; i < n; i++)
    worst = MAX (worst, fabs (found[i] - wanted[i]) / largest);
  g_test_message ("%s: off by %.2g of the largest, which is %.3g", what, worst, largest);
  g_assert_cmpfloat (largest, >, 0);
  g_assert_cmpfloat (worst, <=, bound);
}

/* A batch norm predicts by its running means, here those it begins with; gradients and losses tell of its training. */
static void
test_logits (gconstpointer data)
{
  Bench bench;
  g_autoptr (NnGraph) cut = NULL;
  g_autoptr (NnNet) net = NULL;
  g_autofree float *found = NULL;
  const NnTensor *wanted;

  bench_init (&bench, data);
  wanted = find (bench.item, "logits");
  cut = without_softmax (nn_net_get_graph (bench.net), bench.fast);
  net = nn_net_new (cut, 1);
  take_weights (net, bench.item, "weights");
  found = g_new (float, wanted->n);
  g_assert_true (nn_net_predict (net, bench.n, bench.x->values, found, 2, NULL, NULL));
  compare ("logits", found, wanted->values, wanted->n, full ? LOGITS_FULL : bench.fast ? LOGITS_FAST : LOGITS);
  bench_clear (&bench);
}

static void
test_gradient (gconstpointer data)
{
  Bench bench;
  g_autoptr (NnStep) step = NULL;
  g_autoptr (NnNet) wanted = NULL;
  g_autofree float *gradient = NULL;
  guint samples[] = { 0, 1, 2, 3 };
  GError *error = NULL;
  double loss;

  bench_init (&bench, data);
  g_assert_cmpuint (bench.n, <=, G_N_ELEMENTS (samples));
  NnFeed feed = { &bench, bench.n, load };
  NnBatch batch = { &feed, samples, bench.n, 1, 1 };
  wanted = nn_net_copy (bench.net);
  take_weights (wanted, bench.item, "gradient");
  step = nn_step_new (nn_net_get_graph (bench.net), bench.n, 2, bench.item->loss);
  gradient = g_new0 (float, nn_net_get_n_params (bench.net));
  nn_step_train (step, &batch, nn_net_get_params (bench.net), nn_net_edit_state (bench.net), gradient, &loss, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (loss, find (bench.item, "losses")->values[0], full ? LOSSES_FULL : LOSSES);
  compare ("gradient", gradient, nn_net_get_params (wanted), nn_net_get_n_params (wanted),
           full ? GRADIENTS_FULL : bench.fast ? GRADIENTS_FAST : GRADIENTS);
  bench_clear (&bench);
}

/* One step down the gradient; @adam NULL: by the gradient itself. */
static void
take_step (NnAdam      *adam,
           double       rate,
           float       *params,
           const float *gradient,
           gsize        n)
{
  if (adam != NULL)
    nn_adam_step (adam, params, gradient, rate);
  for (gsize i = 0; adam == NULL && i < n; i++)
    params[i] -= (float) rate * gradient[i];
}

/* Ten steps of training; returns how far off @losses the worst loss is, and leaves the trained network. */
static double
train (Bench          *bench,
       NnAdam         *adam,
       double          rate,
       const NnTensor *losses)
{
  guint samples[] = { 0, 1, 2, 3 };
  gsize n = nn_net_get_n_params (bench->net);
  NnFeed feed = { bench, bench->n, load };
  NnBatch batch = { &feed, samples, bench->n, 1, 1 };
  g_autoptr (NnStep) step = nn_step_new (nn_net_get_graph (bench->net), bench->n, 2, bench->item->loss);
  g_autofree float *gradient = g_new (float, n);
  double worst = 0;

  for (gsize i = 0; i < losses->n; i++)
    {
      float *params = nn_net_edit_params (bench->net);
      double loss;

      g_assert_true (nn_step_train (step, &batch, params, nn_net_edit_state (bench->net), gradient, &loss, NULL));
      worst = MAX (worst, fabs (loss - losses->values[i]));
      take_step (adam, rate, params, gradient, n);
    }
  g_test_message ("losses: off by %.2g", worst);
  return worst;
}

static void
test_descent (gconstpointer data)
{
  Bench bench;

  bench_init (&bench, data);
  g_assert_cmpfloat (train (&bench, NULL, find (bench.item, "rate")->values[0], find (bench.item, "descent")), <=,
                     bench.fast ? LOSSES_FAST : LOSSES);
  bench_clear (&bench);
}

static void
test_ten_steps (gconstpointer data)
{
  Bench bench;
  g_autofree float *p = NULL;
  const NnTensor *predicted;
  NnAdam adam;

  bench_init (&bench, data);
  nn_adam_init (&adam, nn_net_get_n_params (bench.net));
  g_assert_cmpfloat (train (&bench, &adam, RATE, find (bench.item, "losses")), <=,
                     full ? LOSSES_FULL : bench.fast ? LOSSES_FAST : LOSSES);
  nn_adam_clear (&adam);
  predicted = find (bench.item, "predicted");
  p = g_new (float, 2 * predicted->n);
  g_assert_true (nn_net_predict (bench.net, bench.n, bench.x->values, p, 2, NULL, NULL));
  for (guint s = 0; s < bench.n && !full && !nn_graph_mixes (nn_net_get_graph (bench.net)); s++)
    compare ("predicted", p + (2 * s + 1) * predicted->n / bench.n, predicted->values + s * predicted->n / bench.n,
             predicted->n / bench.n,
             bench.fast ? PREDICTIONS_FAST : PREDICTIONS);
  bench_clear (&bench);
}

/* Nothing is left out: each recipe has a case, and each op but dropout. */
static void
test_all_are_here (void)
{
  for (guint i = 0; nn_recipes[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        found |= g_strcmp0 (cases[j].recipe, nn_recipes[i]->id) == 0;
      g_assert_true (found);
    }
  for (guint i = 0; nn_ops[i] != NULL; i++)
    {
      gboolean found = g_str_equal (nn_ops[i]->name, "dropout");

      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        found |= g_strcmp0 (cases[j].op, nn_ops[i]->name) == 0;
      g_assert_true (found);
    }
}

static void
add_case (const Case *item,
          gboolean    fast)
{
  static const struct { const char *what; void (*func) (gconstpointer); } tests[] = {
    { "logits", test_logits }, { "gradient", test_gradient }, { "ten-steps", test_ten_steps },
    { "descent", test_descent } };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      const char *form = fast ? "fast" : "plain";
      g_autofree char *path = g_strdup_printf ("/reference/%s/%s/%s", item->name, form, tests[i].what);
      Task *task = g_new (Task, 1);

      *task = (Task) { item, fast };
      g_test_add_data_func_full (path, task, tests[i].func, g_free);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  path = g_strdup (g_getenv ("CALCSPOT_REFERENCE"));
  full = path != NULL;
  if (!full)
    path = g_test_build_filename (G_TEST_DIST, "nn", "reference", "reference.safetensors", NULL);
  file = g_file_new_for_path (path);
  bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  reference = nn_tensors_from_bytes (bytes, path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (!is_there (&cases[i]))
        continue;
      add_case (&cases[i], FALSE);
      add_case (&cases[i], TRUE);
    }
  g_test_add_func ("/reference/all-are-here", test_all_are_here);
  result = g_test_run ();
  nn_tensors_free (reference);
  return result;
}
