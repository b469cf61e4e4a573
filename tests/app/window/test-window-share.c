/* Two windows on one study: what is done in one is seen in the other at once; the last one closes the study. */
#include "fixture.h"

#include "cs-window.h"

static CsWindow *
find_other (CsWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CS_IS_WINDOW (window) && CS_WINDOW (window) != self)
        return CS_WINDOW (window);
    }
  return NULL;
}

static CsMark *
first_mark (CsSession *session)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (cs_session_get_study (session)), 0);
  CsMark *mark;

  cs_session_set_entry (session, entry);
  mark = g_list_model_get_item (G_LIST_MODEL (cs_session_get_selection (session)), 0);
  g_object_unref (mark);
  return mark;
}

static void
check_settings (CsSession *one, CsSession *other, double slope)
{
  g_autoptr (CsSettings) settings = cs_settings_with (cs_session_get_settings (one), "breast.slope", slope, NULL);

  cs_session_set_settings (one, settings);
  g_assert_true (cs_settings_equal (cs_session_get_settings (other), settings));
}

static void
test_share (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsWindow *first, *second;
  CsSession *one, *other;
  g_autoptr (CsStudy) study = NULL;

  fixture_propose (fixture, fixture_get_film (fixture, 0), 3);
  first = fixture_open_window (fixture);
  one = cs_window_get_session (first);
  study = g_object_ref (cs_session_get_study (one));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (first), "win.new-window", NULL));
  second = find_other (first);
  other = cs_window_get_session (second);
  g_assert_true (other != one && cs_session_get_study (other) == study);
  g_assert_true (cs_study_judge (study, first_mark (other), CS_VERDICT_NEGATIVE, NULL));
  g_assert_cmpint (cs_mark_get_verdict (first_mark (one)), ==, CS_VERDICT_NEGATIVE);
  check_settings (one, other, 0.125);
  check_settings (other, one, 0.25);

  gtk_window_destroy (GTK_WINDOW (second));
  fixture_settle ();
  g_assert_null (find_other (first));
  g_assert_true (cs_study_judge (study, first_mark (one), CS_VERDICT_POSITIVE, NULL));
  gtk_window_destroy (GTK_WINDOW (first));
  fixture_settle ();
  g_assert_false (cs_study_undo (study, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/window-share/share", test_share);
  return g_test_run ();
}
