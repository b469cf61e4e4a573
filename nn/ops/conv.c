/* Convolution, zero-padded by half the kernel: out = w * x + b. With @steps > 0 recurrent (Eq. 8): the input stays,
 * and o(t) = w * x + b + r * f(o(t-1)), o(0) = w * x + b, f a leaky ReLU of @slope; out = o(steps).
 * Backward: dw = d x', dx = w' d, db = sum d; for t = steps..1: dr += d f(o(t-1))', d(t-1) = f'(o(t-1)) r' d(t), and
 * the gradients of
 * w, b and x take the sum of all d(t), because each step adds the same w * x + b.
 * Parameters: w (out x in x k x k), b (out), then r (out x out x k x k). Kept: o(0) .. o(steps-1), and w * x + b is
 * o(0). A 3x3 product of stride 1 has a fast form (nn-winograd.h); the plain one, columns and one matrix product,
 * serves all others and is what the fast one is tested against. */
#include "nn-gemm.h"
#include "nn-net.h"
#include "nn-onnx.h"
#include "nn-ops.h"
#include "nn-winograd.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One product of a kernel with an image: the two of a recurrent conv differ in their shapes alone. */
typedef struct
{
  NnWindow   window;
  guint      channels;                  /* of the output */
  NnWinograd fast;                      /* without kernels where only the plain form will do */
} Product;

static Product
make_product (const NnNode *node,
              NnShape       in,
              guint         stride)
{
  guint kernel = node->args.kernel;
  const NnKernels *kernels = kernel == 3 && stride == 1 ? node->kernels : NULL;

  return (Product) { { in, kernel, stride, kernel / 2, node->out.height, node->out.width }, node->out.channels,
                     { kernels, in, node->out.channels, 0, 0 } };
}

static Product
input_product (const NnNode *node)
{
  return make_product (node, node->in[0], node->args.stride);
}

/* The same where the samples of @flow may have gaps between them. */
static Product
outer_product (const NnNode *node,
               const NnFlow *flow)
{
  Product product = input_product (node);

  product.fast.in_gap = flow->in_gap[0];
  product.fast.out_gap = flow->out_gap;
  return product;
}

static Product
inner_product (const NnNode *node)
{
  return make_product (node, node->out, 1);
}

static guint
product_depth (const Product *self)
{
  return self->window.image.channels * self->window.kernel * self->window.kernel;
}

static gsize
product_pixels (const Product *self)
{
  return (gsize) self->window.out_height * self->window.out_width;
}

/* How far samples lie apart. */
static gsize
product_in (const Product *self)
{
  return nn_shape_size (self->window.image) + self->fast.in_gap;
}

static gsize
product_out (const Product *self)
{
  return self->channels * product_pixels (self) + self->fast.out_gap;
}

/* A 1x1 product of stride 1 needs no columns: the image is its own matrix. */
static gboolean
product_is_plain (const Product *self)
{
  return self->window.kernel == 1 && self->window.stride == 1;
}

static gsize
product_n_prepared (const Product *self)
{
  return self->fast.kernels != NULL ? nn_winograd_n_prepared (&self->fast) : 0;
}

static gsize
product_n_scratch (const Product *self)
{
  return self->fast.kernels != NULL ? nn_winograd_n_scratch (&self->fast) : nn_window_scratch (&self->window);
}

static void
add_plain (const Product *self,
           const float   *w,
           const float   *x,
           float         *out,
           float         *columns)
{
  guint rows = nn_window_rows (&self->window), depth = product_depth (self), pixels = product_pixels (self);

  if (product_is_plain (self))
    {
      nn_gemm (FALSE, FALSE, self->channels, pixels, depth, w, depth, x, pixels, 1, out, pixels);
      return;
    }
  for (guint y = 0; y < self->window.out_height; y += rows)
    {
      guint n_rows = MIN (rows, self->window.out_height - y), n = n_rows * self->window.out_width;

      nn_im2col (&self->window, x, y, n_rows, columns);
      nn_gemm (FALSE, FALSE, self->channels, n, depth, w, depth, columns, n, 1, out + y * self->window.out_width,
               pixels);
    }
}

static void
add_weights_plain (const Product *self,
                   const float   *x,
                   const float   *d_out,
                   float         *d_w,
                   float         *columns)
{
  guint rows = nn_window_rows (&self->window), depth = product_depth (self), pixels = product_pixels (self);

  if (product_is_plain (self))
    {
      nn_gemm (FALSE, TRUE, self->channels, depth, pixels, d_out, pixels, x, pixels, 1, d_w, depth);
      return;
    }
  for (guint y = 0; y < self->window.out_height; y += rows)
    {
      guint n_rows = MIN (rows, self->window.out_height - y), n = n_rows * self->window.out_width;

      nn_im2col (&self->window, x, y, n_rows, columns);
      nn_gemm (FALSE, TRUE, self->channels, depth, n, d_out + y * self->window.out_width, pixels, columns, n, 1,
               d_w, depth);
    }
}

static void
add_input_plain (const Product *self,
                 const float   *w,
                 const float   *d_out,
                 float         *d_x,
                 float         *columns)
{
  guint rows = nn_window_rows (&self->window), depth = product_depth (self), pixels = product_pixels (self);

  if (product_is_plain (self))
    {
      nn_gemm (TRUE, FALSE, depth, pixels, self->channels, w, depth, d_out, pixels, 1, d_x, pixels);
      return;
    }
  for (guint y = 0; y < self->window.out_height; y += rows)
    {
      guint n_rows = MIN (rows, self->window.out_height - y), n = n_rows * self->window.out_width;

      nn_gemm (TRUE, FALSE, depth, n, self->channels, w, depth, d_out + y * self->window.out_width, pixels, 0, columns,
               n);
      nn_col2im (&self->window, columns, y, n_rows, d_x);
    }
}

/* What a product works with; @prepared and @w are the same weights. */
typedef struct
{
  const float *w, *prepared;
  float       *scratch;
} Means;

/* out = w * x + bias, or where @bias is NULL out += w * x; for @batch samples. */
static void
product_forward (const Product *self,
                 guint          batch,
                 const Means   *means,
                 const float   *x,
                 const float   *bias,
                 float         *out)
{
  gsize pixels = product_pixels (self);

  if (self->fast.kernels != NULL)
    {
      nn_winograd_forward (&self->fast, batch, means->prepared, x, bias, out, means->scratch);
      return;
    }
  for (guint s = 0; s < batch; s++, x += product_in (self), out += product_out (self))
    {
      for (guint c = 0; c < self->channels && bias != NULL; c++)
        for (gsize i = 0; i < pixels; i++)
          out[c * pixels + i] = bias[c];
      add_plain (self, means->w, x, out, means->scratch);
    }
}

/* Adds to @d_x and @d_w, or sets a fresh @d_x; NULL where not wanted. */
static void
product_backward (const Product *self,
                  guint          batch,
                  const Means   *means,
                  const float   *x,
                  const float   *d_out,
                  float         *d_x,
                  gboolean       fresh,
                  float         *d_w)
{
  gsize in = product_in (self), out = product_out (self);

  if (self->fast.kernels != NULL)
    {
      nn_winograd_backward (&self->fast, batch, means->prepared, x, d_out, d_x, fresh, d_w, means->scratch);
      return;
    }
  for (guint s = 0; s < batch; s++)
    {
      if (fresh && d_x != NULL)
        memset (d_x + s * in, 0, nn_shape_size (self->window.image) * sizeof (float));
      if (d_w != NULL)
        add_weights_plain (self, x + s * in, d_out + s * out, d_w, means->scratch);
      if (d_x != NULL)
        add_input_plain (self, means->w, d_out + s * out, d_x + s * in, means->scratch);
    }
}

static void
activate (const float *x,
          gsize        n,
          float        slope,
          float       *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = x[i] > 0 ? x[i] : slope * x[i];
}

/* Through f: what lies before the activation decides the slope. */
static void
deactivate (const float *before,
            gsize        n,
            float        slope,
            float       *d)
{
  for (gsize i = 0; i < n; i++)
    if (before[i] <= 0)
      d[i] *= slope;
}

/* Where the parameters start of the bias and of the inner product. */
static gsize
bias_at (const NnNode *node)
{
  Product product = input_product (node);

  return (gsize) node->out.channels * product_depth (&product);
}

static gsize
inner_at (const NnNode *node)
{
  return bias_at (node) + node->out.channels;
}

static Means
inner_means (const NnNode *node,
             const NnFlow *flow,
             float        *scratch)
{
  Product product = input_product (node);

  return (Means) { flow->params + inner_at (node), flow->prepared + product_n_prepared (&product), scratch };
}

/* o(0) = w * x + b. */
static void
start (const NnNode *node,
       const NnFlow *flow)
{
  Product product = outer_product (node, flow);
  Means means = { flow->params, flow->prepared, flow->scratch };

  product_forward (&product, flow->batch, &means, flow->in[0], flow->params + bias_at (node), flow->out);
}

static void
recur (const NnNode *node,
       const NnFlow *flow,
       float        *kept,
       float        *out)
{
  gsize size = nn_shape_size (node->out);
  Product product = inner_product (node);
  float *active = flow->scratch;
  Means means = inner_means (node, flow, active + size);

  memcpy (kept, out, size * sizeof (float));
  for (guint t = 1; t <= node->args.steps; t++)
    {
      activate (kept + (t - 1) * size, size, node->args.slope, active);
      memcpy (out, kept, size * sizeof (float));
      product_forward (&product, 1, &means, active, NULL, out);
      if (t < node->args.steps)
        memcpy (kept + t * size, out, size * sizeof (float));
    }
}

/* Walks the steps backwards; @sum comes out as the sum of d(t) over t. */
static void
unrecur (const NnNode *node,
         const NnFlow *flow,
         const float  *kept,
         const float  *d_out,
         float        *sum)
{
  gsize size = nn_shape_size (node->out);
  Product product = inner_product (node);
  float *d = sum + size, *active = d + size, *back = active + size;
  Means means = inner_means (node, flow, back + size);

  memcpy (d, d_out, size * sizeof (float));
  memcpy (sum, d_out, size * sizeof (float));
  for (guint t = node->args.steps; t > 0; t--)
    {
      const float *before = kept + (t - 1) * size;

      activate (before, size, node->args.slope, active);
      product_backward (&product, 1, &means, active, d, back, TRUE,
                        flow->d_params != NULL ? flow->d_params + inner_at (node) : NULL);
      deactivate (before, size, node->args.slope, back);
      memcpy (d, back, size * sizeof (float));
      for (gsize i = 0; i < size; i++)
        sum[i] += d[i];
    }
}

/* @d_out: of @batch samples from @s on, @gap floats between them. */
static void
unstart (const NnNode *node,
         const NnFlow *flow,
         guint         s,
         guint         batch,
         const float  *d_out,
         gsize         gap,
         float        *scratch)
{
  gsize in = nn_shape_size (node->in[0]) + flow->in_gap[0], plane = (gsize) node->out.height * node->out.width;
  Product product = outer_product (node, flow);
  Means means = { flow->params, flow->prepared, scratch };
  float *d_bias = flow->d_params + bias_at (node);

  product.fast.out_gap = gap;
  product_backward (&product, batch, &means, flow->in[0] + s * in, d_out,
                    flow->d_in[0] != NULL ? flow->d_in[0] + s * in : NULL, flow->fresh[0], flow->d_params);
  for (guint i = 0; i < batch && flow->d_params != NULL; i++, d_out += product_out (&product))
    for (guint c = 0; c < node->out.channels; c++)
      d_bias[c] += nn_sum (d_out + c * plane, plane);
}

static gboolean
infer (NnNode  *node,
       GError **error)
{
  NnArgs *args = &node->args;
  Product product;

  args->kernel = args->kernel > 0 ? args->kernel : 3;
  args->stride = args->stride > 0 ? args->stride : 1;
  if (args->channels == 0 || args->kernel % 2 == 0 || args->kernel > 31)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _("conv wants 1 channel or more and an odd kernel up to 31, not %u and %u"),
                   args->channels, args->kernel);
      return FALSE;
    }
  node->out = (NnShape) { args->channels, (node->in[0].height - 1) / args->stride + 1,
                          (node->in[0].width - 1) / args->stride + 1 };
  product = input_product (node);
  nn_node_add_part (node, "weight", 4, (guint[]) { args->channels, node->in[0].channels, args->kernel, args->kernel });
  nn_node_add_part (node, "bias", 1, &args->channels);
  node->n_scratch = product_n_scratch (&product);
  node->n_prepared = product_n_prepared (&product);
  node->gathers = product.fast.kernels != NULL;
  if (args->steps > 0)
    {
      Product inner = inner_product (node);

      nn_node_add_part (node, "recurrent", 4, (guint[]) { args->channels, args->channels, args->kernel, args->kernel });
      node->n_kept = args->steps * nn_shape_size (node->out);
      node->n_scratch = MAX (node->n_scratch, product_n_scratch (&inner)) + 4 * nn_shape_size (node->out);
      node->n_prepared += product_n_prepared (&inner);
    }
  return TRUE;
}

static void
init (const NnNode *node,
      float        *params,
      GRand        *rand)
{
  Product product = input_product (node), inner = inner_product (node);
  gsize n = (gsize) node->out.channels * product_depth (&product);

  nn_init_he (params, n, product_depth (&product), rand);
  memset (params + n, 0, node->out.channels * sizeof (float));
  if (node->args.steps > 0)
    nn_init_he (params + n + node->out.channels, (gsize) node->out.channels * product_depth (&inner),
                product_depth (&inner), rand);
}

static void
prepare (const NnNode *node,
         const float  *params,
         gboolean      backward,
         float        *prepared)
{
  Product product = input_product (node), inner = inner_product (node);

  if (product.fast.kernels != NULL)
    nn_winograd_prepare (&product.fast, params, backward, prepared);
  if (node->args.steps > 0 && inner.fast.kernels != NULL)
    nn_winograd_prepare (&inner.fast, params + inner_at (node), backward, prepared + product_n_prepared (&product));
}

static void
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize out = nn_shape_size (node->out) + flow->out_gap;

  start (node, flow);
  for (guint s = 0; s < flow->batch && node->args.steps > 0; s++)
    recur (node, flow, flow->kept + s * node->n_kept, flow->out + s * out);
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize size = nn_shape_size (node->out), out = size + flow->out_gap;

  if (node->args.steps == 0)
    unstart (node, flow, 0, flow->batch, flow->d_out, flow->out_gap, flow->scratch);
  for (guint s = 0; s < flow->batch && node->args.steps > 0; s++)
    {
      unrecur (node, flow, flow->kept + s * node->n_kept, flow->d_out + s * out, flow->scratch);
      unstart (node, flow, s, 1, flow->scratch, 0, flow->scratch + size);
    }
}

/* Step by step what is above. */
static void
add_turns (const NnNode *node,
           NnOnnx       *onnx,
           const char   *still)
{
  const char *recurrent = nn_onnx_part (onnx, "recurrent"), *last = still;

  for (guint t = 0; t < node->args.steps; t++)
    {
      const char *active = nn_onnx_inner (onnx, "active", t), *turn = nn_onnx_inner (onnx, "turn", t);
      const char *sum = t + 1 < node->args.steps ? nn_onnx_inner (onnx, "sum", t) : nn_onnx_out (onnx);

      nn_onnx_add (onnx, "LeakyRelu", active, last, NULL);
      nn_onnx_set_float (onnx, "alpha", node->args.slope);
      nn_onnx_add (onnx, "Conv", turn, active, recurrent, NULL);
      nn_onnx_set_ints (onnx, "kernel_shape", 2, node->args.kernel);
      nn_onnx_set_ints (onnx, "pads", 4, node->args.kernel / 2);
      nn_onnx_add (onnx, "Add", sum, still, turn, NULL);
      last = sum;
    }
}

static void
write_onnx (const NnNode *node,
            NnOnnx       *onnx)
{
  const char *out = node->args.steps > 0 ? nn_onnx_inner (onnx, "still", 0) : nn_onnx_out (onnx);

  nn_onnx_add (onnx, "Conv", out, nn_onnx_in (onnx, 0), nn_onnx_part (onnx, "weight"), nn_onnx_part (onnx, "bias"),
               NULL);
  nn_onnx_set_ints (onnx, "kernel_shape", 2, node->args.kernel);
  nn_onnx_set_ints (onnx, "strides", 2, node->args.stride);
  nn_onnx_set_ints (onnx, "pads", 4, node->args.kernel / 2);
  if (node->args.steps > 0)
    add_turns (node, onnx, out);
}

const NnOp nn_op_conv = { "conv", 1, infer, init, forward, backward, prepare, .onnx = write_onnx, .gaps = TRUE };
