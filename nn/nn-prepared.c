#include "nn-prepared.h"

#include "nn-threads.h"

#define ALIGNMENT 64

struct _NnPrepared
{
  const NnGraph *graph;
  float         *floats;
};

typedef struct
{
  NnPrepared  *prepared;
  const float *params;
  gboolean     backward;
} Task;

static void
prepare_node (guint    worker,
              guint    item,
              gpointer data)
{
  Task *task = data;
  const NnGraph *graph = task->prepared->graph;
  const NnNode *node = nn_graph_get_node (graph, item + 1);

  if (node->op->prepare != NULL)
    node->op->prepare (node, task->params + nn_graph_get_params_at (graph, item + 1), task->backward,
                       task->prepared->floats + nn_graph_get_prepared_at (graph, item + 1));
}

NnPrepared *
nn_prepared_new (const NnGraph *graph)
{
  NnPrepared *self = g_new (NnPrepared, 1);

  self->graph = graph;
  self->floats = g_aligned_alloc (MAX (nn_graph_get_n_prepared (graph), 1), sizeof (float), ALIGNMENT);
  return self;
}

void
nn_prepared_free (NnPrepared *self)
{
  g_aligned_free (self->floats);
  g_free (self);
}

void
nn_prepared_update (NnPrepared  *self,
                    const float *params,
                    gboolean     backward,
                    guint        n_workers)
{
  Task task = { self, params, backward };

  nn_threads_run (n_workers, nn_graph_get_n_nodes (self->graph) - 1, prepare_node, &task);
}

const float *
nn_prepared_get (const NnPrepared *self)
{
  return self->floats;
}
