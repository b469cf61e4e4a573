/* An explanation in words, as JSON and as a plot. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-explain.h"
#include "cs-json.h"

#define REACH_MM 3.0
#define SIGNS 41       /* of a profile on a terminal */

double
cs_word_get_margin (const CsWord *self)
{
  return self->tests ? MIN (self->value - self->lower, self->upper - self->value) : NAN;
}

/* Four digits are enough, but what a reader reads has no exponent: 12345 levels, not 1.234e+04. */
static char *
number_to_text (double value, gboolean with_sign)
{
  gboolean large = fabs (value) >= 1000;

  if (with_sign)
    return g_strdup_printf (large ? "%+.0f" : "%+.3g", value);
  return g_strdup_printf (large ? "%.0f" : "%.4g", value);
}

static char *
limits_to_text (const CsWord *self)
{
  g_autofree char *lower = number_to_text (self->lower, FALSE), *upper = number_to_text (self->upper, FALSE);

  if (isfinite (self->lower) && isfinite (self->upper))
    /* Translators: both limits of a value: "0.005 to 4" */
    return g_strdup_printf (_("%s to %s"), lower, upper);
  return isfinite (self->lower) ? g_steal_pointer (&lower) : g_steal_pointer (&upper);
}

char *
cs_word_to_text (const CsWord *self)
{
  const char *unit = self->unit != NULL && *self->unit != '\0' ? _(self->unit) : "", *gap = *unit != '\0' ? " " : "";
  g_autofree char *value = number_to_text (self->value, FALSE), *limits = NULL, *margin = NULL;

  if (!isfinite (self->value))
    return g_strdup ("");
  if (!self->tests || (!isfinite (self->lower) && !isfinite (self->upper)))
    return g_strdup_printf ("%s%s%s", value, gap, unit);
  limits = limits_to_text (self);
  margin = number_to_text (cs_word_get_margin (self), TRUE);
  /* Translators: a value, a blank, its unit, the limit it was held against, and by how much it was met or missed */
  return g_strdup_printf (_("%s%s%s (limit %s, margin %s)"), value, gap, unit, limits, margin);
}

/* What decided: the test that stopped the pixel, else the last one; only of those with a raster. A network makes no
 * boxes and takes none away, so it decides nothing. */
static const CsReason *
decisive (const CsExplanation *self)
{
  const CsReason *last = NULL;

  for (guint i = 0; i < self->n; i++)
    if (self->reasons[i].word.output != NULL && !self->reasons[i].stage->needs_network
        && (last == NULL || self->reasons[i].word.tests))
      {
        last = &self->reasons[i];
        if (last == self->stop)
          break;
      }
  return last;
}

typedef struct { int first, n, x, y; double mm; const CsRaster *raster; } Window;

static Window
window_of (const CsReason *reason)
{
  CsImage *image = cs_analysis_get_image (reason->analysis);
  int x = (int) reason->x, reach = MAX ((int) cs_image_mm_to_px (image, REACH_MM), 4);
  int first = MAX (x - reach, 0), end = MIN (x + reach + 1, (int) cs_image_get_width (image));

  return (Window) { first, end - first, x, (int) reason->y, cs_image_get_working_spacing (image, NULL),
                    cs_product_get_raster (cs_analysis_get (reason->analysis, reason->word.output)) };
}

static guint
add_limit (CsSeries *series, guint n, double limit, float *x, float *y)
{
  if (!isfinite (limit))
    return n;
  y[0] = y[1] = limit;
  series[n] = (CsSeries) { (char *) N_("Limit"), CS_SERIES_LINE, 2, x, y, NULL };
  return n + 1;
}

static const char *
title_of (const CsReason *reason)
{
  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL; output++)
      if (g_str_equal (output->name, reason->word.output))
        return output->title;
  return reason->stage->title;
}

CsProduct *
cs_explanation_profile (const CsExplanation *self)
{
  const CsReason *reason = decisive (self);
  Window window = reason != NULL ? window_of (reason) : (Window) { 0 };
  g_autofree float *x = g_new (float, window.n + 1), *y = g_new (float, window.n + 1);
  float ends[2], levels[2][2], at[2] = { 0, 0 }, heights[2] = { 0, 1 };
  CsSeries series[4] = { { NULL, CS_SERIES_LINE, window.n, x, y, NULL },
                         { (char *) N_("Pixel"), CS_SERIES_UPRIGHT, 1, at, heights, NULL } };
  CsPlotData plot = { NULL, (char *) N_("Along the row, mm"), NULL, 2, series };

  if (reason == NULL)
    return NULL;
  for (int i = 0; i < window.n; i++)
    {
      x[i] = (window.first + i - window.x) * window.mm;
      y[i] = cs_raster_get (window.raster, window.first + i, window.y);
    }
  ends[0] = x[0];
  ends[1] = x[window.n - 1];
  series[0].title = (char *) title_of (reason);
  plot.y_title = (char *) (reason->word.unit != NULL ? reason->word.unit : "");
  plot.n = add_limit (series, plot.n, reason->word.lower, ends, levels[0]);
  plot.n = add_limit (series, plot.n, reason->word.upper, ends, levels[1]);
  return cs_product_new_plot (&plot);
}

/* The same profile on one line, in eighths of its range; a second line marks what passes and the pixel. */
static void
draw_signs (const CsExplanation *self, GString *text)
{
  static const char *const eighths[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
  const CsReason *reason = decisive (self);
  Window window = reason != NULL ? window_of (reason) : (Window) { 0 };
  g_autoptr (GString) below = g_string_new ("  ");
  double lower = INFINITY, upper = -INFINITY;
  int reach = MIN (SIGNS / 2, window.n), first = window.x - reach, end = window.x + reach + 1;

  first = MAX (first, window.first);
  end = MIN (end, window.first + window.n);
  for (int i = first; i < end; i++)
    {
      lower = MIN (lower, cs_raster_get (window.raster, i, window.y));
      upper = MAX (upper, cs_raster_get (window.raster, i, window.y));
    }
  if (end <= first)
    return;
  g_string_append_printf (text, _("\n“%s” along the row, %d pixels to either side (lowest %.4g, highest %.4g):\n  "),
                          _(title_of (reason)), MAX (end - 1 - window.x, window.x - first), lower, upper);
  for (int i = first; i < end; i++)
    {
      double value = cs_raster_get (window.raster, i, window.y);
      gboolean within = value > reason->word.lower && value < reason->word.upper;

      g_string_append (text, eighths[upper > lower ? (int) (7 * (value - lower) / (upper - lower) + 0.5) : 0]);
      g_string_append (below, i == window.x ? "^" : reason->word.tests && within ? "=" : " ");
    }
  g_string_append_printf (text, "\n%s\n  %s\n", below->str,
                          reason->word.tests ? _("^ the pixel, = within the limit") : _("^ the pixel"));
}

static const char *
mark_of (const CsWord *word)
{
  return !word->tests ? "·" : word->passed ? "✓" : "✗";
}

char *
cs_explanation_to_text (const CsExplanation *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("Pixel %u, %u of %s\n%s\n"), self->x, self->y,
                          cs_image_get_name (cs_analysis_get_image (self->analysis)), self->verdict);
  for (guint i = 0; i < self->n; i++)
    {
      const CsReason *reason = &self->reasons[i];
      g_autofree char *value = cs_word_to_text (&reason->word);

      if (i == 0 || reason->stage != self->reasons[i - 1].stage)
        g_string_append_printf (text, "\n%s\n", _(reason->stage->title));
      g_string_append_printf (text, "  %s %s%s%s%s\n", mark_of (&reason->word), reason->sentence,
                              *value != '\0' ? "  [" : "", value, *value != '\0' ? "]" : "");
    }
  draw_signs (self, text);
  return g_string_free (text, FALSE);
}

static void
reason_to_json (const CsReason *reason, GString *json)
{
  const CsWord *word = &reason->word;
  const struct { const char *key; double value; } numbers[] = {
    { "value", word->value }, { "lower", word->lower }, { "upper", word->upper },
    { "margin", cs_word_get_margin (word) } };

  g_string_append (json, "{\"stage\": ");
  cs_json_string (json, reason->stage->id);
  g_string_append_printf (json, ", \"tests\": %s, \"passed\": %s", word->tests ? "true" : "false",
                          !word->tests ? "null" : word->passed ? "true" : "false");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    cs_json_member (json, numbers[i].key, i > 0 && !word->tests ? NAN : numbers[i].value, 4);
  g_string_append (json, ", \"unit\": ");
  cs_json_string (json, word->unit != NULL ? word->unit : "");
  g_string_append (json, ", \"sentence\": ");
  cs_json_string (json, reason->sentence);
  g_string_append_c (json, '}');
}

static void
box_to_json (const CsExplanation *self, GString *json)
{
  const CsBox *box = self->box;

  if (box == NULL)
    {
      g_string_append (json, "null");
      return;
    }
  g_string_append_printf (json, "{\"x\": %d, \"y\": %d, \"width\": %d, \"height\": %d, \"rank\": %u, \"of\": %u",
                          box->x, box->y, box->width, box->height, self->rank, self->n_boxes);
  cs_json_member (json, "suspicion", box->suspicion, 4);
  g_string_append_c (json, '}');
}

char *
cs_explanation_to_json (const CsExplanation *self)
{
  GString *json = g_string_new ("{\"film\": ");
  g_autoptr (CsProduct) profile = cs_explanation_profile (self);
  g_autofree char *plot = profile != NULL ? cs_product_to_json (profile) : NULL;

  cs_json_string (json, cs_image_get_name (cs_analysis_get_image (self->analysis)));
  g_string_append_printf (json, ", \"x\": %u, \"y\": %u, \"verdict\": ", self->x, self->y);
  cs_json_string (json, self->verdict);
  g_string_append (json, ", \"box\": ");
  box_to_json (self, json);
  g_string_append (json, ", \"stopped_by\": ");
  if (self->stop != NULL)
    cs_json_string (json, self->stop->stage->id);
  else
    g_string_append (json, "null");
  g_string_append (json, ", \"chain\": [");
  for (guint i = 0; i < self->n; i++)
    {
      g_string_append (json, i > 0 ? ",\n  " : "\n  ");
      reason_to_json (&self->reasons[i], json);
    }
  g_string_append_printf (json, "\n], \"profile\": %s}\n", plot != NULL ? plot : "null");
  return g_string_free (json, FALSE);
}
