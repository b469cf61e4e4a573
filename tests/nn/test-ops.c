/* Every op: the gradient it gives against the difference quotient of its output, in every input and every parameter. */
#include "nn-graph.h"
#include "nn-net.h"
#include "nn-pass.h"

#include <math.h>
#include <string.h>

#define BATCH 3
#define STEP 1e-2

typedef struct
{
  const char *name, *op;
  NnShape     a, b;                     /* b: of the second input */
  NnArgs      args;
  gboolean    given;                    /* not training: the state counts */
} Case;

static const Case cases[] = {
  { "conv", "conv", { 3, 5, 4 }, .args = { .channels = 2, .kernel = 3 } },
  { "conv-1x1", "conv", { 4, 3, 5 }, .args = { .channels = 3, .kernel = 1 } },
  { "conv-5x5-stride", "conv", { 2, 7, 6 }, .args = { .channels = 3, .kernel = 5, .stride = 2 } },
  { "conv-1x1-stride", "conv", { 2, 5, 5 }, .args = { .channels = 3, .kernel = 1, .stride = 2 } },
  { "conv-smaller-than-kernel", "conv", { 2, 1, 2 }, .args = { .channels = 3, .kernel = 5 } },
  { "conv-recurrent", "conv", { 2, 4, 4 }, .args = { .channels = 3, .kernel = 3, .steps = 1, .slope = 0.1f } },
  { "conv-recurrent-3", "conv", { 2, 4, 3 },
    .args = { .channels = 2, .kernel = 3, .stride = 1, .steps = 3, .slope = 0.2f } },
  { "conv-64", "conv", { 64, 4, 4 }, .args = { .channels = 64, .kernel = 3 } },
  { "conv-128", "conv", { 128, 2, 2 }, .args = { .channels = 64, .kernel = 3 } },
  { "conv-64-odd", "conv", { 64, 6, 10 }, .args = { .channels = 64, .kernel = 3 } },
  { "upconv", "upconv", { 3, 3, 2 }, .args = { .channels = 2, .kernel = 2, .stride = 2 } },
  { "upconv-overlapping", "upconv", { 2, 3, 3 }, .args = { .channels = 2, .kernel = 3, .stride = 2 } },
  { "maxpool", "maxpool", { 2, 4, 6 }, .args = { .kernel = 2 } },
  { "maxpool-3-rest", "maxpool", { 2, 7, 5 }, .args = { .kernel = 3 } },
  { "avgpool", "avgpool", { 2, 4, 6 }, .args = { .kernel = 2 } },
  { "avgpool-rest", "avgpool", { 2, 5, 5 }, .args = { .kernel = 2 } },
  { "norm-instance", "norm", { 3, 4, 5 } },
  { "norm-batch", "norm", { 3, 2, 3 }, .args = { .over_batch = TRUE } },
  { "norm-batch-given", "norm", { 3, 2, 3 }, .args = { .over_batch = TRUE }, .given = TRUE },
  { "leaky", "leaky", { 2, 3, 3 }, .args = { .slope = 0.01f } },
  { "relu", "leaky", { 2, 3, 3 } },
  { "concat", "concat", { 2, 3, 2 }, { 1, 3, 2 } },
  { "dense", "dense", { 2, 3, 2 }, .args = { .channels = 4 } },
  { "dropout", "dropout", { 2, 4, 4 }, .args = { .rate = 0.4f } },
  { "dropout-given", "dropout", { 2, 4, 4 }, .args = { .rate = 0.4f }, .given = TRUE },
  { "softmax", "softmax", { 3, 2, 3 } },
};

/* A node by itself, with arrays of its own. The loss is the sum of weights * out. */
typedef struct
{
  NnNode node;
  NnFlow flow;
  gsize  n[2], n_out;
  float *x[2], *d_x[2], *params, *d_params, *out, *kept, *state, *scratch, *weights, *d_out, *prepared;
} Bench;

static float *
fill (gsize  n,
      GRand *rand)
{
  float *values = g_new0 (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      double value = g_rand_double_range (rand, 0.1, 1);

      /* Away from the kink of leaky, and no two alike, so that no maximum changes its place within a step. */
      values[i] = g_rand_boolean (rand) ? value : -value;
    }
  return values;
}

static void
bench_init (Bench      *self,
            const Case *item)
{
  g_autoptr (NnGraph) graph = nn_graph_new (item->a);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  GError *error = NULL;
  int b = -1;

  *self = (Bench) { 0 };
  if (item->b.channels > 0)
    b = nn_graph_add (graph, "conv", &(NnArgs) { .channels = item->b.channels, .kernel = 1 }, 0, -1, &error);
  nn_graph_add (graph, item->op, &item->args, 0, b, &error);
  g_assert_no_error (error);
  self->node = *nn_graph_get_node (graph, nn_graph_get_n_nodes (graph) - 1);
  self->n_out = BATCH * nn_shape_size (self->node.out);
  for (guint i = 0; i < self->node.n_inputs; i++)
    {
      self->n[i] = BATCH * nn_shape_size (self->node.in[i]);
      self->x[i] = fill (self->n[i], rand);
      self->d_x[i] = g_new0 (float, self->n[i]);
    }
  self->params = fill (self->node.n_params, rand);
  self->weights = fill (self->n_out, rand);
  self->state = fill (self->node.n_state, rand);
  self->d_params = g_new0 (float, MAX (self->node.n_params, 1));
  self->out = g_new0 (float, self->n_out);
  self->kept = g_new0 (float, MAX (BATCH * self->node.n_kept, 1));
  self->scratch = g_new0 (float, MAX (self->node.n_scratch, 1));
  self->prepared = g_new0 (float, MAX (self->node.n_prepared, 1));
  self->flow = (NnFlow) { .batch = BATCH, .training = !item->given, .rand = g_rand_new (), .state = self->state,
                          .in = { self->x[0], self->x[1] }, .params = self->params, .prepared = self->prepared,
                          .d_out = self->weights,
                          .out = self->out, .kept = self->kept, .scratch = self->scratch,
                          .d_in = { self->d_x[0], self->d_x[1] }, .d_params = self->d_params };
}

static void
bench_clear (Bench *self)
{
  float *all[] = { self->x[0], self->x[1], self->d_x[0], self->d_x[1], self->params, self->d_params, self->out,
                   self->kept, self->state, self->scratch, self->weights, self->prepared };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
  g_rand_free (self->flow.rand);
}

static double
find_loss (Bench *self)
{
  double loss = 0;

  g_rand_set_seed (self->flow.rand, 3);
  if (self->node.op->prepare != NULL)
    self->node.op->prepare (&self->node, self->params, TRUE, self->prepared);
  self->node.op->forward (&self->node, &self->flow);
  for (gsize i = 0; i < self->n_out; i++)
    loss += (double) self->weights[i] * self->out[i];
  return loss;
}

static double
find_quotient (Bench *self,
               float *value,
               double step)
{
  float kept = *value;
  double above, below;

  *value = kept + step;
  above = find_loss (self);
  *value = kept - step;
  below = find_loss (self);
  *value = kept;
  return (above - below) / (2 * step);
}

/* Up to 60 places of an array, spread over it. The measure is the largest gradient of the array. Where a kink lies
 * within the step, which two steps of unlike length tell, the next place has to do; that may happen now and then. */
static void
compare (Bench       *self,
         float       *values,
         const float *gradient,
         gsize        n)
{
  gsize step = MAX (1, n / 60);
  double largest = 1e-2;
  guint kinks = 0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (gradient[i]));
  for (gsize i = 0; i < n; i += step)
    {
      double quotient = find_quotient (self, &values[i], STEP);

      if (fabs (quotient - gradient[i]) <= 5e-3 * largest)
        continue;
      if (fabs (quotient - find_quotient (self, &values[i], STEP / 3)) < 2e-3 * largest)
        g_error ("at %" G_GSIZE_FORMAT ": gradient %g, quotient %g", i, gradient[i], quotient);
      kinks++;
    }
  g_assert_cmpuint (kinks, <=, n / step / 3);
}

static void
test_gradient (gconstpointer data)
{
  Bench bench;

  bench_init (&bench, data);
  find_loss (&bench);
  bench.node.op->backward (&bench.node, &bench.flow);
  for (guint i = 0; i < bench.node.n_inputs; i++)
    compare (&bench, bench.x[i], bench.d_x[i], bench.n[i]);
  compare (&bench, bench.params, bench.d_params, bench.node.n_params);
  bench_clear (&bench);
}

/* Gradients are added to what is there, and one that is not wanted is not written. */
static void
test_adds (gconstpointer data)
{
  Bench once, twice;

  bench_init (&once, data);
  bench_init (&twice, data);
  find_loss (&once);
  find_loss (&twice);
  once.node.op->backward (&once.node, &once.flow);
  twice.node.op->backward (&twice.node, &twice.flow);
  twice.node.op->backward (&twice.node, &twice.flow);
  for (guint i = 0; i < once.node.n_inputs; i++)
    for (gsize j = 0; j < once.n[i]; j++)
      g_assert_cmpfloat_with_epsilon (2 * once.d_x[i][j], twice.d_x[i][j], 1e-3);
  for (gsize j = 0; j < once.node.n_params; j++)
    g_assert_cmpfloat_with_epsilon (2 * once.d_params[j], twice.d_params[j], 1e-2);
  once.flow.d_in[0] = once.flow.d_in[1] = once.flow.d_params = NULL;
  once.node.op->backward (&once.node, &once.flow);
  bench_clear (&once);
  bench_clear (&twice);
}

/* What a sample gives does not hang on its neighbours, but where the op says so. */
static void
test_sample_by_itself (gconstpointer data)
{
  Bench bench;
  g_autofree float *together = NULL;

  bench_init (&bench, data);
  find_loss (&bench);
  together = g_memdup2 (bench.out, bench.n_out * sizeof (float));
  for (guint s = 0; s < BATCH && !(bench.node.mixes && bench.flow.training) && !bench.node.random; s++)
    {
      gsize n = bench.n_out / BATCH;

      bench.flow.batch = 1;
      for (guint i = 0; i < bench.node.n_inputs; i++)
        bench.flow.in[i] = bench.x[i] + s * bench.n[i] / BATCH;
      bench.node.op->forward (&bench.node, &bench.flow);
      g_assert_cmpmem (bench.out, n * sizeof (float), together + s * n, n * sizeof (float));
    }
  bench_clear (&bench);
}

/* A convolution by the book. */
static void
test_conv_by_hand (void)
{
  Case item = { "conv", "conv", { 2, 4, 3 }, .args = { .channels = 1, .kernel = 3 } };
  Bench bench;

  bench_init (&bench, &item);
  find_loss (&bench);
  for (int y = 0; y < 4; y++)
    for (int x = 0; x < 3; x++)
      {
        double sum = bench.params[18];

        for (int c = 0; c < 2; c++)
          for (int k = 0; k < 9; k++)
            if (y + k / 3 >= 1 && y + k / 3 <= 4 && x + k % 3 >= 1 && x + k % 3 <= 3)
              sum += bench.params[c * 9 + k] * bench.x[0][(c * 4 + y + k / 3 - 1) * 3 + x + k % 3 - 1];
        g_assert_cmpfloat_with_epsilon (bench.out[y * 3 + x], sum, 1e-5);
      }
  bench_clear (&bench);
}

/* The running means of a batch norm come to the mean and variance of what it sees. */
static void
test_norm_remembers (void)
{
  Case item = { "norm", "norm", { 1, 8, 8 }, .args = { .over_batch = TRUE } };
  Bench bench;
  double mean = 0, variance = 0;

  bench_init (&bench, &item);
  for (gsize i = 0; i < bench.n[0]; i++)
    mean += bench.x[0][i] / bench.n[0];
  for (gsize i = 0; i < bench.n[0]; i++)
    variance += (bench.x[0][i] - mean) * (bench.x[0][i] - mean) / (bench.n[0] - 1);
  memset (bench.state, 0, 2 * sizeof (float));
  for (guint i = 0; i < 200; i++)
    find_loss (&bench);
  g_assert_cmpfloat_with_epsilon (bench.state[0], mean, 1e-4);
  g_assert_cmpfloat_with_epsilon (bench.state[1] + 1, variance, 1e-4);
  bench_clear (&bench);
}

static void
test_dropout_share (void)
{
  Case item = { "dropout", "dropout", { 1, 100, 100 }, .args = { .rate = 0.3f } };
  Bench bench;
  gsize dropped = 0;

  bench_init (&bench, &item);
  find_loss (&bench);
  for (gsize i = 0; i < bench.n_out; i++)
    {
      dropped += bench.out[i] == 0;
      if (bench.out[i] != 0)
        g_assert_cmpfloat_with_epsilon (bench.out[i], bench.x[0][i] / 0.7f, 1e-5);
    }
  g_assert_cmpfloat_with_epsilon (dropped / (double) bench.n_out, 0.3, 0.02);
  bench_clear (&bench);
}

/* No op is left without a case. */
static void
test_all_are_here (void)
{
  for (guint i = 0; nn_ops[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        found |= g_str_equal (cases[j].op, nn_ops[i]->name);
      g_assert_true (found);
    }
}

static void
add_case (const Case *item,
          const char *what,
          void      (*func) (gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/ops/%s/%s", item->name, what);

  g_test_add_data_func (path, item, func);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add_case (&cases[i], "gradient", test_gradient);
      add_case (&cases[i], "adds", test_adds);
      add_case (&cases[i], "sample-by-itself", test_sample_by_itself);
    }
  g_test_add_func ("/ops/conv/by-hand", test_conv_by_hand);
  g_test_add_func ("/ops/norm/remembers", test_norm_remembers);
  g_test_add_func ("/ops/dropout/share", test_dropout_share);
  g_test_add_func ("/ops/all-are-here", test_all_are_here);
  return g_test_run ();
}
