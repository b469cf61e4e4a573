/* Every switch of a plan as a row: it shows the plan it was made with, changes nothing of it by itself, and sets what
 * a person turns. */
#include "fixture.h"

#include "cs-switch-rows.h"

static const char **
all_names (void)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; cs_switches[i].name; i++)
    g_ptr_array_add (names, (gpointer) cs_switches[i].name);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

static void
test_shows (gconstpointer later)
{
  g_autofree const char **names = all_names ();
  AdwExpanderRow *into = ADW_EXPANDER_ROW (g_object_ref_sink (adw_expander_row_new ()));
  CsCoursePlan plan, read;

  cs_course_plan_init (&plan);
  plan.plan.loss = NN_LOSS_CROSS;
  plan.design.depth = 3;
  plan.design.dropout = 0.25f;
  plan.plan.first_rate = 0.002;
  cs_course_plan_init (&read);
  g_autoptr (CsSwitchRows) rows = cs_switch_rows_new (into, names, later ? &read : &plan);
  if (later)
    cs_switch_rows_show (rows, &plan);
  cs_switch_rows_read (rows, &read);
  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *wanted = cs_switch_get (cs_switch_find (names[i]), &plan);
      g_autofree char *found = cs_switch_get (cs_switch_find (names[i]), &read);

      g_assert_cmpstr (found, ==, wanted);
      g_assert_nonnull (cs_switch_rows_get_control (rows, names[i]));
    }
  g_object_unref (into);
}

static void
test_sets (void)
{
  static const char *const names[] = { "norm", "recurrence", "slope", NULL };
  AdwExpanderRow *into = ADW_EXPANDER_ROW (g_object_ref_sink (adw_expander_row_new ()));
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  g_autoptr (CsSwitchRows) rows = cs_switch_rows_new (into, names, &plan);
  adw_combo_row_set_selected (ADW_COMBO_ROW (cs_switch_rows_get_control (rows, "norm")), NN_NORM_BATCH);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (cs_switch_rows_get_control (rows, "recurrence")), 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (cs_switch_rows_get_control (rows, "slope")), 0);
  cs_switch_rows_read (rows, &plan);
  g_assert_cmpint (plan.design.norm, ==, NN_NORM_BATCH);
  g_assert_cmpuint (plan.design.steps, ==, 2);
  g_assert_cmpfloat (plan.design.slope, ==, 0);
  g_assert_cmpuint (plan.design.width, ==, 64);
  g_assert_null (cs_switch_rows_get_control (rows, "width"));
  g_object_unref (into);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_data_func ("/switch-rows/shows", NULL, test_shows);
  g_test_add_data_func ("/switch-rows/shows-later", "later", test_shows);
  g_test_add_func ("/switch-rows/sets", test_sets);
  return g_test_run ();
}
