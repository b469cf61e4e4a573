#include "nn-loss.h"
#include "nn-ops.h"

#include <math.h>
#include <string.h>

/* Added above and below, so that a class that is nowhere, and rightly so, is a perfect match instead of 0 / 0. */
#define SMOOTH 1.0
/* Below this a probability counts as this in the logarithm; its gradient still points upwards. */
#define LEAST 1e-12f

/* 1 where a pixel is of some class, 0 where nobody knows. NULL: all are. */
static float *
find_known (NnShape      shape,
            const float *y)
{
  gsize plane = (gsize) shape.height * shape.width, n_known = 0;
  g_autofree float *known = g_new (float, plane);

  for (gsize i = 0; i < plane; i++)
    {
      float sum = 0;

      for (guint c = 0; c < shape.channels; c++)
        sum += y[c * plane + i];
      known[i] = sum > 0;
      n_known += sum > 0;
    }
  return n_known < plane ? g_steal_pointer (&known) : NULL;
}

/* 1 - (2 sum u v + 1) / (sum u + sum v + 1), the mean over classes. Eq. 11 leaves the constant 1 out, which no rule
 * sees. With a / b for the fraction: d / du = - (2 v b - a) / b^2. Sums are over what is known. */
static double
add_dice (NnShape      shape,
          const float *p,
          const float *y,
          float        weight,
          float       *d_p)
{
  gsize plane = (gsize) shape.height * shape.width;
  g_autofree float *known = find_known (shape, y);
  double loss = 0;

  for (guint c = 0; c < shape.channels; c++)
    {
      const float *u = p + c * plane, *v = y + c * plane;
      double a = 2.0 * nn_dot (u, v, plane) + SMOOTH;
      double all_u = known != NULL ? nn_dot (u, known, plane) : nn_sum (u, plane);
      double b = all_u + nn_sum (v, plane) + SMOOTH;
      float on = -weight / shape.channels * 2 / b, off = weight / shape.channels * a / (b * b);

      loss += (1 - a / b) / shape.channels;
      for (gsize i = 0; i < plane && d_p != NULL; i++)
        d_p[c * plane + i] += on * v[i] + (known == NULL ? off : off * known[i]);
    }
  return loss;
}

/* - sum v log u, the mean over pixels; d / du = - v / u. */
static double
add_cross (NnShape      shape,
           const float *p,
           const float *y,
           float        weight,
           float       *d_p)
{
  gsize plane = (gsize) shape.height * shape.width;
  double loss = 0;

  for (gsize i = 0; i < plane * shape.channels; i++)
    {
      float u = MAX (p[i], LEAST);

      if (y[i] == 0)
        continue;
      loss -= (double) y[i] * log (u);
      if (d_p != NULL)
        d_p[i] -= weight / plane * y[i] / u;
    }
  /* MAX() takes the bound where p is no number: it must not hide that. */
  return isnan (nn_sum (p, plane * shape.channels)) ? (double) NAN : loss / plane;
}

double
nn_loss (NnLossKind   kind,
         NnShape      shape,
         const float *p,
         const float *y,
         float        weight,
         float       *d_p)
{
  double loss = 0;

  if (d_p != NULL)
    memset (d_p, 0, nn_shape_size (shape) * sizeof (float));
  if (kind != NN_LOSS_CROSS)
    loss += add_dice (shape, p, y, weight, d_p);
  if (kind != NN_LOSS_DICE)
    loss += add_cross (shape, p, y, weight, d_p);
  return loss;
}
