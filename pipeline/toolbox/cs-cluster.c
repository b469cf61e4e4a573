#include "cs-cluster.h"

#include <math.h>
#include <string.h>

#define MAX_ROUNDS 200

static double
median_of (const double *counts, guint n)
{
  double sum = 0, half = 0;

  for (guint i = 0; i < n; i++)
    half += counts[i] / 2;
  for (guint i = 0; i < n; i++)
    {
      sum += counts[i];
      if (sum >= half && half > 0)
        return i;
    }
  return -1;
}

guint
cs_cluster_nearest (const CsMedians *self, double x_scale, double y_scale, double x, double y)
{
  double d0 = fabs (x - self->x[0]) * x_scale + fabs (y - self->y[0]) * y_scale;
  double d1 = fabs (x - self->x[1]) * x_scale + fabs (y - self->y[1]) * y_scale;

  return d1 < d0;
}

/* Marginal counts of each cluster: the median of each feature is all that is asked. */
static void
assign (const double *counts, guint nx, guint ny, double x_scale, double y_scale, const CsMedians *at, double *sums)
{
  memset (sums, 0, sizeof (double) * 2 * (nx + ny));
  for (guint y = 0; y < ny; y++)
    for (guint x = 0; x < nx; x++)
      if (counts[y * nx + x] > 0)
        {
          double *own = sums + cs_cluster_nearest (at, x_scale, y_scale, x, y) * (nx + ny);

          own[x] += counts[y * nx + x];
          own[nx + y] += counts[y * nx + x];
        }
}

/* Starts at the quartiles of x: no random start, so the same film always gives the same clusters. */
static void
start (const double *counts, guint nx, guint ny, CsMedians *at)
{
  double total = 0, sum = 0;

  at->x[0] = at->x[1] = -1;
  for (guint i = 0; i < nx * ny; i++)
    total += counts[i];
  for (guint x = 0; x < nx; x++)
    {
      for (guint y = 0; y < ny; y++)
        sum += counts[y * nx + x];
      if (at->x[0] < 0 && sum >= total / 4)
        at->x[0] = x;
      if (at->x[1] < 0 && sum >= total * 3 / 4)
        at->x[1] = x;
    }
  at->y[0] = at->y[1] = ny / 2.0;
  if (at->x[0] == at->x[1])
    at->x[1] += 1;
}

gboolean
cs_cluster_medians (const double *counts, guint nx, guint ny, double x_scale, double y_scale, CsMedians *out)
{
  g_autofree double *sums = g_new (double, 2 * (nx + ny));

  start (counts, nx, ny, out);
  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      CsMedians old = *out;

      assign (counts, nx, ny, x_scale, y_scale, &old, sums);
      for (guint k = 0; k < 2; k++)
        {
          out->x[k] = median_of (sums + k * (nx + ny), nx);
          out->y[k] = median_of (sums + k * (nx + ny) + nx, ny);
          if (out->x[k] < 0)
            return FALSE;
        }
      if (memcmp (&old, out, sizeof old) == 0)
        break;
    }
  if (out->x[0] > out->x[1])
    *out = (CsMedians) { { out->x[1], out->x[0] }, { out->y[1], out->y[0] } };
  return TRUE;
}

double
cs_cluster_membership (const CsFuzzy *self, double value, guint cluster)
{
  double own = fabs (value - self->centre[cluster]), other = fabs (value - self->centre[!cluster]);

  if (own <= 0)
    return 1;
  return 1 / (1 + pow (own / MAX (other, 1e-12), 2 / (self->m - 1)));
}

static gboolean
find_range (const double *bins, guint n, double *lower, double *upper)
{
  guint first = 0, last = n;

  while (first < n && !(bins[first] > 0))
    first++;
  while (last > first && !(bins[last - 1] > 0))
    last--;
  *lower = first;
  *upper = (double) last - 1;
  return last > first + 1;
}

/* What one bin adds to the sums of each cluster: its membership to the power of m. With the usual m of 2 the power is
 * the square of a quotient. */
static void
add_bins (const CsFuzzy *at, const double *bins, guint first, guint last, double *sums, double *weights)
{
  gboolean usual = at->m == 2;

  for (guint i = first; i <= last; i++)
    {
      double own = (i - at->centre[0]) * (i - at->centre[0]), other = (i - at->centre[1]) * (i - at->centre[1]);
      double u = usual ? other / MAX (own + other, 1e-24) : cs_cluster_membership (at, i, 0), w0, w1;

      if (!usual && !(bins[i] > 0))
        continue;
      w0 = bins[i] * (usual ? u * u : pow (u, at->m));
      w1 = bins[i] * (usual ? (1 - u) * (1 - u) : pow (1 - u, at->m));
      sums[0] += w0 * i;
      sums[1] += w1 * i;
      weights[0] += w0;
      weights[1] += w1;
    }
}

gboolean
cs_cluster_fuzzy (const double *bins, guint n, double m, CsFuzzy *out)
{
  double lower, upper;

  if (!find_range (bins, n, &lower, &upper))
    return FALSE;
  *out = (CsFuzzy) { { lower + (upper - lower) / 4, upper - (upper - lower) / 4 }, 0, m };
  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      double sums[2] = { 0 }, weights[2] = { 0 }, moved = 0;

      add_bins (out, bins, (guint) lower, (guint) upper, sums, weights);
      for (guint k = 0; k < 2; k++)
        {
          double centre = weights[k] > 0 ? sums[k] / weights[k] : out->centre[k];

          moved += fabs (centre - out->centre[k]);
          out->centre[k] = centre;
        }
      if (moved < 1e-6 * (upper - lower))
        break;
    }
  if (out->centre[0] > out->centre[1])
    *out = (CsFuzzy) { { out->centre[1], out->centre[0] }, 0, m };
  /* Equal distances, equal memberships: half way, whatever m. */
  out->threshold = (out->centre[0] + out->centre[1]) / 2;
  return TRUE;
}
