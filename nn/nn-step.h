/* One step over a batch: load, forward, loss, backward, on helper threads. For nn/ alone.
 * A batch is cut into slices, always the same ones; each has a gradient of its own, and they are added in their order: the
 * same numbers come out whatever the number of threads. Where a node needs the whole batch (batch norm) the threads meet
 * before and after it. */
#pragma once

#include "nn-feed.h"
#include "nn-graph.h"
#include "nn-loss.h"

G_BEGIN_DECLS

typedef struct _NnStep NnStep;

typedef struct
{
  const NnFeed *feed;
  const guint  *samples;                /* numbers in the feed */
  guint         count;
  guint32       seed, epoch;            /* what each sample's generator starts from, beside its number */
} NnBatch;

NnStep  *nn_step_new   (const NnGraph *graph, guint batch, guint threads, NnLossKind loss);   /* borrows the graph */
void     nn_step_free  (NnStep *self);
/* Mean loss over the batch; @gradient of it is set. FALSE: a sample or the loss is not a number. */
gboolean nn_step_train (NnStep *self, const NnBatch *batch, const float *params, float *state, float *gradient,
                        double *loss, GError **error);
gboolean nn_step_judge (NnStep *self, const NnBatch *batch, const float *params, const float *state, double *loss,
                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnStep, nn_step_free)

G_END_DECLS
