/* What several ops share: sums in double, first weights, the shape of a pooling. For ops/ alone. Any thread. */
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

/* What an op does with one square: @at is the place of its first pixel in the input, @out that of its one pixel behind. */
typedef void (*NnSquareFunc) (const NnFlow *flow, gsize at, guint kernel, guint width, gsize out);

/* All squares of all planes, in the order of what comes out. Inlined with @func: a square is too little work for a call. */
G_ALWAYS_INLINE static inline void
nn_pool_squares (const NnNode *node, const NnFlow *flow, NnSquareFunc func)
{
  guint k = node->args.kernel, width = node->in[0].width;
  gsize plane = (gsize) width * node->in[0].height, out = 0;

  for (gsize p = 0; p < (gsize) flow->batch * node->in[0].channels; p++)
    for (guint y = 0; y < node->out.height; y++)
      for (guint x = 0; x < node->out.width; x++)
        func (flow, p * plane + (gsize) y * k * width + x * k, k, width, out++);
}

/* The lots [from, to) of the node that are this call's. */
void nn_flow_share (const NnNode *node, const NnFlow *flow, guint *from, guint *to);

G_END_DECLS
