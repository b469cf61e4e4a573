#include "cs-resample.h"

#include <gio/gio.h>
#include <math.h>

#include "cs-rows.h"

/* What a new pixel is made of: @n old ones from @first on, with @weights that sum to 1. */
typedef struct { guint first, n; float *weights; } Taps;

typedef struct { const CsRaster *from; CsRaster *to; const Taps *columns, *rows; } Task;

static Taps
cover (guint i, double scale, guint n_old)
{
  double begin = i * scale, end = MIN (begin + scale, n_old), sum = 0;
  guint first = MIN ((guint) begin, n_old - 1), last = MIN ((guint) ceil (end), n_old);
  Taps taps = { first, MAX (last - first, 1), g_new (float, MAX (last - first, 1)) };

  for (guint k = 0; k < taps.n; k++)
    {
      double share = MIN (end, first + k + 1.0) - MAX (begin, (double) (first + k));

      taps.weights[k] = (float) MAX (share, 1e-6);
      sum += taps.weights[k];
    }
  for (guint k = 0; k < taps.n; k++)
    taps.weights[k] /= (float) sum;
  return taps;
}

static Taps
interpolate (guint i, double scale, guint n_old)
{
  double at = CLAMP ((i + 0.5) * scale - 0.5, 0, n_old - 1.0);
  guint first = MIN ((guint) at, n_old > 1 ? n_old - 2 : 0);
  Taps taps = { first, MIN (n_old, 2), g_new (float, 2) };

  taps.weights[1] = (float) (at - first);
  taps.weights[0] = n_old > 1 ? 1 - taps.weights[1] : 1;
  return taps;
}

static Taps *
plan_side (guint n_old, guint n_new)
{
  double scale = (double) n_old / n_new;
  Taps *taps = g_new (Taps, n_new);

  for (guint i = 0; i < n_new; i++)
    taps[i] = scale > 1 ? cover (i, scale, n_old) : interpolate (i, scale, n_old);
  return taps;
}

static void
free_side (Taps *taps, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (taps[i].weights);
  g_free (taps);
}

#define ADD_ROW(type) \
  do \
    { \
      const type *row = cs_raster_row (from, y); \
      \
      for (guint x = 0; x < width; x++) \
        sums[x] += weight * (float) row[x]; \
    } \
  while (0)

static void
add_row (const CsRaster *from, guint y, float weight, float *sums)
{
  guint width = cs_raster_get_width (from);

  switch (cs_raster_get_pixel (from))
    {
    case CS_PIXEL_U8: ADD_ROW (guint8); break;
    case CS_PIXEL_U16: ADD_ROW (guint16); break;
    case CS_PIXEL_F32: ADD_ROW (float); break;
    default: g_assert_not_reached ();
    }
}

/* The old rows under a new one, weighed and added up; then along it. */
static void
make_row (const Task *task, guint y, float *sums)
{
  guint width = cs_raster_get_width (task->from), n = cs_raster_get_width (task->to);
  float *out = cs_raster_edit (task->to, y);
  const Taps *rows = &task->rows[y];

  for (guint x = 0; x < width; x++)
    sums[x] = 0;
  for (guint k = 0; k < rows->n; k++)
    add_row (task->from, rows->first + k, rows->weights[k], sums);
  for (guint x = 0; x < n; x++)
    {
      const Taps *taps = &task->columns[x];

      out[x] = 0;
      for (guint k = 0; k < taps->n; k++)
        out[x] += taps->weights[k] * sums[taps->first + k];
    }
}

static void
make_band (guint first, guint last, gpointer data)
{
  const Task *task = data;
  g_autofree float *sums = g_new (float, cs_raster_get_width (task->from));

  for (guint y = first; y < last; y++)
    make_row (task, y, sums);
}

CsRaster *
cs_resample (const CsRaster *raster, guint width, guint height, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) out = cs_raster_new (CS_PIXEL_F32, width, height);
  Taps *columns = plan_side (cs_raster_get_width (raster), width);
  Taps *rows = plan_side (cs_raster_get_height (raster), height);
  Task task = { raster, out, columns, rows };
  gboolean done = cs_rows_run (height, 0, make_band, &task, cancellable, error);

  free_side (columns, width);
  free_side (rows, height);
  return done ? g_steal_pointer (&out) : NULL;
}
