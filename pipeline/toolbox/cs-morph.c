/* A disc is a stack of chords. Of each row of the picture the minima over every length of chord are kept, each made
 * from the next shorter one by one vector minimum; an output row is then the minimum of one such row for each row of
 * the disc. The element is the exact disc; a film is taken in strips, so that what is kept stays in the cache. */
#include "cs-morph.h"

#include <math.h>
#include <string.h>

#include "cs-kernels.h"
#include "cs-rows.h"

#define BAND 512
#define STRIP 512     /* a multiple of CS_KERNELS_BLOCK */
#define AHEAD 16      /* rows: so long before it is asked for a row is fetched */
#define LINE 64       /* bytes the cache takes at once */
#define WORDS (LINE / sizeof (guint16))

typedef struct
{
  const CsRaster *in;
  CsRaster       *out;
  guint           radius, n_chords;
  gsize          *offset_of;  /* where, in a row's chords, that of each |dy| begins at the strip's left side */
  guint          *halves;     /* half the length of each chord, the shortest first */
  guint16         flip;       /* 0xffff: dilation, which is the erosion of the negative */
} Work;

/* The chords of the last 2 radius + 1 rows of one strip. */
typedef struct
{
  const Work *work;
  guint       left, width;    /* of the strip */
  gsize       stride, step;   /* from chord to chord, from row to row */
  guint16    *ring, *row, *spare[2];
} Strip;

/* Words before the strip's first in a chord's row. */
static gsize
lead_of (const Work *work)
{
  return ((gsize) work->radius + WORDS - 1) / WORDS * WORDS;
}

static gsize
stride_of (const Work *work)
{
  return STRIP + 2 * lead_of (work) + CS_KERNELS_BLOCK;
}

/* The minima over 2 @wider + 1 pixels from the @n minima over 2 @half + 1; returns how many there are. Two windows that
 * meet are enough; the first step, from single pixels, needs the one in the middle too. */
static guint
widen (const Strip *strip, const guint16 *from, guint16 *to, guint half, guint wider, guint n)
{
  const CsKernels *kernels = cs_kernels ();

  for (guint step = 0; half < wider; step++)
    {
      guint by = CLAMP (wider - half, 1, MAX (half, 1));
      guint16 *into = half + by == wider ? to : strip->spare[step % 2];

      n -= 2 * by;
      if (half == 0)
        kernels->least_of_three (into, from, from + 1, from + 2, n);
      else
        kernels->least_of_two (into, from, from + 2 * by, n);
      half += by;
      from = into;
    }
  return n;
}

/* The rows of a strip lie far from one another in memory: the processor does not foresee them. */
static void
fetch (const CsRaster *raster, guint y, guint first, guint last)
{
  guint size = cs_raster_get_pixel (raster) == CS_PIXEL_U8 ? 1 : 2;
  const char *row = cs_raster_row (raster, MIN (y, cs_raster_get_height (raster) - 1));

  for (const char *at = row + first * size; at < row + last * size; at += LINE)
    __builtin_prefetch (at);
}

static void
load (const Strip *strip, guint y, guint16 *row)
{
  const Work *work = strip->work;
  guint width = cs_raster_get_width (work->in), radius = work->radius;
  guint first = strip->left > radius ? strip->left - radius : 0, last = MIN (strip->left + STRIP + radius, width);
  guint16 *to = row + (first + radius - strip->left);

  fetch (work->in, y + AHEAD, first, last);
  if (last - first < STRIP + 2 * radius)
    memset (row, 0xff, sizeof (guint16) * (STRIP + 2 * radius));
  if (cs_raster_get_pixel (work->in) == CS_PIXEL_U8)
    cs_kernels ()->flip_bytes (to, (const guint8 *) cs_raster_row (work->in, y) + first, work->flip, last - first);
  else
    cs_kernels ()->flip_words (to, (const guint16 *) cs_raster_row (work->in, y) + first, work->flip, last - first);
}

/* Chord i of a row begins radius - halves[i] before the strip. */
static void
add_row (Strip *strip, guint y)
{
  const Work *work = strip->work;
  guint16 *chords = strip->ring + strip->step * (y % (2 * work->radius + 1)) + lead_of (work) - work->radius;
  gboolean single = work->halves[0] == 0;    /* the shortest chord is a pixel: the row itself */
  guint16 *from = single ? chords : strip->row;
  guint n = STRIP + 2 * work->radius, half = 0;

  load (strip, y, from);
  for (guint i = single ? 1 : 0; i < work->n_chords; i++)
    {
      guint16 *chord = chords + i * strip->stride + work->halves[i];

      n = widen (strip, from, chord, half, work->halves[i], n);
      half = work->halves[i];
      from = chord;
    }
}

/* Whole strips go straight into a picture of words. */
static void
store (const Strip *strip, guint y, const guint16 *const *rows, guint n_rows)
{
  const Work *work = strip->work;
  gpointer out = cs_raster_edit (work->out, y);
  gboolean words = cs_raster_get_pixel (work->out) == CS_PIXEL_U16;

  if (words && strip->width == STRIP)
    {
      cs_kernels ()->least ((guint16 *) out + strip->left, rows, n_rows, work->flip, STRIP);
      return;
    }
  cs_kernels ()->least (strip->row, rows, n_rows, work->flip, STRIP);
  if (words)
    memcpy ((guint16 *) out + strip->left, strip->row, sizeof (guint16) * strip->width);
  else
    cs_kernels ()->to_bytes ((guint8 *) out + strip->left, strip->row, strip->width);
}

static void
erode_strip (Strip *strip, guint first, guint last, const guint16 **rows)
{
  const Work *work = strip->work;
  guint height = cs_raster_get_height (work->in), radius = work->radius, n_ring = 2 * radius + 1;

  for (guint y = first, next = first > radius ? first - radius : 0; y < last; y++)
    {
      guint top = y > radius ? y - radius : 0, bottom = MIN (y + radius, height - 1), slot = top % n_ring, n = 0;

      for (; next <= bottom; next++)
        add_row (strip, next);
      for (guint k = top; k <= bottom; k++, slot = slot + 1 < n_ring ? slot + 1 : 0)
        rows[n++] = strip->ring + strip->step * slot + work->offset_of[k > y ? k - y : y - k];
      store (strip, y, rows, n);
    }
}

static void
erode_rows (guint first, guint last, gpointer data)
{
  const Work *work = data;
  guint width = cs_raster_get_width (work->in), n_ring = 2 * work->radius + 1;
  gsize stride = stride_of (work), step = stride * work->n_chords;
  guint16 *ring = g_aligned_alloc (step * n_ring, sizeof (guint16), LINE);
  g_autofree guint16 *rows = g_new (guint16, 3 * stride);
  g_autofree const guint16 **taken = g_new (const guint16 *, n_ring);

  for (guint left = 0; left < width; left += STRIP)
    {
      Strip strip = { work, left, MIN (STRIP, width - left), stride, step, ring, rows,
                      { rows + stride, rows + 2 * stride } };

      erode_strip (&strip, first, last, taken);
    }
  g_aligned_free (ring);
}

/* Distinct chords, the shortest first, and which of them each row of the disc has. */
static void
find_chords (Work *work, double radius)
{
  work->offset_of = g_new0 (gsize, work->radius + 1);
  work->halves = g_new0 (guint, work->radius + 1);
  for (guint k = work->radius + 1; k-- > 0;)
    {
      guint half = (guint) sqrt (MAX (radius * radius - (double) k * k, 0));

      if (work->n_chords == 0 || half > work->halves[work->n_chords - 1])
        work->halves[work->n_chords++] = half;
      work->offset_of[k] = stride_of (work) * (work->n_chords - 1) + lead_of (work);
    }
}

static CsRaster *
run (const CsRaster *raster, double radius, guint16 flip, GCancellable *cancellable, GError **error)
{
  guint height = cs_raster_get_height (raster);
  Work work = { .in = raster, .radius = (guint) MAX (radius, 0), .flip = flip };
  gboolean done;

  g_return_val_if_fail (cs_raster_get_pixel (raster) != CS_PIXEL_F32, NULL);
  find_chords (&work, radius);
  work.out = cs_raster_new_unset (cs_raster_get_pixel (raster), cs_raster_get_width (raster), height);
  done = cs_rows_run (height, CLAMP (height / 8, 64, BAND), erode_rows, &work, cancellable, error);
  g_free (work.offset_of);
  g_free (work.halves);
  if (done)
    return work.out;
  cs_raster_unref (work.out);
  return NULL;
}

CsRaster *
cs_morph_erode (const CsRaster *raster, double radius, GCancellable *cancellable, GError **error)
{
  return run (raster, radius, 0, cancellable, error);
}

CsRaster *
cs_morph_dilate (const CsRaster *raster, double radius, GCancellable *cancellable, GError **error)
{
  return run (raster, radius, 0xffff, cancellable, error);
}

CsRaster *
cs_morph_open (const CsRaster *raster, double radius, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) eroded = cs_morph_erode (raster, radius, cancellable, error);

  return eroded != NULL ? cs_morph_dilate (eroded, radius, cancellable, error) : NULL;
}
