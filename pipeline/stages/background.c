/* Section 3.4, step 2: what is larger than a calcification is background. As published: a top-hat, the picture less
 * its opening with a disc. As it finds: what stands out in a filter for small spots, at two scales, each over the noise
 * round it, so that the same find counts the same on bright, noisy tissue and on dark, quiet fat; and less by what it
 * is alike to a line, so that it counts the least bent direction. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-blob.h"
#include "cs-foreground.h"
#include "cs-morph.h"
#include "cs-rows.h"
#include "cs-smooth.h"
#include "cs-stage.h"

#define MOST 4095
#define NOISE_GRID_MM 0.4

typedef struct { int method; double radius, fine, ratio, noise, margin, edge; int scales; } Background;

static const char *const methods[] = { N_("Top-hat"), N_("Over local noise"), NULL };

static const CsParam params[] = {
  CS_CHOICE (Background, method, N_("Method"), N_("As published, the opening is subtracted; else spots are measured against the noise round them"), methods, 1, 0),
  CS_DOUBLE (Background, radius, N_("Element radius"), "mm", N_("Top-hat: radius of the disc; larger than any calcification"), 0.2, 5, 1.5, 1.5),
  CS_DOUBLE (Background, fine, N_("Finest scale"), "mm", N_("Over local noise: deviation of the finest Gaussian"), 0.03, 1, 0.1, 0.1),
  CS_DOUBLE (Background, ratio, N_("Surroundings"), "", N_("Over local noise: how much wider the Gaussian of the surroundings is"), 1.2, 6, 1.6, 1.6),
  CS_DOUBLE (Background, noise, N_("Noise window"), "mm", N_("Over local noise: half the side of the window the noise is measured in"), 1, 30, 10, 10),
  CS_DOUBLE (Background, margin, N_("Margin"), "mm", N_("Over local noise: distance from the skin within which nothing is looked for"), 0, 10, 3, 3),
  CS_DOUBLE (Background, edge, N_("Film edge"), "mm", N_("Over local noise: distance from the edge of the picture within which nothing is looked for"), 0, 10, 1.2, 1.2),
  CS_INT (Background, scales, N_("Scales"), "", N_("Over local noise: the finest scale and its doubles, as many as this"), 1, 5, 2, 2),
  { 0 }
};

typedef struct
{
  const CsRaster *a, *b;
  CsRaster       *out;
} Work;

static void
subtract_levels (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const guint16 *a = cs_raster_row (work->a, y), *b = cs_raster_row (work->b, y);
      guint16 *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->out); x++)
        out[x] = a[x] - b[x];
    }
}

static gboolean
run_top_hat (CsBench *bench, const Background *self, GError **error)
{
  const CsRaster *in = cs_product_get_raster (cs_bench_get (bench, "contrasted"));
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  CsRaster *opened = cs_morph_open (in, cs_image_mm_to_px (cs_bench_get_image (bench), self->radius), cancellable,
                                    error);
  g_autoptr (CsRaster) out = cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (in), cs_raster_get_height (in));
  Work work = { in, opened, out };

  if (opened == NULL)
    return FALSE;
  cs_bench_give (bench, "background", cs_product_new_raster (opened));
  if (!cs_rows_run (cs_raster_get_height (in), 0, subtract_levels, &work, cancellable, error))
    return FALSE;
  cs_bench_give (bench, "lines", cs_product_new_raster (cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (in),
                                                                       cs_raster_get_height (in))));
  cs_bench_give (bench, "foreground", cs_product_new_raster (g_steal_pointer (&out)));
  return TRUE;
}

/* What stands out over the noise counts less the more it is a line. Of all scales the largest stays, with its likeness
 * to a line and the noise it was measured against. */
typedef struct { const CsRaster *band, *noise, *bent, *inside; CsRaster *rated, *lines, *ground; float least; } Scale;

static void
rate_rows (guint first, guint last, gpointer data)
{
  Scale *scale = data;

  for (guint y = first; y < last; y++)
    {
      const float *band = cs_raster_row (scale->band, y), *noise = cs_raster_row (scale->noise, y);
      const float *bent = cs_raster_row (scale->bent, y), *inside = cs_raster_row (scale->inside, y);
      float *rated = cs_raster_edit (scale->rated, y), *lines = cs_raster_edit (scale->lines, y);
      float *ground = cs_raster_edit (scale->ground, y);

      for (guint x = 0; x < cs_raster_get_width (scale->rated); x++)
        {
          float value = inside[x] * band[x] / (noise[x] + scale->least) * (1 - bent[x]);

          lines[x] = value > rated[x] ? bent[x] : lines[x];
          ground[x] = value > rated[x] ? noise[x] : ground[x];
          rated[x] = MAX (rated[x], value);
        }
    }
}

typedef struct
{
  const Background *params;
  CsRaster         *film, *inside, *rated, *lines, *ground;
  double            mm, white;          /* of a pixel of film */
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->film, cs_raster_unref);
  g_clear_pointer (&self->inside, cs_raster_unref);
  g_clear_pointer (&self->rated, cs_raster_unref);
  g_clear_pointer (&self->lines, cs_raster_unref);
  g_clear_pointer (&self->ground, cs_raster_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* @sigma and all else in px. */
static gboolean
rate_scale (Search *self, double sigma, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) smooth = cs_smooth_gauss (self->film, sigma, cancellable, error), noise = NULL, bent = NULL;
  g_autoptr (CsRaster) band = smooth != NULL ? cs_blob_filter (smooth, sigma, self->params->ratio, cancellable,
                                                               error) : NULL;
  guint step = MAX (1, (guint) (NOISE_GRID_MM / self->mm + 0.5));
  Scale scale = { .band = band, .inside = self->inside, .rated = self->rated, .lines = self->lines,
                  .ground = self->ground, .least = 1e-5 * self->white };

  if (band != NULL)
    bent = cs_blob_lines (smooth, cancellable, error);
  g_clear_pointer (&smooth, cs_raster_unref);
  if (bent != NULL)
    noise = cs_blob_noise (band, self->inside, self->params->noise / self->mm, step, cancellable, error);
  if (noise == NULL)
    return FALSE;
  scale.noise = noise;
  scale.bent = bent;
  return cs_rows_run (cs_raster_get_height (self->rated), 0, rate_rows, &scale, cancellable, error);
}

typedef struct { const CsRaster *in; CsRaster *out; float scale, most; } Levels;

static void
level_rows (guint first, guint last, gpointer data)
{
  Levels *levels = data;

  for (guint y = first; y < last; y++)
    {
      const float *in = cs_raster_row (levels->in, y);
      guint16 *row = cs_raster_edit (levels->out, y);

      for (guint x = 0; x < cs_raster_get_width (levels->out); x++)
        row[x] = (guint16) (CLAMP (in[x] * levels->scale, 0, levels->most) + 0.5f);
    }
}

/* 1 where something is looked for, 0 elsewhere. */
static CsRaster *
mark_inside (const CsRaster *breast, const CsRaster *pectoral, guint edge)
{
  guint width = cs_raster_get_width (breast), height = cs_raster_get_height (breast);
  CsRaster *out = cs_raster_new (CS_PIXEL_F32, width, height);

  for (guint y = edge; y + edge < height; y++)
    {
      const guint8 *in = cs_raster_row (breast, y);
      const float *muscle = cs_raster_row (pectoral, y);
      float *row = cs_raster_edit (out, y);

      for (guint x = edge; x + edge < width; x++)
        row[x] = in[x] >= 128 && muscle[x] < 128 ? 1 : 0;
    }
  return out;
}

/* In the breast less the margins, and not in the muscle. */
static CsRaster *
find_inside (CsBench *bench, const Background *self, guint factor, double mm, GError **error)
{
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  g_autoptr (CsRaster) breast = cs_smooth_reduce (cs_product_get_raster (cs_bench_get (bench, "breast")), factor,
                                                  cancellable, error);
  g_autoptr (CsRaster) mask = breast != NULL ? cs_raster_to (breast, CS_PIXEL_U8) : NULL;
  g_autoptr (CsRaster) inner = mask != NULL ? cs_morph_erode (mask, self->margin / mm, cancellable, error) : NULL;
  g_autoptr (CsRaster) pectoral = NULL;

  if (inner != NULL)
    pectoral = cs_smooth_reduce (cs_product_get_raster (cs_bench_get (bench, "pectoral")), factor, cancellable, error);
  return pectoral != NULL ? mark_inside (inner, pectoral, (guint) (self->edge / mm + 0.5)) : NULL;
}

/* Takes @raster away: at the film's full size there is no room for what is no longer asked. */
static gboolean
give_enlarged (CsBench *bench, const char *name, CsRaster **raster, float scale, float most, guint factor,
               GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  guint width = cs_raster_get_width (*raster), height = cs_raster_get_height (*raster);
  g_autoptr (CsRaster) out = cs_raster_new (CS_PIXEL_U16, width, height), small = NULL;
  Levels levels = { *raster, out, scale, most };

  if (!cs_rows_run (height, 0, level_rows, &levels, cancellable, error))
    return FALSE;
  g_clear_pointer (raster, cs_raster_unref);
  if (factor > 1)
    {
      small = g_steal_pointer (&out);
      out = cs_smooth_enlarge (small, factor, cs_image_get_width (image), cs_image_get_height (image), cancellable,
                               error);
    }
  if (out == NULL)
    return FALSE;
  cs_bench_give (bench, name, cs_product_new_raster (g_steal_pointer (&out)));
  return TRUE;
}

static gboolean
open_search (Search *search, CsBench *bench, const Background *self, guint factor, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  guint width, height;

  search->params = self;
  search->mm = cs_image_get_working_spacing (image, NULL) * factor;
  search->white = cs_image_get_white (image);
  search->film = cs_smooth_reduce (cs_image_get_raster (image), factor, cancellable, error);
  search->inside = search->film != NULL ? find_inside (bench, self, factor, search->mm, error) : NULL;
  if (search->inside == NULL)
    return FALSE;
  width = cs_raster_get_width (search->film);
  height = cs_raster_get_height (search->film);
  search->rated = cs_raster_new (CS_PIXEL_F32, width, height);
  search->lines = cs_raster_new (CS_PIXEL_F32, width, height);
  search->ground = cs_raster_new (CS_PIXEL_F32, width, height);
  return TRUE;
}

/* A scale that pixels are too coarse for holds their noise alone, unless there is no other. */
static gboolean
run_over_noise (CsBench *bench, const Background *self, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  /* Finer pixels than the finest scale asks for are averaged first. */
  guint factor = MAX (1, (guint) (cs_image_mm_to_px (image, CS_LEAST_SIGMA * self->fine) + 0.5));
  g_auto (Search) search = { 0 };

  if (!open_search (&search, bench, self, factor, error))
    return FALSE;
  for (int k = 0; k < self->scales; k++)
    {
      double sigma = self->fine * (1 << k) / search.mm;

      if ((sigma >= CS_LEAST_SIGMA || k + 1 == self->scales)
          && !rate_scale (&search, sigma, cs_bench_get_cancellable (bench), error))
        return FALSE;
      if (!cs_bench_tick (bench, (k + 1.0) / (self->scales + 1), error))
        return FALSE;
    }
  g_clear_pointer (&search.film, cs_raster_unref);
  g_clear_pointer (&search.inside, cs_raster_unref);
  return give_enlarged (bench, "background", &search.ground, CS_NOISE_UNITS / search.white, 65535, factor, error)
         && give_enlarged (bench, "foreground", &search.rated, CS_FOREGROUND_UNITS, MOST, factor, error)
         && give_enlarged (bench, "lines", &search.lines, CS_LINE_UNITS, CS_LINE_UNITS, factor, error);
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Background *self = data;

  return self->method == 0 ? run_top_hat (bench, self, error) : run_over_noise (bench, self, error);
}

/* Within the margin nothing is looked for: where the foreground is 0 there, it was that. */
static void
explain_margin (CsInquiry *inquiry, const Background *self)
{
  double depth = cs_inquiry_get_depth (inquiry, "breast");
  const CsWord word = { .value = depth, .lower = self->margin, .upper = INFINITY, .unit = N_("mm"), .tests = TRUE,
                        .passed = depth >= self->margin || cs_inquiry_get_value (inquiry, "foreground") > 0 };

  if (depth > 0 && isfinite (depth))
    cs_inquiry_tell (inquiry, &word, word.passed ? _("Far enough from the skin to be looked at.")
                                                 : _("Too near to the skin to be looked at."));
}

/* The same for the picture's own edge; told only where it is what stopped the pixel. */
static void
explain_edge (CsInquiry *inquiry, const Background *self)
{
  CsImage *image = cs_inquiry_get_image (inquiry);
  CsWord word = { .lower = self->edge, .upper = INFINITY, .unit = N_("mm"), .tests = TRUE, .passed = FALSE };
  guint x, y;

  cs_inquiry_get_place (inquiry, &x, &y);
  x = MIN (x, cs_image_get_width (image) - 1 - x);
  y = MIN (y, cs_image_get_height (image) - 1 - y);
  word.value = MIN (x, y) * cs_image_get_working_spacing (image, NULL);
  if (word.value < self->edge && !(cs_inquiry_get_value (inquiry, "foreground") > 0))
    cs_inquiry_tell (inquiry, &word, _("Too near to the edge of the picture to be looked at."));
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  const Background *self = data;
  double level = cs_inquiry_get_value (inquiry, "foreground");
  const CsWord word = { .value = level, .unit = N_("levels"), .output = "foreground" };

  if (self->method != 0)
    {
      explain_margin (inquiry, self);
      explain_edge (inquiry, self);
    }
  if (self->method != 0)
    cs_inquiry_tell (inquiry, &word, _("Where it is least bent it stands %.1f times the noise above its surroundings."),
                     level / CS_FOREGROUND_UNITS);
  else
    cs_inquiry_tell (inquiry, &word, _("Stands %.0f levels above the background of %.0f."), level,
                     cs_inquiry_get_value (inquiry, "background"));
}

const CsStage cs_stage_background = {
  .id = "background", .title = N_("Background"), .section = "3.4",
  .summary = N_("What is larger than a calcification is background, and is taken away."),
  .version = 4, .params = params, .params_size = sizeof (Background),
  .needs = (const char *const[]) { "contrasted", "breast", "pectoral", NULL },
  .makes = (const CsOutput[]) { { "background", CS_PRODUCT_RASTER, N_("Background") },
                                { "foreground", CS_PRODUCT_RASTER, N_("Background removed") },
                                { "lines", CS_PRODUCT_RASTER, N_("Likeness to a line") }, { 0 } },
  .run = run, .explain = explain };
