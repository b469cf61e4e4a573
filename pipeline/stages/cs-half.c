#include "cs-half.h"

#include <math.h>

#include "cs-analysis.h"
#include "cs-rows.h"
#include "cs-smooth.h"

gboolean
cs_half_is_shown (CsImage *film)
{
  return 2 * cs_image_get_working_spacing (film, NULL) <= CS_HALF_COARSEST_MM;
}

typedef struct { const CsRaster *in; CsRaster *out; } Work;

/* Whole levels, as a file would hold them: where a mean lies between two, the even one, which makes no film
 * brighter. */
static void
round_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  g_autofree float *row = g_new (float, cs_raster_get_width (work->in));

  for (guint y = first; y < last; y++)
    {
      const float *in = cs_raster_row (work->in, y);

      for (guint x = 0; x < cs_raster_get_width (work->in); x++)
        row[x] = rintf (in[x]);
      cs_raster_store (work->out, y, row);
    }
}

/* Without what has no partner; what is left of @raster of an even number of rows and columns. */
static CsRaster *
even_part (const CsRaster *raster, const CsHalving *how)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);

  return (width | height) % 2 == 0 ? cs_raster_ref (raster)
                                   : cs_raster_crop (raster, (int) how->skipped, 0, width / 2 * 2, height / 2 * 2);
}

/* Means of four, F32. */
static CsRaster *
halve (const CsRaster *raster, const CsHalving *how, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) even = even_part (raster, how);

  return cs_smooth_reduce (even, 2, cancellable, error);
}

static CsImage *
halve_film (CsImage *film, const CsHalving *how, GCancellable *cancellable, GError **error)
{
  const CsRaster *whole = cs_image_get_raster (film);
  CsFacts facts = *cs_image_get_facts (film);
  g_autoptr (CsRaster) means = halve (whole, how, cancellable, error), levels = NULL;
  Work work = { means, NULL };

  if (means == NULL)
    return NULL;
  work.out = levels = cs_raster_new_unset (cs_raster_get_pixel (whole), cs_raster_get_width (means),
                                           cs_raster_get_height (means));
  facts.mm_per_pixel *= 2;
  facts.assumed_mm_per_pixel = 2 * cs_image_get_working_spacing (film, NULL);
  return cs_rows_run (cs_raster_get_height (means), 0, round_rows, &work, cancellable, error)
         ? cs_image_new (levels, cs_image_get_name (film), &facts) : NULL;
}

static gboolean
give_mask (CsBench *bench, const char *name, const CsHalving *how, GError **error)
{
  g_autoptr (CsRaster) parts = halve (cs_product_get_raster (cs_bench_get (bench, name)), how,
                                      cs_bench_get_cancellable (bench), error);

  if (parts != NULL)
    cs_bench_give_half (bench, name, cs_product_new_mask (cs_smooth_cut (parts)));
  return parts != NULL;
}

static guint
count_in_column (const CsRaster *mask, guint x)
{
  guint n = 0;

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    n += ((const guint8 *) cs_raster_row (mask, y))[x] != 0;
  return n;
}

static gboolean
is_left_side_emptier (const CsRaster *breast)
{
  return count_in_column (breast, 0) < count_in_column (breast, cs_raster_get_width (breast) - 1);
}

gboolean
cs_half_begin (CsBench *bench, guint least, GError **error)
{
  const CsRaster *breast = cs_product_get_raster (cs_bench_get (bench, "breast"));
  CsHalving how = { .least = least };
  g_autoptr (CsImage) half = NULL;

  how.skipped = cs_raster_get_width (breast) % 2 == 1 && is_left_side_emptier (breast);
  half = halve_film (cs_bench_get_image (bench), &how, cs_bench_get_cancellable (bench), error);
  if (half == NULL)
    return FALSE;
  cs_bench_halve (bench, half, &how);
  return give_mask (bench, "breast", &how, error) && give_mask (bench, "pectoral", &how, error)
         && cs_bench_run_half (bench, error);
}

/* Takes @even: to what was left out its neighbours go on. */
static CsRaster *
whole_of (CsRaster *even, const CsHalving *how, guint width, guint height)
{
  CsRaster *whole;

  if (cs_raster_get_width (even) == width && cs_raster_get_height (even) == height)
    return even;
  whole = cs_raster_crop (even, -(int) how->skipped, 0, width, height);
  cs_raster_unref (even);
  return whole;
}

static CsProduct *
enlarge (CsBench *bench, CsProduct *made, const CsHalving *how, GError **error)
{
  gboolean is_mask = cs_product_get_kind (made) == CS_PRODUCT_MASK;
  CsImage *film = cs_bench_get_image (bench);
  guint width = cs_image_get_width (film), height = cs_image_get_height (film);
  CsRaster *raster = (is_mask ? cs_smooth_enlarge_mask : cs_smooth_enlarge) (cs_product_get_raster (made), 2,
                                                                             width / 2 * 2, height / 2 * 2,
                                                                             cs_bench_get_cancellable (bench), error);

  if (raster == NULL)
    return NULL;
  raster = whole_of (raster, how, width, height);
  return is_mask ? cs_product_new_mask (raster) : cs_product_new_raster (raster);
}

gboolean
cs_half_show (CsBench *bench, const char *output, GError **error)
{
  CsHalving how;
  CsAnalysis *half = cs_bench_get_half (bench, &how);
  CsProduct *made = half != NULL ? cs_analysis_get (half, output) : NULL, *shown;

  if (made == NULL || !cs_bench_shows (bench, output))
    return TRUE;
  shown = cs_product_get_kind (made) == CS_PRODUCT_PLOT ? cs_product_ref (made) : enlarge (bench, made, &how, error);
  if (shown != NULL)
    cs_bench_give (bench, output, shown);
  return shown != NULL;
}

CsBox
cs_half_to_film (const CsHalving *how, const CsBox *part)
{
  CsBox box = *part;

  box.x = 2 * part->x + (int) how->skipped;
  box.y = 2 * part->y;
  box.width = 2 * part->width;
  box.height = 2 * part->height;
  return box;
}

void
cs_half_from_film (const CsHalving *how, const CsRaster *raster, guint *x, guint *y)
{
  *x = MIN ((MAX (*x, how->skipped) - how->skipped) / 2, cs_raster_get_width (raster) - 1);
  *y = MIN (*y / 2, cs_raster_get_height (raster) - 1);
}
