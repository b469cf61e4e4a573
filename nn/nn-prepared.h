/* What the ops make of a network's parameters before they meet samples, once for all of them: the memory of it. For nn/ alone. */
#pragma once

#include "nn-graph.h"

G_BEGIN_DECLS

typedef struct _NnPrepared NnPrepared;

NnPrepared  *nn_prepared_new    (const NnGraph *graph);           /* borrows the graph */
void         nn_prepared_free   (NnPrepared *self);
/* To be called whenever @params have changed, by one thread. @backward: for a training step too. */
void         nn_prepared_update (NnPrepared *self, const float *params, gboolean backward, guint n_workers);
const float *nn_prepared_get    (const NnPrepared *self);         /* laid out as the graph says */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnPrepared, nn_prepared_free)

G_END_DECLS
