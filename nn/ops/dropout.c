/* In training each value is 0 with probability @rate, else scaled by 1 / (1 - rate); elsewhere out = x.
 * Backward: the same factors. Kept: the factors. */
#include "nn-net.h"
#include "nn-onnx.h"
#include "nn-ops.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
infer (NnNode  *node,
       GError **error)
{
  if (!(node->args.rate >= 0 && node->args.rate < 1))
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_SHAPE, _("dropout wants a rate from 0 up to, not with, 1"));
      return FALSE;
    }
  node->out = node->in[0];
  node->n_kept = nn_shape_size (node->out);
  node->random = TRUE;
  return TRUE;
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize n = flow->batch * nn_shape_size (node->out);
  float rate = node->args.rate;

  if (!flow->training)
    {
      memcpy (flow->out, flow->in[0], n * sizeof (float));
      return;
    }
  for (gsize i = 0; i < n; i++)
    {
      flow->kept[i] = g_rand_double (flow->rand) < rate ? 0 : 1 / (1 - rate);
      flow->out[i] = flow->kept[i] * flow->in[0][i];
    }
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize n = flow->batch * nn_shape_size (node->out);

  nn_clear_fresh (node, flow, 0);
  for (gsize i = 0; i < n && flow->d_in[0] != NULL; i++)
    flow->d_in[0][i] += flow->training ? flow->kept[i] * flow->d_out[i] : flow->d_out[i];
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_onnx_add (onnx, "Identity", nn_onnx_out (onnx), nn_onnx_in (onnx, 0), NULL);
}

const NnOp nn_op_dropout = { "dropout", 1, infer, NULL, forward, backward, .onnx = write_onnx };
