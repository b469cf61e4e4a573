/* out = the largest of each kernel x kernel square, stride = kernel; a rest at the right or lower edge is left out.
 * Backward: the gradient goes to the first pixel that has that value. */
#include "nn-ops.h"

/* Place of the largest in the square that starts at @x. */
static gsize
find_largest (const float *x,
              guint        kernel,
              guint        width)
{
  gsize best = 0;

  for (guint i = 0; i < kernel; i++)
    for (guint j = 0; j < kernel; j++)
      if (x[(gsize) i * width + j] > x[best])
        best = (gsize) i * width + j;
  return best;
}

static void
take_largest (const NnFlow *flow,
              gsize         at,
              guint         kernel,
              guint         width,
              gsize         out)
{
  const float *square = flow->in[0] + at;

  flow->out[out] = square[find_largest (square, kernel, width)];
}

static void
give_largest (const NnFlow *flow,
              gsize         at,
              guint         kernel,
              guint         width,
              gsize         out)
{
  flow->d_in[0][at + find_largest (flow->in[0] + at, kernel, width)] += flow->d_out[out];
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  nn_pool_squares (node, flow, take_largest);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  nn_clear_fresh (node, flow, 0);
  if (flow->d_in[0] != NULL)
    nn_pool_squares (node, flow, give_largest);
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_write_pool (node, onnx, "MaxPool");
}

const NnOp nn_op_maxpool = { "maxpool", 1, nn_infer_pool, NULL, forward, backward, .onnx = write_onnx };
