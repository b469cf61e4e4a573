#include "nn-pass.h"

#include "nn-layout.h"

#include <string.h>

#define ALIGNMENT 64

struct _NnPass
{
  const NnGraph *graph;
  NnLayout      *layout;
  gsize          n_scratch;
  float         *memory;
};

/* An array of @size floats a sample, from @sample on. Of an inner array only the samples of one step are there. */
static float *
at (const NnPass *self,
    NnArray       array,
    gsize         size,
    guint         sample)
{
  return self->memory + array.at + (array.inner ? 0 : (size + array.gap) * sample);
}

static float *
out_at (const NnPass *self,
        guint         i,
        guint         sample)
{
  return at (self, self->layout->places[i].out, nn_shape_size (nn_graph_get_node (self->graph, i)->out), sample);
}

static float *
d_out_at (const NnPass *self,
          guint         i,
          guint         sample)
{
  return at (self, self->layout->places[i].d_out, nn_shape_size (nn_graph_get_node (self->graph, i)->out), sample);
}

/* @s: of the walk's samples the first of @n. */
static NnFlow
make_flow (const NnPass *self,
           const NnWalk *walk,
           guint         i,
           guint         s,
           guint         n)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);
  gboolean joined = i + 1 < self->layout->n && self->layout->places[i + 1].done;
  NnFlow flow = { .batch = n, .training = walk->training, .rand = walk->rand, .scratch = walk->scratch,
                  .lot = walk->lot, .n_lots = walk->n_lots, .out_gap = self->layout->places[i].out.gap };

  flow.joined = joined ? nn_graph_get_node (self->graph, i + 1) : NULL;
  flow.state = walk->state != NULL ? walk->state + nn_graph_get_state_at (self->graph, i) : NULL;
  flow.params = walk->params + nn_graph_get_params_at (self->graph, i);
  flow.prepared = walk->prepared + nn_graph_get_prepared_at (self->graph, i);
  flow.out = out_at (self, i, walk->first + s);
  flow.kept = at (self, self->layout->places[i].kept, node->n_kept, walk->first + s);
  for (guint j = 0; j < node->n_inputs; j++)
    {
      flow.in[j] = out_at (self, node->inputs[j], walk->first + s);
      flow.in_gap[j] = self->layout->places[node->inputs[j]].out.gap;
    }
  return flow;
}

/* How many samples at once an op takes. */
static guint
find_stride (const NnPass *self,
             guint         i,
             guint         n)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);
  gsize gaps = self->layout->places[i].out.gap;

  for (guint j = 0; j < node->n_inputs; j++)
    gaps += self->layout->places[node->inputs[j]].out.gap;
  return gaps == 0 || node->op->gaps ? n : 1;
}

/* Numbers depend on the node, the sample and the walk's seed, not on who walks there. */
static void
seed_node (const NnWalk *walk,
           guint         i,
           guint         s)
{
  guint32 seed[4] = { walk->seed[0], walk->seed[1], walk->samples[s], i };

  g_rand_set_seed_array (walk->rand, seed, G_N_ELEMENTS (seed));
}

static void
forward (NnPass       *self,
         const NnWalk *walk,
         guint         i,
         guint         s,
         guint         n)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);
  guint stride = find_stride (self, i, n);

  if (self->layout->places[i].done)
    return;
  for (guint end = s + n; s < end; s += stride)
    {
      NnFlow flow = make_flow (self, walk, i, s, stride);

      if (node->random && walk->training)
        seed_node (walk, i, s);
      node->op->forward (node, &flow);
    }
}

/* What node @i is the last to read and was not kept. */
static void
set_again (NnPass       *self,
           const NnWalk *walk,
           guint         i,
           guint         s,
           guint         n)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);

  for (guint j = 0; j < node->n_inputs; j++)
    {
      guint input = node->inputs[j], owner = self->layout->places[input].done ? input - 1 : input;
      NnFlow flow;

      if (!self->layout->places[owner].again || self->layout->places[input].last_use != i)
        continue;
      flow = make_flow (self, walk, owner, s, n);
      nn_graph_get_node (self->graph, owner)->op->again (nn_graph_get_node (self->graph, owner), &flow);
    }
}

/* The gradient of the output that node @i reads as its input @j. Of those who read it the last comes first here. */
static void
find_d_in (const NnPass *self,
           const NnWalk *walk,
           guint         i,
           guint         j,
           guint         s,
           NnFlow       *flow)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);
  guint input = node->inputs[j];

  if (input == 0)
    return;
  flow->d_in[j] = d_out_at (self, input, walk->first + s);
  flow->fresh[j] = self->layout->places[input].last_use == i && !(j == 1 && node->inputs[0] == input);
}

/* Nobody sets the gradient of such a node. */
static gboolean
is_unread (const NnPass *self,
           guint         i)
{
  return self->layout->places[i].last_use == i;
}

static void
step_back (NnPass       *self,
           const NnWalk *walk,
           guint         i,
           guint         s,
           guint         n)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);
  NnFlow flow = make_flow (self, walk, i, s, n);

  flow.d_out = d_out_at (self, i, walk->first + s);
  if (is_unread (self, flow.joined != NULL ? i + 1 : i))
    memset (d_out_at (self, i, walk->first + s), 0, n * nn_shape_size (node->out) * sizeof (float));
  flow.d_params = walk->d_params != NULL ? walk->d_params + nn_graph_get_params_at (self->graph, i) : NULL;
  for (guint j = 0; j < node->n_inputs; j++)
    find_d_in (self, walk, i, j, s, &flow);
  node->op->backward (node, &flow);
}

static void
backward (NnPass       *self,
          const NnWalk *walk,
          guint         i,
          guint         s,
          guint         n)
{
  guint stride = find_stride (self, i, n);

  if (self->layout->places[i].done)
    return;
  set_again (self, walk, i, s, n);
  for (guint end = s + n; s < end; s += stride)
    step_back (self, walk, i, s, stride);
}

NnPass *
nn_pass_new (const NnGraph *graph,
             guint          n_samples,
             gboolean       backward)
{
  NnPass *self = g_new0 (NnPass, 1);

  self->graph = graph;
  self->layout = nn_layout_new (graph, n_samples, backward);
  for (guint i = 0; i < nn_graph_get_n_nodes (graph); i++)
    self->n_scratch = MAX (self->n_scratch, nn_graph_get_node (graph, i)->n_scratch);
  self->memory = g_aligned_alloc0 (self->layout->size, sizeof (float), ALIGNMENT);
  return self;
}

void
nn_pass_free (NnPass *self)
{
  g_aligned_free (self->memory);
  nn_layout_free (self->layout);
  g_free (self);
}

gsize
nn_pass_get_n_scratch (const NnPass *self)
{
  return self->n_scratch;
}

float *
nn_pass_get_input (NnPass *self,
                   guint   sample)
{
  return out_at (self, 0, sample);
}

float *
nn_pass_get_output (NnPass *self,
                    guint   sample)
{
  return out_at (self, nn_graph_get_n_nodes (self->graph) - 1, sample);
}

float *
nn_pass_get_d_output (NnPass *self,
                      guint   sample)
{
  return d_out_at (self, nn_graph_get_n_nodes (self->graph) - 1, sample);
}

void
nn_pass_forward (NnPass       *self,
                 const NnWalk *walk)
{
  const NnPlace *places = self->layout->places;

  for (guint i = MAX (walk->from, 1), end; i < walk->to; i = end)
    {
      for (end = i + 1; end < walk->to && places[end].step == places[i].step;)
        end++;
      for (guint s = 0, n; s < walk->count; s += n)
        {
          n = MIN (places[i].step, walk->count - s);
          for (guint j = i; j < end; j++)
            forward (self, walk, j, s, n);
        }
    }
}

void
nn_pass_backward (NnPass       *self,
                  const NnWalk *walk)
{
  const NnPlace *places = self->layout->places;
  guint first = MAX (walk->from, 1);

  for (guint end = walk->to, i; end > first; end = i)
    {
      for (i = end - 1; i > first && places[i - 1].step_back == places[end - 1].step_back;)
        i--;
      for (guint s = 0, n; s < walk->count; s += n)
        {
          n = MIN (places[i].step_back, walk->count - s);
          for (guint j = end; j-- > i;)
            backward (self, walk, j, s, n);
        }
    }
}
