/* Section 3.4, step 2: what is larger than a calcification is background. As published: a top-hat, the picture less
 * its opening with a disc. As it finds: differences of Gaussians at two scales, each over the noise round it, so
 * that the same find counts the same on bright, noisy tissue and on dark, quiet fat. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-morph.h"
#include "cs-rows.h"
#include "cs-smooth.h"
#include "cs-stage.h"

#define UNITS 64        /* levels of the foreground per deviation of the noise */
#define MOST 4095

typedef struct { int method; double radius, fine, ratio, noise, margin; int scales; } Background;

static const char *const methods[] = { N_("Top-hat"), N_("Over local noise"), NULL };

static const CsParam params[] = {
  CS_CHOICE (Background, method, N_("Method"), N_("As published, the opening is subtracted; else spots are measured against the noise round them"), methods, 1, 0),
  CS_DOUBLE (Background, radius, N_("Element radius"), "mm", N_("Top-hat: radius of the disc; larger than any calcification"), 0.2, 5, 1.5, 1.5),
  CS_DOUBLE (Background, fine, N_("Finest scale"), "mm", N_("Over local noise: deviation of the finest Gaussian"), 0.03, 1, 0.12, 0.12),
  CS_DOUBLE (Background, ratio, N_("Surroundings"), "", N_("Over local noise: how much wider the Gaussian of the surroundings is"), 1.2, 6, 2.5, 2.5),
  CS_DOUBLE (Background, noise, N_("Noise window"), "mm", N_("Over local noise: half the side of the window the noise is measured in"), 1, 30, 5, 5),
  CS_DOUBLE (Background, margin, N_("Margin"), "mm", N_("Over local noise: distance from skin and film edge within which nothing is looked for"), 0, 10, 3, 3),
  CS_INT (Background, scales, N_("Scales"), "", N_("Over local noise: how many multiples of the finest scale are tried"), 1, 6, 2, 2),
  { 0 }
};

typedef struct
{
  const CsRaster *a, *b, *inside;
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
  Work work = { in, opened, NULL, out };

  if (opened == NULL)
    return FALSE;
  cs_bench_give (bench, "background", cs_product_new_raster (opened));
  if (!cs_rows_run (cs_raster_get_height (in), 0, subtract_levels, &work, cancellable, error))
    return FALSE;
  cs_bench_give (bench, "foreground", cs_product_new_raster (g_steal_pointer (&out)));
  return TRUE;
}

/* |difference| inside, 0 outside; with a limit, values over three times it are cut down to that: a dense cluster
 * must not drown itself. */
static void
size_rows (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *a = cs_raster_row (work->a, y), *limit = work->b != NULL ? cs_raster_row (work->b, y) : NULL;
      const float *inside = cs_raster_row (work->inside, y);
      float *out = cs_raster_edit (work->out, y);

      if (limit == NULL)
        for (guint x = 0; x < cs_raster_get_width (work->out); x++)
          out[x] = inside[x] * fabsf (a[x]);
      else
        for (guint x = 0; x < cs_raster_get_width (work->out); x++)
          out[x] = inside[x] * MIN (fabsf (a[x]), 3 * limit[x]);
    }
}

static void
subtract_rows (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *wide = cs_raster_row (work->b, y);
      float *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->out); x++)
        out[x] -= wide[x];
    }
}

/* The larger of what the scales say, in deviations of the noise. */
static void
rate_rows (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *a = cs_raster_row (work->a, y), *noise = cs_raster_row (work->b, y);
      const float *inside = cs_raster_row (work->inside, y);
      float *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->out); x++)
        {
          float rated = inside[x] * a[x] / noise[x];

          out[x] = MAX (out[x], rated);
        }
    }
}

static gboolean
for_rows (Work *work, CsRowsFunc func, GCancellable *cancellable, GError **error)
{
  return cs_rows_run (cs_raster_get_height (work->out), 0, func, work, cancellable, error);
}

typedef struct
{
  const CsRaster *inside, *share;   /* 1 or 0 per pixel; its box mean on the noise's own grid */
  guint           cell, radius;     /* px a grid point; grid points half a window */
  double          mm, white;
} Noise;

/* Mean of |difference| round every point of the noise's grid, inside only. Under half the film's own mean it does
 * not sink: where rounding swallows the noise, nothing would be quiet enough. 1.2533: deviation of a normal
 * distribution over mean size. */
static CsRaster *
mean_size (const Noise *self, const CsRaster *sizes, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) cells = cs_smooth_reduce (sizes, self->cell, cancellable, error);
  CsRaster *mean = cells != NULL ? cs_smooth_box (cells, self->radius, cancellable, error) : NULL;
  double sum = 0, shares = 0, film;

  for (guint pass = 0; mean != NULL && pass < 2; pass++)
    {
      film = shares > 0 ? sum / shares : 0;
      for (guint y = 0; y < cs_raster_get_height (mean); y++)
        {
          float *row = cs_raster_edit (mean, y);
          const float *share = cs_raster_row (self->share, y);

          for (guint x = 0; x < cs_raster_get_width (mean); x++)
            if (pass == 0)
              {
                sum += row[x];
                shares += share[x];
                row[x] = share[x] > 1e-4f ? row[x] / share[x] : 0;
              }
            else
              row[x] = 1.2533f * MAX (row[x], 0.5f * film) + 1e-4f * self->white;
        }
    }
  return mean;
}

/* One scale: the difference of two Gaussians, the noise round every pixel (twice, the second time without what
 * stands out). */
static gboolean
rate_scale (const Noise *self, const CsRaster *film, double sigma, double ratio, CsRaster *rated, CsRaster **coarse,
            GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (film), height = cs_raster_get_height (film);
  g_autoptr (CsRaster) fine = cs_smooth_gauss (film, sigma / self->mm, cancellable, error);
  g_autoptr (CsRaster) wide = NULL;
  g_autoptr (CsRaster) sizes = cs_raster_new (CS_PIXEL_F32, width, height), noise = NULL;
  Work work;

  if (fine != NULL)
    wide = cs_smooth_gauss (film, sigma * ratio / self->mm, cancellable, error);
  work = (Work) { fine, wide, self->inside, fine };
  if (wide == NULL || !for_rows (&work, subtract_rows, cancellable, error))
    return FALSE;
  for (guint pass = 0; pass < 2; pass++)
    {
      Work size = { fine, noise, self->inside, sizes };
      g_autoptr (CsRaster) mean = NULL;

      if (for_rows (&size, size_rows, cancellable, error))
        mean = mean_size (self, sizes, cancellable, error);
      g_clear_pointer (&noise, cs_raster_unref);
      noise = mean != NULL ? cs_smooth_enlarge (mean, self->cell, width, height, cancellable, error) : NULL;
      if (noise == NULL)
        return FALSE;
    }
  g_clear_pointer (coarse, cs_raster_unref);
  *coarse = g_steal_pointer (&wide);
  work = (Work) { fine, noise, self->inside, rated };
  return for_rows (&work, rate_rows, cancellable, error);
}

static CsRaster *
to_levels (const CsRaster *raster, float scale, float most)
{
  CsRaster *out = cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (raster), cs_raster_get_height (raster));

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      const float *in = cs_raster_row (raster, y);
      guint16 *row = cs_raster_edit (out, y);

      for (guint x = 0; x < cs_raster_get_width (raster); x++)
        row[x] = (guint16) (CLAMP (in[x] * scale, 0, most) + 0.5f);
    }
  return out;
}

/* 1 in the breast less the margin, 0 outside. */
static CsRaster *
find_inside (const CsRaster *breast, guint factor, double margin, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) small = cs_smooth_reduce (breast, factor, cancellable, error);
  g_autoptr (CsRaster) mask = small != NULL ? cs_raster_to (small, CS_PIXEL_U8) : NULL;
  CsRaster *inside = mask != NULL ? cs_morph_erode (mask, margin, cancellable, error) : NULL, *out;

  if (inside == NULL)
    return NULL;
  out = cs_raster_to (inside, CS_PIXEL_F32);
  for (guint y = 0; y < cs_raster_get_height (out); y++)
    {
      float *row = cs_raster_edit (out, y);

      for (guint x = 0; x < cs_raster_get_width (out); x++)
        row[x] = row[x] >= 128 ? 1 : 0;
    }
  cs_raster_unref (inside);
  return out;
}

static CsRaster *
share_of (const CsRaster *inside, guint cell, guint radius, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) cells = cs_smooth_reduce (inside, cell, cancellable, error);

  return cells != NULL ? cs_smooth_box (cells, radius, cancellable, error) : NULL;
}

static gboolean
give_enlarged (CsBench *bench, const char *name, const CsRaster *raster, float scale, float most, guint factor,
               GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  g_autoptr (CsRaster) levels = to_levels (raster, scale, most);
  CsRaster *out = factor == 1 ? g_steal_pointer (&levels)
    : cs_smooth_enlarge (levels, factor, cs_image_get_width (image), cs_image_get_height (image),
                         cs_bench_get_cancellable (bench), error);

  if (out == NULL)
    return FALSE;
  cs_bench_give (bench, name, cs_product_new_raster (out));
  return TRUE;
}

static gboolean
run_over_noise (CsBench *bench, const Background *self, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  /* Finer pixels than the finest scale asks for are averaged first: they hold noise alone. */
  guint factor = MAX (1, (guint) (cs_image_mm_to_px (image, 0.85 * self->fine) + 0.5));
  double mm = cs_image_get_working_spacing (image, NULL) * factor;
  g_autoptr (CsRaster) film = cs_smooth_reduce (cs_image_get_raster (image), factor, cancellable, error);
  Noise noise = { NULL, NULL, MAX (1, (guint) (1 / mm)), 0, mm, cs_image_get_white (image) };
  g_autoptr (CsRaster) inside = NULL, share = NULL, rated = NULL, coarse = NULL;

  if (film != NULL)
    inside = find_inside (cs_product_get_raster (cs_bench_get (bench, "breast")), factor, self->margin / mm,
                          cancellable, error);
  noise.radius = MAX (1, (guint) (self->noise / (mm * noise.cell) + 0.5));
  share = inside != NULL ? share_of (inside, noise.cell, noise.radius, cancellable, error) : NULL;
  if (share == NULL)
    return FALSE;
  noise.inside = inside;
  noise.share = share;
  rated = cs_raster_new (CS_PIXEL_F32, cs_raster_get_width (film), cs_raster_get_height (film));
  for (int k = 0; k < self->scales; k++)
    if (!rate_scale (&noise, film, self->fine * (k + 1), self->ratio, rated, &coarse, cancellable, error)
        || !cs_bench_tick (bench, (k + 1.0) / (self->scales + 1), error))
      return FALSE;
  return give_enlarged (bench, "background", coarse, 1, 65535, factor, error)
         && give_enlarged (bench, "foreground", rated, UNITS, MOST, factor, error);
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
    cs_inquiry_tell (inquiry, &word, word.passed ? _("Far enough from skin and film edge to be looked at.")
                                                 : _("Too near to skin or film edge to be looked at."));
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  const Background *self = data;
  double level = cs_inquiry_get_value (inquiry, "foreground");
  const CsWord word = { .value = level, .unit = N_("levels"), .output = "foreground" };

  if (self->method != 0)
    explain_margin (inquiry, self);
  if (self->method != 0)
    cs_inquiry_tell (inquiry, &word, _("Stands %.1f times the noise above what lies round it."), level / UNITS);
  else
    cs_inquiry_tell (inquiry, &word, _("Stands %.0f levels above the background of %.0f."), level,
                     cs_inquiry_get_value (inquiry, "background"));
}

const CsStage cs_stage_background = {
  .id = "background", .title = N_("Background"), .section = "3.4",
  .summary = N_("What is larger than a calcification is background, and is taken away."),
  .version = 1, .params = params, .params_size = sizeof (Background),
  .needs = (const char *const[]) { "contrasted", "breast", NULL },
  .makes = (const CsOutput[]) { { "background", CS_PRODUCT_RASTER, N_("Background") },
                                { "foreground", CS_PRODUCT_RASTER, N_("Background removed") }, { 0 } },
  .run = run, .explain = explain };
