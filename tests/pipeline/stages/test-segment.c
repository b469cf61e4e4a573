/* The network on the proposals and on the whole breast: against a plain form, one patch after the other; refused
 * where it draws no such masks. */
#include <math.h>
#include <string.h>

#include "cs-explain.h"
#include "cs-patches.h"
#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "cs-resample.h"
#include "nn-recipe.h"
#include "nn-turns.h"

#define SIDE 256

static NnNet *
small_network (guint patch)
{
  NnDesign design;
  g_autoptr (NnGraph) graph = NULL;

  nn_design_init (&design);
  design.patch = patch;
  design.width = 4;
  design.depth = 2;
  graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
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
analyse (const CsPhantom *phantom, NnNet *network, const char *assignment, GError **error)
{
  g_autoptr (CsSettings) standard = cs_settings_new (NULL);
  g_autoptr (CsSettings) settings = cs_settings_with_text (standard, assignment, error);

  return cs_pipeline_run (phantom->image, network, settings, NULL, NULL, NULL, NULL, NULL, error);
}

static float
weight_at (int k, int side)
{
  return (MIN (k, side - 1 - k) + 1) / (side / 2.0f);
}

typedef struct
{
  const CsRaster *picture;
  NnNet          *network;
  int             side;
  gboolean        turned;
  float           sums[SIDE * SIDE], weights[SIDE * SIDE];
} Plain;

/* One patch after the other, blended by weights that fall towards the patch's border. */
static void
plain_patch (Plain *plain, int x, int y)
{
  float pixels[CS_PATCH_SIDE * CS_PATCH_SIDE], p[2 * CS_PATCH_SIDE * CS_PATCH_SIDE];
  int side = plain->side;

  cs_patch_cut (plain->picture, x, y, (guint) side, pixels);
  g_assert_true ((plain->turned ? nn_net_predict_turned : nn_net_predict) (plain->network, 1, pixels, p, 1, NULL,
                                                                           NULL));
  for (int k = 0; k < side * side; k++)
    {
      int column = x - side / 2 + k % side, row = y - side / 2 + k / side;
      float weight = weight_at (k % side, side) * weight_at (k / side, side);

      if (column < 0 || row < 0 || column >= SIDE || row >= SIDE)
        continue;
      plain->sums[row * SIDE + column] += weight * p[side * side + k];
      plain->weights[row * SIDE + column] += weight;
    }
}

static void
plain_boxes (Plain *plain, CsAnalysis *analysis)
{
  guint n;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (MAX (boxes[i].width, boxes[i].height), <=, plain->side);
      plain_patch (plain, boxes[i].x + boxes[i].width / 2, boxes[i].y + boxes[i].height / 2);
    }
}

static gboolean
is_breast (CsAnalysis *analysis, int x, int y)
{
  return cs_raster_get (cs_product_get_raster (cs_analysis_get (analysis, "breast")), x, y) > 0 &&
         cs_raster_get (cs_product_get_raster (cs_analysis_get (analysis, "pectoral")), x, y) == 0;
}

/* The film is parted into squares of half a patch; each that holds some breast has its patch about it. */
static void
plain_breast (Plain *plain, CsAnalysis *analysis)
{
  gboolean met[SIDE / 8][SIDE / 8] = { 0 };
  int half = plain->side / 2;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      met[y / half][x / half] |= is_breast (analysis, x, y);
  for (int j = 0; j < SIDE / half; j++)
    for (int i = 0; i < SIDE / half; i++)
      if (met[j][i])
        plain_patch (plain, i * half + half / 2, j * half + half / 2);
}

/* Probability and mask everywhere; returns how many pixels any patch showed. */
static guint
compare (const Plain *plain, CsAnalysis *analysis)
{
  const CsRaster *segmented = cs_product_get_raster (cs_analysis_get (analysis, "segmented"));
  const CsRaster *mask = cs_product_get_raster (cs_analysis_get (analysis, "calcifications"));
  guint n_set = 0;

  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      float wanted = plain->weights[i] > 0 ? plain->sums[i] / plain->weights[i] : 0;
      double found = cs_raster_get (segmented, i % SIDE, i / SIDE);

      g_assert_cmpfloat_with_epsilon (found, wanted, 1e-5);
      g_assert_cmpfloat (cs_raster_get (mask, i % SIDE, i / SIDE), ==, plain->weights[i] > 0 && found >= 0.5 ? 255 : 0);
      n_set += plain->weights[i] > 0;
    }
  return n_set;
}

static void
check_against_plain (const char *assignment, gboolean enhanced, guint side,
                     void (*lay) (Plain *plain, CsAnalysis *analysis))
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnNet) network = small_network (side);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsAnalysis) analysis = analyse (phantom, network, assignment, &error);
  g_autofree Plain *plain = g_new0 (Plain, 1);
  guint n_set;

  g_assert_no_error (error);
  plain->picture = enhanced ? cs_product_get_raster (cs_analysis_get (analysis, "levelled"))
                            : cs_image_get_raster (phantom->image);
  plain->network = network;
  plain->side = (int) side;
  plain->turned = strstr (assignment, "Eight") != NULL;
  lay (plain, analysis);
  n_set = compare (plain, analysis);
  g_assert_cmpuint (n_set, >, 0);
  g_assert_cmpuint (n_set, <, SIDE * SIDE);
}

static void
test_boxes (void)
{
  check_against_plain ("segment.where=Boxes", FALSE, CS_PATCH_SIDE, plain_boxes);
}

static void
test_breast (void)
{
  check_against_plain ("segment.where=Whole breast", FALSE, CS_PATCH_SIDE, plain_breast);
}

static void
test_turns (void)
{
  check_against_plain ("segment.turns=Eight turns", FALSE, CS_PATCH_SIDE, plain_boxes);
}

static const CsRaster *
segmented_of (CsAnalysis *analysis)
{
  return cs_product_get_raster (cs_analysis_get (analysis, "segmented"));
}

/* What a network says it was trained on comes before the setting. */
static void
test_own_picture (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnNet) network = small_network (CS_PATCH_SIDE);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL), own = NULL;
  g_autoptr (CsAnalysis) asked = analyse (phantom, network, "segment.picture=Enhanced film", NULL), said = NULL;

  cs_patch_note_picture (network, CS_PATCH_PICTURE_ENHANCED);
  said = analyse (phantom, network, "segment.picture=Film", NULL);
  for (guint i = 0; i < SIDE * SIDE; i++)
    g_assert_cmpfloat (cs_raster_get (segmented_of (asked), i % SIDE, i / SIDE), ==,
                       cs_raster_get (segmented_of (said), i % SIDE, i / SIDE));
  own = cs_patch_settings (network, settings);
  g_assert_cmpfloat (cs_settings_get (own, "segment.picture"), ==, CS_PATCH_PICTURE_ENHANCED);
}

/* As published. */
static void
test_enhanced (void)
{
  check_against_plain ("segment.picture=Enhanced film", TRUE, CS_PATCH_SIDE, plain_boxes);
}

/* A network of other patches brings their side along. */
static void
test_other_side (void)
{
  check_against_plain ("segment.where=Whole breast", FALSE, CS_PATCH_SIDE / 2, plain_breast);
}

static CsAnalysis *
analyse_at (const CsPhantom *phantom, NnNet *network, double mm)
{
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis;

  if (mm > 0)
    cs_patch_note_spacing (network, mm);
  analysis = analyse (phantom, network, "segment.where=Boxes", &error);
  g_assert_no_error (error);
  return analysis;
}

/* The middle of what two pixels to one cover of a side. */
static int
halved_middle (int start, int length)
{
  int first = start / 2, end = (start + length + 1) / 2;

  return first + (end - first) / 2;
}

/* One patch a box on a film made half as wide and high; the probabilities made twice as wide and high. */
static CsRaster *
segment_halved (const CsRaster *film, CsAnalysis *analysis, NnNet *network)
{
  g_autoptr (CsRaster) half = cs_resample (film, SIDE / 2, SIDE / 2, NULL, NULL);
  g_autoptr (CsRaster) p = cs_raster_new (CS_PIXEL_F32, SIDE / 2, SIDE / 2);
  g_autofree Plain *plain = g_new0 (Plain, 1);
  guint n;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  plain->picture = half;
  plain->network = network;
  plain->side = CS_PATCH_SIDE;
  for (guint i = 0; i < n; i++)
    plain_patch (plain, halved_middle (boxes[i].x, boxes[i].width), halved_middle (boxes[i].y, boxes[i].height));
  for (guint i = 0; i < SIDE * SIDE / 4; i++)
    {
      guint at = i / (SIDE / 2) * SIDE + i % (SIDE / 2);

      ((float *) cs_raster_edit (p, i / (SIDE / 2)))[i % (SIDE / 2)] =
          plain->weights[at] > 0 ? plain->sums[at] / plain->weights[at] : 0;
    }
  return cs_resample (p, SIDE, SIDE, NULL, NULL);
}

/* The film has 0.2 mm a pixel: a network of 0.4 sees it at half the size, one of about 0.2, or of none, as it is. */
static void
test_spacing (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnNet) silent = small_network (CS_PATCH_SIDE), same = small_network (CS_PATCH_SIDE);
  g_autoptr (NnNet) coarse = small_network (CS_PATCH_SIDE);
  g_autoptr (CsAnalysis) first = analyse_at (phantom, silent, 0), second = analyse_at (phantom, same, 0.21);
  g_autoptr (CsAnalysis) third = analyse_at (phantom, coarse, 0.4);
  g_autoptr (CsRaster) wanted = segment_halved (cs_image_get_raster (phantom->image), third, coarse);
  guint n_other = 0;

  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      guint x = i % SIDE, y = i / SIDE;

      g_assert_true (cs_raster_get (segmented_of (first), x, y) == cs_raster_get (segmented_of (second), x, y));
      g_assert_cmpfloat_with_epsilon (cs_raster_get (segmented_of (third), x, y), cs_raster_get (wanted, x, y), 1e-5);
      n_other += fabs (cs_raster_get (segmented_of (third), x, y) - cs_raster_get (segmented_of (first), x, y)) > 0.01;
    }
  g_assert_cmpuint (n_other, >, 0);
}

/* What the stage answers to "why" is what it drew; what it was not shown it says it was not shown. */
static void
test_explained (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnNet) network = small_network (CS_PATCH_SIDE);
  g_autoptr (CsAnalysis) analysis = analyse (phantom, network, "segment.where=Boxes", NULL);
  const CsRaster *p = cs_product_get_raster (cs_analysis_get (analysis, "segmented"));
  const CsRaster *drawn = cs_product_get_raster (cs_analysis_get (analysis, "calcifications"));
  guint n_shown = 0, n_hidden = 0;

  for (guint place = 0; place < SIDE * SIDE; place += 97)
    {
      g_autoptr (CsExplanation) explanation = cs_explain_pixel (analysis, place % SIDE, place / SIDE);
      const CsReason *last = &explanation->reasons[explanation->n - 1];
      gboolean shown = cs_raster_get (p, place % SIDE, place / SIDE) > 0;

      g_assert_cmpstr (last->stage->id, ==, "segment");
      g_assert_cmpint (last->word.tests, ==, shown);
      if (shown)
        g_assert_cmpint (last->word.passed, ==, cs_raster_get (drawn, place % SIDE, place / SIDE) != 0);
      n_shown += shown;
      n_hidden += !shown;
    }
  g_assert_cmpuint (n_shown, >, 0);
  g_assert_cmpuint (n_hidden, >, 0);
}

/* Why a box is there: the plot shows what decided it, which was no network. */
static void
test_plotted (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnNet) network = small_network (CS_PATCH_SIDE);
  g_autoptr (CsAnalysis) analysis = analyse (phantom, network, "segment.where=Boxes", NULL);
  guint n = 0, x, y;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsExplanation) explanation = NULL;
      g_autoptr (CsProduct) profile = NULL;

      cs_explain_find_peak (analysis, &boxes[i], &x, &y);
      explanation = cs_explain_pixel (analysis, x, y);
      g_assert_cmpstr (explanation->reasons[explanation->n - 1].stage->id, ==, "segment");
      profile = cs_explanation_profile (explanation);
      g_assert_cmpstr (cs_product_get_plot (profile)->series[0].title, ==, "Background removed");
    }
}

static void
test_without (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (CsAnalysis) analysis = analyse (phantom, NULL, "segment.where=Boxes", NULL);

  g_assert_nonnull (cs_analysis_get (analysis, "boxes"));
  g_assert_null (cs_analysis_get (analysis, "segmented"));
}

static void
test_foreign (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom ();
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find ("rehman"), &nn_recipe_find ("rehman")->standard, NULL);
  g_autoptr (NnNet) network = nn_net_new (graph, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (analyse (phantom, network, "segment.where=Boxes", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segment/boxes", test_boxes);
  g_test_add_func ("/segment/turns", test_turns);
  g_test_add_func ("/segment/breast", test_breast);
  g_test_add_func ("/segment/spacing", test_spacing);
  g_test_add_func ("/segment/enhanced", test_enhanced);
  g_test_add_func ("/segment/own-picture", test_own_picture);
  g_test_add_func ("/segment/explained", test_explained);
  g_test_add_func ("/segment/plotted", test_plotted);
  g_test_add_func ("/segment/other-side", test_other_side);
  g_test_add_func ("/segment/without", test_without);
  g_test_add_func ("/segment/foreign", test_foreign);
  return g_test_run ();
}
