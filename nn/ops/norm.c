/* Normalisation of each channel: out = g (x - m) / s + b, s = sqrt (variance + 1e-5). Mean and variance over one
 * sample's plane (instance), or with @over_batch over the planes of the batch; then their running means serve outside
 * training. Backward, with h = (x - m) / s and n values: db = sum d, dg = sum d h, dx = g / s (d - db / n - h dg / n);
 * where mean and variance are given from outside, dx = g / s d. Parameters: g, b. Kept: m and 1 / s a channel. State:
 * running m and variance less 1, so that all zeros is where it starts.
 * What comes out is made again in backward from m and 1 / s. Channels are lots: none asks another.
 * A leaky ReLU that alone reads it is done along with it, since both pass over the same values. */
#include "nn-onnx.h"
#include "nn-ops.h"

#include <math.h>

#define EPSILON 1e-5
#define MOMENTUM 0.1

extern const NnOp nn_op_leaky;

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
  node->n_lots = channels;
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

/* Over @n_planes planes of one channel, @step apart. Twice: the second time about the mean, as a float holds it. */
static void
measure (const NnKernels *kernels,
         const float     *x,
         gsize            plane,
         guint            n_planes,
         gsize            step,
         double          *mean,
         double          *variance)
{
  double n = (double) plane * n_planes, sums[2], first = 0, rest = 0, squares = 0;
  float about;

  for (guint p = 0; p < n_planes; p++)
    {
      kernels->sums (x + p * step, plane, 0, sums);
      first += sums[0] / n;
    }
  about = first;
  for (guint p = 0; p < n_planes; p++)
    {
      kernels->sums (x + p * step, plane, about, sums);
      rest += sums[0] / n;
      squares += sums[1] / n;
    }
  *mean = about + rest;
  *variance = MAX (squares - rest * rest, 0);
}

/* The running variance is the unbiased one, as elsewhere. */
static void
remember (float *state,
          guint  channels,
          guint  c,
          double mean,
          double variance,
          double n)
{
  state[c] += MOMENTUM * (mean - state[c]);
  state[channels + c] += MOMENTUM * (variance * n / MAX (n - 1, 1) - 1 - state[channels + c]);
}

/* Of the leaky ReLU that is done along; 1: there is none. */
static float
find_slope (const NnFlow *flow)
{
  return flow->joined != NULL ? flow->joined->args.slope : 1;
}

/* How far the samples lie apart that come in, and that go out. */
static gsize
step_in (const NnNode *node,
         const NnFlow *flow)
{
  return nn_shape_size (node->in[0]) + flow->in_gap[0];
}

static gsize
step_out (const NnNode *node,
          const NnFlow *flow)
{
  return nn_shape_size (node->out) + flow->out_gap;
}

/* out of one channel of @n_planes samples, the first of them @s, each with what was kept of it. */
static void
scale_channel (const NnNode *node,
               const NnFlow *flow,
               guint         c,
               guint         s,
               guint         n_planes)
{
  const NnKernels *kernels = nn_kernels_or_common (node->kernels);
  guint channels = node->out.channels;
  gsize plane = (gsize) node->out.height * node->out.width;

  for (guint p = s; p < s + n_planes; p++)
    {
      const float *kept = flow->kept + (gsize) p * node->n_kept;

      kernels->scale (flow->in[0] + p * step_in (node, flow) + c * plane, plane, kept[c],
                      flow->params[c] * kept[channels + c], flow->params[channels + c], find_slope (flow),
                      flow->out + p * step_out (node, flow) + c * plane);
    }
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
  gsize plane = (gsize) node->out.height * node->out.width, step = step_in (node, flow);
  double mean, variance;

  if (node->args.over_batch && !flow->training)
    {
      mean = flow->state[c];
      variance = flow->state[channels + c] + 1.0;
    }
  else
    measure (nn_kernels_or_common (node->kernels), flow->in[0] + s * step + c * plane, plane, n_planes, step, &mean,
             &variance);
  if (node->args.over_batch && flow->training)
    remember (flow->state, channels, c, mean, variance, (double) plane * n_planes);
  for (guint p = s; p < s + n_planes; p++)
    {
      flow->kept[(gsize) p * node->n_kept + c] = mean;
      flow->kept[(gsize) p * node->n_kept + channels + c] = 1 / sqrt (variance + EPSILON);
    }
  scale_channel (node, flow, c, s, n_planes);
}

static void
backward_channel (const NnNode *node,
                  const NnFlow *flow,
                  guint         c,
                  guint         s,
                  guint         n_planes)
{
  guint channels = node->out.channels;
  gsize plane = (gsize) node->out.height * node->out.width, in = step_in (node, flow), out = step_out (node, flow);
  gsize at_in = s * in + c * plane, at_out = s * out + c * plane;
  const float *kept = flow->kept + (gsize) s * node->n_kept;
  const NnKernels *kernels = nn_kernels_or_common (node->kernels);
  float mean = kept[c], inverse = kept[channels + c], factor = flow->params[c] * inverse, slope = find_slope (flow);
  double d_shift = 0, d_gain = 0, n = (double) plane * n_planes, sums[2];
  gboolean given = node->args.over_batch && !flow->training;

  for (guint p = 0; p < n_planes; p++, at_in += in, at_out += out)
    {
      kernels->sums_back (flow->d_out + at_out, flow->in[0] + at_in, flow->out + at_out, plane, mean, slope, sums);
      d_shift += sums[0];
      d_gain += sums[1] * inverse;
    }
  if (flow->d_params != NULL)
    {
      flow->d_params[c] += d_gain;
      flow->d_params[channels + c] += d_shift;
    }
  for (guint p = 0; p < n_planes && flow->d_in[0] != NULL; p++)
    {
      at_in -= in;
      at_out -= out;
      kernels->scale_back (flow->d_out + at_out, flow->in[0] + at_in, flow->out + at_out, plane, mean, slope, factor,
                           given ? 0 : factor * d_shift / n, given ? 0 : factor * d_gain / n * inverse,
                           !flow->fresh[0], flow->d_in[0] + at_in);
    }
}

/* Samples that share a mean: all of them over the batch, else one. */
static void
each_channel (const NnNode *node,
              const NnFlow *flow,
              void        (*func) (const NnNode *, const NnFlow *, guint, guint, guint))
{
  guint together = node->args.over_batch ? flow->batch : 1, from, to;

  nn_flow_share (node, flow, &from, &to);
  for (guint s = 0; s < flow->batch; s += together)
    for (guint c = from; c < to; c++)
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

static void
again (const NnNode *node,
       const NnFlow *flow)
{
  each_channel (node, flow, scale_channel);
}

/* Where the slope falls below 0 the sign of what comes out no longer tells that of what went in. */
static gboolean
joins (const NnNode *node,
       const NnNode *reader)
{
  return reader->op == &nn_op_leaky && reader->args.slope >= 0;
}

/* Whoever else reads it expects the variance itself. */
static const char *
put_variance (const NnNode *node,
              NnOnnx       *onnx)
{
  guint channels = node->in[0].channels;
  const float *less = nn_onnx_get_values (onnx, "running_variance_less_1");
  g_autofree float *variance = g_new (float, channels);

  for (guint c = 0; c < channels; c++)
    variance[c] = less[c] + 1;
  return nn_onnx_constant (onnx, "running_variance", 1, &channels, variance);
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  const char *out = nn_onnx_out (onnx), *in = nn_onnx_in (onnx, 0);
  const char *gain = nn_onnx_part (onnx, "gain"), *bias = nn_onnx_part (onnx, "bias");

  if (node->args.over_batch)
    nn_onnx_add (onnx, "BatchNormalization", out, in, gain, bias, nn_onnx_part (onnx, "running_mean"),
                 put_variance (node, onnx), NULL);
  else
    nn_onnx_add (onnx, "InstanceNormalization", out, in, gain, bias, NULL);
  nn_onnx_set_float (onnx, "epsilon", EPSILON);
}

const NnOp nn_op_norm =
{
  "norm", 1, infer, init, forward, backward, .joins = joins, .onnx = write_onnx, .again = again, .gaps = TRUE,
};
