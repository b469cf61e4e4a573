/* Over the channels of each pixel: p = exp (x - max) / sum. Backward: dx = p (d - sum p d). */
#include "nn-onnx.h"
#include "nn-ops.h"

#include <math.h>

static gboolean
infer (NnNode  *node,
       GError **error)
{
  node->out = node->in[0];
  return TRUE;
}

/* @x and @p: one pixel, its channels @plane apart. */
static void
forward_pixel (const float *x,
               float       *p,
               guint        channels,
               gsize        plane)
{
  float largest = x[0], sum = 0;

  for (guint c = 1; c < channels; c++)
    largest = MAX (largest, x[c * plane]);
  for (guint c = 0; c < channels; c++)
    sum += p[c * plane] = expf (x[c * plane] - largest);
  for (guint c = 0; c < channels; c++)
    p[c * plane] /= sum;
}

static void
backward_pixel (const float *p,
                const float *d,
                float       *d_x,
                guint        channels,
                gsize        plane)
{
  double sum = 0;

  for (guint c = 0; c < channels; c++)
    sum += (double) p[c * plane] * d[c * plane];
  for (guint c = 0; c < channels; c++)
    d_x[c * plane] += p[c * plane] * (d[c * plane] - sum);
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize plane = (gsize) node->out.height * node->out.width, size = nn_shape_size (node->out);

  for (guint s = 0; s < flow->batch; s++)
    for (gsize i = 0; i < plane; i++)
      forward_pixel (flow->in[0] + s * size + i, flow->out + s * size + i, node->out.channels, plane);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize plane = (gsize) node->out.height * node->out.width, size = nn_shape_size (node->out);

  nn_clear_fresh (node, flow, 0);
  for (guint s = 0; s < flow->batch && flow->d_in[0] != NULL; s++)
    for (gsize i = 0; i < plane; i++)
      backward_pixel (flow->out + s * size + i, flow->d_out + s * size + i, flow->d_in[0] + s * size + i,
                      node->out.channels, plane);
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_onnx_add (onnx, "Softmax", nn_onnx_out (onnx), nn_onnx_in (onnx, 0), NULL);
  nn_onnx_set_int (onnx, "axis", 1);
}

const NnOp nn_op_softmax = { "softmax", 1, infer, NULL, forward, backward, .onnx = write_onnx };
