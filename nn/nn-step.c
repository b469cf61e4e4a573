#include "nn-step.h"

#include "nn-bytes.h"
#include "nn-net.h"
#include "nn-pass.h"
#include "nn-prepared.h"
#include "nn-threads.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_SLICES 8
#define RANGE 16384                     /* parameters added up at once: a cache's worth */

typedef enum { LOAD = 1, FORWARD = 2, JUDGE = 4, BACKWARD = 8 } Deeds;

typedef struct
{
  float *scratch;
  GRand *rand;
} Worker;

struct _NnStep
{
  const NnGraph *graph;
  NnLossKind     kind;
  guint          n_batch, n_slice, n_workers, n_passes;   /* n_slice: samples of the largest slice */
  gboolean       shared;                /* one pass holds the whole batch; else each worker's holds one slice */
  NnPass       **passes;
  NnPrepared    *prepared;
  Worker        *workers;
  float         *targets, *slices;      /* one a place of the passes; gradients of the slices */
  double        *losses;                /* one a sample */
  guint          n_params, n_targets;
};

/* What the helper threads share during one call. */
typedef struct
{
  NnStep        *step;
  const NnBatch *batch;
  const float   *params;
  float         *state, *gradient;
  gboolean       training;
  Deeds          deeds;
  guint          from, to, n_lots;
  gint           bad;                   /* a sample that holds no numbers, plus 1; 0: none */
} Task;

/* The larger slices come first, so that threads end together. */
static guint
slice_start (guint count,
             guint slice)
{
  return slice * (count / N_SLICES) + MIN (slice, count % N_SLICES);
}

static NnPass *
find_pass (const Task *task,
           guint       worker)
{
  return task->step->passes[task->step->shared ? 0 : worker];
}

/* Where the first sample of a slice lies in its pass. */
static guint
find_place (const Task *task,
            guint       slice)
{
  return task->step->shared ? slice_start (task->batch->count, slice) : 0;
}

/* @place: of a sample, in the pass. */
static float *
find_target (const Task *task,
             guint       worker,
             guint       place)
{
  NnStep *self = task->step;

  return self->targets + ((self->shared ? 0 : worker * self->n_slice) + (gsize) place) * self->n_targets;
}

static void
load_sample (Task *task,
             guint worker,
             guint i,
             guint place)
{
  NnStep *self = task->step;
  guint32 seed[3] = { task->batch->seed, task->batch->epoch, task->batch->samples[i] };
  gsize n = nn_shape_size (nn_graph_get_node (self->graph, 0)->out);
  float *x = nn_pass_get_input (find_pass (task, worker), place), *y = find_target (task, worker, place);

  g_rand_set_seed_array (self->workers[worker].rand, seed, G_N_ELEMENTS (seed));
  task->batch->feed->load (task->batch->feed->owner, seed[2], self->workers[worker].rand, x, y);
  if (!nn_floats_are_finite (x, n) || !nn_floats_are_finite (y, self->n_targets))
    g_atomic_int_compare_and_exchange (&task->bad, 0, seed[2] + 1);
}

static void
judge_sample (Task *task,
              guint worker,
              guint i,
              guint place)
{
  NnStep *self = task->step;
  NnPass *pass = find_pass (task, worker);

  self->losses[i] = nn_loss (self->kind, nn_graph_get_output (self->graph), nn_pass_get_output (pass, place),
                             find_target (task, worker, place), 1.0f / task->batch->count,
                             task->training ? nn_pass_get_d_output (pass, place) : NULL);
}

/* Samples [first, first + count) of the batch. */
static NnWalk
make_walk (const Task *task,
           guint       worker,
           guint       slice,
           guint       first,
           guint       count)
{
  NnStep *self = task->step;

  return (NnWalk) { .first = find_place (task, slice), .count = count, .from = task->from, .to = task->to,
                    .training = task->training, .params = task->params, .prepared = nn_prepared_get (self->prepared),
                    .state = task->state, .scratch = self->workers[worker].scratch,
                    .d_params = self->slices + (gsize) slice * self->n_params, .rand = self->workers[worker].rand,
                    .seed = { task->batch->seed, task->batch->epoch }, .samples = task->batch->samples + first };
}

static void
work_on_slice (guint    worker,
               guint    slice,
               gpointer data)
{
  Task *task = data;
  guint first = slice_start (task->batch->count, slice), n = slice_start (task->batch->count, slice + 1) - first;
  guint place = find_place (task, slice);
  NnPass *pass = find_pass (task, worker);
  NnWalk walk = make_walk (task, worker, slice, first, n);

  if ((task->deeds & FORWARD) && task->training && task->from == 0)
    memset (task->step->slices + (gsize) slice * task->step->n_params, 0, task->step->n_params * sizeof (float));
  for (guint i = 0; i < n && (task->deeds & LOAD); i++)
    load_sample (task, worker, first + i, place + i);
  if (task->deeds & FORWARD)
    nn_pass_forward (pass, &walk);
  for (guint i = 0; i < n && (task->deeds & JUDGE); i++)
    judge_sample (task, worker, first + i, place + i);
  if (task->deeds & BACKWARD)
    nn_pass_backward (pass, &walk);
}

static void
do_deeds (Task *task,
          Deeds deeds,
          guint from,
          guint to)
{
  task->deeds = deeds;
  task->from = from;
  task->to = to;
  nn_threads_run (task->step->n_workers, N_SLICES, work_on_slice, task);
}

/* One thread's lots of a node that needs all samples, of the whole batch. */
static void
mix_lots (guint    worker,
          guint    lot,
          gpointer data)
{
  Task *task = data;
  NnWalk walk = make_walk (task, worker, 0, 0, task->batch->count);

  walk.lot = lot;
  walk.n_lots = task->n_lots;
  if (task->deeds == FORWARD)
    nn_pass_forward (task->step->passes[0], &walk);
  else
    nn_pass_backward (task->step->passes[0], &walk);
}

static void
do_mixing (Task *task,
           Deeds deed,
           guint node)
{
  task->deeds = deed;
  task->from = node;
  task->to = node + 1;
  task->n_lots = nn_graph_get_node (task->step->graph, node)->n_lots > 0 ? task->step->n_workers : 1;
  nn_threads_run (task->step->n_workers, task->n_lots, mix_lots, task);
}

/* The next node from @from on that mixes, or the number of nodes. */
static guint
find_mixing (const NnStep *self,
             guint         from)
{
  guint n = nn_graph_get_n_nodes (self->graph);

  while (from < n && !nn_graph_get_node (self->graph, from)->mixes)
    from++;
  return from;
}

/* Threads that share a pass wait for one another before and behind a node that mixes: by that its memory is laid out,
 * also outside training, where none does mix. */
static void
forward_in_segments (Task *task)
{
  NnStep *self = task->step;
  guint n = nn_graph_get_n_nodes (self->graph), to;

  do_deeds (task, LOAD, 0, 0);
  for (guint from = 0; from < n; from = to + 1)
    {
      to = find_mixing (self, from);
      do_deeds (task, FORWARD, from, to);
      if (to < n && task->training)
        do_mixing (task, FORWARD, to);
      else if (to < n)
        do_deeds (task, FORWARD, to, to + 1);
    }
  do_deeds (task, JUDGE, 0, 0);
}

static void
train_in_segments (Task *task)
{
  NnStep *self = task->step;
  guint from;

  forward_in_segments (task);
  for (guint end = nn_graph_get_n_nodes (self->graph); end > 0; end = from > 0 ? from - 1 : 0)
    {
      for (from = end; from > 0 && !nn_graph_get_node (self->graph, from - 1)->mixes;)
        from--;
      do_deeds (task, BACKWARD, from, end);
      if (from > 0)
        do_mixing (task, BACKWARD, from - 1);
    }
}

/* Slices are added in their order, range by range. */
static void
add_slices (guint    worker,
            guint    range,
            gpointer data)
{
  Task *task = data;
  NnStep *self = task->step;
  gsize start = (gsize) range * RANGE, n = MIN (RANGE, self->n_params - start);

  memcpy (task->gradient + start, self->slices + start, n * sizeof (float));
  for (guint s = 1; s < N_SLICES; s++)
    for (gsize i = start; i < start + n; i++)
      task->gradient[i] += self->slices[(gsize) s * self->n_params + i];
}

static gboolean
sum_up (const Task *task,
        double     *loss,
        GError    **error)
{
  *loss = 0;
  for (guint i = 0; i < task->batch->count; i++)
    *loss += task->step->losses[i] / task->batch->count;
  if (task->bad > 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_NUMBER, _("Patch %d holds a value that is not a number"), task->bad - 1);
      return FALSE;
    }
  if (!isfinite (*loss))
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_NUMBER,
                           _("The loss is no longer a number; a lower rate may help"));
      return FALSE;
    }
  return TRUE;
}

NnStep *
nn_step_new (const NnGraph *graph,
             guint          batch,
             guint          threads,
             NnLossKind     loss)
{
  NnStep *self = g_new0 (NnStep, 1);

  self->graph = graph;
  self->kind = loss;
  self->n_batch = batch;
  self->shared = nn_graph_mixes (graph);
  self->n_workers = MIN (nn_threads_count (threads), N_SLICES);
  self->n_passes = self->shared ? 1 : self->n_workers;
  self->n_params = nn_graph_get_n_params (graph);
  self->n_targets = nn_shape_size (nn_graph_get_output (graph));
  self->n_slice = (batch + N_SLICES - 1) / N_SLICES;
  self->passes = g_new0 (NnPass *, self->n_passes);
  for (guint i = 0; i < self->n_passes; i++)
    self->passes[i] = nn_pass_new (graph, self->shared ? batch : self->n_slice, TRUE);
  self->prepared = nn_prepared_new (graph);
  self->workers = g_new0 (Worker, self->n_workers);
  for (guint i = 0; i < self->n_workers; i++)
    {
      self->workers[i].scratch = g_aligned_alloc (MAX (nn_pass_get_n_scratch (self->passes[0]), 1), sizeof (float), 64);
      self->workers[i].rand = g_rand_new_with_seed (0);
    }
  self->targets = g_new0 (float, (gsize) (self->shared ? batch : self->n_workers * self->n_slice) * self->n_targets);
  self->slices = g_new0 (float, (gsize) N_SLICES * MAX (self->n_params, 1));
  self->losses = g_new0 (double, batch);
  return self;
}

void
nn_step_free (NnStep *self)
{
  for (guint i = 0; i < self->n_passes; i++)
    nn_pass_free (self->passes[i]);
  for (guint i = 0; i < self->n_workers; i++)
    {
      g_aligned_free (self->workers[i].scratch);
      g_rand_free (self->workers[i].rand);
    }
  nn_prepared_free (self->prepared);
  g_free (self->passes);
  g_free (self->workers);
  g_free (self->targets);
  g_free (self->slices);
  g_free (self->losses);
  g_free (self);
}

gboolean
nn_step_train (NnStep        *self,
               const NnBatch *batch,
               const float   *params,
               float         *state,
               float         *gradient,
               double        *loss,
               GError       **error)
{
  Task task = { self, batch, params, state, gradient, TRUE };

  g_assert (batch->count > 0 && batch->count <= self->n_batch);

  nn_prepared_update (self->prepared, params, TRUE, self->n_workers);
  if (self->shared)
    train_in_segments (&task);
  else
    do_deeds (&task, LOAD | FORWARD | JUDGE | BACKWARD, 0, nn_graph_get_n_nodes (self->graph));
  if (!sum_up (&task, loss, error))
    return FALSE;
  nn_threads_run (self->n_workers, (self->n_params + RANGE - 1) / RANGE, add_slices, &task);
  return TRUE;
}

/* Outside training no node mixes, and nobody writes the state. */
gboolean
nn_step_judge (NnStep        *self,
               const NnBatch *batch,
               const float   *params,
               const float   *state,
               double        *loss,
               GError       **error)
{
  Task task = { self, batch, params, (float *) state, NULL, FALSE };

  g_assert (batch->count > 0 && batch->count <= self->n_batch);

  nn_prepared_update (self->prepared, params, FALSE, self->n_workers);
  if (self->shared)
    forward_in_segments (&task);
  else
    do_deeds (&task, LOAD | FORWARD | JUDGE, 0, nn_graph_get_n_nodes (self->graph));
  return sum_up (&task, loss, error);
}
