/* How dense the tissue round a spot is, beside the rest of the breast. Calcifications arise in ducts and lobules; in
 * the fat under the skin, where the film is dark, dust and grain stand out instead. */
#include "spots-private.h"

#include <math.h>
#include <stdlib.h>

#include "cs-smooth.h"

#define GRID_MM 0.8
#define AROUND_MM 3.0      /* deviation of the Gaussian that a spot's surroundings are weighed with */
#define ENOUGH 0.5         /* what is brighter than this share of the breast counts whole */

struct _CsTissue
{
  CsRaster *light;         /* mean light of the tissue around, F32; negative outside */
  guint     factor;
  float    *ranked;        /* the light of all tissue, ascending */
  guint     n;
};

void
cs_tissue_free (CsTissue *self)
{
  g_clear_pointer (&self->light, cs_raster_unref);
  g_free (self->ranked);
  g_free (self);
}

static int
ascending (gconstpointer a, gconstpointer b)
{
  float one = *(const float *) a, other = *(const float *) b;

  return (one > other) - (one < other);
}

static float *
edit (CsRaster *raster, guint y)
{
  return cs_raster_edit (raster, y);
}

static const float *
row_of (const CsRaster *raster, guint y)
{
  return cs_raster_row (raster, y);
}

/* The share of each place that is breast and no muscle, 0..1, into @breast; @light times it. */
static void
weigh (CsRaster *light, CsRaster *breast, const CsRaster *pectoral)
{
  for (guint y = 0; y < cs_raster_get_height (light); y++)
    for (guint x = 0; x < cs_raster_get_width (light); x++)
      {
        edit (breast, y)[x] = MAX (row_of (breast, y)[x] - row_of (pectoral, y)[x], 0) / 255;
        edit (light, y)[x] *= row_of (breast, y)[x];
      }
}

/* Means round every place of tissue, from what was smoothed, and their order. */
static void
rank (CsTissue *self, const CsRaster *share, const CsRaster *light, const CsRaster *weight)
{
  guint width = cs_raster_get_width (share), height = cs_raster_get_height (share);

  self->light = cs_raster_new (CS_PIXEL_F32, width, height);
  self->ranked = g_new (float, (gsize) width * height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        float around = row_of (light, y)[x] / MAX (row_of (weight, y)[x], 1e-6f);

        edit (self->light, y)[x] = row_of (share, y)[x] > 0.5f ? around : -1;
        if (row_of (share, y)[x] > 0.5f)
          self->ranked[self->n++] = around;
      }
  qsort (self->ranked, self->n, sizeof *self->ranked, ascending);
}

CsTissue *
cs_tissue_new (CsImage *image, const CsRaster *breast, const CsRaster *pectoral, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (CsTissue) self = g_new0 (CsTissue, 1);
  g_autoptr (CsRaster) light = NULL, share = NULL, muscle = NULL, soft = NULL, weight = NULL;
  double sigma;

  self->factor = MAX (1, (guint) (cs_image_mm_to_px (image, GRID_MM) + 0.5));
  sigma = cs_image_mm_to_px (image, AROUND_MM) / self->factor;
  light = cs_smooth_reduce (cs_image_get_raster (image), self->factor, cancellable, error);
  share = light ? cs_smooth_reduce (breast, self->factor, cancellable, error) : NULL;
  muscle = share ? cs_smooth_reduce (pectoral, self->factor, cancellable, error) : NULL;
  if (muscle == NULL)
    return NULL;
  weigh (light, share, muscle);
  soft = cs_smooth_gauss (light, sigma, cancellable, error);
  weight = soft ? cs_smooth_gauss (share, sigma, cancellable, error) : NULL;
  if (weight == NULL)
    return NULL;
  rank (self, share, soft, weight);
  return g_steal_pointer (&self);
}

/* How many are darker. */
static guint
darker_than (const CsTissue *self, float light)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->ranked[middle] < light)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

double
cs_tissue_at (const CsTissue *self, int x, int y)
{
  guint column = MIN ((guint) MAX (x, 0) / self->factor, cs_raster_get_width (self->light) - 1);
  guint row = MIN ((guint) MAX (y, 0) / self->factor, cs_raster_get_height (self->light) - 1);
  float light = row_of (self->light, row)[column];

  return self->n > 1 && light >= 0 ? MIN (darker_than (self, light) / (ENOUGH * (self->n - 1)), 1) : 1;
}
