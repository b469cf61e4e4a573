#include "cs-plate.h"

#include <math.h>
#include "cs-pipeline.h"

/* Examined halved, until it has at most so many pixels: the skin is looked for at 0.4 mm a pixel anyway. */
#define PIXELS (1536u * 1024)

/* Strips of this part of the film are compared to find the chest wall; how much more breast one of them must hold. */
#define STRIP 8u
#define CLEARLY 0.3

#define BINS 1024u
/* What is brighter than this part of white is no air, but a label. */
#define DARK 0.25
#define ALL_BUT 0.001      /* of the air: grain */

struct _CsPlate
{
  gatomicrefcount ref_count;
  CsImage        *image;
  gboolean        examined;
  CsRaster       *breast;
  guint           halvings;
  double          air;
  CsEdge          wall;
};

static CsPlate *
plate_new (CsImage *image, const CsPlate *like)
{
  CsPlate *self = g_new0 (CsPlate, 1);

  if (like)
    *self = *like;
  g_atomic_ref_count_init (&self->ref_count);
  self->image = cs_image_ref (image);
  if (self->breast)
    cs_raster_ref (self->breast);
  return self;
}

static CsImage *
shrink (CsImage *image)
{
  CsImage *small = cs_image_ref (image);

  while ((guint64) cs_image_get_width (small) * cs_image_get_height (small) > PIXELS)
    {
      CsImage *half = cs_image_halve (small);
      cs_image_unref (small);
      small = half;
    }
  return small;
}

static double
find_air (CsImage *small, const CsRaster *breast)
{
  const CsRaster *raster = cs_image_get_raster (small);
  double white = cs_image_get_white (small), total = 0, above = 0;
  guint bins[BINS] = { 0 }, dark = (guint) (DARK * BINS), i;

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    for (guint x = 0; x < cs_raster_get_width (raster); x++)
      if (((const guint8 *) cs_raster_row (breast, y))[x] == 0)
        bins[MIN ((guint) (cs_raster_get (raster, x, y) / (white + 1) * BINS), BINS - 1)]++;
  for (i = 0; i < dark; i++)
    total += bins[i];
  for (i = dark; i > 0 && above + bins[i - 1] <= ALL_BUT * total; i--)
    above += bins[i - 1];
  return i * (white + 1) / BINS;
}

/* The part of a strip along an edge that is breast. */
static double
count_strip (const CsRaster *breast, CsEdge edge)
{
  guint width = cs_raster_get_width (breast), height = cs_raster_get_height (breast), inside = 0;
  guint across = MAX (width / STRIP, 1), down = MAX (height / STRIP, 1);
  guint x0 = edge == CS_EDGE_RIGHT ? width - across : 0, x1 = edge == CS_EDGE_LEFT ? across : width;
  guint y0 = edge == CS_EDGE_BOTTOM ? height - down : 0, y1 = edge == CS_EDGE_TOP ? down : height;

  for (guint y = y0; y < y1; y++)
    for (guint x = x0; x < x1; x++)
      inside += ((const guint8 *) cs_raster_row (breast, y))[x] != 0;
  return (double) inside / ((x1 - x0) * (double) (y1 - y0));
}

static CsEdge
find_wall (const CsRaster *breast)
{
  double across = count_strip (breast, CS_EDGE_RIGHT) - count_strip (breast, CS_EDGE_LEFT);
  double down = count_strip (breast, CS_EDGE_BOTTOM) - count_strip (breast, CS_EDGE_TOP);

  if (MAX (fabs (across), fabs (down)) < CLEARLY)
    return CS_EDGE_NONE;
  if (fabs (across) >= fabs (down))
    return across > 0 ? CS_EDGE_RIGHT : CS_EDGE_LEFT;
  return down > 0 ? CS_EDGE_BOTTOM : CS_EDGE_TOP;
}

CsPlate *
cs_plate_new (CsImage *image)
{
  g_return_val_if_fail (image != NULL, NULL);
  return plate_new (image, NULL);
}

CsPlate *
cs_plate_examine (CsPlate *self, GCancellable *cancellable)
{
  g_autoptr (CsImage) small = shrink (self->image);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run_for ((const char *const[]) { "breast", NULL }, small, NULL,
                                                         settings, NULL, NULL, cancellable, NULL);
  CsProduct *product = analysis ? cs_analysis_get (analysis, "breast") : NULL;
  const CsRaster *breast = product ? cs_product_get_raster (product) : NULL;
  CsPlate *plate;

  if (g_cancellable_is_cancelled (cancellable))
    return NULL;
  plate = plate_new (self->image, NULL);
  plate->examined = TRUE;
  if (!breast)
    return plate;
  plate->breast = cs_raster_ref (breast);
  plate->halvings = cs_image_get_halvings (small) - cs_image_get_halvings (self->image);
  plate->air = find_air (small, breast);
  plate->wall = find_wall (breast);
  return plate;
}

CsPlate *
cs_plate_with_facts (CsPlate *self, const CsFacts *facts)
{
  g_autoptr (CsImage) image = cs_image_with_facts (self->image, facts);

  return plate_new (image, self);
}

CsPlate *
cs_plate_ref (CsPlate *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cs_plate_unref (CsPlate *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  cs_image_unref (self->image);
  g_clear_pointer (&self->breast, cs_raster_unref);
  g_free (self);
}

CsImage *
cs_plate_get_image (CsPlate *self)
{
  return self->image;
}

gsize
cs_plate_get_size (CsPlate *self)
{
  return cs_raster_get_size (cs_image_get_raster (self->image)) +
         (self->breast ? cs_raster_get_size (self->breast) : 0);
}

gboolean
cs_plate_get_examined (CsPlate *self)
{
  return self->examined;
}

const CsRaster *
cs_plate_get_breast (CsPlate *self, guint *halvings)
{
  *halvings = self->halvings;
  return self->breast;
}

double
cs_plate_get_air (CsPlate *self)
{
  return self->air;
}

CsEdge
cs_plate_get_wall (CsPlate *self)
{
  return self->wall;
}
