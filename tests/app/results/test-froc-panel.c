/* The free-response panel: draws what there is in a job, says what is missing, and lets go with its study. */
#include "fixture.h"

#include "cs-formats.h"
#include "cs-froc-panel.h"
#include "cs-phantom.h"
#include "cs-plot.h"
#include "nn-recipe.h"

/* A film with its truth beside it, and a few boxes that somebody judged. */
static void
add_phantom (Fixture *fixture)
{
  CsPhantomPlan plan;
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder), file = NULL;
  g_autofree char *name = cs_phantom_name (3, 0), *path = g_strconcat (name, "/film.png", NULL);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (GError) error = NULL;

  cs_phantom_plan_init (&plan, 300, 300, 8, 0.2, 3, 0);
  phantom = cs_phantom_draw (&plan, 3, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cs_phantom_write (phantom, folder, NULL, &error));
  file = g_file_resolve_relative_path (folder, path);
  image = cs_formats_read (file, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (cs_study_add (fixture->study, file, image, &error));
  fixture_judge (fixture, 1);
}

static gboolean
is_drawn (gpointer panel)
{
  double range[4];

  return cs_plot_get_range (fixture_find (panel, CS_TYPE_PLOT), range);
}

static void
test_draw (void)
{
  g_autoptr (Fixture) fixture = fixture_new (0);
  g_autoptr (CsFrocPanel) panel = g_object_ref_sink (g_object_new (CS_TYPE_FROC_PANEL, NULL));
  g_autofree char *told = NULL;
  double range[4];

  add_phantom (fixture);
  cs_froc_panel_set_session (panel, fixture->session);
  g_assert_false (is_drawn (panel));
  gtk_widget_activate_action (GTK_WIDGET (panel), "froc.draw", NULL);
  fixture_spin (is_drawn, panel);
  g_assert_true (cs_plot_get_range (fixture_find (GTK_WIDGET (panel), CS_TYPE_PLOT), range));
  g_assert_cmpfloat (range[1], ==, 20);
  g_assert_cmpfloat (range[3], <=, 1);
  told = cs_plot_summarise (fixture_find (GTK_WIDGET (panel), CS_TYPE_PLOT));
  g_assert_nonnull (strstr (told, "reader-1"));
  cs_session_set_study (fixture->session, NULL);
}

/* The network in use is one rater more; asked again it answers from what it found. */
static void
test_network (void)
{
  g_autoptr (Fixture) fixture = fixture_new (0);
  g_autoptr (CsFrocPanel) panel = g_object_ref_sink (g_object_new (CS_TYPE_FROC_PANEL, NULL));
  NnDesign design = NN_DESIGN_UNET;
  g_autoptr (NnGraph) graph = NULL;
  g_autoptr (NnNet) net = NULL;
  GtkWidget *check;

  add_phantom (fixture);
  cs_froc_panel_set_session (panel, fixture->session);
  check = fixture_find (GTK_WIDGET (panel), GTK_TYPE_CHECK_BUTTON);
  g_assert_false (gtk_widget_get_sensitive (check));
  design.width = 2;
  graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  net = nn_net_new (graph, 1);
  cs_session_set_network (fixture->session, net);
  g_assert_true (gtk_widget_get_sensitive (check));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *told = NULL;

      cs_plot_set_curves (fixture_find (GTK_WIDGET (panel), CS_TYPE_PLOT), NULL, 0);
      gtk_widget_activate_action (GTK_WIDGET (panel), "froc.draw", NULL);
      fixture_spin (is_drawn, panel);
      told = cs_plot_summarise (fixture_find (GTK_WIDGET (panel), CS_TYPE_PLOT));
      g_assert_nonnull (strstr (told, "Network"));
    }
  cs_session_set_study (fixture->session, NULL);
}

/* The panel goes while its job runs: nobody is called any more. */
static void
test_gone (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsFrocPanel *panel = g_object_ref_sink (g_object_new (CS_TYPE_FROC_PANEL, NULL));

  fixture_judge (fixture, 1);
  cs_froc_panel_set_session (panel, fixture->session);
  gtk_widget_activate_action (GTK_WIDGET (panel), "froc.draw", NULL);
  g_object_run_dispose (G_OBJECT (panel));
  g_object_unref (panel);
  fixture_settle ();
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/froc-panel/draw", test_draw);
  g_test_add_func ("/froc-panel/network", test_network);
  g_test_add_func ("/froc-panel/gone", test_gone);
  return g_test_run ();
}
