/* Calcifications arise in ducts and lobules; in the fat under the skin, where the film is dark, dust and grain stand
 * out instead: so the tissue round a spot is ranked within the breast. */
#include "cs-surroundings.h"

#include "cs-foreground.h"
#include "cs-smooth.h"

#define GRID_MM 0.8
#define AROUND_MM 3.0      /* deviation of the Gaussian that a spot's surroundings are weighed with */
#define ENOUGH 0.5         /* what is brighter than this share of the breast counts whole */

#define STEPS 65536        /* of white, that lights are ranked in */

CsCoarse
cs_coarse_of (CsImage *image, guint factor)
{
  return (CsCoarse) { factor, cs_smooth_missing (cs_image_get_width (image), factor),
                      cs_smooth_missing (cs_image_get_height (image), factor) };
}

static CsSpan
span_of (int x, guint factor, guint missing, guint size)
{
  guint first, last = cs_smooth_block (MAX (x, 0), factor, missing, &first);

  return (CsSpan) { (int) MIN (first, size - 1), (int) MIN (last, size - 1) };
}

CsSpan
cs_coarse_columns (const CsCoarse *self, const CsRaster *raster, int x)
{
  return span_of (x, self->factor, self->across, cs_raster_get_width (raster));
}

CsSpan
cs_coarse_rows (const CsCoarse *self, const CsRaster *raster, int y)
{
  return span_of (y, self->factor, self->down, cs_raster_get_height (raster));
}

guint
cs_light_factor (CsImage *image)
{
  return MAX (1, (guint) (cs_image_mm_to_px (image, CS_LEAST_SIGMA * CS_FINEST_MM) + 0.5));
}

CsRaster *
cs_light_new (CsImage *image, GCancellable *cancellable, GError **error)
{
  const CsRaster *film = cs_image_get_raster (image);
  guint factor = cs_light_factor (image);
  double mm = cs_image_get_working_spacing (image, NULL) * factor;
  g_autoptr (CsRaster) reduced = factor == 1 ? cs_raster_ref (film)
                                             : cs_smooth_reduce (film, factor, cancellable, error);

  return reduced != NULL ? cs_smooth_gauss (reduced, CS_FINEST_MM / mm, cancellable, error) : NULL;
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
step_of (float light, double scale)
{
  return (guint) CLAMP (light * scale, 0, STEPS - 1);
}

/* Means round every place of tissue, from what was smoothed; negative outside. */
static void
average (CsRaster *light, const CsRaster *share, const CsRaster *weight)
{
  for (guint y = 0; y < cs_raster_get_height (share); y++)
    {
      const float *shares = cs_raster_row (share, y), *weights = cs_raster_row (weight, y);
      float *lights = cs_raster_edit (light, y);

      for (guint x = 0; x < cs_raster_get_width (share); x++)
        lights[x] = shares[x] > 0.5f ? lights[x] / MAX (weights[x], 1e-6f) : -1;
    }
}

/* How many places of tissue are darker than each step of light, into @darker; how many there are. */
static guint
count_darker (const CsRaster *light, double scale, guint *darker)
{
  guint n = 0;

  for (guint y = 0; y < cs_raster_get_height (light); y++)
    {
      const float *lights = cs_raster_row (light, y);

      for (guint x = 0; x < cs_raster_get_width (light); x++)
        if (lights[x] >= 0)
          darker[step_of (lights[x], scale)]++;
    }
  for (guint i = 0; i < STEPS; i++)
    {
      guint here = darker[i];

      darker[i] = n;
      n += here;
    }
  return n;
}

/* Each place's light becomes its rank. */
static void
rank (CsRaster *light, double scale)
{
  g_autofree guint *darker = g_new0 (guint, STEPS);
  guint n = count_darker (light, scale, darker);

  for (guint y = 0; y < cs_raster_get_height (light); y++)
    {
      float *lights = cs_raster_edit (light, y);

      for (guint x = 0; x < cs_raster_get_width (light); x++)
        lights[x] = n > 1 && lights[x] >= 0 ? MIN (darker[step_of (lights[x], scale)] / (ENOUGH * (n - 1)), 1) : 1;
    }
}

guint
cs_tissue_factor (CsImage *image)
{
  return MAX (1, (guint) (cs_image_mm_to_px (image, GRID_MM) + 0.5));
}

CsRaster *
cs_tissue_new (CsImage *image, const CsRaster *breast, const CsRaster *pectoral, GCancellable *cancellable,
               GError **error)
{
  guint factor = cs_tissue_factor (image);
  double sigma = cs_image_mm_to_px (image, AROUND_MM) / factor;
  g_autoptr (CsRaster) light = cs_smooth_reduce (cs_image_get_raster (image), factor, cancellable, error);
  g_autoptr (CsRaster) share = light ? cs_smooth_reduce (breast, factor, cancellable, error) : NULL;
  g_autoptr (CsRaster) muscle = share ? cs_smooth_reduce (pectoral, factor, cancellable, error) : NULL;
  g_autoptr (CsRaster) soft = NULL, weight = NULL;

  if (muscle == NULL)
    return NULL;
  weigh (light, share, muscle);
  soft = cs_smooth_gauss (light, sigma, cancellable, error);
  weight = soft ? cs_smooth_gauss (share, sigma, cancellable, error) : NULL;
  if (weight == NULL)
    return NULL;
  average (soft, share, weight);
  rank (soft, STEPS / cs_image_get_white (image));
  return g_steal_pointer (&soft);
}
