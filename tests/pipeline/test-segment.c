/* The network on the proposals: against a plain form, one patch after the other; refused where it draws no such
 * masks. */
#include "cs-patches.h"
#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "nn-recipe.h"

#define SIDE 256
#define HALF (CS_PATCH_SIDE / 2)

static NnNet *
small_network (guint patch)
{
  NnDesign design;
  g_autoptr (NnGraph) graph = NULL;

  nn_design_init (&design);
  design.patch = patch;
  design.width = 4;
  design.depth = 2;
  graph = nn_recipe_find ("unet")->build (&design, NULL);
  return nn_net_new (graph, 3);
}

static CsPhantom *
draw_phantom (void)
{
  CsPhantomPlan plan;

  cs_phantom_plan_init (&plan, SIDE, SIDE, 8, 0.2, 4, 0);
  return cs_phantom_draw (&plan, 4, 0, NULL, NULL);
}

static CsAnalysis *
analyse (const CsPhantom *phantom, NnNet *network, GError **error)
{
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);

  return cs_pipeline_run (phantom->image, network, settings, NULL, NULL, NULL, NULL, NULL, error);
}

static float
weight_at (int k)
{
  return (float) (MIN (k, CS_PATCH_SIDE - 1 - k) + 1) / HALF;
}

/* One patch about the middle of each box, blended by weights that fall towards the patch's border. */
static void
plain_form (const CsRaster *levelled, const CsBox *boxes, guint n, NnNet *network, float *sums, float *weights)
{
  float x[CS_PATCH_SIDE * CS_PATCH_SIDE], p[2 * CS_PATCH_SIDE * CS_PATCH_SIDE];

  for (guint i = 0; i < n; i++)
    {
      int left = boxes[i].x + boxes[i].width / 2 - HALF, top = boxes[i].y + boxes[i].height / 2 - HALF;

      g_assert_cmpint (MAX (boxes[i].width, boxes[i].height), <=, CS_PATCH_SIDE);
      cs_patch_cut (levelled, left + HALF, top + HALF, x);
      g_assert_true (nn_net_predict (network, 1, x, p, 1, NULL, NULL));
      for (int k = 0; k < CS_PATCH_SIDE * CS_PATCH_SIDE; k++)
        {
          int column = left + k % CS_PATCH_SIDE, row = top + k / CS_PATCH_SIDE;
          float weight = weight_at (k % CS_PATCH_SIDE) * weight_at (k / CS_PATCH_SIDE);

          if (column < 0 || row < 0 || column >= SIDE || row >= SIDE)
            continue;
          sums[row * SIDE + column] += weight * p[CS_PATCH_SIDE * CS_PATCH_SIDE + k];
          weights[row * SIDE + column] += weight;
        }
    }
}

static void
test_plain (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnNet) network = small_network (CS_PATCH_SIDE);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsAnalysis) analysis = analyse (phantom, network, &error);
  g_autofree float *sums = g_new0 (float, SIDE * SIDE), *weights = g_new0 (float, SIDE * SIDE);
  const CsRaster *segmented, *mask;
  const CsBox *boxes;
  guint n, n_set = 0;

  g_assert_no_error (error);
  boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);
  g_assert_cmpuint (n, >, 0);
  plain_form (cs_product_get_raster (cs_analysis_get (analysis, "levelled")), boxes, n, network, sums, weights);
  segmented = cs_product_get_raster (cs_analysis_get (analysis, "segmented"));
  mask = cs_product_get_raster (cs_analysis_get (analysis, "calcifications"));
  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      float wanted = weights[i] > 0 ? sums[i] / weights[i] : 0;
      double found = cs_raster_get (segmented, i % SIDE, i / SIDE);

      g_assert_cmpfloat_with_epsilon (found, wanted, 1e-5);
      g_assert_cmpfloat (cs_raster_get (mask, i % SIDE, i / SIDE), ==, weights[i] > 0 && found >= 0.5 ? 255 : 0);
      n_set += weights[i] > 0;
    }
  g_assert_cmpuint (n_set, >, 0);
  g_assert_cmpuint (n_set, <, SIDE * SIDE);
}

static void
test_without (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (CsAnalysis) analysis = analyse (phantom, NULL, NULL);

  g_assert_nonnull (cs_analysis_get (analysis, "boxes"));
  g_assert_null (cs_analysis_get (analysis, "segmented"));
}

static void
test_foreign (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnNet) network = small_network (16);
  g_autoptr (GError) error = NULL;

  g_assert_null (analyse (phantom, network, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segment/plain", test_plain);
  g_test_add_func ("/segment/without", test_without);
  g_test_add_func ("/segment/foreign", test_foreign);
  return g_test_run ();
}
