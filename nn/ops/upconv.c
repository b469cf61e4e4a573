/* Transposed convolution without padding: x is laid out, scaled by the kernel: out = w' x + b; side (n - 1) stride +
 * kernel. Backward: dx = w d, dw = x d', db = sum d, with d taken apart into columns. Parameters: w (in x out x k x
 * k), b (out). */
#include "nn-gemm.h"
#include "nn-net.h"
#include "nn-onnx.h"
#include "nn-ops.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The window of the convolution whose transpose this is: it runs over the output. */
static NnWindow
find_window (const NnNode *node)
{
  return (NnWindow) { node->out, node->args.kernel, node->args.stride, 0, node->in[0].height, node->in[0].width };
}

static guint
find_depth (const NnNode *node)
{
  return node->out.channels * node->args.kernel * node->args.kernel;
}

static gboolean
infer (NnNode  *node,
       GError **error)
{
  NnArgs *args = &node->args;
  NnWindow window;

  args->kernel = args->kernel > 0 ? args->kernel : 2;
  args->stride = args->stride > 0 ? args->stride : args->kernel;
  if (args->channels == 0 || args->kernel > 31 || args->stride > 31)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _("upconv wants 1 channel or more, kernel and stride up to 31, not %u, %u and %u"),
                   args->channels, args->kernel, args->stride);
      return FALSE;
    }
  node->out = (NnShape) { args->channels, (node->in[0].height - 1) * args->stride + args->kernel,
                          (node->in[0].width - 1) * args->stride + args->kernel };
  window = find_window (node);
  nn_node_add_part (node, "weight", 4, (guint[]) { node->in[0].channels, args->channels, args->kernel, args->kernel });
  nn_node_add_part (node, "bias", 1, &args->channels);
  node->n_scratch = nn_window_scratch (&window);
  return TRUE;
}

static void
init (const NnNode *node,
      float        *params,
      GRand        *rand)
{
  gsize n = (gsize) node->in[0].channels * find_depth (node);
  gsize overlap = MAX (1, (node->args.kernel / node->args.stride) * (node->args.kernel / node->args.stride));

  nn_init_he (params, n, node->in[0].channels * overlap, rand);
  memset (params + n, 0, node->out.channels * sizeof (float));
}

static void
forward_sample (const NnNode *node,
                const NnFlow *flow,
                const float  *x,
                float        *out)
{
  NnWindow window = find_window (node);
  guint channels = node->in[0].channels, depth = find_depth (node), rows = nn_window_rows (&window);
  guint width = window.out_width, pixels = window.out_height * width;
  gsize plane = (gsize) node->out.height * node->out.width;
  const float *bias = flow->params + (gsize) channels * depth;

  for (guint c = 0; c < node->out.channels; c++)
    for (gsize i = 0; i < plane; i++)
      out[c * plane + i] = bias[c];
  for (guint y = 0; y < window.out_height; y += rows)
    {
      guint n_rows = MIN (rows, window.out_height - y), n = n_rows * width;

      nn_gemm (TRUE, FALSE, depth, n, channels, flow->params, depth, x + y * width, pixels, 0, flow->scratch, n);
      nn_col2im (&window, flow->scratch, y, n_rows, out);
    }
}

static void
backward_sample (const NnNode *node,
                 const NnFlow *flow,
                 const float  *x,
                 const float  *d_out,
                 float        *d_x)
{
  float beta = flow->fresh[0] ? 0 : 1;
  NnWindow window = find_window (node);
  guint channels = node->in[0].channels, depth = find_depth (node), rows = nn_window_rows (&window);
  guint width = window.out_width, pixels = window.out_height * width;
  gsize plane = (gsize) node->out.height * node->out.width;

  for (guint y = 0; y < window.out_height; y += rows)
    {
      guint n_rows = MIN (rows, window.out_height - y), n = n_rows * width;

      nn_im2col (&window, d_out, y, n_rows, flow->scratch);
      if (d_x != NULL)
        nn_gemm (FALSE, FALSE, channels, n, depth, flow->params, depth, flow->scratch, n, beta, d_x + y * width,
                 pixels);
      if (flow->d_params != NULL)
        nn_gemm (FALSE, TRUE, channels, depth, n, x + y * width, pixels, flow->scratch, n, 1, flow->d_params, depth);
    }
  for (guint c = 0; c < node->out.channels && flow->d_params != NULL; c++)
    flow->d_params[(gsize) channels * depth + c] += nn_sum (d_out + c * plane, plane);
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize in = nn_shape_size (node->in[0]), out = nn_shape_size (node->out);

  for (guint s = 0; s < flow->batch; s++)
    forward_sample (node, flow, flow->in[0] + s * in, flow->out + s * out);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize in = nn_shape_size (node->in[0]), out = nn_shape_size (node->out);

  for (guint s = 0; s < flow->batch; s++)
    backward_sample (node, flow, flow->in[0] + s * in, flow->d_out + s * out,
                     flow->d_in[0] != NULL ? flow->d_in[0] + s * in : NULL);
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_onnx_add (onnx, "ConvTranspose", nn_onnx_out (onnx), nn_onnx_in (onnx, 0), nn_onnx_part (onnx, "weight"),
               nn_onnx_part (onnx, "bias"), NULL);
  nn_onnx_set_ints (onnx, "kernel_shape", 2, node->args.kernel);
  nn_onnx_set_ints (onnx, "strides", 2, node->args.stride);
}

const NnOp nn_op_upconv = { "upconv", 1, infer, init, forward, backward, .onnx = write_onnx };
