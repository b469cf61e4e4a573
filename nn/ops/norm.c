/* Normalisation of each channel: out = g (x - m) / s + b, s = sqrt (variance + 1e-5). Mean and variance over one
 * sample's plane (instance), or with @over_batch over the planes of the batch; then their running means serve outside
 * training. Backward, with h = (x - m) / s and n values: db = sum d, dg = sum d h, dx = g / s (d - db / n - h dg / n);
 * where mean and variance are given from outside, dx = g / s d. Parameters: g, b. Kept: m and 1 / s a channel. State:
 * running m and variance less 1, so that all zeros is where it starts. */
#include "nn-net.h"
#include "nn-ops.h"

#include <math.h>

#define EPSILON 1e-5
#define MOMENTUM 0.1

static gboolean
infer (NnNode  *node,
       GError **error)
{
  guint channels = node->in[0].channels;

  node->out = node->in[0];
  nn_node_add_part (node, "gain", 1, &channels);
  nn_node_add_part (node, "bias", 1, &channels);
  node->n_kept = 2 * channels;
  if (node->args.over_batch)
    {
      nn_node_add_state (node, "running_mean", 1, &channels);
      nn_node_add_state (node, "running_variance_less_1", 1, &channels);
    }
  node->mixes = node->args.over_batch;
  return TRUE;
}

static void
init (const NnNode *node,
      float        *params,
      GRand        *rand)
{
  for (guint c = 0; c < node->in[0].channels; c++)
    {
      params[c] = 1;
      params[node->in[0].channels + c] = 0;
    }
}

static double
sum_squares (const float *x,
             gsize        n,
             float        mean)
{
  float lanes[16] = { 0 };
  double sum = 0;
  gsize i = 0;

  for (; i + 16 <= n; i += 16)
    for (guint j = 0; j < 16; j++)
      lanes[j] += (x[i + j] - mean) * (x[i + j] - mean);
  for (; i < n; i++)
    sum += (x[i] - mean) * (x[i] - mean);
  for (guint j = 0; j < 16; j++)
    sum += lanes[j];
  return sum;
}

/* Over @n_planes planes of one channel, @step apart. */
static void
measure (const float *x,
         gsize        plane,
         guint        n_planes,
         gsize        step,
         double      *mean,
         double      *variance)
{
  double n = (double) plane * n_planes;

  *mean = *variance = 0;
  for (guint p = 0; p < n_planes; p++)
    *mean += nn_sum (x + p * step, plane) / n;
  for (guint p = 0; p < n_planes; p++)
    *variance += sum_squares (x + p * step, plane, *mean) / n;
}

static void
apply (const float *x,
       float       *out,
       gsize        plane,
       float        scale,
       float        mean,
       float        shift)
{
  for (gsize i = 0; i < plane; i++)
    out[i] = scale * (x[i] - mean) + shift;
}

/* The running variance is the unbiased one, as elsewhere. */
static void
remember (float  *state,
          guint   channels,
          guint   c,
          double  mean,
          double  variance,
          double  n)
{
  state[c] += MOMENTUM * (mean - state[c]);
  state[channels + c] += MOMENTUM * (variance * n / MAX (n - 1, 1) - 1 - state[channels + c]);
}

/* One channel of @n_planes samples that share mean and variance, the first of them @s. */
static void
forward_channel (const NnNode *node,
                 const NnFlow *flow,
                 guint         c,
                 guint         s,
                 guint         n_planes)
{
  guint channels = node->out.channels;
  gsize plane = (gsize) node->out.height * node->out.width, size = plane * channels, at = s * size + c * plane;
  float *kept = flow->kept + (gsize) s * node->n_kept;
  double mean, variance;

  if (node->args.over_batch && !flow->training)
    {
      mean = flow->state[c];
      variance = flow->state[channels + c] + 1.0;
    }
  else
    measure (flow->in[0] + at, plane, n_planes, size, &mean, &variance);
  if (node->args.over_batch && flow->training)
    remember (flow->state, channels, c, mean, variance, (double) plane * n_planes);
  kept[c] = mean;
  kept[channels + c] = 1 / sqrt (variance + EPSILON);
  for (guint p = 0; p < n_planes; p++)
    apply (flow->in[0] + at + p * size, flow->out + at + p * size, plane, flow->params[c] * kept[channels + c], mean,
           flow->params[channels + c]);
}

static void
backward_channel (const NnNode *node,
                  const NnFlow *flow,
                  guint         c,
                  guint         s,
                  guint         n_planes)
{
  guint channels = node->out.channels;
  gsize plane = (gsize) node->out.height * node->out.width, size = plane * channels, at = s * size + c * plane;
  const float *kept = flow->kept + (gsize) s * node->n_kept;
  float mean = kept[c], inverse = kept[channels + c], scale = flow->params[c] * inverse;
  double d_shift = 0, d_gain = 0, n = (double) plane * n_planes;
  gboolean given = node->args.over_batch && !flow->training;

  for (guint p = 0; p < n_planes; p++)
    {
      double sum = nn_sum (flow->d_out + at + p * size, plane);

      d_shift += sum;
      d_gain += (nn_dot (flow->d_out + at + p * size, flow->in[0] + at + p * size, plane) - mean * sum) * inverse;
    }
  if (flow->d_params != NULL)
    {
      flow->d_params[c] += d_gain;
      flow->d_params[channels + c] += d_shift;
    }
  for (guint p = 0; p < n_planes && flow->d_in[0] != NULL; p++)
    {
      const float *x = flow->in[0] + at + p * size, *d = flow->d_out + at + p * size;
      float *d_x = flow->d_in[0] + at + p * size;
      float less = given ? 0 : d_shift / n, tilt = given ? 0 : d_gain / n * inverse;

      for (gsize i = 0; i < plane; i++)
        d_x[i] += scale * (d[i] - less - (x[i] - mean) * tilt);
    }
}

/* Samples that share a mean: all of them over the batch, else one. */
static void
each_channel (const NnNode *node,
              const NnFlow *flow,
              void        (*func) (const NnNode *, const NnFlow *, guint, guint, guint))
{
  guint together = node->args.over_batch ? flow->batch : 1;

  for (guint s = 0; s < flow->batch; s += together)
    for (guint c = 0; c < node->out.channels; c++)
      func (node, flow, c, s, together);
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  each_channel (node, flow, forward_channel);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  each_channel (node, flow, backward_channel);
}

const NnOp nn_op_norm = { "norm", 1, infer, init, forward, backward };
