/* Every stage, by the table: what a new one must keep too. */
#include <string.h>

#include "cs-phantom.h"
#include "cs-pipeline.h"
#include "cs-rows.h"
#include "rasters.h"

static CsPhantom *
draw_phantom (guint side, CsView view)
{
  CsPhantomPlan plan;
  CsPhantom *phantom;

  cs_phantom_plan_init (&plan, side, side, 12, 200.0 / side, 1, view == CS_VIEW_MLO ? 2 : 0);
  g_assert_cmpint (plan.view, ==, view);
  phantom = cs_phantom_draw (&plan, 1, view == CS_VIEW_MLO ? 2 : 0, NULL, NULL);
  g_assert_nonnull (phantom);
  return phantom;
}

static CsAnalysis *
analyse (CsImage *image, CsSettings *settings, CsAnalysis *known)
{
  g_autoptr (GError) error = NULL;
  CsAnalysis *analysis = cs_pipeline_run (image, NULL, settings, known, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return analysis;
}

static gboolean
made_before (guint stage, const char *need)
{
  for (guint i = 0; i < stage; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL; output++)
      if (g_str_equal (output->name, need))
        return TRUE;
  for (guint i = 0; i < stage; i++)
    if (cs_stages[i]->passes != NULL && g_strv_contains (cs_stages[i]->passes, need))
      return TRUE;
  return FALSE;
}

static void
test_table (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; cs_stages[i] != NULL; i++)
    {
      const CsStage *stage = cs_stages[i];

      g_assert_true (g_hash_table_add (names, (gpointer) stage->id));
      g_assert_nonnull (stage->title);
      g_assert_nonnull (stage->summary);
      g_assert_nonnull (stage->section);
      for (guint k = 0; stage->needs[k] != NULL; k++)
        g_assert_true (made_before (i, stage->needs[k]));
      for (const CsOutput *output = stage->makes; output->name != NULL; output++)
        g_assert_false (made_before (i, output->name));
      for (guint k = 0; stage->passes != NULL && stage->passes[k] != NULL; k++)
        g_assert_false (made_before (i, stage->passes[k]));
      for (const CsParam *param = stage->params; param->type != CS_PARAM_END; param++)
        {
          g_assert_cmpfloat (param->standard, >=, param->lower);
          g_assert_cmpfloat (param->standard, <=, param->upper);
          g_assert_cmpfloat (param->published, >=, param->lower);
          g_assert_cmpfloat (param->published, <=, param->upper);
          g_assert_nonnull (param->help);
          g_assert_cmpuint (param->offset, <, stage->params_size);
        }
    }
}

static void
check_product (const CsOutput *output, CsProduct *product, CsImage *image)
{
  const CsRaster *raster = cs_product_get_raster (product);
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (product, &n);

  g_assert_cmpint (cs_product_get_kind (product), ==, output->kind);
  if (raster != NULL)
    {
      g_assert_cmpuint (cs_raster_get_width (raster), ==, cs_image_get_width (image));
      g_assert_cmpuint (cs_raster_get_height (raster), ==, cs_image_get_height (image));
    }
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (boxes[i].suspicion >= 0 && boxes[i].suspicion <= 1);
      for (guint k = 0; k < CS_BOX_PARTS; k++)
        g_assert_true (boxes[i].parts[k] >= 0 && boxes[i].parts[k] <= 1);
      g_assert_true (i == 0 || boxes[i].suspicion <= boxes[i - 1].suspicion);
      g_assert_true (boxes[i].x >= 0 && boxes[i].y >= 0 && boxes[i].width > 0 && boxes[i].height > 0);
      g_assert_cmpint (boxes[i].x + boxes[i].width, <=, cs_image_get_width (image));
      g_assert_cmpint (boxes[i].y + boxes[i].height, <=, cs_image_get_height (image));
    }
}

static void
check_image (const CsRaster *raster, guint bits)
{
  CsFacts facts = { .bits = bits, .mm_per_pixel = 0.2, .spacing = CS_SPACING_HAND };
  g_autoptr (CsImage) image = cs_image_new (raster, "odd", &facts);

  for (guint p = 0; cs_presets[p] != NULL; p++)
    {
      g_autoptr (CsSettings) settings = cs_settings_new (cs_presets[p]);
      g_autoptr (CsAnalysis) analysis = analyse (image, settings, NULL);

      for (guint i = 0; cs_stages[i] != NULL; i++)
        for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL; output++)
          if (!cs_stages[i]->needs_network)
            check_product (output, cs_analysis_get (analysis, output->name), image);
    }
}

/* No shape of film and no content makes a stage fail or leave its bounds. */
static void
test_odd_sizes (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 1, 37 }, { 41, 1 }, { 2, 3 }, { 5, 5 }, { 33, 70 }, { 131, 67 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (CsRaster) noise = draw_noise (CS_PIXEL_U8, sizes[i][0], sizes[i][1], 255, i);
      g_autoptr (CsRaster) deep = draw_noise (CS_PIXEL_U16, sizes[i][0], sizes[i][1], 65535, i);
      g_autoptr (CsRaster) blank = cs_raster_new (CS_PIXEL_U8, sizes[i][0], sizes[i][1]);

      check_image (noise, 8);
      check_image (deep, 16);
      check_image (blank, 8);
    }
}

static void
assert_same (CsAnalysis *a, CsAnalysis *b)
{
  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name != NULL && !cs_stages[i]->needs_network; output++)
      {
        CsProduct *one = cs_analysis_get (a, output->name), *other = cs_analysis_get (b, output->name);

        g_assert_cmpstr (cs_analysis_get_key (a, output->name), ==, cs_analysis_get_key (b, output->name));
        if (cs_product_get_raster (one) != NULL)
          g_assert_true (cs_raster_equal (cs_product_get_raster (one), cs_product_get_raster (other)));
        else
          {
            g_autofree char *left = cs_product_to_json (one), *right = cs_product_to_json (other);

            g_assert_cmpstr (left, ==, right);
          }
      }
}

static void
test_threads (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (384, CS_VIEW_MLO);

  for (guint p = 0; cs_presets[p] != NULL; p++)
    {
      g_autoptr (CsSettings) settings = cs_settings_new (cs_presets[p]);
      g_autoptr (CsAnalysis) first = analyse (phantom->image, settings, NULL), alone = NULL, many = NULL;

      cs_rows_set_threads (1);
      alone = analyse (phantom->image, settings, NULL);
      cs_rows_set_threads (7);
      many = analyse (phantom->image, settings, NULL);
      cs_rows_set_threads (0);
      assert_same (first, alone);
      assert_same (first, many);
    }
}

/* A late parameter leaves what lies before it alone: the very same products. */
static void
test_reuse (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (256, CS_VIEW_CC);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL), other = cs_settings_with (settings, "spots.limit", 7, NULL);
  g_autoptr (CsAnalysis) first = analyse (phantom->image, settings, NULL);
  g_autoptr (CsAnalysis) second = analyse (phantom->image, other, first);
  guint n = 0;

  g_assert_true (cs_analysis_get (first, "suspicious") == cs_analysis_get (second, "suspicious"));
  g_assert_true (cs_analysis_get (first, "enhanced") == cs_analysis_get (second, "enhanced"));
  g_assert_true (cs_analysis_get (first, "boxes") != cs_analysis_get (second, "boxes"));
  cs_product_get_boxes (cs_analysis_get (second, "boxes"), &n);
  g_assert_cmpuint (n, <=, 7);
}

/* What the judging of spots asks of the film is made once for all thresholds, and the spots are those of a run anew. */
static void
test_pass_on (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (256, CS_VIEW_CC);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsSettings) other = cs_settings_with (settings, "threshold.least", 90, NULL);
  g_autoptr (CsAnalysis) first = analyse (phantom->image, settings, NULL);
  g_autoptr (CsAnalysis) second = analyse (phantom->image, other, first);
  g_autoptr (CsAnalysis) anew = analyse (phantom->image, other, NULL);

  for (guint i = 0; cs_stages[i] != NULL; i++)
    for (guint k = 0; cs_stages[i]->passes != NULL && cs_stages[i]->passes[k] != NULL; k++)
      {
        g_assert_nonnull (cs_analysis_get (first, cs_stages[i]->passes[k]));
        g_assert_true (cs_analysis_get (first, cs_stages[i]->passes[k])
                       == cs_analysis_get (second, cs_stages[i]->passes[k]));
      }
  g_assert_true (cs_analysis_get (first, "suspicious") != cs_analysis_get (second, "suspicious"));
  assert_same (second, anew);
}

/* What is left to do is nothing where nothing changed, and the more the earlier a control comes; also on top of what
 * was itself taken over from a run before. */
static void
test_estimate (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (256, CS_VIEW_CC);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsSettings) late = cs_settings_with (settings, "spots.least", 0.5, NULL);
  g_autoptr (CsSettings) middle = cs_settings_with (settings, "background.margin", 1, NULL);
  g_autoptr (CsSettings) early = cs_settings_with (settings, "breast.rim", 11, NULL);
  g_autoptr (CsAnalysis) known = analyse (phantom->image, settings, NULL);
  g_autoptr (CsAnalysis) again = analyse (phantom->image, late, known);

  g_assert_cmpfloat (cs_pipeline_estimate (phantom->image, settings, known), ==, 0);
  g_assert_cmpfloat (cs_pipeline_estimate (phantom->image, late, known), >, 0);
  g_assert_cmpfloat (cs_pipeline_estimate (phantom->image, late, known), <,
                     cs_pipeline_estimate (phantom->image, middle, known));
  g_assert_cmpfloat (cs_pipeline_estimate (phantom->image, middle, known), <,
                     cs_pipeline_estimate (phantom->image, early, known));
  g_assert_cmpfloat (cs_pipeline_estimate (phantom->image, late, again), ==, 0);
  g_assert_cmpfloat (cs_pipeline_estimate (phantom->image, early, again), >,
                     cs_pipeline_estimate (phantom->image, middle, again));
}

static void
test_until (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (256, CS_VIEW_CC);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsAnalysis) analysis = cs_pipeline_run (phantom->image, NULL, settings, NULL, "pectoral", NULL, NULL,
                                                     NULL, NULL);

  g_assert_nonnull (cs_analysis_get (analysis, "pectoral"));
  g_assert_nonnull (cs_analysis_get (analysis, "breast"));
  g_assert_null (cs_analysis_get (analysis, "enhanced"));
  g_assert_null (cs_analysis_get (analysis, "boxes"));
}

/* The same boxes with and without the products that led to them. */
static void
test_for (void)
{
  static const char *const outputs[] = { "boxes", "breast", NULL };
  g_autoptr (CsPhantom) phantom = draw_phantom (256, CS_VIEW_CC);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (CsAnalysis) all = analyse (phantom->image, settings, NULL);
  g_autoptr (CsAnalysis) lean = cs_pipeline_run_for (outputs, phantom->image, NULL, settings, NULL, NULL, NULL, NULL);
  guint n, m;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (all, "boxes"), &n);
  const CsBox *same = cs_product_get_boxes (cs_analysis_get (lean, "boxes"), &m);

  g_assert_cmpmem (boxes, n * sizeof (CsBox), same, m * sizeof (CsBox));
  g_assert_nonnull (cs_analysis_get (lean, "breast"));
  g_assert_null (cs_analysis_get (lean, "spots"));
  g_assert_null (cs_analysis_get (lean, "enhanced"));
  g_assert_null (cs_analysis_get (lean, "foreground"));
  g_assert_null (cs_analysis_get (lean, "light"));
}

static void
note_stage (double fraction, const char *title, gpointer data)
{
  g_hash_table_add (data, (gpointer) title);
}

static const CsStage *
stage_called (const char *id)
{
  guint i = 0;

  while (!g_str_equal (cs_stages[i]->id, id))
    i++;
  return cs_stages[i];
}

/* Searched in the film itself, boxes do not rest on the equalised picture: for them alone it is not made, and nothing
 * that it rests on moves them. As published they do. */
static void
test_spared (void)
{
  static const char *const outputs[] = { "boxes", NULL };
  g_autoptr (CsPhantom) phantom = draw_phantom (256, CS_VIEW_CC);

  for (guint p = 0; cs_presets[p] != NULL; p++)
    {
      gboolean spared = !g_str_equal (cs_presets[p], "published");
      g_autoptr (CsSettings) settings = cs_settings_new (cs_presets[p]);
      g_autoptr (CsSettings) other = cs_settings_with (settings, "enhance.alpha", 0.45, NULL);
      g_autoptr (GHashTable) ran = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (CsAnalysis) lean = cs_pipeline_run_for (outputs, phantom->image, NULL, settings, note_stage, ran, NULL,
                                                         NULL);
      g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (CsAnalysis) every = cs_pipeline_run_every (outputs, phantom->image, NULL, settings, note_stage, all,
                                                            NULL, NULL);
      g_autoptr (CsAnalysis) first = analyse (phantom->image, settings, NULL);
      g_autoptr (CsAnalysis) second = analyse (phantom->image, other, first);

      g_assert_nonnull (lean);
      g_assert_null (cs_analysis_get (every, "contrasted"));
      for (guint i = 0; cs_stages[i] != NULL; i++)
        g_assert_true (g_hash_table_contains (all, cs_stages[i]->title) != cs_stages[i]->needs_network);
      g_assert_true (g_hash_table_contains (ran, stage_called ("enhance")->title) != spared);
      g_assert_true (g_hash_table_contains (ran, stage_called ("contrast")->title) != spared);
      g_assert_true (g_hash_table_contains (ran, stage_called ("background")->title));
      g_assert_true (cs_analysis_get (first, "contrasted") != cs_analysis_get (second, "contrasted"));
      g_assert_true ((cs_analysis_get (first, "boxes") == cs_analysis_get (second, "boxes")) == spared);
    }
}

typedef struct { GCancellable *cancellable; const char *title; } Stop;

static void
stop_at (double fraction, const char *title, gpointer data)
{
  Stop *stop = data;

  if (g_str_equal (title, stop->title))
    g_cancellable_cancel (stop->cancellable);
}

/* Cancelled as each stage begins, the run ends there. */
static void
test_cancel (void)
{
  g_autoptr (CsPhantom) phantom = draw_phantom (256, CS_VIEW_CC);
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);

  for (guint i = 0; cs_stages[i] != NULL && !cs_stages[i]->needs_network; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Stop stop = { cancellable, cs_stages[i]->title };

      g_assert_null (cs_pipeline_run (phantom->image, NULL, settings, NULL, NULL, stop_at, &stop, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
test_settings (void)
{
  g_autoptr (CsSettings) settings = cs_settings_new ("published");
  g_autoptr (CsSettings) changed = cs_settings_with_text (settings, "spots.limit=33", NULL), back = NULL;
  g_autofree char *text = cs_settings_to_text (changed);
  g_autoptr (GError) error = NULL;

  back = cs_settings_from_text (text, NULL);
  g_assert_true (cs_settings_equal (changed, back));
  g_assert_false (cs_settings_equal (changed, settings));
  g_assert_cmpstr (cs_settings_get_preset (changed), ==, "custom");
  g_assert_cmpstr (cs_settings_get_preset (settings), ==, "published");
  g_assert_null (cs_settings_with_text (settings, "spots.limit=nan", &error));
  g_clear_error (&error);
  g_assert_null (cs_settings_with_text (settings, "spots.absent=1", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stages/table", test_table);
  g_test_add_func ("/stages/odd-sizes", test_odd_sizes);
  g_test_add_func ("/stages/threads", test_threads);
  g_test_add_func ("/stages/reuse", test_reuse);
  g_test_add_func ("/stages/pass-on", test_pass_on);
  g_test_add_func ("/stages/estimate", test_estimate);
  g_test_add_func ("/stages/until", test_until);
  g_test_add_func ("/stages/for", test_for);
  g_test_add_func ("/stages/spared", test_spared);
  g_test_add_func ("/stages/cancel", test_cancel);
  g_test_add_func ("/stages/settings", test_settings);
  return g_test_run ();
}
