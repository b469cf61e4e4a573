#include "cs-profile.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* More points than a screen is wide show nothing new. */
#define MOST_POINTS 4096

typedef struct { double x0, y0, x1, y1; guint n; } Line;

static void
sample (const CsRaster *raster, const Line *line, CsSeries *series)
{
  double length = hypot (line->x1 - line->x0, line->y1 - line->y0);

  series->x = g_new (float, line->n);
  series->y = g_new (float, line->n);
  for (guint i = 0; i < line->n; i++)
    {
      double share = line->n > 1 ? (double) i / (line->n - 1) : 0;
      double x = floor (line->x0 + share * (line->x1 - line->x0)), y = floor (line->y0 + share * (line->y1 - line->y0));

      if (x < 0 || y < 0 || x >= cs_raster_get_width (raster) || y >= cs_raster_get_height (raster))
        continue;
      series->x[series->n] = (float) (share * length);
      series->y[series->n++] = (float) cs_raster_get (raster, (guint) x, (guint) y);
    }
}

/* To 0..1 of its own range on the line; a flat curve lies at the bottom. */
static void
normalise (CsSeries *series)
{
  float lower = INFINITY, upper = -INFINITY;

  for (guint i = 0; i < series->n; i++)
    {
      lower = MIN (lower, series->y[i]);
      upper = MAX (upper, series->y[i]);
    }
  for (guint i = 0; i < series->n; i++)
    series->y[i] = upper > lower ? (series->y[i] - lower) / (upper - lower) : 0;
}

/* A mask is in or out, also where the line never leaves it. */
static void
to_share (CsSeries *series)
{
  for (guint i = 0; i < series->n; i++)
    series->y[i] = series->y[i] > 0;
}

static void
add (GArray *curves, const char *title, const CsRaster *raster, CsProductKind kind, const Line *line)
{
  CsSeries series = { .title = (char *) title, .style = CS_SERIES_LINE };

  sample (raster, line, &series);
  if (kind == CS_PRODUCT_MASK)
    to_share (&series);
  else
    normalise (&series);
  g_array_append_val (curves, series);
}

static void
clear_series (gpointer data)
{
  g_free (((CsSeries *) data)->x);
  g_free (((CsSeries *) data)->y);
}

CsProduct *
cs_analysis_profile (CsAnalysis *self, double x0, double y0, double x1, double y1)
{
  g_autoptr (GArray) curves = g_array_new (FALSE, TRUE, sizeof (CsSeries));
  Line line = { x0, y0, x1, y1, (guint) CLAMP (ceil (hypot (x1 - x0, y1 - y0)) + 1, 2, MOST_POINTS) };
  CsPlotData plot = { (char *) N_("Profile"), (char *) N_("Along the line, px"), (char *) N_("Share of the range"), 0,
                      NULL };

  g_array_set_clear_func (curves, clear_series);
  add (curves, N_("Film as read"), cs_image_get_raster (cs_analysis_get_image (self)), CS_PRODUCT_RASTER, &line);
  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL; output++)
      {
        CsProduct *product = cs_analysis_get (self, output->name);

        if (product != NULL && (output->kind == CS_PRODUCT_RASTER || output->kind == CS_PRODUCT_MASK))
          add (curves, output->title, cs_product_get_raster (product), output->kind, &line);
      }
  plot.n = curves->len;
  plot.series = (CsSeries *) curves->data;
  return cs_product_new_plot (&plot);
}
