#include "cs-pyramid.h"

#define COARSEST 256

struct _CsPyramid
{
  gatomicrefcount refs;
  GPtrArray      *levels;   /* of CsRaster, finest first */
};

static double
four (const CsRaster *fine, guint x, guint y, CsHalve halve)
{
  guint right = MIN (x + 1, cs_raster_get_width (fine) - 1), below = MIN (y + 1, cs_raster_get_height (fine) - 1);
  double a = cs_raster_get (fine, x, y), b = cs_raster_get (fine, right, y);
  double c = cs_raster_get (fine, x, below), d = cs_raster_get (fine, right, below);

  return halve == CS_HALVE_MEAN ? (a + b + c + d) / 4 : MAX (MAX (a, b), MAX (c, d));
}

/* The usual case without an edge, kept tight: bytes and words are what films are made of. */
#define HALVE_ROW(T, round) \
  static void \
  halve_row_##T (const CsRaster *fine, guint y, T *to, guint n, CsHalve halve) \
  { \
    const T *a = cs_raster_row (fine, y), *b = cs_raster_row (fine, y + 1); \
    if (halve == CS_HALVE_MEAN) \
      for (guint x = 0; x < n; x++) \
        to[x] = (T) ((a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + round) / 4); \
    else \
      for (guint x = 0; x < n; x++) \
        to[x] = MAX (MAX (a[2 * x], a[2 * x + 1]), MAX (b[2 * x], b[2 * x + 1])); \
  }

HALVE_ROW (guint8, 2)
HALVE_ROW (guint16, 2)
HALVE_ROW (float, 0)

static void
store (CsRaster *coarse, guint x, guint y, double value)
{
  gpointer row = cs_raster_edit (coarse, y);

  switch (cs_raster_get_pixel (coarse))
    {
    case CS_PIXEL_U8:
      ((guint8 *) row)[x] = (guint8) (value + 0.5);
      break;
    case CS_PIXEL_U16:
      ((guint16 *) row)[x] = (guint16) (value + 0.5);
      break;
    default:
      ((float *) row)[x] = (float) value;
    }
}

static void
halve_inner (const CsRaster *fine, CsRaster *coarse, guint y, guint n, CsHalve halve)
{
  switch (cs_raster_get_pixel (fine))
    {
    case CS_PIXEL_U8:
      halve_row_guint8 (fine, 2 * y, cs_raster_edit (coarse, y), n, halve);
      break;
    case CS_PIXEL_U16:
      halve_row_guint16 (fine, 2 * y, cs_raster_edit (coarse, y), n, halve);
      break;
    default:
      halve_row_float (fine, 2 * y, cs_raster_edit (coarse, y), n, halve);
    }
}

CsRaster *
cs_raster_halve (const CsRaster *fine, CsHalve halve)
{
  guint width = (cs_raster_get_width (fine) + 1) / 2, height = (cs_raster_get_height (fine) + 1) / 2;
  guint whole_columns = cs_raster_get_width (fine) / 2, whole_rows = cs_raster_get_height (fine) / 2;
  CsRaster *coarse = cs_raster_new_unset (cs_raster_get_pixel (fine), width, height);

  for (guint y = 0; y < height; y++)
    {
      guint done = y < whole_rows ? whole_columns : 0;

      if (done > 0)
        halve_inner (fine, coarse, y, done, halve);
      for (guint x = done; x < width; x++)
        store (coarse, x, y, four (fine, 2 * x, 2 * y, halve));
    }
  return coarse;
}

CsPyramid *
cs_pyramid_new (const CsRaster *raster, CsHalve halve)
{
  CsPyramid *self = g_new0 (CsPyramid, 1);
  const CsRaster *level = raster;

  g_atomic_ref_count_init (&self->refs);
  self->levels = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_raster_unref);
  g_ptr_array_add (self->levels, cs_raster_ref (raster));
  while (MAX (cs_raster_get_width (level), cs_raster_get_height (level)) > COARSEST)
    {
      level = cs_raster_halve (level, halve);
      g_ptr_array_add (self->levels, (gpointer) level);
    }
  return self;
}

CsPyramid *
cs_pyramid_ref (CsPyramid *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_pyramid_unref (CsPyramid *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->levels);
  g_free (self);
}

guint
cs_pyramid_get_n_levels (const CsPyramid *self)
{
  return self->levels->len;
}

const CsRaster *
cs_pyramid_get_level (const CsPyramid *self, guint level)
{
  g_return_val_if_fail (level < self->levels->len, NULL);
  return g_ptr_array_index (self->levels, level);
}
