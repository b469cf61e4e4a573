/* out = x where x > 0, slope x elsewhere (Eq. 9 with the text's leaky ReLU). Backward: dx = d, or slope d. */
#include "nn-net.h"

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

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize n = flow->batch * nn_shape_size (node->out);
  float slope = node->args.slope;

  for (gsize i = 0; i < n; i++)
    flow->out[i] = flow->in[0][i] > 0 ? flow->in[0][i] : slope * flow->in[0][i];
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize n = flow->batch * nn_shape_size (node->out);
  float slope = node->args.slope;

  for (gsize i = 0; i < n && flow->d_in[0] != NULL; i++)
    flow->d_in[0][i] += flow->in[0][i] > 0 ? flow->d_out[i] : slope * flow->d_out[i];
}

const NnOp nn_op_leaky = { "leaky", 1, infer, NULL, forward, backward };
