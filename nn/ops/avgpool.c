/* out = the mean of each kernel x kernel square, stride = kernel; a rest at the right or lower edge is left out.
 * Backward: each pixel gets its share. */
#include "nn-ops.h"

static float
mean_square (const float *x,
             guint        kernel,
             guint        width)
{
  float sum = 0;

  for (guint i = 0; i < kernel; i++)
    for (guint j = 0; j < kernel; j++)
      sum += x[(gsize) i * width + j];
  return sum / (kernel * kernel);
}

static void
share_square (float *x,
              guint  kernel,
              guint  width,
              float  d)
{
  for (guint i = 0; i < kernel; i++)
    for (guint j = 0; j < kernel; j++)
      x[(gsize) i * width + j] += d / (kernel * kernel);
}

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
        *out++ = mean_square (flow->in[0] + p * plane + (gsize) y * k * width + x * k, k, width);
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
        share_square (flow->d_in[0] + p * plane + (gsize) y * k * width + x * k, k, width, *d++);
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_write_pool (node, onnx, "AveragePool");
}

const NnOp nn_op_avgpool = { "avgpool", 1, nn_infer_pool, NULL, forward, backward, .onnx = write_onnx };
