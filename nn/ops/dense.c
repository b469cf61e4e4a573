/* out = w x + b over all values of a sample. Backward: dw = d x', db = d, dx = w' d. Parameters: w (out x in), b
 * (out). */
#include "nn-gemm.h"
#include "nn-net.h"
#include "nn-onnx.h"
#include "nn-ops.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
infer (NnNode  *node,
       GError **error)
{
  if (node->args.channels == 0)
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_SHAPE, _("dense wants 1 channel or more"));
      return FALSE;
    }
  node->out = (NnShape) { node->args.channels, 1, 1 };
  nn_node_add_part (node, "weight", 2, (guint[]) { node->args.channels, nn_shape_size (node->in[0]) });
  nn_node_add_part (node, "bias", 1, &node->args.channels);
  return TRUE;
}

static void
init (const NnNode *node,
      float        *params,
      GRand        *rand)
{
  gsize in = nn_shape_size (node->in[0]);

  nn_init_he (params, in * node->args.channels, in, rand);
  memset (params + in * node->args.channels, 0, node->args.channels * sizeof (float));
}

/* The batch is the columns' side: out' (batch x out) = x' (batch x in) w'. */
static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  guint in = nn_shape_size (node->in[0]), out = node->args.channels;
  const float *bias = flow->params + (gsize) in * out;

  for (guint s = 0; s < flow->batch; s++)
    memcpy (flow->out + (gsize) s * out, bias, out * sizeof (float));
  nn_gemm (FALSE, TRUE, flow->batch, out, in, flow->in[0], in, flow->params, in, 1, flow->out, out);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  guint in = nn_shape_size (node->in[0]), out = node->args.channels;

  if (flow->d_in[0] != NULL)
    nn_gemm (FALSE, FALSE, flow->batch, in, out, flow->d_out, out, flow->params, in,
             flow->fresh[0] ? 0 : 1, flow->d_in[0], in);
  if (flow->d_params == NULL)
    return;
  nn_gemm (TRUE, FALSE, out, in, flow->batch, flow->d_out, out, flow->in[0], in, 1, flow->d_params, in);
  for (guint s = 0; s < flow->batch; s++)
    for (guint c = 0; c < out; c++)
      flow->d_params[(gsize) in * out + c] += flow->d_out[(gsize) s * out + c];
}

/* A convolution as large as its input: the same numbers in the same order. */
static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  const guint dims[] = { node->args.channels, node->in[0].channels, node->in[0].height, node->in[0].width };
  const char *weight = nn_onnx_constant (onnx, "weight", 4, dims, nn_onnx_get_values (onnx, "weight"));

  nn_onnx_add (onnx, "Conv", nn_onnx_out (onnx), nn_onnx_in (onnx, 0), weight, nn_onnx_part (onnx, "bias"), NULL);
}

const NnOp nn_op_dense = { "dense", 1, infer, init, forward, backward, .onnx = write_onnx };
