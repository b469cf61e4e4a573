/* What the makers of digital detectors do to a film before anybody sees it: fine detail is lifted over what is
 * coarse. */
#include "cs-phantom-private.h"

#define COARSE_MM 0.7        /* about the standard deviation of what counts as coarse */
#define PASSES 3             /* of a box: about a Gaussian */

/* The mean of @half values to either side of each, of a line of @n; the ends go on. */
static void
smooth_line (const float *from, float *to, int n, int half)
{
  double sum = half * (double) from[0];

  for (int i = 0; i < half; i++)
    sum += from[MIN (i, n - 1)];
  for (int i = 0; i < n; i++)
    {
      sum += from[MIN (i + half, n - 1)];
      to[i] = (float) (sum / (2 * half + 1));
      sum -= from[MAX (i - half, 0)];
    }
}

/* A line of the picture, along a row or down a column, smoothed in place. @lines: room for two. */
static void
smooth_in_place (CsRaster *coarse, int at, gboolean down, int half, float *lines)
{
  int n = (int) (down ? cs_raster_get_height (coarse) : cs_raster_get_width (coarse));
  float *other = lines + n;

  for (int i = 0; i < n; i++)
    lines[i] = ((const float *) cs_raster_row (coarse, down ? i : at))[down ? at : i];
  for (int pass = 0; pass < PASSES; pass++)
    {
      float *kept = lines;

      smooth_line (lines, other, n, half);
      lines = other;
      other = kept;
    }
  for (int i = 0; i < n; i++)
    ((float *) cs_raster_edit (coarse, down ? i : at))[down ? at : i] = lines[i];
}

static CsRaster *
coarse_part (const CsRaster *grey, int half)
{
  CsRaster *coarse = cs_raster_copy (grey);
  int width = (int) cs_raster_get_width (grey), height = (int) cs_raster_get_height (grey);
  g_autofree float *lines = g_new (float, 2 * MAX (width, height));

  for (int y = 0; y < height; y++)
    smooth_in_place (coarse, y, FALSE, half, lines);
  for (int x = 0; x < width; x++)
    smooth_in_place (coarse, x, TRUE, half, lines);
  return coarse;
}

void
cs_phantom_sharpen (CsDrawing *d)
{
  int half = MAX (1, (int) (COARSE_MM / d->plan->mm_per_pixel + 0.5));
  g_autoptr (CsRaster) coarse = NULL;

  if (d->plan->sharpen == 0)
    return;
  coarse = coarse_part (d->grey, half);
  for (guint y = 0; y < d->plan->height; y++)
    {
      const float *low = cs_raster_row (coarse, y);
      const guint16 *depth = cs_raster_row (d->depth, y);
      float *row = cs_raster_edit (d->grey, y);

      for (guint x = 0; x < d->plan->width; x++)
        if (depth[x] > 0)
          row[x] += (float) d->plan->sharpen * (row[x] - low[x]);
    }
}
