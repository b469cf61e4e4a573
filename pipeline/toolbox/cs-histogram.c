#include "cs-histogram.h"

#include <math.h>
#include <string.h>

#include "cs-kernels.h"
#include "cs-rows.h"

#define LEVELS 65536

/* Tiles and the cells between their centres: a pixel of cell (i, j) lies between tiles i - 1, i and j - 1, j. */
typedef struct
{
  const CsRaster *in;
  CsRaster       *out;
  guint           white, shift, columns, rows;
  double          clip;
  guint16        *tables;           /* columns x rows tables of white + 1 */
  guint          *lefts, *tops;     /* where cells begin; one more, where the last ends */
  float          *across, *down;    /* 0..1 between the tiles, of each column and row of pixels */
} Equaliser;

static guint
edge_of (guint tile, guint n, guint size)
{
  return (guint) ((guint64) size * tile / n);
}

/* What is over the limit is spread evenly, what is left of that in even steps; what this lifts over the limit again is
 * left: the usual one-pass form. */
static void
clip_bins (guint *bins, guint n_bins, guint64 n_pixels, double clip)
{
  guint limit = (guint) MAX (clip * n_pixels / n_bins, 1), excess = 0, rest, step;

  for (guint i = 0; i < n_bins; i++)
    if (bins[i] > limit)
      {
        excess += bins[i] - limit;
        bins[i] = limit;
      }
  rest = excess % n_bins;
  step = rest > 0 ? MAX (n_bins / rest, 1) : 1;
  for (guint i = 0; i < n_bins; i++)
    bins[i] += excess / n_bins;
  for (guint i = 0; i < n_bins && rest > 0; i += step, rest--)
    bins[i]++;
}

/* Levels that share a bin are mapped between the values of theirs and the bin before: no step of the film is lost. */
static void
fill_table (const Equaliser *work, const guint *bins, guint64 n, guint16 *table)
{
  float scale = (float) work->white / n, before = 0;
  guint size = 1u << work->shift, sum = 0;

  for (guint level = 0; level <= work->white;)
    {
      float here = (sum += bins[level >> work->shift]) * scale;

      for (guint k = 1; k <= size && level <= work->white; k++, level++)
        table[level] = (guint16) MIN (rintf (size > 1 ? before + (here - before) * k / size : here), work->white);
      before = here;
    }
}

static void
tile_rows (guint first, guint last, gpointer data)
{
  Equaliser *work = data;
  guint width = cs_raster_get_width (work->in), height = cs_raster_get_height (work->in);
  guint white = work->white, shift = work->shift, n_bins = (white >> shift) + 1;
  g_autofree guint *bins = g_new (guint, n_bins);

  for (guint tile = first; tile < last; tile++)
    {
      guint column = tile % work->columns, row = tile / work->columns;
      guint left = edge_of (column, work->columns, width), right = edge_of (column + 1, work->columns, width);
      guint top = edge_of (row, work->rows, height), bottom = edge_of (row + 1, work->rows, height);
      guint64 n = (guint64) (right - left) * (bottom - top);

      memset (bins, 0, sizeof (guint) * n_bins);
      for (guint y = top; y < bottom; y++)
        {
          const guint16 *in = cs_raster_row (work->in, y);

          for (guint x = left; x < right; x++)
            bins[MIN (in[x], white) >> shift]++;
        }
      clip_bins (bins, n_bins, n, work->clip);
      fill_table (work, bins, n, work->tables + (gsize) tile * (white + 1));
    }
}

/* Of each level what the four tiles round a cell make of it, side by side: one look instead of four. */
static void
join_tables (const Equaliser *work, guint i, guint j, guint32 (*pairs)[2])
{
  gsize n = work->white + 1;
  guint left = i > 0 ? i - 1 : 0, right = MIN (i, work->columns - 1);
  const guint16 *above = work->tables + (j > 0 ? j - 1 : 0) * work->columns * n;
  const guint16 *below = work->tables + MIN (j, work->rows - 1) * work->columns * n;

  for (guint k = 0; k < n; k++)
    {
      pairs[k][0] = above[left * n + k] | (guint32) above[right * n + k] << 16;
      pairs[k][1] = below[left * n + k] | (guint32) below[right * n + k] << 16;
    }
}

static void
equalise_cells (guint first, guint last, gpointer data)
{
  Equaliser *work = data;
  g_autofree guint32 (*pairs)[2] = g_malloc (sizeof *pairs * (work->white + 1));

  for (guint cell = first; cell < last; cell++)
    {
      guint i = cell % (work->columns + 1), j = cell / (work->columns + 1);
      guint left = work->lefts[i], n = work->lefts[i + 1] - left;

      if (n > 0 && work->tops[j] < work->tops[j + 1])
        join_tables (work, i, j, pairs);
      for (guint y = work->tops[j]; y < work->tops[j + 1]; y++)
        cs_kernels ()->blend ((guint16 *) cs_raster_edit (work->out, y) + left,
                              (const guint16 *) cs_raster_row (work->in, y) + left, (const guint32 (*)[2]) pairs,
                              work->across + left, work->down[y], work->white, n);
    }
}

/* Where along one side pixels pass from cell to cell, and how far each is from the tile before to the one behind. */
static guint *
divide (guint size, guint tiles, float *shares)
{
  guint *firsts = g_new (guint, tiles + 2), cell = 0;
  float scale = (float) tiles / size;

  firsts[0] = 0;
  for (guint x = 0; x < size; x++)
    {
      float place = x * scale - 0.5f, before = floorf (place);

      while ((int) cell < (int) before + 1)
        firsts[++cell] = x;
      shares[x] = place - before;
    }
  while (cell < tiles + 1)
    firsts[++cell] = size;
  return firsts;
}

CsRaster *
cs_histogram_equalise (const CsRaster *raster, guint white, double tile, double clip,
                       GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);
  g_autofree float *across = g_new (float, width), *down = g_new (float, height);
  g_autofree guint *lefts = NULL, *tops = NULL;
  g_autofree guint16 *tables = NULL;
  Equaliser work = { .in = raster, .white = white, .clip = clip, .across = across, .down = down };

  work.columns = (guint) CLAMP (width / MAX (tile, 1) + 0.5, 1, MIN (width, 64));
  work.rows = (guint) CLAMP (height / MAX (tile, 1) + 0.5, 1, MIN (height, 64));
  /* A limit says nothing where a bin has less than a few pixels in the mean. */
  while ((white >> work.shift) / 2 > (guint64) (width / work.columns) * (height / work.rows) / 4)
    work.shift++;
  work.lefts = lefts = divide (width, work.columns, across);
  work.tops = tops = divide (height, work.rows, down);
  work.tables = tables = g_new (guint16, (gsize) work.columns * work.rows * (white + 1));
  if (!cs_rows_run (work.columns * work.rows, 1, tile_rows, &work, cancellable, error))
    return NULL;
  work.out = cs_raster_new_unset (CS_PIXEL_U16, width, height);
  if (cs_rows_run ((work.columns + 1) * (work.rows + 1), 1, equalise_cells, &work, cancellable, error))
    return work.out;
  cs_raster_unref (work.out);
  return NULL;
}

/* Counting in bands; whole numbers, so the sum does not depend on their order. */
typedef struct
{
  const CsRaster *raster, *other, *mask;   /* @other: U8, its levels are rows of bins; NULL: there is none */
  guint           white, nx;
  gsize           n;
  GMutex          mutex;
  guint64        *counts;
} Count;

/* Every level there is has a bin, so that no pixel need be held against white, and eight are loaded a turn. Two counts
 * of even and odd pixels: neighbours are often alike, and one need not wait for the other. */
static void
count_levels (const guint16 *row, guint n, guint32 *even, guint32 *odd)
{
  guint x = 0;

  for (; x + 8 <= n; x += 8)
    {
      guint64 first, second;

      memcpy (&first, row + x, sizeof first);
      memcpy (&second, row + x + 4, sizeof second);
      even[first & 0xffff]++;
      odd[first >> 16 & 0xffff]++;
      even[first >> 32 & 0xffff]++;
      odd[first >> 48]++;
      even[second & 0xffff]++;
      odd[second >> 16 & 0xffff]++;
      even[second >> 32 & 0xffff]++;
      odd[second >> 48]++;
    }
  for (; x < n; x++)
    even[row[x]]++;
}

static void
count_masked (const CsRaster *raster, const CsRaster *mask, guint y, guint32 *bins)
{
  const guint16 *row = cs_raster_row (raster, y);
  const guint8 *inside = cs_raster_row (mask, y);
  guint width = cs_raster_get_width (raster);

  for (guint x = 0; x < width; x++)
    if (inside[x] != 0)
      bins[row[x]]++;
}

/* What is over white counts as white. */
static void
add_levels (Count *work, const guint32 *even, const guint32 *odd)
{
  guint64 over = 0;

  for (gsize i = work->white + 1; i < LEVELS; i++)
    over += (guint64) even[i] + odd[i];
  g_mutex_lock (&work->mutex);
  for (gsize i = 0; i <= work->white; i++)
    work->counts[i] += (guint64) even[i] + odd[i];
  work->counts[work->white] += over;
  g_mutex_unlock (&work->mutex);
}

static void
count_rows (guint first, guint last, gpointer data)
{
  Count *work = data;
  g_autofree guint32 *even = g_new0 (guint32, 2 * LEVELS);
  guint32 *odd = even + LEVELS;

  for (guint y = first; y < last; y++)
    if (work->mask != NULL)
      count_masked (work->raster, work->mask, y, even);
    else
      count_levels (cs_raster_row (work->raster, y), cs_raster_get_width (work->raster), even, odd);
  add_levels (work, even, odd);
}

/* Two features: levels share bins, and the other raster's level is the row of bins. */
static void
join_row (const Count *work, guint y, const guint16 *places, guint32 *bins)
{
  const guint16 *row = cs_raster_row (work->raster, y);
  const guint8 *inside = work->mask != NULL ? cs_raster_row (work->mask, y) : NULL;
  const guint8 *other = cs_raster_row (work->other, y);
  guint width = cs_raster_get_width (work->raster), nx = work->nx;

  for (guint x = 0; x < width; x++)
    if (inside == NULL || inside[x] != 0)
      bins[places[row[x]] + other[x] * nx]++;
}

static void
join_rows (guint first, guint last, gpointer data)
{
  Count *work = data;
  g_autofree guint32 *bins = g_new0 (guint32, work->n);
  g_autofree guint16 *places = g_new (guint16, LEVELS);

  for (guint level = 0; level < LEVELS; level++)
    places[level] = (guint16) ((guint64) MIN (level, work->white) * work->nx / ((guint64) work->white + 1));
  for (guint y = first; y < last; y++)
    join_row (work, y, places, bins);
  g_mutex_lock (&work->mutex);
  for (gsize i = 0; i < work->n; i++)
    work->counts[i] += bins[i];
  g_mutex_unlock (&work->mutex);
}

static gboolean
count (Count *work, CsRowsFunc func, double *bins, GCancellable *cancellable, GError **error)
{
  g_autofree guint64 *counts = g_new0 (guint64, work->n);
  guint height = cs_raster_get_height (work->raster);
  gboolean fine;

  work->counts = counts;
  g_mutex_init (&work->mutex);
  /* Each band has bins of its own to clear and to add up: few, but two for each who works, lest one wait long. */
  fine = cs_rows_run (height, MAX (height / (2 * cs_rows_get_threads ()), 512), func, work, cancellable, error);
  g_mutex_clear (&work->mutex);
  for (gsize i = 0; i < work->n; i++)
    bins[i] = counts[i];
  return fine;
}

void
cs_histogram_count (const CsRaster *raster, const CsRaster *mask, guint white, double *bins)
{
  Count work = { .raster = raster, .mask = mask, .white = white, .n = (gsize) white + 1 };

  count (&work, count_rows, bins, NULL, NULL);
}

gboolean
cs_histogram_joint (const CsRaster *raster, const CsRaster *other, const CsRaster *mask, guint white, guint nx,
                    double *bins, GCancellable *cancellable, GError **error)
{
  Count work = { .raster = raster, .other = other, .mask = mask, .white = white, .nx = nx, .n = (gsize) 256 * nx };

  return count (&work, join_rows, bins, cancellable, error);
}

typedef struct
{
  const CsRaster *raster, *mask, *without;
  guint           least, white;
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

/* Windows of three along a side: from the middle outwards, so that they are the same on a mirrored film. The first
 * pixel of the first, and how many there are. */
static guint
lay_windows (guint size, guint *n)
{
  guint middle = size >= 3 ? size % 2 : 0, aside = (size - 3 * middle) / 2;

  *n = 2 * (aside / 3) + middle;
  return aside % 3;
}

/* Asked of a centre that is high enough, and those are few. */
static gboolean
is_counted (const Frequency *work, guint x, guint y)
{
  return (work->mask == NULL || ((const guint8 *) cs_raster_row (work->mask, y))[x] != 0)
         && (work->without == NULL || ((const guint8 *) cs_raster_row (work->without, y))[x] == 0);
}

static void
frequency_rows (guint first, guint last, gpointer data)
{
  Frequency *work = data;
  guint across, down, left = lay_windows (cs_raster_get_width (work->raster), &across);
  guint top = lay_windows (cs_raster_get_height (work->raster), &down);
  g_autofree guint64 *counts = g_new0 (guint64, (gsize) work->white + 1);

  for (guint window = first; window < last; window++)
    {
      guint y = top + 3 * window;
      const guint16 *rows[3];

      for (guint k = 0; k < 3; k++)
        rows[k] = cs_raster_row (work->raster, y + k);
      for (guint x = left; x < left + 3 * across; x += 3)
        if (rows[1][x + 1] >= work->least && is_counted (work, x + 1, y + 1))
          counts[MIN (rows[1][x + 1], work->white)] += count_window (rows, x);
    }
  g_mutex_lock (&work->mutex);
  for (guint i = 0; i <= work->white; i++)
    work->counts[i] += counts[i];
  g_mutex_unlock (&work->mutex);
}

gboolean
cs_histogram_frequency (const CsRaster *raster, const CsRaster *mask, const CsRaster *without, guint least,
                        guint white, double border, double *bins, GCancellable *cancellable, GError **error)
{
  g_autofree guint64 *counts = g_new0 (guint64, (gsize) white + 1);
  Frequency work = { .raster = raster, .mask = mask, .without = without, .least = least, .white = white,
                     .counts = counts };
  guint n;
  gboolean fine;

  lay_windows (cs_raster_get_height (raster), &n);
  g_mutex_init (&work.mutex);
  fine = cs_rows_run (n, 0, frequency_rows, &work, cancellable, error);
  g_mutex_clear (&work.mutex);
  for (guint i = 0; i <= white; i++)
    bins[i] = border * counts[i];
  return fine;
}
