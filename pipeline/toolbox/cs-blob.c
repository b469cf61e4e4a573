#include "cs-blob.h"

#include <math.h>

#include "cs-rows.h"
#include "cs-smooth.h"

#define PASSES 8
#define CUT_MEAN 0.63125f      /* E min (|z|, 1) of a normal distribution */
#define SIZE_TO_SD 1.2533f     /* its deviation over E |z| */

typedef struct
{
  const CsRaster *a, *b;
  CsRaster       *out;
} Work;

static gboolean
for_rows (Work *work, CsRowsFunc func, GCancellable *cancellable, GError **error)
{
  return cs_rows_run (cs_raster_get_height (work->out), 0, func, work, cancellable, error);
}

static void
subtract_rows (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *a = cs_raster_row (work->a, y), *b = cs_raster_row (work->b, y);
      float *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->out); x++)
        out[x] = a[x] - b[x];
    }
}

/* a - b in the place of b: a large film has no room for one more. */
static CsRaster *
subtract_from (const CsRaster *a, CsRaster *b, GCancellable *cancellable, GError **error)
{
  Work work = { a, b, b };

  if (for_rows (&work, subtract_rows, cancellable, error))
    return b;
  cs_raster_unref (b);
  return NULL;
}

CsRaster *
cs_blob_filter (const CsRaster *smooth, double sigma, double ratio, GCancellable *cancellable, GError **error)
{
  CsRaster *wide = cs_smooth_gauss (smooth, sigma * sqrt (ratio * ratio - 1), cancellable, error), *rest;
  g_autoptr (CsRaster) once = wide != NULL ? subtract_from (smooth, wide, cancellable, error) : NULL;

  rest = once != NULL ? cs_smooth_gauss (once, sigma * ratio, cancellable, error) : NULL;
  return rest != NULL ? subtract_from (once, rest, cancellable, error) : NULL;
}

/* The eigenvalues of the Hessian are half of sum + root and sum - root, where sum < 0 on a spot. */
static void
line_row (const float *above, const float *row, const float *below, float *out, guint width)
{
  for (guint x = 0; x < width; x++)
    {
      guint l = x > 0 ? x - 1 : 0, r = x + 1 < width ? x + 1 : x;
      float xx = row[l] + row[r] - 2 * row[x], yy = above[x] + below[x] - 2 * row[x];
      float xy = (above[l] + below[r] - above[r] - below[l]) / 4;
      float root = sqrtf ((xx - yy) * (xx - yy) + 4 * xy * xy), sum = -(xx + yy);

      out[x] = sum > root ? root / sum : 1;
    }
}

static void
line_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint height = cs_raster_get_height (work->out);

  for (guint y = first; y < last; y++)
    line_row (cs_raster_row (work->a, y > 0 ? y - 1 : 0), cs_raster_row (work->a, y),
              cs_raster_row (work->a, MIN (y + 1, height - 1)), cs_raster_edit (work->out, y),
              cs_raster_get_width (work->out));
}

CsRaster *
cs_blob_lines (const CsRaster *smooth, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) out = cs_raster_new (CS_PIXEL_F32, cs_raster_get_width (smooth), cs_raster_get_height (smooth));
  Work work = { smooth, NULL, out };

  return for_rows (&work, line_rows, cancellable, error) ? g_steal_pointer (&out) : NULL;
}

/* The noise's own grid: sizes inside, and where inside is. */
static void
sample (const CsRaster *band, const CsRaster *inside, guint step, CsRaster *sizes, CsRaster *counts)
{
  for (guint y = 0; y < cs_raster_get_height (sizes); y++)
    {
      guint from = MIN (y * step + step / 2, cs_raster_get_height (band) - 1);
      const float *in = cs_raster_row (band, from), *within = cs_raster_row (inside, from);
      float *size = cs_raster_edit (sizes, y), *count = cs_raster_edit (counts, y);

      for (guint x = 0; x < cs_raster_get_width (sizes); x++)
        {
          guint k = MIN (x * step + step / 2, cs_raster_get_width (band) - 1);

          count[x] = within[k];
          size[x] = within[k] * fabsf (in[k]);
        }
    }
}

static void
cut_sizes (const CsRaster *sizes, const CsRaster *limit, CsRaster *cut)
{
  for (guint y = 0; y < cs_raster_get_height (cut); y++)
    {
      const float *size = cs_raster_row (sizes, y), *most = cs_raster_row (limit, y);
      float *out = cs_raster_edit (cut, y);

      for (guint x = 0; x < cs_raster_get_width (cut); x++)
        out[x] = MIN (size[x], most[x]);
    }
}

/* The mean becomes a mean over what lies inside, times @factor. */
static void
share_out (CsRaster *mean, const CsRaster *share, float factor)
{
  for (guint y = 0; y < cs_raster_get_height (mean); y++)
    {
      const float *part = cs_raster_row (share, y);
      float *row = cs_raster_edit (mean, y);

      for (guint x = 0; x < cs_raster_get_width (mean); x++)
        row[x] = part[x] > 1e-4f ? row[x] * factor / part[x] : 0;
    }
}

static void
hold_up (CsRaster *noise, const CsRaster *share)
{
  double sum = 0, shares = 0;
  float least;

  for (guint y = 0; y < cs_raster_get_height (noise); y++)
    for (guint x = 0; x < cs_raster_get_width (noise); x++)
      {
        float part = ((const float *) cs_raster_row (share, y))[x];

        sum += part * ((const float *) cs_raster_row (noise, y))[x];
        shares += part;
      }
  least = shares > 0 ? 0.5 * sum / shares : 0;
  for (guint y = 0; y < cs_raster_get_height (noise); y++)
    {
      float *row = cs_raster_edit (noise, y);

      for (guint x = 0; x < cs_raster_get_width (noise); x++)
        row[x] = MAX (row[x], least);
    }
}

CsRaster *
cs_blob_noise (const CsRaster *band, const CsRaster *inside, double radius, guint step, GCancellable *cancellable,
               GError **error)
{
  guint width = (cs_raster_get_width (band) + step - 1) / step;
  guint height = (cs_raster_get_height (band) + step - 1) / step;
  guint reach = MAX (1, (guint) (radius / step + 0.5));
  g_autoptr (CsRaster) sizes = cs_raster_new (CS_PIXEL_F32, width, height);
  g_autoptr (CsRaster) counts = cs_raster_new (CS_PIXEL_F32, width, height);
  g_autoptr (CsRaster) share = NULL, noise = NULL;

  sample (band, inside, step, sizes, counts);
  share = cs_smooth_box (counts, reach, cancellable, error);
  noise = share != NULL ? cs_smooth_box (sizes, reach, cancellable, error) : NULL;
  if (noise == NULL)
    return NULL;
  share_out (noise, share, SIZE_TO_SD);
  for (guint pass = 0; pass < PASSES; pass++)
    {
      g_autoptr (CsRaster) cut = cs_raster_new (CS_PIXEL_F32, width, height);

      cut_sizes (sizes, noise, cut);
      g_clear_pointer (&noise, cs_raster_unref);
      noise = cs_smooth_box (cut, reach, cancellable, error);
      if (noise == NULL)
        return NULL;
      share_out (noise, share, 1 / CUT_MEAN);
    }
  hold_up (noise, share);
  return cs_smooth_enlarge (noise, step, cs_raster_get_width (band), cs_raster_get_height (band), cancellable, error);
}
