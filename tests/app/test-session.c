/* The session: each property notifies once on change and not at all on none; what belongs together goes together. */
#include "fixture.h"

static void
count_cb (GObject *object, GParamSpec *pspec, GHashTable *counts)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, pspec->name));
  g_hash_table_insert (counts, (gpointer) pspec->name, GUINT_TO_POINTER (n + 1));
}

static guint
take (GHashTable *counts, const char *name)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));
  g_hash_table_remove (counts, name);
  return n;
}

static void
test_notifies (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CsSettings) published = cs_settings_new ("published");
  g_autoptr (CsSettings) same = cs_settings_new ("published");
  CsSession *session = fixture->session;

  g_signal_connect (session, "notify", G_CALLBACK (count_cb), counts);
  cs_session_set_entry (session, fixture_get_film (fixture, 0));
  cs_session_set_entry (session, fixture_get_film (fixture, 0));
  g_assert_cmpuint (take (counts, "entry"), ==, 1);
  cs_session_set_settings (session, published);
  cs_session_set_settings (session, same);
  g_assert_cmpuint (take (counts, "settings"), ==, 1);
  cs_session_set_busy (session, TRUE);
  cs_session_set_busy (session, 2);
  g_assert_cmpuint (take (counts, "busy"), ==, 1);
  cs_session_set_study (session, fixture->study);
  g_assert_cmpuint (take (counts, "study"), ==, 0);
  cs_session_set_study (session, NULL);
  g_assert_cmpuint (take (counts, "study"), ==, 1);
  g_assert_cmpuint (take (counts, "entry"), ==, 1);
  g_assert_null (cs_session_get_entry (session));
}

static void
test_marks (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  CsSession *session = fixture->session;
  GtkSingleSelection *selection = cs_session_get_selection (session);
  g_autoptr (CsMark) mark = NULL;

  fixture_propose (fixture, fixture_get_film (fixture, 0), 3);
  cs_session_set_entry (session, fixture_get_film (fixture, 0));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 3);
  g_assert_null (cs_session_get_mark (session));
  mark = g_list_model_get_item (G_LIST_MODEL (selection), 1);
  g_assert_true (cs_session_select (session, mark));
  g_assert_true (cs_session_get_mark (session) == mark);
  cs_session_set_entry (session, fixture_get_film (fixture, 1));
  g_assert_null (cs_session_get_mark (session));
  g_assert_false (cs_session_select (session, mark));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 0);
  g_clear_object (&mark);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/session/notifies", test_notifies);
  g_test_add_func ("/session/marks", test_marks);
  return g_test_run ();
}
