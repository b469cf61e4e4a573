/* Section 3.4, steps 3 and 4: the frequency histogram, fuzzy c-means on it (Eq. 7), and the threshold where the
 * memberships cross. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-cluster.h"
#include "cs-half.h"
#include "cs-histogram.h"
#include "cs-kernels.h"
#include "cs-rows.h"
#include "cs-stage.h"

#define PIECE 256    /* pixels that are held against the threshold at a time */

typedef struct { double fuzziness, border, floor, least, most; } Threshold;

static const CsParam params[] = {
  CS_DOUBLE (Threshold, fuzziness, N_("Fuzziness"), "", N_("The exponent m of fuzzy c-means"), 1.1, 5, 2, 2),
  CS_DOUBLE (Threshold, border, N_("Border weight"), "", N_("What a neighbour at the border of a 3x3 window counts beside its centre"), 0, 1, 0.5, 0.5),
  CS_DOUBLE (Threshold, floor, N_("Floor"), "levels", N_("Levels under this are background beforehand and are not clustered"), 0, 4096, 64, 0),
  CS_DOUBLE (Threshold, least, N_("Least threshold"), "levels", N_("The threshold does not sink below this level"), 0, 65535, 112, 0),
  CS_DOUBLE (Threshold, most, N_("Greatest threshold"), "levels", N_("The threshold does not rise above this level"), 0, 65535, 160, 65535),
  { 0 }
};

typedef struct
{
  const CsRaster *in, *breast, *pectoral;
  CsRaster       *out;
  double          threshold;
  guint16         most;      /* of all levels there are */
  GMutex          mutex;
} Work;

static void
range_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->in);
  guint16 least = G_MAXUINT16, most = 0;

  for (guint y = first; y < last; y++)
    cs_kernels ()->range (cs_raster_row (work->in, y), width, &least, &most);
  g_mutex_lock (&work->mutex);
  work->most = MAX (work->most, most);
  g_mutex_unlock (&work->mutex);
}

/* What is over the threshold, where spots are looked for. Most of a film is under it: there the masks are not asked. */
static void
cut_rows (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint width = cs_raster_get_width (work->out);
  /* Levels are whole: over the threshold is over its whole part. */
  guint16 level = (guint16) MIN (work->threshold, G_MAXUINT16);

  for (guint y = first; y < last; y++)
    {
      const guint16 *in = cs_raster_row (work->in, y);
      const guint8 *breast = cs_raster_row (work->breast, y), *pectoral = cs_raster_row (work->pectoral, y);
      guint8 *out = cs_raster_edit (work->out, y);

      for (guint x = 0, n; x < width; x += n)
        {
          n = MIN (PIECE, width - x);
          if (cs_kernels ()->over (out + x, in + x, level, n) != 0)
            cs_kernels ()->leave_out (out + x, breast + x, pectoral + x, n);
        }
    }
}

/* Bars of at most 256 bins, both memberships scaled to the highest bar, the threshold upright. */
static CsProduct *
draw (const double *bins, guint n, const CsFuzzy *fuzzy, gboolean found, double threshold)
{
  enum { WIDE = 256 };
  float x[WIDE], bars[WIDE] = { 0 }, low[WIDE], high[WIDE], at[2] = { threshold, threshold }, ends[2] = { 0 }, most = 0;
  guint used = n, step, m;
  CsSeries series[4] = { { (char *) N_("Frequency"), CS_SERIES_BARS, 0, x, bars, NULL },
                         { (char *) N_("Background"), CS_SERIES_LINE, 0, x, low, NULL },
                         { (char *) N_("Suspicious"), CS_SERIES_LINE, 0, x, high, NULL },
                         { (char *) N_("Threshold"), CS_SERIES_UPRIGHT, 1, at, ends, NULL } };
  CsPlotData plot = { (char *) N_("Frequency histogram"), (char *) N_("Level"), (char *) N_("Frequency"), 4, series };

  while (used > 1 && !(bins[used - 1] > 0))
    used--;
  step = (used + WIDE - 1) / WIDE;
  m = (used + step - 1) / step;
  for (guint i = 0; i < used; i++)
    bars[i / step] += bins[i];
  for (guint i = 0; i < m; i++)
    {
      x[i] = (i + 0.5) * step - 0.5;
      most = MAX (most, bars[i]);
    }
  for (guint i = 0; i < m; i++)
    {
      low[i] = found ? most * cs_cluster_membership (fuzzy, x[i], 0) : 0;
      high[i] = found ? most * cs_cluster_membership (fuzzy, x[i], 1) : 0;
    }
  series[0].n = m;
  series[1].n = series[2].n = found ? m : 0;
  ends[1] = most;
  return cs_product_new_plot (&plot);
}

/* The levels' frequency; those under the floor are background beforehand. Free it. */
static double *
count_levels (const Threshold *self, Work *work, GCancellable *cancellable, GError **error)
{
  g_autofree double *bins = NULL;
  gboolean fine;

  g_mutex_init (&work->mutex);
  fine = cs_rows_run (cs_raster_get_height (work->in), 0, range_rows, work, cancellable, error);
  g_mutex_clear (&work->mutex);
  bins = fine ? g_new0 (double, work->most + 1u) : NULL;
  if (!fine || !cs_histogram_frequency (work->in, work->breast, work->pectoral, (guint) ceil (self->floor), work->most,
                                        self->border, bins, cancellable, error))
    return NULL;
  return g_steal_pointer (&bins);
}

static gboolean
run_on_film (CsBench *bench, const Threshold *self, GError **error)
{
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  const CsRaster *in = cs_product_get_raster (cs_bench_get (bench, "foreground"));
  guint height = cs_raster_get_height (in);
  g_autoptr (CsRaster) mask = cs_raster_new_unset (CS_PIXEL_U8, cs_raster_get_width (in), height);
  Work work = { .in = in, .breast = cs_product_get_raster (cs_bench_get (bench, "breast")),
                .pectoral = cs_product_get_raster (cs_bench_get (bench, "pectoral")), .out = mask };
  g_autofree double *bins = count_levels (self, &work, cancellable, error);
  CsFuzzy fuzzy = { { 0 }, 0, self->fuzziness };
  guint n = work.most + 1u;
  gboolean found;

  if (bins == NULL)
    return FALSE;
  found = cs_cluster_fuzzy (bins, n, self->fuzziness, &fuzzy);
  /* One level or none has no two clusters: nothing stands out. */
  work.threshold = CLAMP (found ? fuzzy.threshold : work.most, self->least, MAX (self->least, self->most));
  if (!cs_rows_run (height, 0, cut_rows, &work, cancellable, error))
    return FALSE;
  cs_bench_give (bench, "histogram", draw (bins, n, &fuzzy, found, work.threshold));
  cs_bench_give (bench, "suspicious", cs_product_new_mask (g_steal_pointer (&mask)));
  return TRUE;
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  CsHalving how;

  if (!cs_bench_run_half (bench, error))
    return FALSE;
  if (cs_bench_get_half (bench, &how) != NULL && how.least == 0)
    return cs_half_show (bench, "histogram", error) && cs_half_show (bench, "suspicious", error);
  return run_on_film (bench, data, error);
}

static double
drawn_threshold (CsProduct *histogram)
{
  const CsPlotData *plot = cs_product_get_plot (histogram);

  for (guint i = 0; i < plot->n; i++)
    if (plot->series[i].style == CS_SERIES_UPRIGHT)
      return plot->series[i].x[0];
  return NAN;
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  double level = cs_inquiry_get_value (inquiry, "foreground");
  double threshold = drawn_threshold (cs_inquiry_get (inquiry, "histogram"));
  const CsWord word = { .value = level, .lower = threshold, .upper = INFINITY, .unit = N_("levels"), .tests = TRUE,
                        .passed = level > threshold, .output = "foreground" };

  cs_inquiry_tell (inquiry, &word, word.passed ? _("Above the threshold: suspicious.")
                                               : _("Not above the threshold: background."));
}

const CsStage cs_stage_threshold = {
  .id = "threshold", .title = N_("Threshold"), .section = "3.4, Eq. 6-7",
  .summary = N_("Fuzzy c-means on the frequency histogram; the threshold lies where both memberships are equal."),
  .version = 3, .params = params, .params_size = sizeof (Threshold),
  .needs = (const char *const[]) { "foreground", "breast", "pectoral", NULL },
  .makes = (const CsOutput[]) { { "histogram", CS_PRODUCT_PLOT, N_("Frequency histogram") },
                                { "suspicious", CS_PRODUCT_MASK, N_("Suspicious") }, { 0 } },
  .run = run, .explain = explain };
