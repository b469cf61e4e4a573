/* What a network found: boxes at a threshold, surest first; and figures that are blank where they have no value. */
#include "fixture.h"

#include "cs-find.h"
#include "cs-score-table.h"

static CsRaster *
probabilities (void)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_F32, 20, 20);

  ((float *) cs_raster_edit (raster, 3))[3] = 0.6f;
  ((float *) cs_raster_edit (raster, 3))[4] = 0.5f;
  ((float *) cs_raster_edit (raster, 12))[12] = 0.9f;
  ((float *) cs_raster_edit (raster, 19))[19] = 0.4f;
  return raster;
}

static void
check (GListModel *finds, guint i, int x, guint area, float probability)
{
  g_autoptr (CsFind) find = g_list_model_get_item (finds, i);

  g_assert_cmpint (cs_find_get_box (find)->x, ==, x);
  g_assert_cmpuint (cs_find_get_area (find), ==, area);
  g_assert_cmpfloat ((float) cs_find_get_probability (find), ==, probability);
}

static void
test_finds (void)
{
  static const CsBox boxes[] = { { .x = 2, .y = 2, .width = 4, .height = 4 },
                                 { .x = 10, .y = 10, .width = 5, .height = 5 },
                                 { .x = 17, .y = 17, .width = 9, .height = 9 },
                                 { .x = -3, .y = -3, .width = 4, .height = 4 } };
  g_autoptr (CsRaster) raster = probabilities ();
  g_autoptr (GListModel) half = cs_finds_new (raster, boxes, G_N_ELEMENTS (boxes), 0.5);
  g_autoptr (GListModel) low = cs_finds_new (raster, boxes, G_N_ELEMENTS (boxes), 0.3);

  g_assert_cmpuint (g_list_model_get_n_items (half), ==, 2);
  check (half, 0, 10, 1, 0.9f);
  check (half, 1, 2, 2, 0.6f);
  g_assert_cmpuint (g_list_model_get_n_items (low), ==, 3);
  check (low, 2, 17, 1, 0.4f);
}

static void
test_table (void)
{
  GtkWidget *table = g_object_ref_sink (cs_score_table_new ());
  NnCounts counts = { .tp = 3, .tn = 90, .fp = 1, .fn = 1 };
  CsScores scores = { 0 };

  cs_score_table_show (CS_SCORE_TABLE (table), NULL);
  g_assert_true (fixture_says (table, "–"));
  nn_score_add (&scores.truth, &counts);
  cs_score_table_show (CS_SCORE_TABLE (table), &scores);
  g_assert_true (fixture_says (table, "75.0 %"));   /* sensitivity, precision, Dice */
  g_assert_true (fixture_says (table, "60.0 %"));   /* Jaccard */
  g_assert_true (fixture_says (table, "97.9 %"));   /* accuracy: 93 of 95 */
  g_assert_true (fixture_says (table, "–"));        /* nothing against the reviewer */
  g_object_unref (table);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/results/finds", test_finds);
  g_test_add_func ("/results/table", test_table);
  return g_test_run ();
}
