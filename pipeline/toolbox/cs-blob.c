/* Twice over the film, in pieces that stay in the processor's cache: first what the noise asks, then what stands out
 * over it. Nothing of the film's size is held but what is given back, and only what lies inside is worked out. */
#include "cs-blob.h"

#include <math.h>

#include "cs-kernels.h"
#include "cs-rows.h"
#include "cs-smooth.h"

#define PASSES 8
#define CUT_MEAN 0.63125f      /* E min (|z|, 1) of a normal distribution */
#define SIZE_TO_SD 1.2533f     /* its deviation over E |z| */
#define SUM_UNITS 1048576.0f   /* of a one */
#define GOLDEN 2654435769u     /* the golden section of 2^32 */
#define PIECE_WIDTH 1024
#define PIECE_HEIGHT 256

struct _CsBlobFilter
{
  CsWalk *film, *smooth, *wide, *once, *rest, *band;
  guint   from, margin, width;      /* margin: columns before the first that is asked */
  int     y;                        /* asked last */
};

/* As far as the filter looks, and the curvatures one pixel more. */
static guint
reach_of (double sigma, double ratio)
{
  return cs_walk_reach (sigma) + cs_walk_reach (sigma * sqrt (ratio * ratio - 1)) + cs_walk_reach (sigma * ratio) + 1;
}

CsBlobFilter *
cs_blob_filter_new (const CsRaster *film, double sigma, double ratio, guint left, guint width)
{
  CsBlobFilter *self = g_new0 (CsBlobFilter, 1);
  double wider = sigma * sqrt (ratio * ratio - 1);
  guint reach = reach_of (sigma, ratio), second = cs_walk_reach (wider), third = cs_walk_reach (sigma * ratio);
  guint to = MIN (left + width + reach, cs_raster_get_width (film));

  self->from = left > reach ? left - reach : 0;
  self->margin = left - self->from;
  self->width = width;
  self->film = cs_walk_raster (film, self->from, to - self->from, 2 * cs_walk_reach (sigma) + 1);
  /* The curvatures ask for the row above when the last Gaussian has looked as far down as it does. */
  self->smooth = cs_walk_gauss (self->film, sigma, second + MAX (second, third + 1) + 1);
  self->wide = cs_walk_gauss (self->smooth, wider, 1);
  self->once = cs_walk_less (self->smooth, self->wide, 2 * third + 1);
  self->rest = cs_walk_gauss (self->once, sigma * ratio, 1);
  self->band = cs_walk_less (self->once, self->rest, 1);
  return self;
}

void
cs_blob_filter_free (CsBlobFilter *self)
{
  cs_walk_free (self->band);
  cs_walk_free (self->rest);
  cs_walk_free (self->once);
  cs_walk_free (self->wide);
  cs_walk_free (self->smooth);
  cs_walk_free (self->film);
  g_free (self);
}

const float *
cs_blob_filter_row (CsBlobFilter *self, guint y)
{
  self->y = (int) y;
  return cs_walk_row (self->band, self->y) + self->margin;
}

/* The eigenvalues of the Hessian are half of sum + root and sum - root, where sum < 0 on a spot. */
void
cs_blob_filter_lines (CsBlobFilter *self, float *out)
{
  const float *above = cs_walk_row (self->smooth, self->y - 1), *row = cs_walk_row (self->smooth, self->y);
  const float *below = cs_walk_row (self->smooth, self->y + 1);

  cs_kernels ()->bend (out, above + self->margin, row + self->margin, below + self->margin, self->width);
}

/* The noise's own grid. */
typedef struct { CsRaster *sizes, *noise; } Grid;

typedef struct
{
  const CsRaster   *film, *inside;
  const CsBlobPlan *plan;
  guint             columns, rows;                 /* pieces */
  CsRaster         *counts;                        /* where inside is, on the noise's grid */
  Grid              grids[CS_BLOB_MOST_SCALES];
  CsBlobs          *out;
} Work;

typedef struct { guint left, top, width, height; } Piece;

static void
widen (const guint8 *inside, guint from, guint to, guint *first, guint *last)
{
  for (guint x = from; x < MIN (to, *first); x++)
    if (inside[x] != 0)
      *first = x;
  for (guint x = to; x > MAX (from, *last); x--)
    if (inside[x - 1] != 0)
      *last = x;
}

/* The part of a piece that holds all that is inside; FALSE: nothing is. */
static gboolean
find_piece (const Work *work, guint i, Piece *piece)
{
  guint left = i % work->columns * PIECE_WIDTH, right = MIN (left + PIECE_WIDTH, cs_raster_get_width (work->inside));
  guint top = i / work->columns * PIECE_HEIGHT, bottom = MIN (top + PIECE_HEIGHT, cs_raster_get_height (work->inside));
  guint first = right, last = left, upper = bottom, lower = top;

  for (guint y = top; y < bottom; y++)
    {
      guint begin = right, end = left;

      widen (cs_raster_row (work->inside, y), left, right, &begin, &end);
      first = MIN (first, begin);
      last = MAX (last, end);
      upper = begin < end ? MIN (upper, y) : upper;
      lower = begin < end ? y + 1 : lower;
    }
  *piece = (Piece) { first, upper, last - first, lower - upper };
  return first < last;
}

/* Places of the noise's grid along a side: an even number, for a side of an even number of pixels has no middle one
 * that could stand for a middle place. */
static guint
count_places (guint size, guint step)
{
  return 2 * ((size + 2 * step - 1) / (2 * step));
}

/* The pixel that stands for a place of the noise's grid, of @n: from the second half on it mirrors the first. A film
 * that was enlarged or packed in blocks is not as noisy in some rows as in others: so one pixel of the @step is asked
 * after the other, as the golden section orders them, and no pattern of the film is met in step. */
static guint
asked_at (guint place, guint n, guint step, guint size)
{
  guint before = (n * step - size) / 2, turn = (guint) (((guint64) (guint32) (place * GOLDEN) * step) >> 32);

  if (2 * place >= n)
    return size - 1 - asked_at (n - 1 - place, n, step, size);
  return MIN (MAX (place * step + turn, before) - before, size - 1);
}

/* One row of the grid: sizes inside, and where inside is. Pieces side by side have their own places of it. */
static void
sample_row (const Work *work, const Piece *piece, const float *band, guint y, guint row, guint scale)
{
  guint step = work->plan->step, width = cs_raster_get_width (work->inside);
  const guint8 *inside = cs_raster_row (work->inside, y);
  float *size = cs_raster_edit (work->grids[scale].sizes, row), *count = cs_raster_edit (work->counts, row);

  for (guint place = piece->left / step; place < cs_raster_get_width (work->counts); place++)
    {
      guint x = asked_at (place, cs_raster_get_width (work->counts), step, width);

      if (x >= piece->left + piece->width)
        break;
      if (x >= piece->left && inside[x] != 0)
        {
          count[place] = 1;
          size[place] = fabsf (band[x - piece->left]);
        }
    }
}

static void
sample_piece (const Work *work, const Piece *piece, guint scale)
{
  const CsBlobPlan *plan = work->plan;
  g_autoptr (CsBlobFilter) filter = cs_blob_filter_new (work->film, plan->sigma[scale], plan->ratio, piece->left,
                                                        piece->width);
  guint height = cs_raster_get_height (work->inside), rows = cs_raster_get_height (work->counts);

  for (guint row = piece->top / plan->step; row < rows; row++)
    {
      guint y = asked_at (row, rows, plan->step, height);

      if (y >= piece->top + piece->height)
        break;
      if (y >= piece->top)
        sample_row (work, piece, cs_blob_filter_row (filter, y), y, row, scale);
    }
}

static void
sample_pieces (guint first, guint last, gpointer data)
{
  Work *work = data;
  Piece piece;

  for (guint i = first; i < last; i++)
    if (find_piece (work, i, &piece))
      for (guint scale = 0; scale < work->plan->n_scales; scale++)
        sample_piece (work, &piece, scale);
}

/* One pass over the noise's grid: the means of what was cut become those over what lies inside, which is the noise as
 * far as it is known, and sizes are cut at it. */
typedef struct { const CsRaster *sizes, *share; CsRaster *noise, *cut; float factor; } Pass;

static void
cut_rows (guint first, guint last, gpointer data)
{
  Pass *pass = data;
  guint width = cs_raster_get_width (pass->noise);

  for (guint y = first; y < last; y++)
    {
      float *noise = cs_raster_edit (pass->noise, y);

      cs_kernels ()->share_out (noise, cs_raster_row (pass->share, y), pass->factor, width);
      if (pass->cut != NULL)
        cs_kernels ()->least_of_floats (cs_raster_edit (pass->cut, y), cs_raster_row (pass->sizes, y), noise, width);
    }
}

/* In whole units, lest the sum depend on where it is begun. */
static void
hold_up (CsRaster *noise, const CsRaster *share)
{
  gint64 sum = 0, shares = 0;
  guint width = cs_raster_get_width (noise);
  float least;

  for (guint y = 0; y < cs_raster_get_height (noise); y++)
    {
      const float *parts = cs_raster_row (share, y), *row = cs_raster_row (noise, y);

      for (guint x = 0; x < width; x++)
        {
          sum += (gint64) (parts[x] * row[x] * SUM_UNITS);
          shares += (gint64) (parts[x] * SUM_UNITS);
        }
    }
  least = shares > 0 ? 0.5 * sum / shares : 0;
  for (guint y = 0; y < cs_raster_get_height (noise); y++)
    {
      float *row = cs_raster_edit (noise, y);

      for (guint x = 0; x < width; x++)
        row[x] = MAX (row[x], least);
    }
}

/* @share: how much of each window is inside. */
static CsRaster *
measure_noise (const CsRaster *sizes, const CsRaster *share, guint reach, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) noise = cs_smooth_box (sizes, reach, cancellable, error);
  g_autoptr (CsRaster) cut = cs_raster_new_unset (CS_PIXEL_F32, cs_raster_get_width (sizes),
                                                  cs_raster_get_height (sizes));

  for (guint pass = 0; pass <= PASSES; pass++)
    {
      Pass work = { sizes, share, noise, pass < PASSES ? cut : NULL, pass > 0 ? 1 / CUT_MEAN : SIZE_TO_SD };

      if (noise == NULL || !cs_rows_run (cs_raster_get_height (sizes), 0, cut_rows, &work, cancellable, error))
        return NULL;
      if (pass == PASSES)
        break;
      g_clear_pointer (&noise, cs_raster_unref);
      noise = cs_smooth_box (cut, reach, cancellable, error);
    }
  hold_up (noise, share);
  return g_steal_pointer (&noise);
}

static gboolean
measure_all (Work *work, GCancellable *cancellable, GError **error)
{
  guint step = work->plan->step, reach = MAX (1, (guint) (work->plan->noise / step + 0.5));
  guint width = count_places (cs_raster_get_width (work->film), step);
  guint height = count_places (cs_raster_get_height (work->film), step);
  g_autoptr (CsRaster) share = NULL;

  work->counts = cs_raster_new (CS_PIXEL_F32, width, height);
  for (guint i = 0; i < work->plan->n_scales; i++)
    work->grids[i].sizes = cs_raster_new (CS_PIXEL_F32, width, height);
  if (!cs_rows_run (work->columns * work->rows, 1, sample_pieces, work, cancellable, error))
    return FALSE;
  share = cs_smooth_box (work->counts, reach, cancellable, error);
  for (guint i = 0; i < work->plan->n_scales && share != NULL; i++)
    {
      work->grids[i].noise = measure_noise (work->grids[i].sizes, share, reach, cancellable, error);
      if (work->grids[i].noise == NULL)
        return FALSE;
    }
  return share != NULL;
}

/* One scale of a piece, and a row of the noise round it. */
typedef struct { CsBlobFilter *filter; CsEnlarger *noise; } Scale;

static void
rate_row (const Work *work, const Piece *piece, const Scale *scales, guint y, float *const rows[5])
{
  const guint8 *inside = (const guint8 *) cs_raster_row (work->inside, y) + piece->left;
  const CsBlobPlan *plan = work->plan;
  guint16 *rated = (guint16 *) cs_raster_edit (work->out->rated, y) + piece->left;
  guint16 *lines = (guint16 *) cs_raster_edit (work->out->lines, y) + piece->left;
  guint16 *ground = (guint16 *) cs_raster_edit (work->out->ground, y) + piece->left;

  for (guint k = 0; k < 3; k++)
    for (guint x = 0; x < piece->width; x++)
      rows[k][x] = 0;
  for (guint i = 0; i < plan->n_scales; i++)
    {
      const float *band = cs_blob_filter_row (scales[i].filter, y);

      cs_blob_filter_lines (scales[i].filter, rows[3]);
      cs_enlarger_row (scales[i].noise, y, rows[4]);
      cs_kernels ()->rate (rows[0], rows[1], rows[2], inside, band, rows[4], rows[3], plan->least, piece->width);
    }
  cs_kernels ()->to_levels (rated, rows[0], plan->rated_units, plan->most, piece->width);
  cs_kernels ()->to_levels (lines, rows[1], plan->line_units, plan->line_units, piece->width);
  cs_kernels ()->to_levels (ground, rows[2], plan->ground_units, G_MAXUINT16, piece->width);
}

static void
rate_piece (const Work *work, const Piece *piece)
{
  const CsBlobPlan *plan = work->plan;
  g_autofree float *memory = g_new (float, 5 * PIECE_WIDTH);
  float *const rows[5] = { memory, memory + PIECE_WIDTH, memory + 2 * PIECE_WIDTH, memory + 3 * PIECE_WIDTH,
                           memory + 4 * PIECE_WIDTH };
  Scale scales[CS_BLOB_MOST_SCALES];

  for (guint i = 0; i < plan->n_scales; i++)
    scales[i] = (Scale) { cs_blob_filter_new (work->film, plan->sigma[i], plan->ratio, piece->left, piece->width),
                          cs_enlarger_new (work->grids[i].noise, plan->step, cs_raster_get_width (work->film),
                                           cs_raster_get_height (work->film), piece->left, piece->width) };
  for (guint y = piece->top; y < piece->top + piece->height; y++)
    rate_row (work, piece, scales, y, rows);
  for (guint i = 0; i < plan->n_scales; i++)
    {
      cs_blob_filter_free (scales[i].filter);
      cs_enlarger_free (scales[i].noise);
    }
}

static void
rate_pieces (guint first, guint last, gpointer data)
{
  Piece piece;

  for (guint i = first; i < last; i++)
    if (find_piece (data, i, &piece))
      rate_piece (data, &piece);
}

static void
work_clear (Work *self)
{
  g_clear_pointer (&self->counts, cs_raster_unref);
  for (guint i = 0; i < CS_BLOB_MOST_SCALES; i++)
    {
      g_clear_pointer (&self->grids[i].sizes, cs_raster_unref);
      g_clear_pointer (&self->grids[i].noise, cs_raster_unref);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static void
drop (CsBlobs *self)
{
  g_clear_pointer (&self->rated, cs_raster_unref);
  g_clear_pointer (&self->lines, cs_raster_unref);
  g_clear_pointer (&self->ground, cs_raster_unref);
}

gboolean
cs_blob_find (const CsRaster *film, const CsRaster *inside, const CsBlobPlan *plan, CsBlobs *out,
              GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (film), height = cs_raster_get_height (film);
  g_auto (Work) work = { .film = film, .inside = inside, .plan = plan, .out = out };

  g_return_val_if_fail (plan->n_scales > 0 && plan->n_scales <= CS_BLOB_MOST_SCALES && plan->step > 0, FALSE);
  g_return_val_if_fail (cs_raster_get_pixel (inside) == CS_PIXEL_U8, FALSE);
  work.columns = (width + PIECE_WIDTH - 1) / PIECE_WIDTH;
  work.rows = (height + PIECE_HEIGHT - 1) / PIECE_HEIGHT;
  *out = (CsBlobs) { NULL };
  if (!measure_all (&work, cancellable, error))
    return FALSE;
  *out = (CsBlobs) { cs_raster_new (CS_PIXEL_U16, width, height), cs_raster_new (CS_PIXEL_U16, width, height),
                     cs_raster_new (CS_PIXEL_U16, width, height) };
  if (cs_rows_run (work.columns * work.rows, 1, rate_pieces, &work, cancellable, error))
    return TRUE;
  drop (out);
  return FALSE;
}
