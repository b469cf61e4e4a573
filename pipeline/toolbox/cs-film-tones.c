#include "cs-film-tones.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SAMPLES (512u * 512u)   /* enough for a window, and less than a frame's work */

/* A window is never narrower than this part of the range: grain alone must not look like tissue. */
#define LEAST_WINDOW (1 / 20.0)

const CsFilmPreset cs_film_presets[] = {
  { CS_FILM_PRESET_VIEW, N_("Adapted to the view"), 0.005, 0.0003 },
  { "tissue", N_("Tissue"), 0.005, 0.001 },
  { "whole", N_("Whole range"), -1, -1 },
  { "dense", N_("Dense tissue"), 0.40, 0.0005 },
  { "spots", N_("Bright spots"), 0.70, 0 },
  { NULL, NULL, 0, 0 },
};

/* The value below which @share of what is neither air nor label lies. Air: the lowest bins, up to a twentieth of the
 * range; label: the last one, in which labels and marker lines lie. */
static double
quantile (const guint bins[CS_FILM_BINS], double white, double share)
{
  const guint first = CS_FILM_BINS / 20;
  double total = 0, sum = 0;
  guint i;

  for (i = first; i < CS_FILM_BINS - 1; i++)
    total += bins[i];
  for (i = first; i < CS_FILM_BINS - 1; i++)
    {
      sum += bins[i];
      if (sum >= share * total)
        break;
    }
  return i * (white + 1) / CS_FILM_BINS;
}

const CsFilmPreset *
cs_film_preset_find (const char *id)
{
  for (const CsFilmPreset *preset = cs_film_presets; preset->id; preset++)
    if (g_strcmp0 (preset->id, id) == 0)
      return preset;
  return NULL;
}

void
cs_film_count (const CsImage *image, guint bins[CS_FILM_BINS])
{
  const CsRaster *raster = cs_image_get_raster (image);

  cs_film_count_part (image, 0, 0, cs_raster_get_width (raster), cs_raster_get_height (raster), bins);
}

void
cs_film_count_part (const CsImage *image, double x, double y, double width, double height, guint bins[CS_FILM_BINS])
{
  const CsRaster *raster = cs_image_get_raster (image);
  guint x0 = (guint) MAX (x, 0), x1 = (guint) CLAMP (x + width, 0, cs_raster_get_width (raster));
  guint y0 = (guint) MAX (y, 0), y1 = (guint) CLAMP (y + height, 0, cs_raster_get_height (raster));
  guint step = (guint) MAX (ceil (sqrt (MAX (width, 1) * MAX (height, 1) / SAMPLES)), 1);
  double scale = CS_FILM_BINS / (cs_image_get_white (image) + 1);

  memset (bins, 0, CS_FILM_BINS * sizeof *bins);
  for (guint j = y0 + step / 2; j < y1; j += step)
    for (guint i = x0 + step / 2; i < x1; i += step)
      bins[MIN ((guint) (cs_raster_get (raster, i, j) * scale), CS_FILM_BINS - 1)]++;
}

void
cs_film_preset_apply (const CsFilmPreset *preset, const guint bins[CS_FILM_BINS], double white,
                      double *low, double *high)
{
  *low = 0;
  *high = white;
  if (preset->below < 0)
    return;
  *high = MIN (quantile (bins, white, 1 - preset->above) + white / CS_FILM_BINS, white);
  *high = MIN (MAX (*high, white * LEAST_WINDOW), white);
  *low = MIN (quantile (bins, white, preset->below), *high - white * LEAST_WINDOW);
}
