/* Convolution, zero-padded by half the kernel: out = w * x + b. With @steps > 0 recurrent (Eq. 8): the input stays,
 * and o(t) = w * x + b + r * f(o(t-1)), o(0) = w * x + b, f a leaky ReLU of @slope; out = o(steps).
 * Backward: dw = d x', dx = w' d, db = sum d; for t = steps..1: dr += d f(o(t-1))', d(t-1) = f'(o(t-1)) r' d(t), and
 * the gradients of
 * w, b and x take the sum of all d(t), because each step adds the same w * x + b.
 * Parameters: w (out x in x k x k), b (out), then r (out x out x k x k). Kept: o(0) .. o(steps-1), and w * x + b is
 * o(0). */
#include "nn-gemm.h"
#include "nn-net.h"
#include "nn-ops.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One product of a kernel with an image: the two of a recurrent conv differ in their shapes alone. */
typedef struct
{
  NnWindow window;
  guint    channels;                   /* of the output */
} Product;

static Product
input_product (const NnNode *node)
{
  guint pad = node->args.kernel / 2;

  return (Product) { { node->in[0], node->args.kernel, node->args.stride, pad, node->out.height, node->out.width },
                     node->out.channels };
}

static Product
inner_product (const NnNode *node)
{
  return (Product) { { node->out, node->args.kernel, 1, node->args.kernel / 2, node->out.height, node->out.width },
                     node->out.channels };
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

/* A 1x1 product of stride 1 needs no columns: the image is its own matrix. */
static gboolean
product_is_plain (const Product *self)
{
  return self->window.kernel == 1 && self->window.stride == 1;
}

static void
product_add (const Product *self,
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
product_add_weights (const Product *self,
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
product_add_input (const Product *self,
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

static const float *
inner_weights (const NnNode *node,
               const float  *params)
{
  Product product = input_product (node);

  return params + (gsize) node->out.channels * product_depth (&product) + node->out.channels;
}

/* o(0) = w * x + b. */
static void
start (const NnNode *node,
       const NnFlow *flow,
       const float  *x,
       float        *out)
{
  Product product = input_product (node);
  gsize pixels = product_pixels (&product);
  const float *bias = flow->params + (gsize) node->out.channels * product_depth (&product);

  for (guint c = 0; c < node->out.channels; c++)
    for (gsize i = 0; i < pixels; i++)
      out[c * pixels + i] = bias[c];
  product_add (&product, flow->params, x, out, flow->scratch);
}

static void
recur (const NnNode *node,
       const NnFlow *flow,
       float        *kept,
       float        *out)
{
  gsize size = nn_shape_size (node->out);
  Product product = inner_product (node);
  float *active = flow->scratch, *columns = flow->scratch + 2 * size;

  memcpy (kept, out, size * sizeof (float));
  for (guint t = 1; t <= node->args.steps; t++)
    {
      activate (kept + (t - 1) * size, size, node->args.slope, active);
      memcpy (out, kept, size * sizeof (float));
      product_add (&product, inner_weights (node, flow->params), active, out, columns);
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
  float *d = sum + size, *active = d + size, *columns = active + size;

  memcpy (d, d_out, size * sizeof (float));
  memcpy (sum, d_out, size * sizeof (float));
  for (guint t = node->args.steps; t > 0; t--)
    {
      const float *before = kept + (t - 1) * size;

      if (flow->d_params != NULL)
        {
          activate (before, size, node->args.slope, active);
          product_add_weights (&product, active, d, (float *) inner_weights (node, flow->d_params), columns);
        }
      memset (active, 0, size * sizeof (float));
      product_add_input (&product, inner_weights (node, flow->params), d, active, columns);
      deactivate (before, size, node->args.slope, active);
      memcpy (d, active, size * sizeof (float));
      for (gsize i = 0; i < size; i++)
        sum[i] += d[i];
    }
}

static void
unstart (const NnNode *node,
         const NnFlow *flow,
         const float  *x,
         const float  *d,
         float        *d_x,
         float        *columns)
{
  Product product = input_product (node);
  gsize pixels = product_pixels (&product);

  if (flow->d_params != NULL)
    {
      float *d_bias = flow->d_params + (gsize) node->out.channels * product_depth (&product);

      product_add_weights (&product, x, d, flow->d_params, columns);
      for (guint c = 0; c < node->out.channels; c++)
        d_bias[c] += nn_sum (d + c * pixels, pixels);
    }
  if (d_x != NULL)
    product_add_input (&product, flow->params, d, d_x, columns);
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
  node->n_params = (gsize) node->out.channels * (product_depth (&product) + 1);
  node->n_scratch = nn_window_scratch (&product.window);
  if (args->steps > 0)
    {
      Product inner = inner_product (node);

      node->n_params += (gsize) node->out.channels * product_depth (&inner);
      node->n_kept = args->steps * nn_shape_size (node->out);
      node->n_scratch = MAX (node->n_scratch, nn_window_scratch (&inner.window)) + 3 * nn_shape_size (node->out);
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
forward (const NnNode *node,
         const NnFlow *flow)
{
  gsize in = nn_shape_size (node->in[0]), out = nn_shape_size (node->out);

  for (guint s = 0; s < flow->batch; s++)
    {
      start (node, flow, flow->in[0] + s * in, flow->out + s * out);
      if (node->args.steps > 0)
        recur (node, flow, flow->kept + s * node->n_kept, flow->out + s * out);
    }
}

static void
backward (const NnNode *node,
          const NnFlow *flow)
{
  gsize in = nn_shape_size (node->in[0]), out = nn_shape_size (node->out);

  for (guint s = 0; s < flow->batch; s++)
    {
      const float *x = flow->in[0] + s * in, *d_out = flow->d_out + s * out;
      float *d_x = flow->d_in[0] != NULL ? flow->d_in[0] + s * in : NULL;

      if (node->args.steps == 0)
        {
          unstart (node, flow, x, d_out, d_x, flow->scratch);
          continue;
        }
      unrecur (node, flow, flow->kept + s * node->n_kept, d_out, flow->scratch);
      unstart (node, flow, x, flow->scratch, d_x, flow->scratch + out);
    }
}

const NnOp nn_op_conv = { "conv", 1, infer, init, forward, backward };
