#include "nn-ops.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "nn-net.h"
#include "nn-onnx.h"

#define LANES 16

float
nn_sum (const float *x,
        gsize        n)
{
  float lanes[LANES] = { 0 };
  double sum = 0;
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (guint j = 0; j < LANES; j++)
      lanes[j] += x[i + j];
  for (; i < n; i++)
    sum += x[i];
  for (guint j = 0; j < LANES; j++)
    sum += lanes[j];
  return sum;
}

float
nn_dot (const float *x,
        const float *y,
        gsize        n)
{
  float lanes[LANES] = { 0 };
  double sum = 0;
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (guint j = 0; j < LANES; j++)
      lanes[j] += x[i + j] * y[i + j];
  for (; i < n; i++)
    sum += (double) x[i] * y[i];
  for (guint j = 0; j < LANES; j++)
    sum += lanes[j];
  return sum;
}

static gsize
add_part (NnNode      *node,
          const char  *name,
          gboolean     state,
          guint        n_dims,
          const guint *dims)
{
  NnPart *part = &node->parts[node->n_parts++];
  gsize n = 1;

  g_assert (node->n_parts <= G_N_ELEMENTS (node->parts) && n_dims <= G_N_ELEMENTS (part->dims));

  *part = (NnPart) { name, state, n_dims };
  for (guint i = 0; i < n_dims; i++)
    n *= part->dims[i] = dims[i];
  return n;
}

void
nn_node_add_part (NnNode      *node,
                  const char  *name,
                  guint        n_dims,
                  const guint *dims)
{
  node->n_params += add_part (node, name, FALSE, n_dims, dims);
}

void
nn_node_add_state (NnNode      *node,
                   const char  *name,
                   guint        n_dims,
                   const guint *dims)
{
  node->n_state += add_part (node, name, TRUE, n_dims, dims);
}

void
nn_clear_fresh (const NnNode *node,
                const NnFlow *flow,
                guint         i)
{
  if (flow->fresh[i] && flow->d_in[i] != NULL)
    memset (flow->d_in[i], 0, flow->batch * nn_shape_size (node->in[i]) * sizeof (float));
}

void
nn_flow_share (const NnNode *node,
               const NnFlow *flow,
               guint        *from,
               guint        *to)
{
  guint shares = MAX (flow->n_lots, 1);

  *from = (guint64) node->n_lots * flow->lot / shares;
  *to = (guint64) node->n_lots * (flow->lot + 1) / shares;
}

void
nn_init_he (float *w,
            gsize  n,
            gsize  fan_in,
            GRand *rand)
{
  double deviation = sqrt (2.0 / fan_in);

  for (gsize i = 0; i < n; i++)
    {
      double radius = sqrt (-2 * log (1 - g_rand_double (rand)));

      w[i] = deviation * radius * cos (2 * G_PI * g_rand_double (rand));
    }
}

gboolean
nn_infer_pool (NnNode  *node,
               GError **error)
{
  guint k = node->args.kernel = node->args.kernel > 0 ? node->args.kernel : 2;

  if (k > node->in[0].height || k > node->in[0].width)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("%s of %u does not fit into an image of %u x %u"),
                   node->op->name, k, node->in[0].width, node->in[0].height);
      return FALSE;
    }
  node->out = (NnShape) { node->in[0].channels, node->in[0].height / k, node->in[0].width / k };
  return TRUE;
}

void
nn_write_pool (const NnNode *node,
               NnOnnx       *onnx,
               const char   *type)
{
  nn_onnx_add (onnx, type, nn_onnx_out (onnx), nn_onnx_in (onnx, 0), NULL);
  nn_onnx_set_ints (onnx, "kernel_shape", 2, node->args.kernel);
  nn_onnx_set_ints (onnx, "strides", 2, node->args.kernel);
}
