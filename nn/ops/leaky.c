/* out = x where x > 0, slope x elsewhere (Eq. 9 with the text's leaky ReLU). Backward: dx = d, or slope d. */
#include "nn-net.h"
#include "nn-onnx.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
infer (NnNode  *node,
       GError **error)
{
  if (!isfinite (node->args.slope))
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_SHAPE, _("leaky wants a finite slope"));
      return FALSE;
    }
  node->out = node->in[0];
  return TRUE;
}

/* A factor instead of two ways, so that the compiler can take many values at once. */
static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize n = flow->batch * nn_shape_size (node->out);
  const float *x = flow->in[0], slope = node->args.slope;
  float *out = flow->out;

  for (gsize i = 0; i < n; i++)
    out[i] = x[i] * (x[i] > 0 ? 1 : slope);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize n = flow->batch * nn_shape_size (node->out);
  const float *x = flow->in[0], *d = flow->d_out, slope = node->args.slope;
  float *d_x = flow->d_in[0];
  gboolean fresh = flow->fresh[0];

  for (gsize i = 0; i < n && d_x != NULL; i++)
    d_x[i] = d[i] * (x[i] > 0 ? 1 : slope) + (fresh ? 0 : d_x[i]);
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_onnx_add (onnx, "LeakyRelu", nn_onnx_out (onnx), nn_onnx_in (onnx, 0), NULL);
  nn_onnx_set_float (onnx, "alpha", node->args.slope);
}

const NnOp nn_op_leaky = { "leaky", 1, infer, NULL, forward, backward, .onnx = write_onnx };
