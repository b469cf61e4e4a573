/* A disc is a stack of chords. For each row the minima over 2^k neighbours are kept for every k; the minimum over a
 * chord of any length is then that of two of them, so an output row is 2 (2 r + 1) vector minima of whole rows. */
#include "cs-morph.h"

#include <math.h>
#include <string.h>

#include "cs-rows.h"

#define BAND 64

typedef struct
{
  const CsRaster *in;
  CsRaster       *out;
  guint           radius, n_levels;
  const guint    *half;    /* half the chord's length at each |dy| */
  guint16         flip;    /* 0xffff: dilation, which is the erosion of the negative */
} Work;

__attribute__ ((target_clones ("avx2", "default"), noinline)) static void
minimum_of_two (guint16 *restrict out, const guint16 *a, const guint16 *b, guint n)
{
  for (guint x = 0; x < n; x++)
    out[x] = MIN (a[x], b[x]);
}

__attribute__ ((target_clones ("avx2", "default"), noinline)) static void
minimum_of_three (guint16 *restrict out, const guint16 *a, const guint16 *b, guint n)
{
  for (guint x = 0; x < n; x++)
    {
      guint16 least = MIN (a[x], b[x]);

      out[x] = MIN (out[x], least);
    }
}

/* The levels of one row, each padded by the radius: levels[k][i] = minimum over i .. i + 2^k - 1. */
static void
make_levels (const Work *work, guint y, guint16 *levels, guint stride)
{
  guint width = cs_raster_get_width (work->in);
  guint16 *base = levels + work->radius;

  memset (levels, 0xff, sizeof (guint16) * stride * work->n_levels);
  if (cs_raster_get_pixel (work->in) == CS_PIXEL_U8)
    {
      const guint8 *in = cs_raster_row (work->in, y);

      for (guint x = 0; x < width; x++)
        base[x] = in[x] ^ work->flip;
    }
  else
    {
      const guint16 *in = cs_raster_row (work->in, y);

      for (guint x = 0; x < width; x++)
        base[x] = in[x] ^ work->flip;
    }
  for (guint k = 1; k < work->n_levels; k++)
    {
      const guint16 *finer = levels + (gsize) (k - 1) * stride;
      guint step = 1u << (k - 1);

      minimum_of_two (levels + (gsize) k * stride, finer, finer + step, stride - step);
    }
}

static void
take_chord (const Work *work, const guint16 *levels, guint stride, guint half, guint16 *out)
{
  guint length = 2 * half + 1, k = g_bit_nth_msf (length, -1);
  const guint16 *row = levels + (gsize) k * stride + work->radius - half;

  minimum_of_three (out, row, row + length - (1u << k), cs_raster_get_width (work->in));
}

static void
store (const Work *work, guint y, const guint16 *row)
{
  guint width = cs_raster_get_width (work->out);

  if (cs_raster_get_pixel (work->out) == CS_PIXEL_U8)
    {
      guint8 *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < width; x++)
        out[x] = (guint8) (row[x] ^ work->flip);
    }
  else
    {
      guint16 *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < width; x++)
        out[x] = row[x] ^ work->flip;
    }
}

static void
erode_rows (guint first, guint last, gpointer data)
{
  const Work *work = data;
  guint height = cs_raster_get_height (work->in), width = cs_raster_get_width (work->in), radius = work->radius;
  guint stride = width + 2 * radius, n_ring = 2 * radius + 1, next = first > radius ? first - radius : 0;
  gsize step = (gsize) stride * work->n_levels;
  g_autofree guint16 *ring = g_new (guint16, step * n_ring), *row = g_new (guint16, width);

  for (guint y = first; y < last; y++)
    {
      guint top = y > radius ? y - radius : 0, bottom = MIN (y + radius, height - 1);

      for (; next <= bottom; next++)
        make_levels (work, next, ring + step * (next % n_ring), stride);
      memset (row, 0xff, sizeof (guint16) * width);
      for (guint k = top; k <= bottom; k++)
        take_chord (work, ring + step * (k % n_ring), stride, work->half[k > y ? k - y : y - k], row);
      store (work, y, row);
    }
}

static CsRaster *
run (const CsRaster *raster, double radius, guint16 flip, GCancellable *cancellable, GError **error)
{
  guint whole = (guint) MAX (radius, 0);
  g_autofree guint *half = g_new (guint, whole + 1);
  Work work = { raster, NULL, whole, 1, half, flip };

  g_return_val_if_fail (cs_raster_get_pixel (raster) != CS_PIXEL_F32, NULL);
  for (guint k = 0; k <= whole; k++)
    half[k] = (guint) sqrt (MAX (radius * radius - (double) k * k, 0));
  while ((2u << (work.n_levels - 1)) <= 2 * whole + 1)
    work.n_levels++;
  work.out = cs_raster_new (cs_raster_get_pixel (raster), cs_raster_get_width (raster), cs_raster_get_height (raster));
  if (cs_rows_run (cs_raster_get_height (raster), MAX (BAND, 2 * whole), erode_rows, &work, cancellable, error))
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
