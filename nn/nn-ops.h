/* What several ops share: sums in double, first weights, the shape of a pooling. For ops/ alone. */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

float nn_sum     (const float *x, gsize n);                               /* in a fixed order */
float nn_dot     (const float *x, const float *y, gsize n);
/* For infer(): the node has this piece too, of @n_dims sizes (more than 0); n_params or n_state grows by it. */
void  nn_node_add_part  (NnNode *node, const char *name, guint n_dims, const guint *dims);
void  nn_node_add_state (NnNode *node, const char *name, guint n_dims, const guint *dims);
/* Zeros where the gradient of input @i is fresh: for ops that add to it place by place. */
void  nn_clear_fresh (const NnNode *node, const NnFlow *flow, guint i);
void  nn_init_he (float *w, gsize n, gsize fan_in, GRand *rand);          /* normal, variance 2 / fan_in */

/* Pooling by squares side by side: infer(), with 2 where no kernel is given, and onnx() as the operator @type. */
gboolean nn_infer_pool (NnNode *node, GError **error);
void     nn_write_pool (const NnNode *node, NnOnnx *onnx, const char *type);

/* The lots [from, to) of the node that are this call's. */
void nn_flow_share (const NnNode *node, const NnFlow *flow, guint *from, guint *to);

G_END_DECLS
