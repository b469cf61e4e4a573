#include "cs-slide.h"

/* Centres of the windows along a side: the first lies half a stride inside. */
static guint
count_windows (guint side)
{
  return MAX (1, side / CS_SLIDE_STRIDE);
}

static guint
place_of (guint k)
{
  return CS_SLIDE_STRIDE / 2 + k * CS_SLIDE_STRIDE;
}

static double
mix (double a,
     double b,
     double t)
{
  return a + (b - a) * t;
}

/* Where pixel @at lies among the windows: the one before it, and how far behind that. */
static guint
find_window (guint   at,
             guint   n,
             double *behind)
{
  double place = CLAMP (((double) at - CS_SLIDE_STRIDE / 2) / CS_SLIDE_STRIDE, 0, n - 1);
  guint before = MIN ((guint) place, n > 1 ? n - 2 : 0);

  *behind = place - before;
  return before;
}

/* @verdicts: of every window, rejected and accepted. */
static double
sample (const float *verdicts,
        guint        n,
        guint        x,
        guint        y)
{
  double right, below;
  guint column = find_window (x, n, &right), row = find_window (y, n, &below);
  guint next = n > 1 ? 1 : 0;
  const float *at = verdicts + 2 * (row * n + column) + 1;

  return mix (mix (at[0], at[2 * next], right), mix (at[2 * next * n], at[2 * next * (n + 1)], right), below);
}

gboolean
cs_slide_patch (const NnNet  *net,
                CsPatches    *patches,
                guint         i,
                guint         threads,
                float        *p,
                GCancellable *cancellable,
                GError      **error)
{
  guint side = cs_patches_get_cut (patches)->side, area = side * side, n = count_windows (side);
  g_autofree float *x = g_new (float, (gsize) n * n * area), *verdicts = g_new (float, 2 * n * n);

  for (guint k = 0; k < n * n; k++)
    cs_patches_look (patches, i, place_of (k % n), place_of (k / n), x + (gsize) k * area);
  if (!nn_net_predict (net, n * n, x, verdicts, threads, cancellable, error))
    return FALSE;
  for (guint k = 0; k < area; k++)
    {
      p[area + k] = sample (verdicts, n, k % side, k / side);
      p[k] = 1 - p[area + k];
    }
  return TRUE;
}
