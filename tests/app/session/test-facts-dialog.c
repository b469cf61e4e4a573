/* Facts set by hand: what was changed is set on every film, what was left alone stays as it was; a spacing that is none
 * cannot be set. */
#include "fixture.h"

#include <adwaita.h>
#include "cs-facts-dialog.h"

typedef struct { GtkWidget *dialog; GtkEditable *woman, *date, *spacing; AdwComboRow *side, *view; } Parts;

static void
find_parts (GtkWidget *widget, Parts *parts)
{
  if (GTK_IS_ENTRY (widget) && !parts->woman)
    parts->woman = GTK_EDITABLE (widget);
  else if (GTK_IS_ENTRY (widget) && !parts->date)
    parts->date = GTK_EDITABLE (widget);
  else if (GTK_IS_ENTRY (widget))
    parts->spacing = GTK_EDITABLE (widget);
  else if (ADW_IS_COMBO_ROW (widget) && !parts->side)
    parts->side = ADW_COMBO_ROW (widget);
  else if (ADW_IS_COMBO_ROW (widget))
    parts->view = ADW_COMBO_ROW (widget);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
      find_parts (child, parts);
}

static Parts
open_dialog (Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  Parts parts = { 0 };

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (entries, g_object_ref (fixture_get_film (fixture, i)));
  parts.dialog = cs_facts_dialog_new (NULL, fixture->study, entries);
  find_parts (parts.dialog, &parts);
  g_assert_nonnull (parts.view);
  return parts;
}

static void
answer (Parts *parts, const char *response)
{
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (parts->dialog), response);
  gtk_window_destroy (GTK_WINDOW (parts->dialog));
  fixture_settle ();
}

static const CsFacts *
facts_of (Fixture *fixture, guint i)
{
  return cs_entry_get_facts (fixture_get_film (fixture, i));
}

static void
test_set (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  Parts parts = open_dialog (fixture, 1);

  gtk_editable_set_text (parts.woman, "W1");
  gtk_editable_set_text (parts.spacing, "0,05");
  adw_combo_row_set_selected (parts.side, CS_SIDE_LEFT + 1);
  answer (&parts, "set");
  g_assert_cmpstr (facts_of (fixture, 0)->case_id, ==, "W1");
  g_assert_cmpfloat (facts_of (fixture, 0)->mm_per_pixel, ==, 0.05);
  g_assert_cmpint (facts_of (fixture, 0)->spacing, ==, CS_SPACING_HAND);
  g_assert_cmpint (facts_of (fixture, 0)->side, ==, CS_SIDE_LEFT);
  g_assert_cmpstr (facts_of (fixture, 1)->case_id, !=, "W1");

  /* Two that differ: only what is chosen now is set, on both. */
  parts = open_dialog (fixture, 2);
  g_assert_cmpstr (gtk_editable_get_text (parts.woman), ==, "");
  g_assert_cmpuint (adw_combo_row_get_selected (parts.side), ==, 0);
  adw_combo_row_set_selected (parts.view, CS_VIEW_MLO + 1);
  answer (&parts, "set");
  g_assert_cmpint (facts_of (fixture, 0)->view, ==, CS_VIEW_MLO);
  g_assert_cmpint (facts_of (fixture, 1)->view, ==, CS_VIEW_MLO);
  g_assert_cmpstr (facts_of (fixture, 0)->case_id, ==, "W1");
  g_assert_cmpint (facts_of (fixture, 0)->side, ==, CS_SIDE_LEFT);
  g_assert_true (cs_study_undo (fixture->study, NULL, NULL, NULL));
  g_assert_cmpint (facts_of (fixture, 1)->view, !=, CS_VIEW_MLO);
}

static void
test_left_alone (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  double before = facts_of (fixture, 0)->mm_per_pixel;
  Parts parts = open_dialog (fixture, 1);

  gtk_editable_set_text (parts.spacing, "0.3");
  answer (&parts, "cancel");
  g_assert_cmpfloat (facts_of (fixture, 0)->mm_per_pixel, ==, before);
}

static void
test_no_spacing (void)
{
  static const char *const bad[] = { "x", "-1", "0.05 mm", "50", "nan", "1e-9" };
  g_autoptr (Fixture) fixture = fixture_new (1);
  Parts parts = open_dialog (fixture, 1);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (parts.dialog);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (parts.spacing, bad[i]);
      g_assert_false (adw_message_dialog_get_response_enabled (dialog, "set"));
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (parts.spacing), "error"));
    }
  gtk_editable_set_text (parts.spacing, " 0.05 ");
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, "set"));
  answer (&parts, "cancel");
}

/* A film's day and her earlier case, by hand; no such day cannot be set. */
static void
test_exams (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  CsFacts facts = *facts_of (fixture, 1);
  GtkDropDown *cases;
  Parts parts;

  for (guint i = 0; i < 2; i++)
    {
      facts.case_id = i == 0 ? "one" : "another";
      g_assert_true (cs_study_set_facts (fixture->study, fixture_get_film (fixture, i), &facts, NULL));
    }
  parts = open_dialog (fixture, 1);
  cases = fixture_find (parts.dialog, GTK_TYPE_DROP_DOWN);

  gtk_editable_set_text (parts.date, "2019-02-30");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (parts.dialog), "set"));
  gtk_editable_set_text (parts.date, "2019-03-02");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (parts.dialog), "set"));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (cases)), ==, 2);
  gtk_drop_down_set_selected (cases, 1);
  answer (&parts, "set");
  g_assert_cmpstr (cs_entry_get_date (fixture_get_film (fixture, 0)), ==, "2019-03-02");
  g_assert_cmpstr (cs_entry_get_date (fixture_get_film (fixture, 1)), ==, "");
  g_assert_cmpstr (cs_study_get_earlier (fixture->study, facts_of (fixture, 0)->case_id), ==,
                   facts_of (fixture, 1)->case_id);
  parts = open_dialog (fixture, 1);
  cases = fixture_find (parts.dialog, GTK_TYPE_DROP_DOWN);
  g_assert_cmpuint (gtk_drop_down_get_selected (cases), ==, 1);
  gtk_drop_down_set_selected (cases, 0);
  answer (&parts, "set");
  g_assert_cmpstr (cs_study_get_earlier (fixture->study, facts_of (fixture, 0)->case_id), ==, "");
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/facts-dialog/set", test_set);
  g_test_add_func ("/facts-dialog/left-alone", test_left_alone);
  g_test_add_func ("/facts-dialog/no-spacing", test_no_spacing);
  g_test_add_func ("/facts-dialog/exams", test_exams);
  return g_test_run ();
}
