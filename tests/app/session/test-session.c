/* The session: each property notifies once on change and not at all on none; what belongs together goes together. */
#include "fixture.h"

#include "cs-formats.h"
#include "cs-pipeline.h"

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

/* A preview lasts until the analysis it announces, or until another film. */
static void
test_preview (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CsImage) image = cs_formats_read (cs_entry_get_file (fixture_get_film (fixture, 0)), NULL, NULL);
  g_autoptr (CsImage) half = cs_image_halve (image);
  CsSession *session = fixture->session;
  g_autoptr (CsAnalysis) whole = NULL, coarse = NULL;

  whole = cs_pipeline_run (image, NULL, cs_session_get_settings (session), NULL, NULL, NULL, NULL, NULL, NULL);
  coarse = cs_pipeline_run (half, NULL, cs_session_get_settings (session), NULL, NULL, NULL, NULL, NULL, NULL);
  cs_session_set_entry (session, fixture_get_film (fixture, 0));
  cs_session_set_image (session, image);
  g_signal_connect (session, "notify", G_CALLBACK (count_cb), counts);
  cs_session_set_preview (session, coarse);
  cs_session_set_preview (session, coarse);
  g_assert_cmpuint (take (counts, "preview"), ==, 1);
  g_assert_null (cs_session_get_analysis (session));
  cs_session_set_analysis (session, whole);
  g_assert_null (cs_session_get_preview (session));
  g_assert_cmpuint (take (counts, "preview"), ==, 1);
  cs_session_set_preview (session, coarse);
  cs_session_set_study (session, NULL);
  g_assert_null (cs_session_get_preview (session));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/session/notifies", test_notifies);
  g_test_add_func ("/session/marks", test_marks);
  g_test_add_func ("/session/preview", test_preview);
  return g_test_run ();
}
