/* out = the mean of each kernel x kernel square, stride = kernel; a rest at the right or lower edge is left out.
 * Backward: each pixel gets its share. */
#include "nn-ops.h"

static void
take_mean (const NnFlow *flow,
           gsize         at,
           guint         kernel,
           guint         width,
           gsize         out)
{
  float sum = 0;

  for (guint i = 0; i < kernel; i++)
    for (guint j = 0; j < kernel; j++)
      sum += flow->in[0][at + (gsize) i * width + j];
  flow->out[out] = sum / (kernel * kernel);
}

static void
give_shares (const NnFlow *flow,
             gsize         at,
             guint         kernel,
             guint         width,
             gsize         out)
{
  for (guint i = 0; i < kernel; i++)
    for (guint j = 0; j < kernel; j++)
      flow->d_in[0][at + (gsize) i * width + j] += flow->d_out[out] / (kernel * kernel);
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  nn_pool_squares (node, flow, take_mean);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  nn_clear_fresh (node, flow, 0);
  if (flow->d_in[0] != NULL)
    nn_pool_squares (node, flow, give_shares);
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_write_pool (node, onnx, "AveragePool");
}

const NnOp nn_op_avgpool = { "avgpool", 1, nn_infer_pool, NULL, forward, backward, .onnx = write_onnx };
