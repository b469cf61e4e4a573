#include "cs-join.h"

#include <string.h>

#include "cs-patches-private.h"
#include "nn-turns.h"

#define ACROSS 3
#define WINDOWS (ACROSS * ACROSS)

/* Adds a window's calcification plane, whose corner lies @dx, @dy from the patch's, where it covers the patch. */
static void
lay_window (const float *window,
            int          side,
            int          dx,
            int          dy,
            float       *sums,
            float       *shares)
{
  for (int y = MAX (0, -dy); y < MIN (side, side - dy); y++)
    for (int x = MAX (0, -dx); x < MIN (side, side - dx); x++)
      {
        float share = cs_patch_share (x, side) * cs_patch_share (y, side);
        int at = (y + dy) * side + x + dx;

        sums[at] += share * window[y * side + x];
        shares[at] += share;
      }
}

/* @windows: two planes each. */
static void
join (const float *windows,
      int          side,
      int          stride,
      float       *shares,
      float       *p)
{
  int area = side * side;

  memset (p, 0, 2 * area * sizeof (float));
  memset (shares, 0, area * sizeof (float));
  for (int k = 0; k < WINDOWS; k++)
    lay_window (windows + (2 * k + 1) * area, side, (k % ACROSS - 1) * stride, (k / ACROSS - 1) * stride, p + area,
                shares);
  for (int i = 0; i < area; i++)
    {
      p[area + i] /= shares[i];
      p[i] = 1 - p[area + i];
    }
}

gboolean
cs_join_patches (const NnNet  *net,
                 CsPatches    *patches,
                 const guint  *which,
                 guint         n,
                 gboolean      turned,
                 guint         threads,
                 float        *p,
                 GCancellable *cancellable,
                 GError      **error)
{
  guint side = cs_patches_get_cut (patches)->side, area = side * side;
  guint stride = MIN (side * 3 / 8, (cs_patches_get_wide_side (patches) - side) / 2), first = side / 2 - stride;
  g_autofree float *x = g_new (float, (gsize) n * WINDOWS * area), *shares = g_new (float, area);
  g_autofree float *windows = g_new (float, 2 * (gsize) n * WINDOWS * area);

  for (guint i = 0; i < n * WINDOWS; i++)
    cs_patches_look (patches, which[i / WINDOWS], first + i % ACROSS * stride, first + i % WINDOWS / ACROSS * stride,
                     x + (gsize) i * area);
  if (!(turned ? nn_net_predict_turned : nn_net_predict) (net, n * WINDOWS, x, windows, threads, cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    join (windows + 2 * (gsize) i * WINDOWS * area, (int) side, (int) stride, shares, p + 2 * (gsize) i * area);
  return TRUE;
}
