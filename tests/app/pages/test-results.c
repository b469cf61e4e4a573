/* What a network found: boxes at a threshold, surest first; and figures that are blank where they have no value. */
#include "fixture.h"

#include "cs-find.h"
#include "cs-network.h"
#include "cs-page.h"
#include "cs-png.h"
#include "cs-score-table.h"
#include "nn-recipe.h"

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

/* A small network, kept in the study as @title. */
static NnNet *
keep_network (CsStudy *study, const char *title, guint seed)
{
  NnDesign design = NN_DESIGN_UNET;
  g_autoptr (NnGraph) graph = NULL;
  g_autoptr (GFile) file = cs_study_new_network (study, title);
  g_autoptr (GError) error = NULL;
  NnNet *net;

  design.width = 2;
  graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  net = nn_net_new (graph, seed);
  g_assert_true (nn_net_save (net, file, &error));
  g_assert_true (cs_study_add_network (study, file, title, nn_net_get_digest (net), NULL, &error));
  return net;
}

static GType
results_page (void)
{
  guint i = 0;

  while (!g_str_equal (cs_pages[i]->id, "results"))
    i++;
  return cs_pages[i]->get_type ();
}

static gboolean
is_at_rest (gpointer session)
{
  return cs_jobs_get_n (cs_session_get_jobs (session)) == 0;
}

/* A while longer than a network of this size takes to load. */
static void
rest (Fixture *fixture)
{
  for (guint i = 0; i < 100; i++)
    {
      fixture_settle ();
      g_usleep (2000);
    }
  fixture_spin (is_at_rest, fixture->session);
}

static void
assert_in_use (FixturePage *page, NnNet *net, const char *title)
{
  AdwComboRow *row = fixture_find (page->page, ADW_TYPE_COMBO_ROW);
  CsNetwork *shown = adw_combo_row_get_selected_item (row);

  g_assert_true (cs_session_get_network (page->fixture->session) == net);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (row)));
  g_assert_cmpstr (cs_network_get_title (shown), ==, title);
}

/* Networks that come to the study move the row of the one in use: it goes on naming that one, which stays in use. */
static void
test_network_row (void)
{
  FixturePage page;
  Fixture *fixture = fixture_new (1);
  g_autoptr (NnNet) first = keep_network (fixture->study, "First", 1), second = NULL, third = NULL;

  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  cs_session_set_network (fixture->session, first);
  fixture_page_show (&page, fixture, results_page ());
  assert_in_use (&page, first, "First");
  second = keep_network (fixture->study, "Second", 2);
  rest (fixture);
  assert_in_use (&page, first, "First");
  third = keep_network (fixture->study, "Third", 3);        /* as a training ends: kept, and put to use at once */
  cs_session_set_network (fixture->session, third);
  rest (fixture);
  assert_in_use (&page, third, "Third");
  cs_session_set_network (fixture->session, second);
  assert_in_use (&page, second, "Second");
  cs_session_set_entry (fixture->session, NULL);
  fixture_page_close (&page);
}

static gboolean
tells_region (gpointer page)
{
  return fixture_says (page, "Regions without pixels: 1 · region");
}

/* A film whose set tells a region and what it is, but no pixels, is no film of which nothing is known. */
static void
test_truth_words (void)
{
  FixturePage page;
  Fixture *fixture = fixture_new (2);
  g_autofree char *name = g_build_filename (fixture->folder, "film-0_mask.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (name);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 256, 256);

  ((guint8 *) cs_raster_edit (mask, 40))[50] = 255;
  g_assert_true (cs_png_write (mask, 0, file, NULL));
  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  fixture_page_show (&page, fixture, results_page ());
  fixture_spin (tells_region, page.page);
  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 1));
  rest (fixture);
  g_assert_true (fixture_says (page.page, "None is known of this film"));
  cs_session_set_entry (fixture->session, NULL);
  fixture_page_close (&page);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/results/finds", test_finds);
  g_test_add_func ("/results/table", test_table);
  g_test_add_func ("/results/network-row", test_network_row);
  g_test_add_func ("/results/truth-words", test_truth_words);
  return g_test_run ();
}
