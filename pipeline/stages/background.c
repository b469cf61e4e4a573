/* Section 3.4, step 2: what is larger than a calcification is background. As published: a top-hat, the picture less its opening
 * with a disc. As it finds: differences of Gaussians at two scales, each over the noise round it, so that the same find
 * counts the same on bright, noisy tissue and on dark, quiet fat. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-morph.h"
#include "cs-rows.h"
#include "cs-smooth.h"
#include "cs-stage.h"

#define UNITS 64        /* levels of the foreground per deviation of the noise */
#define MOST 4095

typedef struct { int method; double radius, fine, ratio, noise, margin; } Background;

static const char *const methods[] = { N_("Top-hat"), N_("Over local noise"), NULL };

static const CsParam params[] = {
  CS_CHOICE (Background, method, N_("Method"), N_("As published, the opening is subtracted; else spots are measured against the noise round them"), methods, 1, 0),
  CS_DOUBLE (Background, radius, N_("Element radius"), "mm", N_("Top-hat: radius of the disc; larger than any calcification"), 0.2, 5, 1.5, 1.5),
  CS_DOUBLE (Background, fine, N_("Finest scale"), "mm", N_("Over local noise: deviation of the finest Gaussian"), 0.03, 1, 0.12, 0.12),
  CS_DOUBLE (Background, ratio, N_("Surroundings"), "", N_("Over local noise: how much wider the Gaussian of the surroundings is"), 1.2, 6, 2.5, 2.5),
  CS_DOUBLE (Background, noise, N_("Noise window"), "mm", N_("Over local noise: half the side of the window the noise is measured in"), 1, 30, 5, 5),
  CS_DOUBLE (Background, margin, N_("Margin"), "mm", N_("Over local noise: distance from skin and film edge within which nothing is looked for"), 0, 10, 1.5, 1.5),
  { 0 }
};

typedef struct
{
  const CsRaster *a, *b, *inside;
  CsRaster       *out, *weights;
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
  CsRaster *opened = cs_morph_open (in, cs_image_mm_to_px (cs_bench_get_image (bench), self->radius), cancellable, error);
  g_autoptr (CsRaster) out = cs_raster_new (CS_PIXEL_U16, cs_raster_get_width (in), cs_raster_get_height (in));
  Work work = { in, opened, NULL, out, NULL };

  if (opened == NULL)
    return FALSE;
  cs_bench_give (bench, "background", cs_product_new_raster (opened));
  if (!cs_rows_run (cs_raster_get_height (in), 0, subtract_levels, &work, cancellable, error))
    return FALSE;
  cs_bench_give (bench, "foreground", cs_product_new_raster (g_steal_pointer (&out)));
  return TRUE;
}

static void
subtract_floats (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *a = cs_raster_row (work->a, y), *b = cs_raster_row (work->b, y);
      float *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->out); x++)
        out[x] = a[x] - b[x];
    }
}

/* |difference| inside and 0 outside; beside it 1 and 0, to divide by. With @b, values over three times it are cut down to that:
 * a dense cluster must not drown itself. */
static void
prepare_noise (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *a = cs_raster_row (work->a, y), *b = work->b != NULL ? cs_raster_row (work->b, y) : NULL;
      const float *inside = cs_raster_row (work->inside, y);
      float *out = cs_raster_edit (work->out, y), *weights = cs_raster_edit (work->weights, y);

      for (guint x = 0; x < cs_raster_get_width (work->out); x++)
        {
          float size = fabsf (a[x]);

          weights[x] = inside[x] > 0 ? 1 : 0;
          out[x] = weights[x] * (b != NULL ? MIN (size, 3 * b[x]) : size);
        }
    }
}

static void
divide_noise (guint first, guint last, gpointer data)
{
  Work *work = data;

  for (guint y = first; y < last; y++)
    {
      const float *a = cs_raster_row (work->a, y), *b = cs_raster_row (work->b, y);
      float *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < cs_raster_get_width (work->out); x++)
        out[x] = b[x] > 1e-3f ? a[x] / b[x] : 0;
    }
}

static gboolean
for_rows (Work *work, CsRowsFunc func, GCancellable *cancellable, GError **error)
{
  return cs_rows_run (cs_raster_get_height (work->out), 0, func, work, cancellable, error);
}

/* Mean of |difference| round every pixel, inside only. */
static CsRaster *
mean_size (const CsRaster *difference, const CsRaster *inside, const CsRaster *limit, guint radius,
           GCancellable *cancellable, GError **error)
{
  guint width = cs_raster_get_width (difference), height = cs_raster_get_height (difference);
  g_autoptr (CsRaster) sizes = cs_raster_new (CS_PIXEL_F32, width, height), ones = cs_raster_new (CS_PIXEL_F32, width, height);
  g_autoptr (CsRaster) sum = NULL, n = NULL, out = NULL;
  Work prepare = { difference, limit, inside, sizes, ones }, divide;

  if (!for_rows (&prepare, prepare_noise, cancellable, error))
    return NULL;
  sum = cs_smooth_box (sizes, radius, cancellable, error);
  n = sum != NULL ? cs_smooth_box (ones, radius, cancellable, error) : NULL;
  if (n == NULL)
    return NULL;
  out = cs_raster_new (CS_PIXEL_F32, width, height);
  divide = (Work) { sum, n, NULL, out, NULL };
  return for_rows (&divide, divide_noise, cancellable, error) ? g_steal_pointer (&out) : NULL;
}

/* A floor under the noise: a film's own rounding cannot be quieter, and blank digital air has none at all. */
static void
add_scale (CsRaster *sum, const CsRaster *difference, const CsRaster *noise, const CsRaster *inside, float least)
{
  for (guint y = 0; y < cs_raster_get_height (sum); y++)
    {
      const float *d = cs_raster_row (difference, y), *n = cs_raster_row (noise, y), *in = cs_raster_row (inside, y);
      float *out = cs_raster_edit (sum, y);

      for (guint x = 0; x < cs_raster_get_width (sum); x++)
        if (in[x] > 0)
          /* 1.2533: deviation of a normal distribution over its mean size. */
          out[x] = MAX (out[x], d[x] / (1.2533f * n[x] + least));
    }
}

static gboolean
measure_scale (const Background *self, const CsRaster *film, const CsRaster *inside, CsRaster *sum, double sigma, double mm,
               double white, CsRaster **coarse, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) fine = cs_smooth_gauss (film, sigma / mm, cancellable, error);
  g_autoptr (CsRaster) wide = fine != NULL ? cs_smooth_gauss (film, sigma * self->ratio / mm, cancellable, error) : NULL;
  g_autoptr (CsRaster) first = NULL, noise = NULL;
  Work work = { fine, wide, NULL, fine, NULL };
  guint radius = ceil (self->noise / mm);

  if (wide == NULL || !for_rows (&work, subtract_floats, cancellable, error))
    return FALSE;
  first = mean_size (fine, inside, NULL, radius, cancellable, error);
  noise = first != NULL ? mean_size (fine, inside, first, radius, cancellable, error) : NULL;
  if (noise == NULL)
    return FALSE;
  add_scale (sum, fine, noise, inside, 0.0005 * white);
  g_clear_pointer (coarse, cs_raster_unref);
  *coarse = g_steal_pointer (&wide);
  return TRUE;
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

/* Breast on the working grid, less the margin. */
static CsRaster *
find_inside (const CsRaster *breast, guint factor, double margin, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsRaster) small = cs_smooth_reduce (breast, factor, cancellable, error);
  g_autoptr (CsRaster) mask = small != NULL ? cs_raster_to (small, CS_PIXEL_U8) : NULL;
  g_autoptr (CsRaster) eroded = mask != NULL ? cs_morph_erode (mask, margin, cancellable, error) : NULL;

  return eroded != NULL ? cs_raster_to (eroded, CS_PIXEL_F32) : NULL;
}

static gboolean
give_enlarged (CsBench *bench, const char *name, const CsRaster *raster, float scale, float most, guint factor, GError **error)
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
  guint factor = MAX (1, (guint) cs_image_mm_to_px (image, 0.85 * self->fine));
  double mm = cs_image_get_working_spacing (image, NULL) * factor;
  g_autoptr (CsRaster) film = cs_smooth_reduce (cs_image_get_raster (image), factor, cancellable, error);
  g_autoptr (CsRaster) inside = NULL, sum = NULL, coarse = NULL;

  if (film != NULL)
    inside = find_inside (cs_product_get_raster (cs_bench_get (bench, "breast")), factor, self->margin / mm, cancellable, error);
  if (inside == NULL)
    return FALSE;
  sum = cs_raster_new (CS_PIXEL_F32, cs_raster_get_width (film), cs_raster_get_height (film));
  for (guint k = 0; k < 2; k++)
    if (!measure_scale (self, film, inside, sum, self->fine * (k + 1), mm, cs_image_get_white (image), &coarse, cancellable, error)
        || !cs_bench_tick (bench, (k + 1) / 3.0, error))
      return FALSE;
  return give_enlarged (bench, "background", coarse, 1, 65535, factor, error)
         && give_enlarged (bench, "foreground", sum, UNITS, MOST, factor, error);
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Background *self = data;

  return self->method == 0 ? run_top_hat (bench, self, error) : run_over_noise (bench, self, error);
}

const CsStage cs_stage_background = {
  .id = "background", .title = N_("Background"), .section = "3.4",
  .summary = N_("What is larger than a calcification is background, and is taken away."),
  .version = 1, .params = params, .params_size = sizeof (Background),
  .needs = (const char *const[]) { "contrasted", "breast", NULL },
  .makes = (const CsOutput[]) { { "background", CS_PRODUCT_RASTER, N_("Background") },
                                { "foreground", CS_PRODUCT_RASTER, N_("Background removed") }, { 0 } },
  .run = run };
