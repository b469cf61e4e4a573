#include "cs-smooth.h"

#include <math.h>
#include <string.h>

#include "cs-kernels.h"
#include "cs-rows.h"

typedef struct
{
  const CsRaster *in;
  CsRaster       *out;
  guint           factor, radius;
  const float    *kernel;
  double          scale, rolloff;
} Work;

static CsRaster *
run (Work *work, CsPixel pixel, guint width, guint height, CsRowsFunc func, GCancellable *cancellable, GError **error)
{
  work->out = cs_raster_new (pixel, width, height);
  if (cs_rows_run (height, 0, func, work, cancellable, error))
    return work->out;
  cs_raster_unref (work->out);
  return NULL;
}

static void
reduce_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in), factor = work->factor;
  guint out_width = cs_raster_get_width (work->out);
  g_autofree float *row = g_new (float, width), *sums = g_new (float, width);

  for (guint y = first; y < last; y++)
    {
      float *out = cs_raster_edit (work->out, y);
      guint n_rows = MIN (factor, height - y * factor);

      cs_raster_load (work->in, y * factor, sums);
      for (guint k = 1; k < n_rows; k++)
        {
          cs_raster_load (work->in, y * factor + k, row);
          for (guint x = 0; x < width; x++)
            sums[x] += row[x];
        }
      for (guint x = 0; x < out_width; x++)
        {
          guint n = MIN (factor, width - x * factor);
          float sum = 0;

          for (guint k = 0; k < n; k++)
            sum += sums[x * factor + k];
          out[x] = sum / (n * n_rows);
        }
    }
}

CsRaster *
cs_smooth_reduce (const CsRaster *raster, guint factor, GCancellable *cancellable, GError **error)
{
  Work work = { .in = raster, .factor = factor };

  g_return_val_if_fail (factor > 0, NULL);
  return run (&work, CS_PIXEL_F32, (cs_raster_get_width (raster) + factor - 1) / factor,
              (cs_raster_get_height (raster) + factor - 1) / factor, reduce_rows, cancellable, error);
}

/* Separable, both ways in one walk: down the columns into a padded row, then along it. */
static void
gauss_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in), radius = work->radius;
  int height = cs_raster_get_height (work->in);
  g_autofree float *padded = g_new (float, width + 2 * radius);
  g_autofree const float **rows = g_new (const float *, 2 * radius + 1);
  float *middle = padded + radius;

  for (guint y = first; y < last; y++)
    {
      for (guint k = 0; k <= 2 * radius; k++)
        rows[k] = cs_raster_row (work->in, CLAMP ((int) (y + k) - (int) radius, 0, height - 1));
      cs_kernels ()->weigh (middle, rows, work->kernel, radius, width);
      for (guint k = 0; k < radius; k++)
        {
          padded[k] = middle[0];
          middle[width + k] = middle[width - 1];
        }
      for (guint k = 0; k <= 2 * radius; k++)
        rows[k] = padded + k;
      cs_kernels ()->weigh (cs_raster_edit (work->out, y), rows, work->kernel, radius, width);
    }
}

CsRaster *
cs_smooth_gauss (const CsRaster *raster, double sigma, GCancellable *cancellable, GError **error)
{
  guint radius = (guint) ceil (3.5 * sigma);
  g_autofree float *kernel = g_new (float, radius + 1);
  Work work = { .in = raster, .radius = radius, .kernel = kernel };
  double sum = 0;

  g_return_val_if_fail (cs_raster_get_pixel (raster) == CS_PIXEL_F32, NULL);
  if (sigma <= 0)
    return cs_raster_copy (raster);
  for (guint k = 0; k <= radius; k++)
    {
      kernel[k] = expf (-0.5f * k * k / (sigma * sigma));
      sum += (k > 0 ? 2 : 1) * kernel[k];
    }
  for (guint k = 0; k <= radius; k++)
    kernel[k] /= sum;
  return run (&work, CS_PIXEL_F32, cs_raster_get_width (raster), cs_raster_get_height (raster), gauss_rows,
              cancellable, error);
}

/* Running sums along a row; the window is cut at the edge and divides by what is left. */
static void
box_across_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  int width = cs_raster_get_width (work->in), radius = work->radius;

  for (guint y = first; y < last; y++)
    {
      const float *in = cs_raster_row (work->in, y);
      float *out = cs_raster_edit (work->out, y);
      double sum = 0;

      for (int x = 0; x < MIN (radius, width); x++)
        sum += in[x];
      for (int x = 0; x < width; x++)
        {
          if (x + radius < width)
            sum += in[x + radius];
          if (x - radius - 1 >= 0)
            sum -= in[x - radius - 1];
          out[x] = sum / (MIN (x + radius, width - 1) - MAX (x - radius, 0) + 1);
        }
    }
}

/* Running sums of whole rows: each band begins its own, so bands do not depend on one another. */
static void
box_down_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in);
  int height = cs_raster_get_height (work->in), radius = work->radius;
  g_autofree double *sums = g_new0 (double, width);

  for (int k = (int) first - radius; k < (int) first + radius; k++)
    {
      const float *in = k >= 0 && k < height ? cs_raster_row (work->in, k) : NULL;

      for (guint x = 0; in != NULL && x < width; x++)
        sums[x] += in[x];
    }
  for (int y = first; y < (int) last; y++)
    {
      float *out = cs_raster_edit (work->out, y);
      const float *enters = y + radius < height ? cs_raster_row (work->in, y + radius) : NULL;
      const float *leaves = y > (int) first && y - radius - 1 >= 0 ? cs_raster_row (work->in, y - radius - 1) : NULL;
      double n = MIN (y + radius, height - 1) - MAX (y - radius, 0) + 1;

      for (guint x = 0; enters != NULL && x < width; x++)
        sums[x] += enters[x];
      for (guint x = 0; leaves != NULL && x < width; x++)
        sums[x] -= leaves[x];
      for (guint x = 0; x < width; x++)
        out[x] = sums[x] / n;
    }
}

CsRaster *
cs_smooth_box (const CsRaster *raster, guint radius, GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);
  Work across = { .in = raster, .radius = radius };
  Work down = { .radius = radius };
  g_autoptr (CsRaster) middle = NULL;

  g_return_val_if_fail (cs_raster_get_pixel (raster) == CS_PIXEL_F32, NULL);
  middle = run (&across, CS_PIXEL_F32, width, height, box_across_rows, cancellable, error);
  if (middle == NULL)
    return NULL;
  down.in = middle;
  return run (&down, CS_PIXEL_F32, width, height, box_down_rows, cancellable, error);
}

static void
enlarge_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->out), small_width = cs_raster_get_width (work->in);
  int small_height = cs_raster_get_height (work->in);
  g_autofree float *a = g_new (float, small_width + 1), *b = g_new (float, small_width + 1);
  g_autofree float *row = g_new (float, width);
  g_autofree float *shares = g_new (float, width);
  g_autofree guint *places = g_new (guint, width);

  for (guint x = 0; x < width; x++)
    {
      float place = MAX ((x + 0.5f) / work->factor - 0.5f, 0);

      places[x] = MIN ((guint) place, small_width - 1);
      shares[x] = place - places[x];
    }
  for (guint y = first; y < last; y++)
    {
      float at = (y + 0.5f) / work->factor - 0.5f, part = at - floorf (at);
      int above = (int) floorf (at);

      cs_raster_load (work->in, CLAMP (above, 0, small_height - 1), a);
      cs_raster_load (work->in, CLAMP (above + 1, 0, small_height - 1), b);
      for (guint x = 0; x < small_width; x++)
        a[x] += part * (b[x] - a[x]);
      a[small_width] = a[small_width - 1];
      for (guint x = 0; x < width; x++)
        row[x] = a[places[x]] + shares[x] * (a[places[x] + 1] - a[places[x]]);
      cs_raster_store (work->out, y, row);
    }
}

CsRaster *
cs_smooth_enlarge (const CsRaster *raster, guint factor, guint width, guint height,
                   GCancellable *cancellable, GError **error)
{
  Work work = { .in = raster, .factor = factor };

  return run (&work, cs_raster_get_pixel (raster), width, height, enlarge_rows, cancellable, error);
}

/* A stretch of a mask's row between two points of the smaller one; where all four corners agree, so does what is
 * between them, and that is nearly everywhere. */
static void
fill_stretch (guint8 *out, guint first, guint last, guint factor, guint point, const float corners[4], float down)
{
  float left = corners[0] + down * (corners[2] - corners[0]), right = corners[1] + down * (corners[3] - corners[1]);

  if (corners[0] == corners[1] && corners[0] == corners[2] && corners[0] == corners[3])
    {
      memset (out + first, corners[0] >= 127.5f ? 255 : 0, last - first);
      return;
    }
  for (guint x = first; x < last; x++)
    {
      float share = MAX ((x + 0.5f) / factor - 0.5f, 0) - point;

      out[x] = left + share * (right - left) >= 127.5f ? 255 : 0;
    }
}

static void
enlarge_mask_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->out), n = cs_raster_get_width (work->in), factor = work->factor;
  int bottom = (int) cs_raster_get_height (work->in) - 1;

  for (guint y = first; y < last; y++)
    {
      float at = (y + 0.5f) / factor - 0.5f;
      int row = (int) floorf (at);
      const guint8 *above = cs_raster_row (work->in, CLAMP (row, 0, bottom));
      const guint8 *below = cs_raster_row (work->in, CLAMP (row + 1, 0, bottom));
      guint8 *out = cs_raster_edit (work->out, y);

      /* The pixels whose centre lies between point i and the next; before the first they count as the first. */
      for (guint i = 0, x = 0; i < n && x < width; i++)
        {
          guint next = i + 1 < n ? i + 1 : i, end = i + 1 < n ? MIN ((i + 1) * factor + factor / 2, width) : width;
          const float corners[4] = { above[i], above[next], below[i], below[next] };

          fill_stretch (out, x, end, factor, i, corners, at - row);
          x = end;
        }
    }
}

CsRaster *
cs_smooth_enlarge_mask (const CsRaster *mask, guint factor, guint width, guint height,
                        GCancellable *cancellable, GError **error)
{
  Work work = { .in = mask, .factor = factor };

  g_return_val_if_fail (cs_raster_get_pixel (mask) == CS_PIXEL_U8, NULL);
  return run (&work, CS_PIXEL_U8, width, height, enlarge_mask_rows, cancellable, error);
}

static void
weight_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in);
  float factor = 0.5 / (work->scale * work->rolloff);
  g_autofree float *memory = g_new (float, 3 * ((gsize) width + 2));
  float *rows[3] = { memory + 1, memory + width + 3, memory + 2 * (gsize) width + 5 };

  for (guint y = first; y < last; y++)
    {
      float *above = rows[0], *row = rows[1], *below = rows[2];

      /* Two of three rows are those of the line before. */
      if (y == first)
        {
          cs_raster_load (work->in, y > 0 ? y - 1 : 0, above);
          cs_raster_load (work->in, y, row);
        }
      cs_raster_load (work->in, MIN (y + 1, height - 1), below);
      row[-1] = row[0];
      row[width] = row[width - 1];
      cs_kernels ()->fall (cs_raster_edit (work->out, y), above, row, below, factor, width);
      rows[0] = row;
      rows[1] = below;
      rows[2] = above;
    }
}

CsRaster *
cs_smooth_weight (const CsRaster *raster, double white, double rolloff, GCancellable *cancellable, GError **error)
{
  Work work = { .in = raster, .scale = white, .rolloff = rolloff };

  return run (&work, CS_PIXEL_U8, cs_raster_get_width (raster), cs_raster_get_height (raster), weight_rows,
              cancellable, error);
}

CsRaster *
cs_smooth_mask (const CsRaster *mask, guint radius, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) plain = cs_raster_to (mask, CS_PIXEL_F32);
  g_autoptr (CsRaster) mean = cs_smooth_box (plain, radius, cancellable, error);
  CsRaster *out;

  if (mean == NULL)
    return NULL;
  out = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (mask), cs_raster_get_height (mask));
  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    {
      const float *in = cs_raster_row (mean, y);
      guint8 *row = cs_raster_edit (out, y);

      for (guint x = 0; x < cs_raster_get_width (mask); x++)
        row[x] = in[x] >= 127.5f ? 255 : 0;
    }
  return out;
}
