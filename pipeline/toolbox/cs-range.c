#include "cs-range.h"

#include <math.h>

#define BINS 256
#define DARK 0.25

static CsRange
measure (const CsRaster *raster)
{
  float least = INFINITY, most = -INFINITY;
  guint width = cs_raster_get_width (raster);

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      const float *row = cs_raster_row (raster, y);

      for (guint x = 0; x < width; x++)
        {
          least = MIN (least, row[x]);
          most = MAX (most, row[x]);
        }
    }
  return (CsRange) { least, most > least ? most - least : 1 };
}

CsRange
cs_range_stretch (CsRaster *raster)
{
  CsRange range = measure (raster);
  guint width = cs_raster_get_width (raster);

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      float *row = cs_raster_edit (raster, y);

      for (guint x = 0; x < width; x++)
        row[x] = (row[x] - range.darkest) / range.span;
    }
  return range;
}

double
cs_range_dark (const CsRange *self, double white)
{
  return MIN (DARK, (DARK * white - self->darkest) / self->span);
}

/* The mean of the levels in bins @best - 1 to @best + 1: nearer than a bin, which may be cut through the middle. */
static double
find_peak (const double bins[BINS], const double sums[BINS], guint best)
{
  double n = 0, sum = 0;

  for (guint i = best > 0 ? best - 1 : 0; i <= MIN (best + 1, BINS - 1); i++)
    {
      n += bins[i];
      sum += sums[i];
    }
  return sum / MAX (n, 1);
}

/* How many pixels each bin of levels has, and the sum of theirs. */
static void
count_levels (const CsRaster *raster, double bins[BINS], double sums[BINS])
{
  guint width = cs_raster_get_width (raster), counts[BINS] = { 0 };

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      const float *row = cs_raster_row (raster, y);

      for (guint x = 0; x < width; x++)
        {
          guint i = (guint) CLAMP (row[x] * BINS, 0, BINS - 1);

          counts[i]++;
          sums[i] += row[x];
        }
    }
  for (guint i = 0; i < BINS; i++)
    bins[i] = counts[i];
}

double
cs_range_air (const CsRaster *raster, double dark)
{
  double bins[BINS], sums[BINS] = { 0 }, total = (double) cs_raster_get_width (raster) * cs_raster_get_height (raster);
  guint best = 0, film = 1;

  count_levels (raster, bins, sums);
  for (guint i = 1; i < dark * BINS; i++)
    {
      if (bins[i] > bins[best])
        best = i;
      if (i < BINS / 8 && bins[i] > bins[film])
        film = i;
    }
  if (best == 0 && bins[film] > 0.03 * total)
    best = film;
  /* A crop that holds no air has no such peak: then everything is tissue. */
  return dark > 0 && bins[best] > 0.01 * total ? find_peak (bins, sums, best) : -1;
}
