/* Table 1 in the window: what is missing is said; made, stopped and gone on with; there again when it is opened. */
#include "fixture.h"

#include "cs-table-panel.h"

static CsTablePanel *
open_panel (Fixture *fixture)
{
  CsTablePanel *panel = g_object_ref_sink (g_object_new (CS_TYPE_TABLE_PANEL, NULL));

  cs_table_panel_set_session (panel, fixture->session);
  fixture_settle ();
  return panel;
}

static void
close_panel (Fixture *fixture, CsTablePanel *panel)
{
  cs_jobs_stop (cs_session_get_jobs (fixture->session), 20);
  fixture_settle ();
  g_assert_finalize_object (panel);
}

static CsCoursePlan
small_plan (void)
{
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  plan.design.width = 4;
  plan.design.depth = 2;
  plan.plan.batch = 4;
  plan.plan.max_epochs = 2;
  plan.plan.threads = 1;
  return plan;
}

static gboolean
has_ended (gpointer crosser)
{
  return !cs_crosser_get_running (crosser);
}

static gboolean
has_losses (gpointer crosser)
{
  return cs_crosser_get_history (crosser, 0)->n > 0;
}

static gboolean
is_done (gpointer crosser)
{
  const CsStanding *standing = cs_crosser_get_standing (crosser);

  return standing && standing->n_done == CS_CROSSER_SETS;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  GtkWidget *found = NULL, *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (; child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);
  return found;
}

static void
test_too_few (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsTablePanel *panel;

  fixture_judge (fixture, 3);
  panel = open_panel (fixture);
  g_assert_false (gtk_widget_get_visible (find_button (GTK_WIDGET (panel), "table.start")));
  g_assert_true (gtk_widget_get_visible (find_button (GTK_WIDGET (panel), "win.show-page")));
  g_assert_true (fixture_says (GTK_WIDGET (panel), "*3 women have an accepted box*"));
  g_assert_null (cs_table_panel_get_csv (panel));
  close_panel (fixture, panel);
}

/* Stopped once in the first set; then to the end; then read again. */
static void
test_table (void)
{
  g_autoptr (Fixture) fixture = fixture_new (CS_CROSSER_SETS);
  CsTablePanel *panel;
  CsCrosser *crosser;
  CsCoursePlan plan = small_plan ();
  g_autofree char *csv = NULL, *text = NULL, *again = NULL;

  fixture_judge (fixture, CS_CROSSER_SETS);
  panel = open_panel (fixture);
  crosser = cs_table_panel_get_crosser (panel);
  g_assert_true (gtk_widget_get_visible (find_button (GTK_WIDGET (panel), "table.start")));
  cs_crosser_start (crosser, &plan);
  g_assert_true (gtk_widget_get_visible (find_button (GTK_WIDGET (panel), "table.stop")));
  fixture_spin (has_losses, crosser);
  cs_crosser_stop (crosser);
  fixture_spin (has_ended, crosser);
  g_assert_false (is_done (crosser));
  cs_crosser_start (crosser, &plan);
  fixture_spin (has_ended, crosser);
  g_assert_true (is_done (crosser));
  g_assert_true (fixture_says (GTK_WIDGET (panel), "*All sets are done.*"));
  g_assert_true (fixture_says (GTK_WIDGET (panel), "*Our figures follow Eq. 12-17.*"));
  g_assert_true (fixture_says (GTK_WIDGET (panel), "*98.4 %*"));
  for (guint set = 0; set < CS_CROSSER_SETS; set++)
    g_assert_cmpuint (cs_crosser_get_history (crosser, set)->n, ==, 2);
  csv = cs_table_panel_get_csv (panel);
  text = cs_table_panel_get_text (panel);
  g_assert_nonnull (strstr (csv, "reviewer,pooled,5,"));
  g_assert_nonnull (strstr (text, "95 %"));
  close_panel (fixture, panel);
  panel = open_panel (fixture);
  fixture_spin (is_done, cs_table_panel_get_crosser (panel));
  again = cs_table_panel_get_csv (panel);
  g_assert_cmpstr (again, ==, csv);
  close_panel (fixture, panel);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/table-panel/too-few", test_too_few);
  g_test_add_func ("/table-panel/table", test_table);
  return g_test_run ();
}
