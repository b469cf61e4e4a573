/* Section 3.1: the Laplacian filter, in its fast local form (Paris, Hasinoff, Kautz 2015; Aubry et al. 2014),
 * rounded to the film's own depth, so that the distinct levels of the next stage are the film's. */
#include <glib/gi18n-lib.h>

#include "cs-laplacian.h"
#include "cs-stage.h"

typedef struct { double sigma, alpha, beta; int samples, levels; } Enhance;

static const CsParam params[] = {
  CS_DOUBLE (Enhance, sigma, N_("Edge amplitude"), "", N_("Differences below this part of white are detail, those above are edges"), 0.005, 1, 0.3, 0.4),
  CS_DOUBLE (Enhance, alpha, N_("Detail"), "", N_("Below 1 details are enhanced, above 1 smoothed; 1 leaves them"), 0.05, 4, 0.7, 0.5),
  CS_DOUBLE (Enhance, beta, N_("Dynamic range"), "", N_("Below 1 edges are compressed, above 1 expanded; 1 leaves them"), 0, 4, 1, 1),
  CS_INT (Enhance, samples, N_("Reference levels"), "", N_("Grey levels at which the picture is remapped: more is slower and more exact"), 2, 64, 10, 16),
  CS_INT (Enhance, levels, N_("Pyramid levels"), "", N_("How many times the picture is halved"), 1, 10, 4, 8),
  { 0 }
};

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Enhance *self = data;
  CsLaplacian filter = { self->sigma, self->alpha, self->beta, self->samples, self->levels };
  CsImage *image = cs_bench_get_image (bench);
  CsRaster *plain = cs_raster_to (cs_image_get_raster (image), CS_PIXEL_U16), *enhanced;

  /* With both at 1 the filter gives back what it got: no need to ask it. */
  if (self->alpha == 1 && self->beta == 1)
    enhanced = cs_raster_ref (plain);
  else
    enhanced = cs_laplacian_filter (&filter, plain, cs_image_get_white (image), cs_bench_get_cancellable (bench),
                                    error);
  cs_raster_unref (plain);
  if (enhanced == NULL)
    return FALSE;
  cs_bench_give (bench, "enhanced", cs_product_new_raster (enhanced));
  return TRUE;
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  double after = cs_inquiry_get_value (inquiry, "enhanced"), before;
  const CsWord word = { .value = after, .unit = N_("levels"), .output = "enhanced" };
  guint x, y;

  cs_inquiry_get_place (inquiry, &x, &y);
  before = cs_raster_get (cs_image_get_raster (cs_inquiry_get_image (inquiry)), x, y);
  cs_inquiry_tell (inquiry, &word, _("The film's level %.0f became %.0f."), before, after);
}

const CsStage cs_stage_enhance = {
  .id = "enhance", .title = N_("Enhancement"), .section = "3.1",
  .summary = N_("The fast local Laplacian filter sharpens small differences without halos."),
  .version = 2, .params = params, .params_size = sizeof (Enhance),
  .needs = (const char *const[]) { NULL },
  .makes = (const CsOutput[]) { { "enhanced", CS_PRODUCT_RASTER, N_("Enhanced") }, { 0 } },
  .run = run, .explain = explain };
