#include "nn-build.h"

#include "nn-net.h"

#include <glib/gi18n-lib.h>

#define OWN_WIDTH 64

NnBuild
nn_build_begin (const NnDesign *design,
                GError        **error)
{
  return (NnBuild) { nn_graph_new ((NnShape) { 1, design->patch, design->patch }), design, 0, error };
}

NnGraph *
nn_build_end (NnBuild *self)
{
  g_autoptr (NnGraph) graph = g_steal_pointer (&self->graph);

  return self->at >= 0 ? g_steal_pointer (&graph) : NULL;
}

void
nn_build_add (NnBuild    *self,
              const char *op,
              NnArgs      args)
{
  if (self->at >= 0)
    self->at = nn_graph_add (self->graph, op, &args, self->at, -1, self->error);
}

void
nn_build_join (NnBuild *self,
               int      earlier)
{
  if (self->at >= 0)
    self->at = nn_graph_add (self->graph, "concat", NULL, self->at, earlier, self->error);
}

void
nn_build_layer (NnBuild *self,
                guint    channels,
                guint    kernel)
{
  const NnDesign *design = self->design;

  nn_build_add (self, "conv",
                (NnArgs) { .channels = channels, .kernel = kernel, .steps = design->steps, .slope = design->slope });
  if (design->norm != NN_NORM_NONE)
    nn_build_add (self, "norm", (NnArgs) { .over_batch = design->norm == NN_NORM_BATCH });
  nn_build_add (self, "leaky", (NnArgs) { .slope = design->slope });
}

void
nn_build_dense (NnBuild *self,
                guint    units)
{
  nn_build_add (self, "dense", (NnArgs) { .channels = units });
  if (self->design->dropout > 0)
    nn_build_add (self, "dropout", (NnArgs) { .rate = self->design->dropout });
  nn_build_add (self, "leaky", (NnArgs) { .slope = self->design->slope });
}

void
nn_build_verdict (NnBuild *self)
{
  nn_build_add (self, "dense", (NnArgs) { .channels = 2 });
  nn_build_add (self, "softmax", (NnArgs) { 0 });
}

guint
nn_build_scale (const NnBuild *self,
                guint          channels)
{
  return MAX (1, (guint) ((guint64) channels * self->design->width / OWN_WIDTH));
}

void
nn_build_check_halves (NnBuild *self,
                       guint    times)
{
  guint patch = self->design->patch;

  if (self->at < 0 || (times < 31 && patch > 0 && patch % (1u << times) == 0))
    return;
  g_set_error (self->error, NN_ERROR, NN_ERROR_SHAPE,
               _("A patch of %u pixels cannot be halved %u times; choose a multiple of %u, or less depth"),
               patch, times, 1u << MIN (times, 31));
  self->at = -1;
}
