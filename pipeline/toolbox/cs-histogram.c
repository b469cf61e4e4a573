#include "cs-histogram.h"

#include <math.h>
#include <string.h>

#include "cs-rows.h"

#define BINS 1024    /* of a tile: finer than any display, cheap to clip */

typedef struct
{
  const CsRaster *in;
  CsRaster       *out;
  guint           white, shift, columns, rows;
  double          clip;
  guint16        *tables;    /* columns x rows tables of BINS */
} Equaliser;

static guint
edge_of (guint tile, guint n, guint size)
{
  return (guint) ((guint64) size * tile / n);
}

/* What is over the limit is spread evenly; what that lifts over the limit again is left: the usual one-pass form. */
static void
clip_bins (guint *bins, guint n_bins, guint n_pixels, double clip)
{
  guint limit = (guint) MAX (clip * n_pixels / n_bins, 1), excess = 0;

  for (guint i = 0; i < n_bins; i++)
    if (bins[i] > limit)
      {
        excess += bins[i] - limit;
        bins[i] = limit;
      }
  for (guint i = 0; i < n_bins; i++)
    bins[i] += (guint) ((guint64) excess * (i + 1) / n_bins - (guint64) excess * i / n_bins);
}

static void
tile_rows (guint first, guint last, gpointer data)
{
  Equaliser *work = data;
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in);
  guint n_bins = (work->white >> work->shift) + 1;

  for (guint tile = first; tile < last; tile++)
    {
      guint column = tile % work->columns, row = tile / work->columns, bins[BINS] = { 0 };
      guint left = edge_of (column, work->columns, width), right = edge_of (column + 1, work->columns, width);
      guint top = edge_of (row, work->rows, height), bottom = edge_of (row + 1, work->rows, height);
      guint64 n = (guint64) (right - left) * (bottom - top), sum = 0;

      for (guint y = top; y < bottom; y++)
        for (guint x = left; x < right; x++)
          bins[MIN (((const guint16 *) cs_raster_row (work->in, y))[x], work->white) >> work->shift]++;
      clip_bins (bins, n_bins, n, work->clip);
      for (guint i = 0; i < n_bins; i++)
        {
          sum += bins[i];
          work->tables[(gsize) tile * BINS + i] = (guint16) (sum * work->white / n);
        }
    }
}

/* A level between two bins is mapped between their values, so no step of the film is lost to the bins. */
static float
look_up (const Equaliser *work, guint column, guint row, float level)
{
  const guint16 *table = work->tables + (gsize) (row * work->columns + column) * BINS;
  guint bin = (guint) level;
  float here = table[bin], before = bin > 0 ? table[bin - 1] : 0;

  return before + (here - before) * (level - bin);
}

static void
equalise_row (const Equaliser *work, const guint16 *in, guint16 *out, guint above, guint below, float down)
{
  guint width = cs_raster_get_width (work->in);
  float per_bin = 1.0f / (1u << work->shift), scale = (float) work->columns / width;

  for (guint x = 0; x < width; x++)
    {
      float place = MAX ((x + 0.5f) * scale - 0.5f, 0);
      float level = (MIN (in[x], work->white) + (work->shift > 0 ? 0.5f : 0.9999f)) * per_bin;
      guint left = MIN ((guint) place, work->columns - 1), right = MIN (left + 1, work->columns - 1);
      float across = place - left;
      float top = look_up (work, left, above, level), bottom = look_up (work, left, below, level);

      top += across * (look_up (work, right, above, level) - top);
      bottom += across * (look_up (work, right, below, level) - bottom);
      out[x] = (guint16) (top + down * (bottom - top) + 0.5f);
    }
}

static void
equalise_rows (guint first, guint last, gpointer data)
{
  Equaliser *work = data;

  for (guint y = first; y < last; y++)
    {
      float place = MAX ((y + 0.5f) * work->rows / cs_raster_get_height (work->in) - 0.5f, 0);
      guint above = MIN ((guint) place, work->rows - 1);

      equalise_row (work, cs_raster_row (work->in, y), cs_raster_edit (work->out, y), above,
                    MIN (above + 1, work->rows - 1), place - above);
    }
}

CsRaster *
cs_histogram_equalise (const CsRaster *raster, guint white, double tile, double clip,
                       GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);
  Equaliser work = { .in = raster, .white = white, .clip = clip };
  g_autofree guint16 *tables = NULL;

  work.columns = (guint) CLAMP (width / MAX (tile, 1) + 0.5, 1, MIN (width, 64));
  work.rows = (guint) CLAMP (height / MAX (tile, 1) + 0.5, 1, MIN (height, 64));
  while ((white >> work.shift) >= BINS)
    work.shift++;
  tables = g_new0 (guint16, (gsize) work.columns * work.rows * BINS);
  work.tables = tables;
  if (!cs_rows_run (work.columns * work.rows, 1, tile_rows, &work, cancellable, error))
    return NULL;
  work.out = cs_raster_new (CS_PIXEL_U16, width, height);
  if (cs_rows_run (height, 0, equalise_rows, &work, cancellable, error))
    return work.out;
  cs_raster_unref (work.out);
  return NULL;
}

void
cs_histogram_count (const CsRaster *raster, const CsRaster *mask, guint white, double *bins)
{
  memset (bins, 0, sizeof (double) * ((gsize) white + 1));
  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      const guint16 *row = cs_raster_row (raster, y);
      const guint8 *inside = mask != NULL ? cs_raster_row (mask, y) : NULL;

      for (guint x = 0; x < cs_raster_get_width (raster); x++)
        if (inside == NULL || inside[x] != 0)
          bins[MIN (row[x], white)] += 1;
    }
}

typedef struct
{
  const CsRaster *raster, *mask;
  guint           white;
  GMutex          mutex;
  guint64        *counts;    /* whole numbers: the sum does not depend on the order of bands */
} Frequency;

static guint
count_window (const guint16 *const rows[3], guint x)
{
  int centre = rows[1][x + 1];
  guint64 sum = 0, squares = 0;
  guint spread, n = 0;

  for (guint k = 0; k < 9; k++)
    {
      guint64 value = rows[k / 3][x + k % 3];

      sum += value;
      squares += value * value;
    }
  spread = (guint) (sqrt ((double) (9 * squares - sum * sum)) / 9 + 0.5);
  for (guint k = 0; k < 9; k++)
    n += k != 4 && (guint) ABS (rows[k / 3][x + k % 3] - centre) <= spread;
  return n;
}

static void
frequency_rows (guint first, guint last, gpointer data)
{
  Frequency *work = data;
  guint width = cs_raster_get_width (work->raster);
  g_autofree guint64 *counts = g_new0 (guint64, (gsize) work->white + 1);

  for (guint window = first; window < last; window++)
    {
      const guint16 *rows[3];
      const guint8 *inside = work->mask != NULL ? cs_raster_row (work->mask, 3 * window + 1) : NULL;

      for (guint k = 0; k < 3; k++)
        rows[k] = cs_raster_row (work->raster, 3 * window + k);
      for (guint x = 0; x + 3 <= width; x += 3)
        if (inside == NULL || inside[x + 1] != 0)
          counts[MIN (rows[1][x + 1], work->white)] += count_window (rows, x);
    }
  g_mutex_lock (&work->mutex);
  for (guint i = 0; i <= work->white; i++)
    work->counts[i] += counts[i];
  g_mutex_unlock (&work->mutex);
}

gboolean
cs_histogram_frequency (const CsRaster *raster, const CsRaster *mask, guint white, double border, double *bins,
                        GCancellable *cancellable, GError **error)
{
  g_autofree guint64 *counts = g_new0 (guint64, (gsize) white + 1);
  Frequency work = { .raster = raster, .mask = mask, .white = white, .counts = counts };
  gboolean fine;

  g_mutex_init (&work.mutex);
  fine = cs_rows_run (cs_raster_get_height (raster) / 3, 0, frequency_rows, &work, cancellable, error);
  g_mutex_clear (&work.mutex);
  for (guint i = 0; i <= white; i++)
    bins[i] = border * counts[i];
  return fine;
}
