/* Section 3.4, step 1: contrast-limited adaptive histogram equalisation over contextual regions. */
#include <glib/gi18n-lib.h>

#include "cs-histogram.h"
#include "cs-stage.h"

typedef struct { double tile, clip; } Contrast;

static const CsParam params[] = {
  CS_DOUBLE (Contrast, tile, N_("Contextual region"), "mm", N_("Side of the regions whose histograms are equalised"), 2, 100, 25, 25),
  CS_DOUBLE (Contrast, clip, N_("Clip limit"), "", N_("Highest bin allowed, as a multiple of the mean bin: higher gives more contrast"), 1, 40, 2, 3),
  { 0 }
};

static gboolean
run (CsBench *bench, gconstpointer data, GError **error)
{
  const Contrast *self = data;
  CsImage *image = cs_bench_get_image (bench);
  const CsRaster *in = cs_product_get_raster (cs_bench_get (bench, "levelled"));
  CsRaster *out = cs_histogram_equalise (in, cs_image_get_white (image), cs_image_mm_to_px (image, self->tile),
                                         self->clip, cs_bench_get_cancellable (bench), error);

  if (out == NULL)
    return FALSE;
  cs_bench_give (bench, "contrasted", cs_product_new_raster (out));
  return TRUE;
}

static void
explain (CsInquiry *inquiry, gconstpointer data)
{
  double before = cs_inquiry_get_value (inquiry, "levelled"), after = cs_inquiry_get_value (inquiry, "contrasted");
  const CsWord word = { .value = after, .unit = N_("levels"), .output = "contrasted" };

  cs_inquiry_tell (inquiry, &word, _("Equalising its region made level %.0f into %.0f."), before, after);
}

const CsStage cs_stage_contrast = {
  .id = "contrast", .title = N_("Contrast"), .section = "3.4",
  .summary = N_("Adaptive histogram equalisation with a clip limit lifts suspicious regions out of their surroundings."),
  .version = 2, .params = params, .params_size = sizeof (Contrast),
  .needs = (const char *const[]) { "levelled", NULL },
  .makes = (const CsOutput[]) { { "contrasted", CS_PRODUCT_RASTER, N_("Contrast enhanced") }, { 0 } },
  .run = run, .explain = explain };
