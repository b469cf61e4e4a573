/* The audit trail shows every hand laid on it, and a backup brings a study back. */
#include <string.h>

#include "cs-error.h"
#include "cs-chronicle.h"
#include "cs-study-private.h"
#include "studies.h"

typedef struct { Study study; guint n_links; } Fixture;

/* Five links: a film, its boxes, two verdicts and an undo. */
static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  study_make (&fixture->study);
  study_propose_row (&fixture->study, 4);
  cs_study_set_model (fixture->study.study, "model digest");
  cs_study_set_queue (fixture->study.study, "suspicion");
  study_judge (&fixture->study, 0, CS_VERDICT_POSITIVE);
  study_judge (&fixture->study, 1, CS_VERDICT_NEGATIVE);
  cs_study_undo (fixture->study.study, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cs_study_verify (fixture->study.study, &fixture->n_links, NULL, &error));
  g_assert_cmpuint (fixture->n_links, ==, 5);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  study_clear (&fixture->study);
}

/* What a check says after @sql went behind the study's back. */
static char *
meddle (Fixture    *fixture,
        const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_store_run (fixture->study.study->store, "PRAGMA foreign_keys = OFF", &error));
  g_assert_true (cs_store_run (fixture->study.study->store, sql, &error));
  g_assert_no_error (error);
  g_assert_false (cs_study_verify (fixture->study.study, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  return g_strdup (error->message);
}

static void
test_names_the_link (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *said = meddle (fixture, data);

  g_assert_nonnull (strstr (said, "link 3"));
  g_assert_nonnull (strstr (said, "Accepted 1 box"));
}

static void
test_missing_link (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *said = meddle (fixture, "DELETE FROM acts WHERE id = 3");

  g_assert_nonnull (strstr (said, "link 3 of the audit trail is missing"));
}

static void
test_cut_end (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *said = meddle (fixture, "DELETE FROM acts WHERE id = 5");

  g_assert_nonnull (strstr (said, "link 5 of the audit trail is missing"));
}

/* The trail is whole, but a verdict was changed beside it. */
static void
test_other_state (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *said = meddle (fixture, data);

  g_assert_nonnull (strstr (said, "not as the audit trail left"));
}

static void
test_reader_row (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *said = meddle (fixture, data);

  g_assert_nonnull (strstr (said, "a verdict on box 1 is not as the audit trail left it"));
}

static void
test_what_is_written (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (CsQuery) query = cs_store_ask (fixture->study.study->store, NULL, "SELECT who, at, program,"
                                            " settings, model, queue FROM acts WHERE id = 3", "");
  g_autofree char *settings = g_compute_checksum_for_string (G_CHECKSUM_SHA256, STUDY_SETTINGS, -1);

  g_assert_true (cs_query_next (query, NULL));
  g_assert_cmpstr (cs_query_text (query, 0), ==, g_get_user_name ());
  g_assert_cmpint (cs_query_int (query, 1), >, 0);
  g_assert_true (g_str_has_prefix (cs_query_text (query, 2), "Calcspot "));
  g_assert_cmpstr (cs_query_text (query, 3), ==, settings);
  g_assert_cmpstr (cs_query_text (query, 4), ==, "model digest");
  g_assert_cmpstr (cs_query_text (query, 5), ==, "suspicion");
}

/* A study from before there was a chain is given one, and may be undone as before. */
static void
test_old_study (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_true (cs_store_run (fixture->study.study->store, "DROP INDEX touched_by_mark;"
                               STUDY_DROP_LATER
                               "ALTER TABLE acts DROP COLUMN program; ALTER TABLE acts DROP COLUMN settings;"
                               "ALTER TABLE acts DROP COLUMN model; ALTER TABLE acts DROP COLUMN queue;"
                               "ALTER TABLE acts DROP COLUMN note; ALTER TABLE acts DROP COLUMN link;"
                               "PRAGMA user_version = 2", &error));
  g_assert_no_error (error);
  study_reopen (&fixture->study);
  g_assert_true (cs_study_verify (fixture->study.study, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, fixture->n_links + 1);
  g_assert_true (cs_study_undo (fixture->study.study, NULL, NULL, &error));
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->study.entry), ==, 0);
  g_assert_true (cs_study_verify (fixture->study.study, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_deed (GListModel *history,
             guint       position,
             const char *wanted)
{
  g_autoptr (CsDeed) deed = g_list_model_get_item (history, position);
  g_autofree char *words = NULL, *who = NULL;

  g_object_get (deed, "words", &words, "who", &who, NULL);
  g_assert_cmpstr (words, ==, wanted);
  g_assert_cmpstr (who, ==, g_get_user_name ());
}

/* In words, the latest first, and it grows by itself. */
static void
test_history (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (CsChronicle) history = cs_chronicle_new (fixture->study.study);
  GListModel *model = G_LIST_MODEL (history);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 5);
  assert_deed (model, 0, "Undid: Rejected 1 box on Case 7, right MLO");
  assert_deed (model, 2, "Accepted 1 box on Case 7, right MLO");
  assert_deed (model, 3, "The machine proposed 4 boxes on Case 7, right MLO");
  study_judge (&fixture->study, 3, CS_VERDICT_UNSURE);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 6);
  assert_deed (model, 0, "Called 1 box unsure on Case 7, right MLO");
}

/* Backups. */

static GFile *
back_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GFile *to = g_file_get_child (fixture->study.folder, "copy.calcspot");

  g_assert_true (cs_study_backup (fixture->study.folder, to, NULL, &error));
  g_assert_no_error (error);
  return to;
}

static void
test_restore (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *before = study_describe (&fixture->study), *after = NULL;
  g_autoptr (GFile) film = g_object_ref (cs_entry_get_file (fixture->study.entry)), copy = back_up (fixture);
  g_autoptr (GFile) folder = g_file_get_child (fixture->study.folder, "restored");
  g_autoptr (GFile) kept = g_object_ref (fixture->study.folder);
  g_autoptr (GError) error = NULL;

  /* The study goes on the while: what comes after the backup is not in it. */
  study_judge (&fixture->study, 2, CS_VERDICT_UNSURE);
  g_assert_true (cs_study_restore (folder, copy, NULL, &error));
  g_assert_no_error (error);
  g_set_object (&fixture->study.folder, folder);
  study_reopen (&fixture->study);
  after = study_describe (&fixture->study);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (g_file_equal (cs_entry_get_file (fixture->study.entry), film));
  g_assert_true (cs_study_verify (fixture->study.study, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (cs_study_restore (folder, copy, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_set_object (&fixture->study.folder, kept);
}

static void
test_backup_refused (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GFile) itself = g_file_get_child (fixture->study.folder, "study.db");
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/copy"), copy = back_up (fixture);
  g_autoptr (GFile) folder = g_file_get_child (fixture->study.folder, "restored");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_study_backup (fixture->study.folder, itself, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (cs_study_backup (fixture->study.folder, nowhere, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (cs_study_backup (fixture->study.folder, copy, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (g_file_replace_contents (copy, "no database", 11, NULL, FALSE, 0, NULL, NULL, NULL));
  g_assert_false (cs_study_restore (folder, copy, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
}

#define ADD(name, data, function) g_test_add ("/trail/" name, Fixture, data, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("who", "UPDATE acts SET who = 'somebody else' WHERE id = 3", test_names_the_link);
  ADD ("when", "UPDATE acts SET at = at + 1 WHERE id = 3", test_names_the_link);
  ADD ("what", "UPDATE mark_changes SET verdict = 'negative' WHERE act = 3 AND later = 1", test_names_the_link);
  ADD ("before", "UPDATE mark_changes SET x = x + 1 WHERE act = 3 AND later = 0", test_names_the_link);
  ADD ("row-dropped", "DELETE FROM mark_changes WHERE act = 3 AND later = 1", test_names_the_link);
  ADD ("missing", NULL, test_missing_link);
  ADD ("cut-end", NULL, test_cut_end);
  ADD ("verdict", "UPDATE marks SET verdict = 'negative' WHERE id = 1", test_other_state);
  ADD ("slipped-in", "UPDATE marks SET verdict = 'positive' WHERE id = 4", test_other_state);
  ADD ("row-of-a-reader", "UPDATE verdicts SET verdict = 'unsure' WHERE mark = 1", test_reader_row);
  ADD ("removed", "DELETE FROM marks WHERE id = 1", test_other_state);
  ADD ("what-is-written", NULL, test_what_is_written);
  ADD ("history", NULL, test_history);
  ADD ("old-study", NULL, test_old_study);
  ADD ("restore", NULL, test_restore);
  ADD ("backup-refused", NULL, test_backup_refused);
  return g_test_run ();
}
