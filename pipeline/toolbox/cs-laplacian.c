/* Coefficient of the output's pyramid at a pixel = the same coefficient of the pyramid of the picture remapped round
 * the pixel's own Gaussian value. Remapping round a few reference levels and interpolating between them costs one
 * pyramid each. */
#include "cs-laplacian.h"

#include <math.h>

#include "cs-rows.h"

#define MAX_LEVELS 12

typedef struct
{
  const CsRaster *in;         /* U16, for tables */
  const CsRaster *fine, *coarse, *guide;
  CsRaster       *out;
  const float    *table;
  float           reference, steps;
  guint           white;
} Work;

double
cs_laplacian_remap (const CsLaplacian *self, double level, double reference)
{
  double difference = level - reference, size = fabs (difference);
  double mapped = size <= self->sigma ? self->sigma * pow (size / self->sigma, self->alpha)
                                      : self->sigma + self->beta * (size - self->sigma);

  return reference + (difference < 0 ? -mapped : mapped);
}

static void
table_rows (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const guint16 *in = cs_raster_row (work->in, y);
      float *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->in); x++)
        out[x] = work->table[MIN (in[x], work->white)];
    }
}

/* Half the size, binomial 1 4 6 4 1 both ways; the edge goes on. */
__attribute__ ((target_clones ("avx2", "default"), noinline)) static void
mix_five (float *restrict out, const float *a, const float *b, const float *c, const float *d, const float *e, guint n)
{
  for (guint x = 0; x < n; x++)
    out[x] = (a[x] + e[x] + 4 * (b[x] + d[x]) + 6 * c[x]) * (1 / 16.0f);
}

static void
halve_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->fine), out_width = cs_raster_get_width (work->out);
  int bottom = cs_raster_get_height (work->fine) - 1;
  g_autofree float *padded = g_new (float, width + 5);

  for (guint y = first; y < last; y++)
    {
      const float *rows[5];
      float *out = cs_raster_edit (work->out, y);

      for (int k = 0; k < 5; k++)
        rows[k] = cs_raster_row (work->fine, CLAMP (2 * (int) y + k - 2, 0, bottom));
      mix_five (padded + 2, rows[0], rows[1], rows[2], rows[3], rows[4], width);
      padded[0] = padded[1] = padded[2];
      padded[width + 2] = padded[width + 3] = padded[width + 4] = padded[width + 1];
      for (guint x = 0; x < out_width; x++)
        {
          const float *p = padded + 2 * x;

          out[x] = (p[0] + p[4] + 4 * (p[1] + p[3]) + 6 * p[2]) * (1 / 16.0f);
        }
    }
}

/* One row of the coarser level at double size: the binomial filter on a grid with zeros between. */
static void
double_row (const CsRaster *coarse, guint y, guint width, float *mixed, float *out)
{
  guint n = cs_raster_get_width (coarse);
  int bottom = cs_raster_get_height (coarse) - 1, at = y / 2;
  const float *b = cs_raster_row (coarse, MIN (at, bottom)), *c = cs_raster_row (coarse, MIN (at + 1, bottom));

  if (y % 2 == 0)
    {
      const float *a = cs_raster_row (coarse, MAX (at - 1, 0));

      for (guint x = 0; x < n; x++)
        mixed[x + 1] = (a[x] + 6 * b[x] + c[x]) * 0.125f;
    }
  else
    for (guint x = 0; x < n; x++)
      mixed[x + 1] = (b[x] + c[x]) * 0.5f;
  mixed[0] = mixed[1];
  mixed[n + 1] = mixed[n];
  for (guint x = 0; x < width / 2; x++)
    {
      out[2 * x] = (mixed[x] + 6 * mixed[x + 1] + mixed[x + 2]) * 0.125f;
      out[2 * x + 1] = (mixed[x + 1] + mixed[x + 2]) * 0.5f;
    }
  if (width % 2 == 1)
    out[width - 1] = (mixed[n - 1] + 6 * mixed[n] + mixed[n + 1]) * 0.125f;
}

__attribute__ ((target_clones ("avx2,fma", "default"), noinline)) static void
add_share (float *restrict out, const float *fine, const float *doubled, const float *guide, float reference,
           float steps, guint n)
{
  for (guint x = 0; x < n; x++)
    {
      float share = 1 - fabsf (guide[x] - reference) * steps;

      out[x] += (fine[x] - doubled[x]) * (share > 0 ? share : 0);
    }
}

static void
share_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->fine), n = cs_raster_get_width (work->coarse);
  g_autofree float *mixed = g_new (float, n + 2), *doubled = g_new (float, width);

  for (guint y = first; y < last; y++)
    {
      double_row (work->coarse, y, width, mixed, doubled);
      add_share (cs_raster_edit (work->out, y), cs_raster_row (work->fine, y), doubled, cs_raster_row (work->guide, y),
                 work->reference, work->steps, width);
    }
}

static void
collapse_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->out), n = cs_raster_get_width (work->coarse);
  g_autofree float *mixed = g_new (float, n + 2), *doubled = g_new (float, width);

  for (guint y = first; y < last; y++)
    {
      float *out = cs_raster_edit (work->out, y);

      double_row (work->coarse, y, width, mixed, doubled);
      for (guint x = 0; x < width; x++)
        out[x] += doubled[x];
    }
}

static void
round_rows (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *in = cs_raster_row (work->fine, y);
      guint16 *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->fine); x++)
        out[x] = (guint16) (CLAMP (in[x], 0, 1) * work->white + 0.5f);
    }
}

static gboolean
run (Work *work, CsRowsFunc func, GCancellable *cancellable, GError **error)
{
  return cs_rows_run (cs_raster_get_height (work->out), 0, func, work, cancellable, error);
}

/* A Gaussian pyramid of the picture seen through a table; @pyramid's rasters exist. */
static gboolean
build (const CsRaster *raster, const float *table, guint white, CsRaster **pyramid, guint levels,
       GCancellable *cancellable, GError **error)
{
  Work first = { .in = raster, .out = pyramid[0], .table = table, .white = white };

  if (!run (&first, table_rows, cancellable, error))
    return FALSE;
  for (guint k = 0; k < levels; k++)
    {
      Work work = { .fine = pyramid[k], .out = pyramid[k + 1] };

      if (!run (&work, halve_rows, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_reference (const CsLaplacian *self, const CsRaster *raster, guint white, guint sample, float *table,
               CsRaster **guide, CsRaster **mapped, CsRaster **out, guint levels, GCancellable *cancellable,
               GError **error)
{
  double reference = (double) sample / (self->samples - 1);

  for (guint level = 0; level <= white; level++)
    table[level] = cs_laplacian_remap (self, (double) level / white, reference);
  if (!build (raster, table, white, mapped, levels, cancellable, error))
    return FALSE;
  for (guint k = 0; k < levels; k++)
    {
      Work work = { .fine = mapped[k], .coarse = mapped[k + 1], .guide = guide[k], .out = out[k],
                    .reference = reference, .steps = self->samples - 1 };

      if (!run (&work, share_rows, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static CsRaster *
finish (CsRaster **out, CsRaster *residual, guint levels, guint white, GCancellable *cancellable, GError **error)
{
  Work rounding = { .fine = out[0], .white = white };

  for (int k = (int) levels - 1; k >= 0; k--)
    {
      Work work = { .coarse = k == (int) levels - 1 ? residual : out[k + 1], .out = out[k] };

      if (!run (&work, collapse_rows, cancellable, error))
        return NULL;
    }
  rounding.out = cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (out[0]), cs_raster_get_height (out[0]));
  if (run (&rounding, round_rows, cancellable, error))
    return rounding.out;
  cs_raster_unref (rounding.out);
  return NULL;
}

static guint
make_pyramids (const CsRaster *raster, guint wanted, CsRaster **guide, CsRaster **mapped, CsRaster **out)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster), levels = 0;

  for (;; levels++)
    {
      guide[levels] = cs_raster_new (CS_PIXEL_F32, width, height);
      mapped[levels] = cs_raster_new (CS_PIXEL_F32, width, height);
      out[levels] = cs_raster_new (CS_PIXEL_F32, width, height);
      if (levels == MIN (wanted, MAX_LEVELS) || MIN (width, height) < 4)
        return levels;
      width = (width + 1) / 2;
      height = (height + 1) / 2;
    }
}

CsRaster *
cs_laplacian_filter (const CsLaplacian *self, const CsRaster *raster, guint white, GCancellable *cancellable,
                     GError **error)
{
  CsRaster *guide[MAX_LEVELS + 1], *mapped[MAX_LEVELS + 1], *out[MAX_LEVELS + 1], *result = NULL;
  g_autofree float *table = g_new (float, (gsize) white + 1);
  guint levels = make_pyramids (raster, self->levels, guide, mapped, out);
  gboolean fine;

  for (guint level = 0; level <= white; level++)
    table[level] = (float) level / white;
  fine = build (raster, table, white, guide, levels, cancellable, error);
  for (guint sample = 0; fine && sample < self->samples && levels > 0; sample++)
    fine = add_reference (self, raster, white, sample, table, guide, mapped, out, levels, cancellable, error);
  if (fine && levels > 0)
    result = finish (out, guide[levels], levels, white, cancellable, error);
  else if (fine)
    result = cs_raster_copy (raster);
  for (guint k = 0; k <= levels; k++)
    {
      cs_raster_unref (guide[k]);
      cs_raster_unref (mapped[k]);
      cs_raster_unref (out[k]);
    }
  return result;
}
