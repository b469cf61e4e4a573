/* Section 3.4, step 2: what is larger than a calcification is background. As published: a top-hat, the picture less
 * its opening with a disc. As it finds: what stands out in a filter for small spots, at two scales, each over the noise
 * round it, so that the same find counts the same on bright, noisy tissue and on dark, quiet fat; and less by what it
 * is alike to a line, so that it counts the least bent direction. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-blob.h"
#include "cs-foreground.h"
#include "cs-half.h"
#include "cs-kernels.h"
#include "cs-morph.h"
#include "cs-rows.h"
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

static const CsRaster *
mask_of (CsBench *bench, const char *name)
{
  return cs_product_get_raster (cs_bench_get (bench, name));
}

/* Where something is looked for: in the breast less the margins, and not in the muscle. */
typedef struct
{
  const CsRaster *breast, *pectoral;
  CsRaster       *out;
  guint           edge;
} Inside;

static void
mark_row (const Inside *inside, guint y)
{
  guint first = inside->edge, width = cs_raster_get_width (inside->out);
  guint last = width > first ? width - first : 0;
  const guint8 *breast = cs_raster_row (inside->breast, y), *muscle = cs_raster_row (inside->pectoral, y);
  guint8 *out = cs_raster_edit (inside->out, y);

  memset (out, 0, width);
  if (last <= first)
    return;
  memset (out + first, 255, last - first);
  cs_kernels ()->leave_out (out + first, breast + first, muscle + first, last - first);
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

static CsRaster *
find_inside (CsBench *bench, const Background *self, double mm, GError **error)
{
  g_autoptr (CsRaster) inner = cs_morph_erode (mask_of (bench, "breast"), self->margin / mm,
                                               cs_bench_get_cancellable (bench), error);

  return inner == NULL ? NULL : mark_inside (inner, mask_of (bench, "pectoral"), (guint) (self->edge / mm + 0.5),
                                             cs_bench_get_cancellable (bench), error);
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

static gboolean
search (CsBench *bench, const Background *self, CsBlobs *blobs, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  double mm = cs_image_get_working_spacing (image, NULL);
  CsBlobPlan plan = plan_search (self, mm, cs_image_get_white (image));
  g_autoptr (CsRaster) inside = find_inside (bench, self, mm, error);

  return inside != NULL && cs_bench_tick (bench, 0.1, error)
         && cs_blob_find (cs_image_get_raster (image), inside, &plan, blobs, cs_bench_get_cancellable (bench), error);
}

/* What spots will be judged by does not depend on which of them there are. */
static gboolean
give_surroundings (CsBench *bench, GError **error)
{
  CsImage *image = cs_bench_get_image (bench);
  GCancellable *cancellable = cs_bench_get_cancellable (bench);
  CsRaster *light = cs_light_new (image, cancellable, error), *tissue = NULL;

  if (light == NULL)
    return FALSE;
  cs_bench_give (bench, "light", cs_product_new_raster (light));
  tissue = cs_tissue_new (image, mask_of (bench, "breast"), mask_of (bench, "pectoral"), cancellable, error);
  if (tissue != NULL)
    cs_bench_give (bench, "tissue", cs_product_new_raster (tissue));
  return tissue != NULL;
}

static gboolean
run_over_noise (CsBench *bench, const Background *self, GError **error)
{
  CsBlobs blobs = { NULL };

  if (!search (bench, self, &blobs, error))
    return FALSE;
  cs_bench_give (bench, "background", cs_product_new_raster (blobs.ground));
  cs_bench_give (bench, "foreground", cs_product_new_raster (blobs.rated));
  cs_bench_give (bench, "lines", cs_product_new_raster (blobs.lines));
  return cs_bench_tick (bench, 0.8, error) && give_surroundings (bench, error);
}

/* Pixels so fine that four of them leave the finest scale what it asks for. */
static gboolean
is_finer_than_needed (CsImage *film, const Background *self)
{
  return cs_image_mm_to_px (film, CS_LEAST_SIGMA * self->fine) >= 1.5;
}

/* Shown is what was found in the half; nobody asks what is passed on of the film itself. */
static gboolean
run_on_half (CsBench *bench, GError **error)
{
  cs_bench_give (bench, "light", NULL);
  cs_bench_give (bench, "tissue", NULL);
  return cs_half_begin (bench, 0, error) && cs_half_show (bench, "background", error)
         && cs_half_show (bench, "foreground", error) && cs_half_show (bench, "lines", error);
}

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Background *self = data;
  CsImage *film = cs_bench_get_image (bench);

  if (self->method == 0)
    return run_top_hat (bench, self, error) && give_surroundings (bench, error);
  if (is_finer_than_needed (film, self))
    return run_on_half (bench, error);
  return (!cs_half_is_shown (film) || cs_half_begin (bench, CS_HALF_LEAST, error))
         && run_over_noise (bench, self, error);
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
explain_pixels (CsInquiry *inquiry)
{
  CsImage *image = cs_inquiry_get_image (inquiry);
  const CsWord word = { .value = cs_image_get_working_spacing (image, NULL), .unit = N_("mm") };

  if (cs_inquiry_is_halved (inquiry))
    cs_inquiry_tell (inquiry, &word, _("Judged on larger pixels, each the mean of finer ones."));
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  const Background *self = data;
  double level = cs_inquiry_get_value (inquiry, "foreground");
  const CsWord word = { .value = level, .unit = N_("levels"), .output = "foreground" };

  explain_pixels (inquiry);
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
  .version = 8, .params = params, .params_size = sizeof (Background),
  .needs = (const char *const[]) { "contrasted", "breast", "pectoral", NULL }, .spares = spares,
  .makes = (const CsOutput[]) { { "background", CS_PRODUCT_RASTER, N_("Background") },
                                { "foreground", CS_PRODUCT_RASTER, N_("Background removed") },
                                { "lines", CS_PRODUCT_RASTER, N_("Likeness to a line") }, { 0 } },
  .passes = (const char *const[]) { "light", "tissue", NULL },
  .run = run, .explain = explain };
