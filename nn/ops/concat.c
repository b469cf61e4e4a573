/* out = the channels of a, then those of b. Backward: each gets its part. */
#include "nn-net.h"
#include "nn-onnx.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
infer (NnNode  *node,
       GError **error)
{
  NnShape a = node->in[0], b = node->in[1];

  if (a.height != b.height || a.width != b.width)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("concat cannot put %u x %u and %u x %u together"),
                   a.width, a.height, b.width, b.height);
      return FALSE;
    }
  node->out = (NnShape) { a.channels + b.channels, a.height, a.width };
  return TRUE;
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize a = nn_shape_size (node->in[0]), b = nn_shape_size (node->in[1]);

  for (guint s = 0; s < flow->batch; s++)
    {
      memcpy (flow->out + s * (a + b), flow->in[0] + s * a, a * sizeof (float));
      memcpy (flow->out + s * (a + b) + a, flow->in[1] + s * b, b * sizeof (float));
    }
}

static void
give (float       *to,
      const float *d,
      gsize        n,
      gboolean     fresh)
{
  if (fresh)
    memcpy (to, d, n * sizeof (float));
  for (gsize i = 0; i < n && !fresh; i++)
    to[i] += d[i];
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize a = nn_shape_size (node->in[0]), b = nn_shape_size (node->in[1]);

  for (guint s = 0; s < flow->batch; s++)
    {
      if (flow->d_in[0] != NULL)
        give (flow->d_in[0] + s * a, flow->d_out + s * (a + b), a, flow->fresh[0]);
      if (flow->d_in[1] != NULL)
        give (flow->d_in[1] + s * b, flow->d_out + s * (a + b) + a, b, flow->fresh[1]);
    }
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_onnx_add (onnx, "Concat", nn_onnx_out (onnx), nn_onnx_in (onnx, 0), nn_onnx_in (onnx, 1), NULL);
  nn_onnx_set_int (onnx, "axis", 1);
}

const NnOp nn_op_concat = { "concat", 2, infer, NULL, forward, backward, .onnx = write_onnx };
