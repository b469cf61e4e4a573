/* The line profile: a curve for the film and for every picture and mask of every stage, with the values that lie under
 * the line. */
#include <math.h>

#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "cs-profile.h"

#define SIDE 256
#define SEED 3

static CsAnalysis *
analyse (void)
{
  CsPhantomPlan plan;
  CsPhantom *phantom;
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis;

  cs_phantom_plan_init (&plan, SIDE, SIDE, 8, 0.2, SEED, 0);
  phantom = cs_phantom_draw (&plan, SEED, 0, NULL, &error);
  g_assert_no_error (error);
  image = cs_image_ref (phantom->image);
  cs_phantom_free (phantom);
  analysis = cs_pipeline_run (image, NULL, settings, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return analysis;
}

static const CsSeries *
find (CsProduct  *profile,
      const char *title)
{
  const CsPlotData *plot = cs_product_get_plot (profile);

  for (guint i = 0; i < plot->n; i++)
    if (g_strcmp0 (plot->series[i].title, title) == 0)
      return &plot->series[i];
  return NULL;
}

/* Along the row a curve is the picture's row, stretched to 0..1; a mask's is the mask. */
static void
compare (const CsSeries *curve,
         const CsRaster *raster,
         gboolean        mask,
         guint           row)
{
  double lower = INFINITY, upper = -INFINITY;

  g_assert_nonnull (curve);
  g_assert_cmpuint (curve->n, ==, SIDE);
  for (guint x = 0; x < SIDE; x++)
    {
      lower = MIN (lower, cs_raster_get (raster, x, row));
      upper = MAX (upper, cs_raster_get (raster, x, row));
    }
  for (guint x = 0; x < SIDE; x++)
    {
      double value = cs_raster_get (raster, x, row);
      double wanted = mask ? value > 0 : upper > lower ? (value - lower) / (upper - lower) : 0;

      g_assert_cmpfloat_with_epsilon (curve->y[x], wanted, 1e-4);
    }
}

static void
test_every_stage (void)
{
  g_autoptr (CsAnalysis) analysis = analyse ();
  guint row = SIDE / 2;
  g_autoptr (CsProduct) profile = cs_analysis_profile (analysis, 0.5, row + 0.5, SIDE - 0.5, row + 0.5);
  guint n = 1;

  compare (find (profile, "Film as read"), cs_image_get_raster (cs_analysis_get_image (analysis)), FALSE, row);
  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL; output++)
      {
        CsProduct *product = cs_analysis_get (analysis, output->name);

        if (product == NULL || (output->kind != CS_PRODUCT_RASTER && output->kind != CS_PRODUCT_MASK))
          continue;
        compare (find (profile, output->title), cs_product_get_raster (product), output->kind == CS_PRODUCT_MASK, row);
        n++;
      }
  g_assert_cmpuint (n, >, 8);
  g_assert_cmpuint (cs_product_get_plot (profile)->n, ==, n);
}

/* What lies beside the film is left out, and the length is counted along the line. */
static void
test_beside (void)
{
  g_autoptr (CsAnalysis) analysis = analyse ();
  g_autoptr (CsProduct) profile = cs_analysis_profile (analysis, -30.5, 10.5, 30.5, 10.5);
  const CsSeries *film = find (profile, "Film as read");

  g_assert_cmpuint (film->n, ==, 31);
  g_assert_cmpfloat_with_epsilon (film->x[0], 31, 0.01);
  g_assert_cmpfloat_with_epsilon (film->x[film->n - 1], 61, 0.01);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/every-stage", test_every_stage);
  g_test_add_func ("/profile/beside", test_beside);
  return g_test_run ();
}
