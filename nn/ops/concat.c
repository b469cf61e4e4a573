/* out = the channels of a, then those of b. Backward: each gets its part. Where an input lies at its place in out
 * already (nn-layout.h), and its gradient likewise, there is nothing to do. */
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

static gsize
find_step (const NnNode *node,
           const NnFlow *flow)
{
  return nn_shape_size (node->out) + flow->out_gap;
}

/* Where the part of input @i begins in what goes out. */
static gsize
find_part (const NnNode *node,
           guint         i)
{
  return i > 0 ? nn_shape_size (node->in[0]) : 0;
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  for (guint i = 0; i < 2; i++)
    {
      gsize n = nn_shape_size (node->in[i]);
      float *out = flow->out + find_part (node, i);

      for (guint s = 0; s < flow->batch && flow->in[i] != out; s++)
        memcpy (out + s * find_step (node, flow), flow->in[i] + s * (n + flow->in_gap[i]), n * sizeof (float));
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
  for (guint i = 0; i < 2; i++)
    {
      gsize n = nn_shape_size (node->in[i]);
      const float *d = flow->d_out + find_part (node, i);

      for (guint s = 0; s < flow->batch && flow->d_in[i] != NULL && flow->d_in[i] != d; s++)
        give (flow->d_in[i] + s * (n + flow->in_gap[i]), d + s * find_step (node, flow), n, flow->fresh[i]);
    }
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  nn_onnx_add (onnx, "Concat", nn_onnx_out (onnx), nn_onnx_in (onnx, 0), nn_onnx_in (onnx, 1), NULL);
  nn_onnx_set_int (onnx, "axis", 1);
}

const NnOp nn_op_concat = { "concat", 2, infer, NULL, forward, backward, .onnx = write_onnx, .stacks = TRUE,
                            .gaps = TRUE };
