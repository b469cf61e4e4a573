#include "nn-pass.h"

#include <string.h>

#define ALIGNMENT 64
#define FLOATS_ALIGNED (ALIGNMENT / sizeof (float))
/* Output of a node that is worked on at once, in floats: a fraction of a second-level cache, which holds inputs and
 * weights as well. */
#define FLOATS_AT_ONCE ((gsize) 1 << 16)

/* Where a node's arrays start, in floats a sample; the gradient of the input is not wanted. */
typedef struct { gsize out, kept, d_out; guint last_use, begin; } Slot;   /* begin: the first node of its group */

struct _NnPass
{
  const NnGraph *graph;
  guint          n_samples;
  gsize          n_scratch, size;       /* size: floats a sample */
  Slot          *slots;
  float         *memory;
};

static gsize
align (gsize n)
{
  return (n + FLOATS_ALIGNED - 1) / FLOATS_ALIGNED * FLOATS_ALIGNED;
}

static gsize
out_size (const NnPass *self,
          guint         i)
{
  return align (nn_shape_size (nn_graph_get_node (self->graph, i)->out));
}

static void
find_last_uses (NnPass *self)
{
  guint n = nn_graph_get_n_nodes (self->graph);

  for (guint i = 0; i < n; i++)
    {
      const NnNode *node = nn_graph_get_node (self->graph, i);

      self->slots[i].last_use = i + 1 < n ? i : n;
      for (guint j = 0; j < node->n_inputs; j++)
        self->slots[node->inputs[j]].last_use = i;
    }
  self->slots[n - 1].last_use = n;
}

/* Samples of @count that node @i works on at once; random nodes take them one by one, each from a seed of its own. */
static guint
find_step (const NnPass *self,
           guint         i,
           guint         count)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);
  guint n_steps = MAX ((count * nn_shape_size (node->out) + FLOATS_AT_ONCE - 1) / FLOATS_AT_ONCE, 1);

  return node->mixes ? count : node->random ? 1 : (count + n_steps - 1) / n_steps;
}

/* Nodes that work on equally many samples at once follow each other sample by sample, while these are in the cache. */
static void
find_groups (NnPass *self)
{
  for (guint i = 1; i < nn_graph_get_n_nodes (self->graph); i++)
    {
      gboolean goes_on = i > 1 && find_step (self, i, self->n_samples) == find_step (self, i - 1, self->n_samples);

      self->slots[i].begin = goes_on ? self->slots[i - 1].begin : i;
    }
}

/* The lowest place where node @i's output meets no output that is still needed, by a later node or by an earlier one of
 * its group that has yet to come to its other samples. Outputs are few: trying the end of each is enough. */
static gsize
find_gap (const NnPass *self,
          guint         i)
{
  gsize best = G_MAXSIZE, size = out_size (self, i);

  for (guint candidate = 0; candidate <= i; candidate++)
    {
      gsize at = candidate == i ? 0 : self->slots[candidate].out + out_size (self, candidate);
      gboolean free = TRUE;

      for (guint j = 0; j < i && free; j++)
        free = self->slots[j].last_use < self->slots[i].begin || at + size <= self->slots[j].out ||
               self->slots[j].out + out_size (self, j) <= at;
      if (free)
        best = MIN (best, at);
    }
  return best;
}

static void
lay_out_prediction (NnPass *self)
{
  guint n = nn_graph_get_n_nodes (self->graph);
  gsize kept = 0;

  for (guint i = 0; i < n; i++)
    {
      self->slots[i].out = find_gap (self, i);
      self->size = MAX (self->size, self->slots[i].out + out_size (self, i));
      kept = MAX (kept, align (nn_graph_get_node (self->graph, i)->n_kept));
    }
  for (guint i = 0; i < n; i++)
    self->slots[i].kept = self->size;
  self->size += kept;
}

static void
lay_out_training (NnPass *self)
{
  guint n = nn_graph_get_n_nodes (self->graph);

  for (guint i = 0; i < n; i++)
    {
      self->slots[i].out = self->size;
      self->slots[i].kept = self->size + out_size (self, i);
      self->size = self->slots[i].kept + align (nn_graph_get_node (self->graph, i)->n_kept);
    }
  for (guint i = 1; i < n; i++)
    {
      self->slots[i].d_out = self->size;
      self->size += out_size (self, i);
    }
}

static float *
at (const NnPass *self,
    gsize         offset,
    gsize         size,
    guint         sample)
{
  return self->memory + offset * self->n_samples + size * sample;
}

static float *
out_at (const NnPass *self,
        guint         i,
        guint         sample)
{
  return at (self, self->slots[i].out, nn_shape_size (nn_graph_get_node (self->graph, i)->out), sample);
}

static float *
d_out_at (const NnPass *self,
          guint         i,
          guint         sample)
{
  return at (self, self->slots[i].d_out, nn_shape_size (nn_graph_get_node (self->graph, i)->out), sample);
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
  NnFlow flow = { .batch = n, .training = walk->training, .rand = walk->rand, .scratch = walk->scratch };

  flow.state = walk->state != NULL ? walk->state + nn_graph_get_state_at (self->graph, i) : NULL;
  flow.params = walk->params + nn_graph_get_params_at (self->graph, i);
  flow.prepared = walk->prepared + nn_graph_get_prepared_at (self->graph, i);
  flow.out = out_at (self, i, walk->first + s);
  flow.kept = at (self, self->slots[i].kept, node->n_kept, walk->first + s);
  for (guint j = 0; j < node->n_inputs; j++)
    flow.in[j] = out_at (self, node->inputs[j], walk->first + s);
  return flow;
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
  NnFlow flow = make_flow (self, walk, i, s, n);

  if (node->random && walk->training)
    seed_node (walk, i, s);
  node->op->forward (node, &flow);
}

/* Of those who read a node the last comes first here, and finds its gradient still without meaning. */
static void
clear (NnPass       *self,
       const NnWalk *walk,
       guint         i,
       guint         reader,
       guint         s,
       guint         n)
{
  if (self->slots[i].last_use == reader)
    memset (d_out_at (self, i, walk->first + s), 0,
            n * nn_shape_size (nn_graph_get_node (self->graph, i)->out) * sizeof (float));
}

static void
backward (NnPass       *self,
          const NnWalk *walk,
          guint         i,
          guint         s,
          guint         n)
{
  const NnNode *node = nn_graph_get_node (self->graph, i);
  NnFlow flow = make_flow (self, walk, i, s, n);

  clear (self, walk, i, i, s, n);
  flow.d_out = d_out_at (self, i, walk->first + s);
  flow.d_params = walk->d_params != NULL ? walk->d_params + nn_graph_get_params_at (self->graph, i) : NULL;
  for (guint j = 0; j < node->n_inputs; j++)
    if (node->inputs[j] > 0)
      {
        clear (self, walk, node->inputs[j], i, s, n);
        flow.d_in[j] = d_out_at (self, node->inputs[j], walk->first + s);
      }
  node->op->backward (node, &flow);
}

NnPass *
nn_pass_new (const NnGraph *graph,
             guint          n_samples,
             gboolean       backward)
{
  NnPass *self = g_new0 (NnPass, 1);

  self->graph = graph;
  self->n_samples = n_samples;
  self->slots = g_new0 (Slot, nn_graph_get_n_nodes (graph));
  for (guint i = 0; i < nn_graph_get_n_nodes (graph); i++)
    self->n_scratch = MAX (self->n_scratch, nn_graph_get_node (graph, i)->n_scratch);
  find_last_uses (self);
  find_groups (self);
  if (backward)
    lay_out_training (self);
  else
    lay_out_prediction (self);
  self->memory = g_aligned_alloc0 (self->size * n_samples, sizeof (float), ALIGNMENT);
  return self;
}

void
nn_pass_free (NnPass *self)
{
  g_aligned_free (self->memory);
  g_free (self->slots);
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
  for (guint i = MAX (walk->from, 1), end; i < walk->to; i = end)
    {
      guint step = find_step (self, i, walk->count);

      for (end = i + 1; end < walk->to && self->slots[end].begin == self->slots[i].begin;)
        end++;
      for (guint s = 0; s < walk->count; s += step)
        for (guint j = i; j < end; j++)
          forward (self, walk, j, s, MIN (step, walk->count - s));
    }
}

void
nn_pass_backward (NnPass       *self,
                  const NnWalk *walk)
{
  guint first = MAX (walk->from, 1);

  for (guint end = walk->to, i; end > first; end = i)
    {
      guint step = find_step (self, end - 1, walk->count);

      for (i = end - 1; i > first && find_step (self, i - 1, walk->count) == step;)
        i--;
      for (guint s = 0; s < walk->count; s += step)
        for (guint j = end; j-- > i;)
          backward (self, walk, j, s, MIN (step, walk->count - s));
    }
}
