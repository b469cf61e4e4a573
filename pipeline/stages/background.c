/* Section 3.4, step 2: what is larger than a calcification is background. As published: a top-hat, the picture less
 * its opening with a disc. As it finds: what stands out in a filter for small spots, at two scales, each over the noise
 * round it, so that the same find counts the same on bright, noisy tissue and on dark, quiet fat; and less by what it
 * is alike to a line, so that it counts the least bent direction. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-blob.h"
#include "cs-foreground.h"
#include "cs-kernels.h"
#include "cs-morph.h"
#include "cs-rows.h"
#include "cs-smooth.h"
#include "cs-stage.h"
#include "cs-surroundings.h"

#define MOST 4095
#define NOISE_GRID_MM 0.4
#define ROUNDING 1e-7       /* of white: what single precision leaves of no noise; a narrow window's noise is more */

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
  guint width = cs_raster_get_width (work->out);

  for (guint y = first; y < last; y++)
    {
      const guint16 *a = cs_raster_row (work->a, y), *b = cs_raster_row (work->b, y);
      guint16 *out = cs_raster_edit (work->out, y);

      for (guint x = 0; x < width; x++)
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
  g_autoptr (CsRaster) out = cs_raster_new_unset (CS_PIXEL_U16, cs_raster_get_width (in), cs_raster_get_height (in));
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

/* Where something is looked for: in the breast less the margins, and not in the muscle. */
typedef struct
{
  const CsRaster *breast, *pectoral;   /* U8; U8, or its parts as F32 */
  CsRaster       *out;
  guint           edge;
} Inside;

static void
mark_row (const Inside *inside, guint y)
{
  guint first = inside->edge, width = cs_raster_get_width (inside->out);
  guint last = width > first ? width - first : 0;
  const guint8 *breast = cs_raster_row (inside->breast, y);
  guint8 *out = cs_raster_edit (inside->out, y);

  memset (out, 0, width);
  if (last <= first)
    return;
  if (cs_raster_get_pixel (inside->pectoral) == CS_PIXEL_U8)
    {
      const guint8 *muscle = cs_raster_row (inside->pectoral, y);

      memset (out + first, 255, last - first);
      cs_kernels ()->leave_out (out + first, breast + first, muscle + first, last - first);
      return;
    }
  for (guint x = first; x < last; x++)
    out[x] = breast[x] >= 128 && ((const float *) cs_raster_row (inside->pectoral, y))[x] < 128 ? 255 : 0;
}

static void
mark_rows (guint first, guint last, gpointer data)
{
  Inside *inside = data;
  guint width = cs_raster_get_width (inside->out), height = cs_raster_get_height (inside->out);

  for (guint y = first; y < last; y++)
    if (y >= inside->edge && y + inside->edge < height)
      mark_row (inside, y);
    else
      memset (cs_raster_edit (inside->out, y), 0, width);
}

static CsRaster *
mark_inside (const CsRaster *breast, const CsRaster *pectoral, guint edge, GCancellable *cancellable, GError **error)
{
  guint height = cs_raster_get_height (breast);
  g_autoptr (CsRaster) out = cs_raster_new_unset (CS_PIXEL_U8, cs_raster_get_width (breast), height);
  Inside inside = { breast, pectoral, out, edge };

  return cs_rows_run (height, 0, mark_rows, &inside, cancellable, error) ? g_steal_pointer (&out) : NULL;
}

/* A mask of the stages before on the grid of the search: the part of each of its pixels that is in it, in 255ths. */
static CsRaster *
reduce_mask (CsBench *bench, const char *name, guint factor, GError **error)
{
  const CsRaster *mask = cs_product_get_raster (cs_bench_get (bench, name));

  return factor == 1 ? cs_raster_ref (mask) : cs_smooth_reduce (mask, factor, cs_bench_get_cancellable (bench), error);
}

static CsRaster *
find_inside (CsBench *bench, const Background *self, guint factor, double mm, GError **error)
{
  g_autoptr (CsRaster) parts = reduce_mask (bench, "breast", factor, error);
  g_autoptr (CsRaster) breast = parts != NULL ? cs_raster_to (parts, CS_PIXEL_U8) : NULL, inner = NULL, pectoral = NULL;

  g_clear_pointer (&parts, cs_raster_unref);
  if (breast != NULL)
    inner = cs_morph_erode (breast, self->margin / mm, cs_bench_get_cancellable (bench), error);
  pectoral = inner != NULL ? reduce_mask (bench, "pectoral", factor, error) : NULL;
  return pectoral == NULL ? NULL : mark_inside (inner, pectoral, (guint) (self->edge / mm + 0.5),
                                                cs_bench_get_cancellable (bench), error);
}

/* Takes @raster: the film's pixels again out of the search's. */
static gboolean
give_enlarged (CsBench *bench, const char *name, CsRaster **raster, guint factor, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  g_autoptr (CsRaster) small = g_steal_pointer (raster);
  CsRaster *out;

  if (factor == 1)
    out = g_steal_pointer (&small);
  else
    out = cs_smooth_enlarge (small, factor, cs_image_get_width (image), cs_image_get_height (image),
                             cs_bench_get_cancellable (bench), error);
  if (out != NULL)
    cs_bench_give (bench, name, cs_product_new_raster (out));
  return out != NULL;
}

/* A scale that pixels are too coarse for holds their noise alone, unless there is no other. @mm: of a pixel. */
static CsBlobPlan
plan_search (const Background *self, double mm, double white)
{
  CsBlobPlan plan = { .ratio = self->ratio, .noise = self->noise / mm,
                      .step = MAX (1, (guint) (NOISE_GRID_MM / mm + 0.5)), .least = ROUNDING * white,
                      .rated_units = CS_FOREGROUND_UNITS, .line_units = CS_LINE_UNITS,
                      .ground_units = CS_NOISE_UNITS / white, .most = MOST };

  for (int k = 0; k < self->scales; k++)
    {
      double sigma = self->fine * (1 << k) / mm;

      if (sigma >= CS_NARROWEST_SIGMA || k + 1 == self->scales)
        plan.sigma[plan.n_scales++] = sigma;
    }
  return plan;
}

/* Finer pixels than the finest scale asks for are averaged first. */
static CsRaster *
reduce_film (CsBench *bench, guint factor, GError **error)
{
  const CsRaster *film = cs_image_get_raster (cs_bench_get_image (bench));

  return factor == 1 ? cs_raster_ref (film) : cs_smooth_reduce (film, factor, cs_bench_get_cancellable (bench), error);
}

/* @film: reduced by @factor. */
static gboolean
search (CsBench *bench, const Background *self, const CsRaster *film, guint factor, CsBlobs *blobs, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  double mm = cs_image_get_working_spacing (image, NULL) * factor;
  CsBlobPlan plan = plan_search (self, mm, cs_image_get_white (image));
  g_autoptr (CsRaster) inside = find_inside (bench, self, factor, mm, error);

  return inside != NULL && cs_bench_tick (bench, 0.1, error)
         && cs_blob_find (film, inside, &plan, blobs, cs_bench_get_cancellable (bench), error);
}

/* What spots will be judged by does not depend on which of them there are. @reduced: the film as the light wants it;
 * NULL: it is made. */
static gboolean
give_surroundings (CsBench *bench, const CsRaster *reduced, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  g_autoptr (CsRaster) made = reduced == NULL ? reduce_film (bench, cs_light_factor (image), error) : NULL;
  CsRaster *light = NULL, *tissue = NULL;

  if (reduced != NULL || made != NULL)
    light = cs_light_new (image, reduced != NULL ? reduced : made, cancellable, error);
  if (light == NULL)
    return FALSE;
  cs_bench_give (bench, "light", cs_product_new_raster (light));
  tissue = cs_tissue_new (image, cs_product_get_raster (cs_bench_get (bench, "breast")),
                          cs_product_get_raster (cs_bench_get (bench, "pectoral")), cancellable, error);
  if (tissue != NULL)
    cs_bench_give (bench, "tissue", cs_product_new_raster (tissue));
  return tissue != NULL;
}

/* The reduced film, which search and light share more often than not, is gone before rasters of the film's size
 * come. */
static gboolean
look_through (CsBench *bench, const Background *self, guint factor, CsBlobs *blobs, GError **error)
{
  g_autoptr (CsRaster) film = reduce_film (bench, factor, error);

  return film != NULL && search (bench, self, film, factor, blobs, error)
         && give_surroundings (bench, factor == cs_light_factor (cs_bench_get_image (bench)) ? film : NULL, error);
}

static gboolean
run_over_noise (CsBench *bench, const Background *self, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  guint factor = MAX (1, (guint) (cs_image_mm_to_px (image, CS_LEAST_SIGMA * self->fine) + 0.5));
  CsBlobs blobs = { NULL };
  gboolean fine = look_through (bench, self, factor, &blobs, error)
                  && cs_bench_tick (bench, 0.8, error)
                  && give_enlarged (bench, "background", &blobs.ground, factor, error)
                  && give_enlarged (bench, "foreground", &blobs.rated, factor, error)
                  && give_enlarged (bench, "lines", &blobs.lines, factor, error);

  g_clear_pointer (&blobs.rated, cs_raster_unref);
  g_clear_pointer (&blobs.lines, cs_raster_unref);
  g_clear_pointer (&blobs.ground, cs_raster_unref);
  return fine;
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Background *self = data;

  if (self->method != 0)
    return run_over_noise (bench, self, error);
  return run_top_hat (bench, self, error) && give_surroundings (bench, NULL, error);
}

/* Over local noise it is the film itself that is searched. */
static gboolean
spares (gconstpointer data, const char *need)
{
  const Background *self = data;

  return self->method != 0 && g_str_equal (need, "contrasted");
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
  .version = 7, .params = params, .params_size = sizeof (Background),
  .needs = (const char *const[]) { "contrasted", "breast", "pectoral", NULL }, .spares = spares,
  .makes = (const CsOutput[]) { { "background", CS_PRODUCT_RASTER, N_("Background") },
                                { "foreground", CS_PRODUCT_RASTER, N_("Background removed") },
                                { "lines", CS_PRODUCT_RASTER, N_("Likeness to a line") }, { 0 } },
  .passes = (const char *const[]) { "light", "tissue", NULL },
  .run = run, .explain = explain };
