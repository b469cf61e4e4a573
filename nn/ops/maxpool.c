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

/* Over all planes of all samples, because a plane is pooled by itself. */
static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  guint k = node->args.kernel, width = node->in[0].width;
  gsize plane = (gsize) width * node->in[0].height;
  float *out = flow->out;

  for (gsize p = 0; p < (gsize) flow->batch * node->in[0].channels; p++)
    for (guint y = 0; y < node->out.height; y++)
      for (guint x = 0; x < node->out.width; x++)
        {
          const float *square = flow->in[0] + p * plane + (gsize) y * k * width + x * k;

          *out++ = square[find_largest (square, k, width)];
        }
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  guint k = node->args.kernel, width = node->in[0].width;
  gsize plane = (gsize) width * node->in[0].height;
  const float *d = flow->d_out;

  nn_clear_fresh (node, flow, 0);
  for (gsize p = 0; p < (gsize) flow->batch * node->in[0].channels && flow->d_in[0] != NULL; p++)
    for (guint y = 0; y < node->out.height; y++)
      for (guint x = 0; x < node->out.width; x++)
        {
          gsize at = p * plane + (gsize) y * k * width + x * k;

          flow->d_in[0][at + find_largest (flow->in[0] + at, k, width)] += *d++;
        }
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_write_pool (node, onnx, "MaxPool");
}

const NnOp nn_op_maxpool = { "maxpool", 1, nn_infer_pool, NULL, forward, backward, .onnx = write_onnx };
