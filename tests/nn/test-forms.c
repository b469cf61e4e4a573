/* Whole networks in the fast form against the plain one, with every arithmetic this processor has.
 *
 * A network is smooth but for its decisions: which side of the kink of a ReLU a value lies on, which of four is the
 * largest. Where rounding turns one of them a gradient takes another way, and is off by what one pixel weighs, whatever
 * the precision. So both are compared where all decisions are the same; and those are most. */
#include "nn-net.h"
#include "nn-pass.h"
#include "nn-prepared.h"
#include "nn-recipe.h"
#include "nn-step.h"

#include <math.h>
#include <string.h>

/* Of the largest number of the gradient: norms over few values make errors grow. The published network has 1.5e-4. */
#define BOUND 2e-4

#define GROUPS 12

static void
load_noise (gpointer owner,
            guint    i,
            GRand   *rand,
            float   *x,
            float   *y)
{
  guint n = GPOINTER_TO_UINT (owner);

  for (guint k = 0; k < n; k++)
    {
      x[k] = g_rand_double_range (rand, -1.7, 1.7);
      y[n + k] = x[k] > 0.5;
      y[k] = 1 - y[n + k];
    }
}

/* Samples that are learnt from at once: one, or, where a norm goes over the batch, three. */
typedef struct { NnFeed feed; guint samples[3]; NnBatch batch; } Group;

static void
group_init (Group         *self,
            const NnGraph *graph,
            guint          number)
{
  guint n = nn_graph_mixes (graph) ? 3 : 1;

  self->feed = (NnFeed) { GUINT_TO_POINTER (nn_shape_size (nn_graph_get_node (graph, 0)->out)), 3 * GROUPS,
                          load_noise };
  for (guint i = 0; i < n; i++)
    self->samples[i] = number * n + i;
  self->batch = (NnBatch) { &self->feed, self->samples, n, 1, 1 };
}

static float *
find_gradient (const NnGraph *graph,
               const NnBatch *batch,
               double        *loss)
{
  g_autoptr (NnNet) net = nn_net_new (graph, 5);
  g_autoptr (NnStep) step = nn_step_new (graph, batch->count, 2, NN_LOSS_BOTH);
  float *gradient = g_new (float, nn_net_get_n_params (net));
  GError *error = NULL;

  nn_step_train (step, batch, nn_net_get_params (net), nn_net_edit_state (net), gradient, loss, &error);
  g_assert_no_error (error);
  return gradient;
}

/* The graph up to node @last, which if it is recurrent takes @steps. */
static NnGraph *
cut_graph (const NnGraph *graph,
           guint          last,
           guint          steps)
{
  g_autoptr (NnGraph) cut = nn_graph_new (nn_graph_get_node (graph, 0)->out);

  for (guint i = 1; i <= last; i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);
      NnArgs args = node->args;

      args.steps = i == last ? MIN (args.steps, steps) : args.steps;
      nn_graph_add (cut, node->op->name, &args, node->inputs[0], node->n_inputs > 1 ? (int) node->inputs[1] : -1, NULL);
    }
  return nn_graph_copy_with (cut, nn_graph_get_node (graph, 1)->kernels);
}

/* What the last node of a graph says in training, sample by sample; the weights are those of find_gradient(). */
static float *
look_inside (const NnGraph *whole,
             const NnGraph *cut,
             const NnBatch *batch)
{
  g_autoptr (NnNet) net = nn_net_new (whole, 5);
  g_autoptr (NnPass) pass = nn_pass_new (cut, batch->count, FALSE);
  g_autoptr (NnPrepared) prepared = nn_prepared_new (cut);
  g_autoptr (GRand) rand = g_rand_new ();
  g_autofree float *scratch = g_new (float, nn_pass_get_n_scratch (pass) + 1);
  g_autofree float *y = g_new (float, 2 * nn_shape_size (nn_graph_get_node (cut, 0)->out));
  gsize n = nn_shape_size (nn_graph_get_output (cut));
  float *values = g_new (float, batch->count * n);

  for (guint i = 0; i < batch->count; i++)
    {
      guint32 seed[3] = { batch->seed, batch->epoch, batch->samples[i] };

      g_rand_set_seed_array (rand, seed, G_N_ELEMENTS (seed));
      batch->feed->load (batch->feed->owner, batch->samples[i], rand, nn_pass_get_input (pass, i), y);
    }
  nn_prepared_update (prepared, nn_net_get_params (net), FALSE, 1);
  nn_pass_forward (pass, &(NnWalk) { .count = batch->count, .to = nn_graph_get_n_nodes (cut), .training = TRUE,
                                     .params = nn_net_get_params (net), .prepared = nn_prepared_get (prepared),
                                     .state = nn_net_edit_state (net), .scratch = scratch, .rand = rand,
                                     .seed = { batch->seed, batch->epoch }, .samples = batch->samples });
  for (guint i = 0; i < batch->count; i++)
    memcpy (values + i * n, nn_pass_get_output (pass, i), n * sizeof (float));
  return values;
}

static void
add_signs (GByteArray  *decisions,
           const float *values,
           gsize        n)
{
  for (gsize i = 0; i < n; i++)
    g_byte_array_append (decisions, &(guint8) { values[i] > 0 }, 1);
}

/* Which of the four under a maximum of 2x2. */
static void
add_largest (GByteArray  *decisions,
             const float *values,
             gsize        n,
             guint        width)
{
  for (gsize y = 0; y < n / width; y += 2)
    for (guint x = 0; x < width; x += 2)
      {
        guint8 best = 0;

        for (guint8 k = 1; k < 4; k++)
          if (values[(y + k / 2) * width + x + k % 2] > values[(y + best / 2) * width + x + best % 2])
            best = k;
        g_byte_array_append (decisions, &best, 1);
      }
}

static void
add_decisions (GByteArray    *decisions,
               const NnGraph *graph,
               const NnBatch *batch,
               guint          last,
               guint          steps,
               gboolean       largest)
{
  g_autoptr (NnGraph) cut = cut_graph (graph, last, steps);
  g_autofree float *values = look_inside (graph, cut, batch);
  gsize n = batch->count * nn_shape_size (nn_graph_get_output (cut));

  if (largest)
    add_largest (decisions, values, n, nn_graph_get_output (cut).width);
  else
    add_signs (decisions, values, n);
}

static GByteArray *
decide (const NnGraph *graph,
        const NnBatch *batch)
{
  GByteArray *decisions = g_byte_array_new ();

  for (guint i = 1; i < nn_graph_get_n_nodes (graph); i++)
    {
      const NnNode *node = nn_graph_get_node (graph, i);
      gboolean largest = g_str_equal (node->op->name, "maxpool");

      if (largest || g_str_equal (node->op->name, "leaky"))
        add_decisions (decisions, graph, batch, node->inputs[0], G_MAXUINT, largest);
      for (guint t = 0; t < node->args.steps; t++)
        add_decisions (decisions, graph, batch, i, t, FALSE);
    }
  return decisions;
}

static guint
count_turned (const GByteArray *a,
              const GByteArray *b)
{
  guint n = 0;

  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    n += a->data[i] != b->data[i];
  return n;
}

static double
find_difference (const float *a,
                 const float *b,
                 gsize        n)
{
  double largest = 0, difference = 0;

  for (gsize i = 0; i < n; i++)
    {
      largest = MAX (largest, fabs (a[i]));
      difference = isfinite (b[i]) ? MAX (difference, fabs ((double) a[i] - b[i])) : HUGE_VAL;
    }
  g_assert_cmpfloat (largest, >, 0);
  return difference / largest;
}

/* Whether all decisions of group @number were the same; then the gradients are too. */
static gboolean
compare_group (const NnGraph *plain,
               const NnGraph *fast,
               guint          number,
               double         bound,
               double        *worst)
{
  double loss, plain_loss, difference;
  Group group;
  g_autofree float *found = NULL, *wanted = NULL;
  g_autoptr (GByteArray) ours = NULL, theirs = NULL;

  group_init (&group, plain, number);
  wanted = find_gradient (plain, &group.batch, &plain_loss);
  found = find_gradient (fast, &group.batch, &loss);
  g_assert_cmpfloat_with_epsilon (loss, plain_loss, 1e-5);
  theirs = decide (plain, &group.batch);
  ours = decide (fast, &group.batch);
  difference = find_difference (wanted, found, nn_graph_get_n_params (plain));
  if (count_turned (theirs, ours) > 0)
    {
      g_test_message ("%u of %u decisions turned, gradient off by %.1e", count_turned (theirs, ours), ours->len,
                      difference);
      return FALSE;
    }
  *worst = MAX (*worst, difference);
  g_assert_cmpfloat (difference, <=, bound);
  return TRUE;
}

static void
test_gradient (gconstpointer data)
{
  const NnDesign *design = data;
  g_autoptr (NnGraph) graph = nn_recipe_find ("unet")->build (design, NULL);
  g_autoptr (NnGraph) plain = nn_graph_copy_with (graph, NULL);

  for (guint i = 0; nn_kernels[i] != NULL; i++)
    if (nn_kernels[i]->runs_here ())
      {
        g_autoptr (NnGraph) fast = nn_graph_copy_with (graph, nn_kernels[i]);
        double worst = 0;
        guint same = 0;

        for (guint number = 0; number < GROUPS; number++)
          same += compare_group (plain, fast, number, BOUND, &worst);
        g_test_message ("%s: gradients of %u of %u groups off by %.1e", nn_kernels[i]->name, same, GROUPS, worst);
        g_assert_cmpuint (same, >=, GROUPS / 2);
      }
}

/* Whether norm does the work of leaky or, with a dropout between them that drops nothing, each its own: to the bit. */
static void
test_joined (void)
{
  float *gradients[2];
  double losses[2];
  gsize n = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (NnGraph) graph = nn_graph_new ((NnShape) { 1, 16, 16 });
      int at = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 9 }, 0, -1, NULL);
      Group group;

      at = nn_graph_add (graph, "norm", NULL, at, -1, NULL);
      if (i == 1)
        at = nn_graph_add (graph, "dropout", NULL, at, -1, NULL);
      at = nn_graph_add (graph, "leaky", &(NnArgs) { .slope = 0.2f }, at, -1, NULL);
      at = nn_graph_add (graph, "conv", &(NnArgs) { .channels = 2 }, at, -1, NULL);
      g_assert_cmpint (nn_graph_add (graph, "softmax", NULL, at, -1, NULL), ==, (int) (5 + i));
      group_init (&group, graph, 4);
      gradients[i] = find_gradient (graph, &group.batch, &losses[i]);
      n = nn_graph_get_n_params (graph) * sizeof (float);
    }
  g_assert_true (losses[0] == losses[1]);
  g_assert_cmpmem (gradients[0], n, gradients[1], n);
  g_free (gradients[0]);
  g_free (gradients[1]);
}

static const NnDesign designs[] = {
  { .patch = 16, .width = 20, .depth = 2, .norm = NN_NORM_INSTANCE, .slope = 0.01f },
  { .patch = 16, .width = 20, .depth = 2, .norm = NN_NORM_INSTANCE },
  { .patch = 16, .width = 20, .depth = 2, .norm = NN_NORM_BATCH, .slope = 0.01f },
  { .patch = 16, .width = 20, .depth = 3, .norm = NN_NORM_INSTANCE, .slope = -0.1f },
  { .patch = 32, .width = 17, .depth = 1, .norm = NN_NORM_INSTANCE, .slope = 0.01f },
  { .patch = 16, .width = 12, .depth = 1, .norm = NN_NORM_NONE, .steps = 2, .slope = 0.01f, .dropout = 0.3f },
};

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (designs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/forms/gradient/%u", i);

      g_test_add_data_func (path, &designs[i], test_gradient);
    }
  g_test_add_func ("/forms/joined", test_joined);
  return g_test_run ();
}
