/* The architecture as data: a list of nodes, shapes inferred and checked as they are added. Node 0 is the input.
 * Of one thread while nodes are added; then any may read it. */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

typedef struct _NnGraph NnGraph;

NnGraph      *nn_graph_new         (NnShape input);
NnGraph      *nn_graph_copy        (const NnGraph *self);
/* The same network with other arithmetic; NULL: in its plain form. A new graph has the fastest of the processor. */
NnGraph      *nn_graph_copy_with   (const NnGraph *self, const NnKernels *kernels);
void          nn_graph_free        (NnGraph *self);
/* Returns the node's number, or -1 with error set; @b is -1 for ops of one input. After a failure the graph stays as it was. */
int           nn_graph_add         (NnGraph *self, const char *op, const NnArgs *args, int a, int b, GError **error);
guint         nn_graph_get_n_nodes (const NnGraph *self);
const NnNode *nn_graph_get_node    (const NnGraph *self, guint i);
gsize         nn_graph_get_n_params(const NnGraph *self);
gsize         nn_graph_get_n_state (const NnGraph *self);
gsize         nn_graph_get_n_prepared (const NnGraph *self);
/* Where a node's parameters, state and prepared parameters start in the arrays of all. */
gsize         nn_graph_get_params_at (const NnGraph *self, guint node);
gsize         nn_graph_get_state_at  (const NnGraph *self, guint node);
gsize         nn_graph_get_prepared_at (const NnGraph *self, guint node);
NnShape       nn_graph_get_output  (const NnGraph *self);                    /* of the last node */
gboolean      nn_graph_mixes       (const NnGraph *self);                    /* in training some node needs the whole batch */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnGraph, nn_graph_free)

G_END_DECLS
