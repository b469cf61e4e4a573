/* The probe: beside every picture, mask and box list of every stage stands the value under the pointer. */
#include "fixture.h"

#include "cs-formats.h"
#include "cs-pipeline.h"
#include "cs-probe-table.h"

static CsAnalysis *
analyse (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = cs_formats_read (cs_entry_get_file (fixture_get_film (fixture, 0)), NULL, &error);
  CsAnalysis *analysis;

  g_assert_no_error (error);
  analysis = cs_pipeline_run (image, NULL, cs_session_get_settings (fixture->session), NULL, NULL, NULL, NULL, NULL,
                              &error);
  g_assert_no_error (error);
  return analysis;
}

/* As text, for a picture; whether it is in, for a mask. */
static void
check_value (CsProbeTable *table, CsProduct *product, const char *output, double x, double y)
{
  double value = cs_raster_get (cs_product_get_raster (product), (guint) x, (guint) y);
  const char *shown = cs_probe_table_get (table, output);
  char *end = NULL;

  g_assert_nonnull (shown);
  if (cs_product_get_kind (product) == CS_PRODUCT_RASTER)
    {
      double read = g_strtod (shown, &end);

      g_assert_true (end != shown);
      g_assert_cmpfloat_with_epsilon (read, value, 0.01 * MAX (1, ABS (value)));
    }
}

static guint
check_place (CsProbeTable *table, CsAnalysis *analysis, double x, double y)
{
  guint n = 0;

  cs_probe_table_probe (table, analysis, x, y, TRUE);
  for (guint i = 0; cs_stages[i]; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name; output++)
      {
        CsProduct *product = cs_analysis_get (analysis, output->name);

        if (product && (output->kind == CS_PRODUCT_RASTER || output->kind == CS_PRODUCT_MASK))
          {
            check_value (table, product, output->name, x, y);
            n++;
          }
      }
  return n;
}

static void
test_every_stage (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (CsAnalysis) analysis = analyse (fixture);
  CsProbeTable *table = CS_PROBE_TABLE (g_object_ref_sink (cs_probe_table_new ()));
  CsProduct *breast = cs_analysis_get (analysis, "breast");
  g_autofree char *in = NULL;

  g_assert_nonnull (breast);
  g_assert_cmpuint (check_place (table, analysis, 30.5, 128.5), >, 8);
  in = g_strdup (cs_probe_table_get (table, "breast"));
  check_place (table, analysis, 250.5, 3.5);
  g_assert_cmpstr (cs_probe_table_get (table, "breast"), !=, in);
  cs_probe_table_probe (table, analysis, 0, 0, FALSE);
  g_assert_cmpstr (cs_probe_table_get (table, "breast"), ==, "–");
  g_object_unref (table);
}

/* In a box stands its suspicion, beside it nothing. */
static void
test_boxes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (CsAnalysis) analysis = analyse (fixture);
  CsProbeTable *table = CS_PROBE_TABLE (g_object_ref_sink (cs_probe_table_new ()));
  guint n;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);
  g_autofree char *inside = NULL;

  g_assert_cmpuint (n, >, 0);
  cs_probe_table_probe (table, analysis, boxes[0].x + 0.5, boxes[0].y + 0.5, TRUE);
  inside = g_strdup (cs_probe_table_get (table, "boxes"));
  cs_probe_table_probe (table, analysis, 255.5, 0.5, TRUE);
  g_assert_cmpstr (cs_probe_table_get (table, "boxes"), !=, inside);
  g_object_unref (table);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/probe-table/every-stage", test_every_stage);
  g_test_add_func ("/probe-table/boxes", test_boxes);
  return g_test_run ();
}
