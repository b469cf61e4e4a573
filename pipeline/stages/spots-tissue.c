/* How dense the tissue round a spot is, beside the rest of the breast. Calcifications arise in ducts and lobules; in
 * the fat under the skin, where the film is dark, dust and grain stand out instead. */
#include "spots-private.h"

#include "cs-smooth.h"

#define GRID_MM 0.8
#define AROUND_MM 3.0      /* deviation of the Gaussian that a spot's surroundings are weighed with */
#define ENOUGH 0.5         /* what is brighter than this share of the breast counts whole */

#define STEPS 65536        /* of white, that lights are ranked in */

struct _CsTissue
{
  CsRaster *light;         /* mean light of the tissue around, F32; negative outside */
  guint     factor;        /* px of the film a place */
  guint     across, down;  /* px that places are longer than the film's sides */
  guint     n;             /* places of tissue */
  double    scale;         /* steps of light */
  guint    *darker;        /* how many of them are darker than each step */
};

void
cs_tissue_free (CsTissue *self)
{
  g_clear_pointer (&self->light, cs_raster_unref);
  g_free (self->darker);
  g_free (self);
}

/* The share of each place that is breast and no muscle, 0..1, into @breast; @light times it. */
static void
weigh (CsRaster *light, CsRaster *breast, const CsRaster *pectoral)
{
  for (guint y = 0; y < cs_raster_get_height (light); y++)
    {
      float *share = cs_raster_edit (breast, y), *lights = cs_raster_edit (light, y);
      const float *muscle = cs_raster_row (pectoral, y);

      for (guint x = 0; x < cs_raster_get_width (light); x++)
        {
          share[x] = MAX (share[x] - muscle[x], 0) / 255;
          lights[x] *= share[x];
        }
    }
}

static guint
step_of (const CsTissue *self, float light)
{
  return (guint) CLAMP (light * self->scale, 0, STEPS - 1);
}

/* Means round every place of tissue, from what was smoothed. */
static void
average (CsTissue *self, const CsRaster *share, const CsRaster *light, const CsRaster *weight)
{
  self->light = cs_raster_new (CS_PIXEL_F32, cs_raster_get_width (share), cs_raster_get_height (share));
  for (guint y = 0; y < cs_raster_get_height (share); y++)
    {
      const float *shares = cs_raster_row (share, y), *lights = cs_raster_row (light, y);
      const float *weights = cs_raster_row (weight, y);
      float *out = cs_raster_edit (self->light, y);

      for (guint x = 0; x < cs_raster_get_width (share); x++)
        out[x] = shares[x] > 0.5f ? lights[x] / MAX (weights[x], 1e-6f) : -1;
    }
}

/* Their order, as a count of those darker than each step. */
static void
rank (CsTissue *self)
{
  self->darker = g_new0 (guint, STEPS);
  for (guint y = 0; y < cs_raster_get_height (self->light); y++)
    {
      const float *light = cs_raster_row (self->light, y);

      for (guint x = 0; x < cs_raster_get_width (self->light); x++)
        if (light[x] >= 0)
          self->darker[step_of (self, light[x])]++;
    }
  for (guint i = 0; i < STEPS; i++)
    {
      guint here = self->darker[i];

      self->darker[i] = self->n;
      self->n += here;
    }
}

CsTissue *
cs_tissue_new (CsImage *image, const CsRaster *breast, const CsRaster *pectoral, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (CsTissue) self = g_new0 (CsTissue, 1);
  g_autoptr (CsRaster) light = NULL, share = NULL, muscle = NULL, soft = NULL, weight = NULL;
  double sigma;

  self->factor = MAX (1, (guint) (cs_image_mm_to_px (image, GRID_MM) + 0.5));
  self->across = cs_smooth_missing (cs_image_get_width (image), self->factor);
  self->down = cs_smooth_missing (cs_image_get_height (image), self->factor);
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
  self->scale = STEPS / cs_image_get_white (image);
  average (self, share, soft, weight);
  rank (self);
  return g_steal_pointer (&self);
}

double
cs_tissue_at (const CsTissue *self, int x, int y)
{
  guint column = cs_smooth_block (MAX (x, 0), self->factor, self->across);
  guint row = cs_smooth_block (MAX (y, 0), self->factor, self->down);
  float light = ((const float *) cs_raster_row (self->light, MIN (row, cs_raster_get_height (self->light) - 1)))
                [MIN (column, cs_raster_get_width (self->light) - 1)];

  return self->n > 1 && light >= 0 ? MIN (self->darker[step_of (self, light)] / (ENOUGH * (self->n - 1)), 1) : 1;
}
