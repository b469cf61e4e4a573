/* Section 3.1, Eq. 1-4: luminance mapping. Large gaps between the levels a picture uses are restrained, small ones
 * widened. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-histogram.h"
#include "cs-rows.h"
#include "cs-stage.h"

typedef struct { double alpha, beta, omega; } Levels;

static const CsParam params[] = {
  CS_DOUBLE (Levels, alpha, N_("Widening of small gaps"), "", N_("Exponent for gaps below the control gap: 1 leaves them"), 0.01, 1, 0.5, 0.5),
  CS_DOUBLE (Levels, beta, N_("Control gap"), "", N_("Where between the smallest and the largest gap the control gap lies"), 0, 1, 0.5, 0.5),
  CS_DOUBLE (Levels, omega, N_("Modulation"), "", N_("How much of the mapping is applied: 0 stretches the levels only"), 0, 1, 0.5, 0.8),
  { 0 }
};

typedef struct
{
  const CsRaster *in;
  CsRaster       *out;
  const guint16  *table;
  guint           white;
} Work;

/* The levels v_1 < ... < v_N the raster uses. */
static GArray *
distinct_levels (const CsRaster *raster, guint white)
{
  g_autofree double *bins = g_new (double, (gsize) white + 1);
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (double));

  cs_histogram_count (raster, NULL, white, bins);
  for (guint i = 0; i <= white; i++)
    if (bins[i] > 0)
      {
        double level = i;

        g_array_append_val (levels, level);
      }
  return levels;
}

/* g'_j = k + sgn (g_j - k) |g_j - k|^S, S = 0 over k and alpha under it: a gap over k is restrained to k + 1. Eq. 4 as
 * printed leaves the sign out, which would take the root of a negative number. */
static double
mapped_gap (double gap, double k, double alpha)
{
  if (gap > k)
    return k + 1;
  return gap < k ? k - pow (k - gap, alpha) : k;
}

/* o_i of Eq. 1 and 2, then stretched linearly to 0..white. */
static double *
map_levels (const Levels *self, const double *v, guint n, guint white)
{
  double *o = g_new (double, n), least = INFINITY, most = 0, f = 0, first, span, k;

  for (guint i = 0; i + 1 < n; i++)
    {
      least = MIN (least, v[i + 1] - v[i]);
      most = MAX (most, v[i + 1] - v[i]);
    }
  k = n > 1 ? least + (most - least) * self->beta : 0;
  for (guint i = 0; i < n; i++)
    {
      o[i] = v[i] + self->omega * f;
      if (i + 1 < n)
        f += mapped_gap (v[i + 1] - v[i], k, self->alpha) - (v[i + 1] - v[i]);
    }
  first = n > 0 ? o[0] : 0;
  span = n > 1 ? o[n - 1] - first : 0;
  for (guint i = 0; i < n; i++)
    o[i] = span > 0 ? (o[i] - first) / span * white : v[i];
  return o;
}

static void
map_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in);

  for (guint y = first; y < last; y++)
    {
      const guint16 *in = cs_raster_row (work->in, y);
      guint16 *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < width; x++)
        out[x] = work->table[MIN (in[x], work->white)];
    }
}

/* A curve of at most a thousand points: more than a plot is wide. */
static CsProduct *
draw_curve (const double *v, const double *o, guint n)
{
  guint step = n / 1024 + 1;
  g_autofree float *x = g_new (float, n / step + 2), *y = g_new (float, n / step + 2);
  CsSeries curve = { (char *) N_("Mapping"), CS_SERIES_LINE, 0, x, y, NULL };
  CsPlotData plot = { (char *) N_("Luminance mapping"), (char *) N_("Level"), (char *) N_("Mapped level"), 1, &curve };

  for (guint i = 0; i < n; i += step)
    {
      x[curve.n] = v[i];
      y[curve.n++] = o[i];
    }
  if (n > 0 && x[curve.n - 1] != (float) v[n - 1])
    {
      x[curve.n] = v[n - 1];
      y[curve.n++] = o[n - 1];
    }
  return cs_product_new_plot (&plot);
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const CsRaster *in = cs_product_get_raster (cs_bench_get (bench, "enhanced"));
  guint white = cs_image_get_white (cs_bench_get_image (bench));
  g_autoptr (GArray) levels = distinct_levels (in, white);
  const double *v = (const double *) levels->data;
  g_autofree double *o = map_levels (data, v, levels->len, white);
  g_autofree guint16 *table = g_new0 (guint16, (gsize) white + 1);
  g_autoptr (CsRaster) out = cs_raster_new_unset (CS_PIXEL_U16, cs_raster_get_width (in), cs_raster_get_height (in));
  Work work = { in, out, table, white };

  for (guint i = 0; i < levels->len; i++)
    table[(guint) v[i]] = (guint16) (CLAMP (o[i], 0, white) + 0.5);
  if (!cs_rows_run (cs_raster_get_height (in), 0, map_rows, &work, cs_bench_get_cancellable (bench), error))
    return FALSE;
  cs_bench_give (bench, "levelled", cs_product_new_raster (g_steal_pointer (&out)));
  cs_bench_give (bench, "mapping", draw_curve (v, o, levels->len));
  return TRUE;
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  double before = cs_inquiry_get_value (inquiry, "enhanced"), after = cs_inquiry_get_value (inquiry, "levelled");
  const CsWord word = { .value = after, .unit = N_("levels"), .output = "levelled" };

  cs_inquiry_tell (inquiry, &word, _("Level %.0f was mapped to %.0f."), before, after);
}

const CsStage cs_stage_levels = {
  .id = "levels", .title = N_("Luminance mapping"), .section = "3.1, Eq. 1-4",
  .summary = N_("Large gaps between the grey levels in use are restrained and small ones widened, so that faint differences show."),
  .version = 1, .params = params, .params_size = sizeof (Levels),
  .needs = (const char *const[]) { "enhanced", NULL },
  .makes = (const CsOutput[]) { { "levelled", CS_PRODUCT_RASTER, N_("Levelled") },
                                { "mapping", CS_PRODUCT_PLOT, N_("Mapping") }, { 0 } },
  .run = run, .explain = explain };
