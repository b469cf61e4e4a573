/* Verdicts are records: they outlive proposals, undoing, restarts, kills and bad disks. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cs-error.h"
#include "cs-export.h"
#include "cs-ratings.h"
#include "cs-record-forms.h"
#include "cs-study-private.h"
#include "studies.h"

static const char *program;

typedef Study Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  study_make (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  study_clear (fixture);
}

static void
test_proposals_keep_verdicts (Fixture      *fixture,
                              gconstpointer data)
{
  CsBox again[] = { study_box_at (2, 0.95f), study_box_at (120, 0.8f) };

  study_propose_row (fixture, 5);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 5);
  study_judge (fixture, 0, CS_VERDICT_POSITIVE);
  study_judge (fixture, 3, CS_VERDICT_NEGATIVE);
  study_propose (fixture, again, 2);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 3);
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 2);
  g_assert_cmpint (cs_mark_get_box (study_mark_at (fixture, 0))->x, ==, 0);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (fixture, 0)), ==, CS_VERDICT_POSITIVE);
  /* Undoing after the proposal leaves the marks there, not judged. */
  while (study_step (fixture, TRUE));
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 3);
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 0);
}

static void
test_redo_of_a_dropped_mark (Fixture      *fixture,
                             gconstpointer data)
{
  CsBox again = study_box_at (1, 0.5f);

  study_propose_row (fixture, 1);
  study_judge (fixture, 0, CS_VERDICT_POSITIVE);
  study_step (fixture, TRUE);
  study_propose (fixture, NULL, 0);
  study_propose (fixture, &again, 1);
  study_step (fixture, FALSE);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 1);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (fixture, 0)), ==, CS_VERDICT_POSITIVE);
}

/* An undo may come between: then everything is refused until the end. */
static void
sign_and_reopen (Fixture *fixture,
                 GError **error)
{
  if (cs_study_sign (fixture->study, fixture->entry, error))
    cs_study_reopen (fixture->study, fixture->entry, "a second look", error);
}

static void
random_act (Fixture *fixture,
            GRand   *rand)
{
  g_autoptr (GError) error = NULL;
  guint n = g_list_model_get_n_items (cs_study_get_marks (fixture->study, fixture->entry));
  CsMark *mark = study_mark_at (fixture, g_rand_int_range (rand, 0, n));
  CsBox box = study_box_at (g_rand_int_range (rand, 0, 180), 0.5f);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, cs_mark_get_box (mark)->width,
                                             cs_mark_get_box (mark)->height);
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  CsFacts facts = *cs_entry_get_facts (fixture->entry);
  const char *said = g_rand_boolean (rand) ? "4" : "";

  ((guint8 *) cs_raster_edit (mask, 0))[0] = 255;
  g_ptr_array_add (marks, study_mark_at (fixture, 0));
  g_ptr_array_add (marks, study_mark_at (fixture, n - 1));
  switch (g_rand_int_range (rand, 0, 9))
    {
    case 0: cs_study_judge (fixture->study, mark, g_rand_int_range (rand, 0, 4), &error); break;
    case 1: cs_study_judge_all (fixture->study, marks, CS_VERDICT_NEGATIVE, &error); break;
    case 2: cs_study_draw (fixture->study, fixture->entry, &box, CS_VERDICT_POSITIVE, &error); break;
    case 3: cs_study_move (fixture->study, mark, &box, &error); break;
    case 4: cs_study_paint (fixture->study, mark, g_rand_boolean (rand) ? mask : NULL, &error); break;
    case 6: cs_study_describe (fixture->study, fixture->entry, marks, "confidence", said, &error); break;
    case 7: sign_and_reopen (fixture, &error); break;
    case 5: facts.case_id = "8"; cs_study_set_facts (fixture->study, fixture->entry, &facts, &error); break;
    default:
      if (cs_mark_get_origin (mark) == CS_ORIGIN_READER)
        cs_study_erase (fixture->study, mark, &error);
    }
  if (!cs_study_is_signed (fixture->study, fixture->entry))
    g_assert_no_error (error);
}

static void
test_undo_of_everything (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree char *before = NULL, *after = NULL, *undone = NULL, *redone = NULL;

  study_add_film (fixture, 2);
  study_propose_row (fixture, 8);
  before = study_describe (fixture);
  for (guint i = 0; i < 60; i++)
    {
      random_act (fixture, rand);
      if (i % 7 == 6)
        study_step (fixture, TRUE);
    }
  after = study_describe (fixture);
  study_reopen (fixture);
  while (study_step (fixture, TRUE));
  undone = study_describe (fixture);
  g_assert_cmpstr (undone, ==, before);
  study_reopen (fixture);
  while (study_step (fixture, FALSE));
  redone = study_describe (fixture);
  g_assert_cmpstr (redone, ==, after);
}

/* Whatever is done: undoing all of it gives every mark back, redoing all the state it led to, and the trail, which only
 * ever grows, stays whole. */
static void
test_random_acts (Fixture      *fixture,
                  gconstpointer data)
{
  for (guint seed = 10; seed < 16; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autofree char *before = NULL, *after = NULL, *undone = NULL, *redone = NULL;
      g_autoptr (GError) error = NULL;
      guint n_before, n_after, n_undone = 0, n_redone = 0, links;

      study_propose_row (fixture, 6);
      before = study_describe (fixture);
      g_assert_true (cs_study_verify (fixture->study, &n_before, NULL, &error));
      for (guint i = 0; i < 25; i++)
        random_act (fixture, rand);
      after = study_describe (fixture);
      g_assert_true (cs_study_verify (fixture->study, &n_after, NULL, &error));
      for (; n_undone < n_after - n_before && study_step (fixture, TRUE); n_undone++);
      undone = study_describe (fixture);
      g_assert_cmpstr (undone, ==, before);
      for (; study_step (fixture, FALSE); n_redone++);
      redone = study_describe (fixture);
      g_assert_cmpstr (redone, ==, after);
      g_assert_cmpuint (n_undone, ==, n_redone);
      g_assert_true (cs_study_verify (fixture->study, &links, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (links, ==, n_after + n_undone + n_redone);
    }
}

static void
test_two_programs (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) second = NULL;
  g_autofree char *why = NULL;

  study_propose_row (fixture, 3);
  second = cs_study_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_object_get (second, "why-read-only", &why, NULL);
  g_assert_true (cs_study_get_read_only (second));
  g_assert_nonnull (why);
  g_assert_cmpuint (cs_entry_get_n_marks (cs_study_get_entry (second, 1)), ==, 3);
  g_assert_false (cs_study_set_settings (second, "x", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
}

/* The other half of test_power_cut(), in a process of its own. */
static int
judge_until_killed (const char *path)
{
  Fixture fixture = { g_file_new_for_path (path), NULL, NULL };

  study_reopen (&fixture);
  for (guint i = 0; i < 8; i++)
    study_judge (&fixture, i, CS_VERDICT_POSITIVE);
  raise (SIGKILL);
  return 0;
}

static void
test_power_cut (Fixture      *fixture,
                gconstpointer data)
{
  const char *path = g_file_peek_path (fixture->folder);
  const char *const arguments[] = { program, "--judge", path, NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  study_propose_row (fixture, 10);
  g_clear_object (&fixture->study);
  g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFSIGNALED (status));
  study_reopen (fixture);
  g_assert_false (cs_study_get_read_only (fixture->study));
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 8);
}

/* A study is closed and opened again while a thread starts a helper: between fork and exec that has copies of all
 * descriptors. */
static void
test_lock_not_inherited (Fixture      *fixture,
                         gconstpointer data)
{
  pid_t starting = fork ();

  if (starting == 0)
    for (;;)
      pause ();
  g_assert_cmpint (starting, >, 0);
  study_reopen (fixture);
  kill (starting, SIGKILL);
  waitpid (starting, NULL, 0);
  g_assert_false (cs_study_get_read_only (fixture->study));
}

static void
test_read_only_folder (Fixture      *fixture,
                       gconstpointer data)
{
  const char *path = g_file_peek_path (fixture->folder);
  g_autoptr (GError) error = NULL;
  gboolean root = geteuid () == 0;

  study_propose_row (fixture, 3);
  g_clear_object (&fixture->study);
  g_chmod (path, 0555);
  /* Nothing is forbidden to root: be nobody for a moment. */
  g_assert_true (!root || seteuid (65534) == 0);
  fixture->study = cs_study_open (fixture->folder, &error);
  g_assert_true (!root || seteuid (0) == 0);
  g_chmod (path, 0755);
  g_assert_no_error (error);
  g_assert_true (cs_study_get_read_only (fixture->study));
  g_assert_cmpuint (cs_entry_get_n_marks (cs_study_get_entry (fixture->study, 1)), ==, 3);
}

static void
assert_refused (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) study = cs_study_open (fixture->folder, &error);

  g_assert_null (study);
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "study.db"));
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_file_peek_path (fixture->folder), "study.db", NULL);
  g_autofree char *content = NULL;
  gsize length = 0;

  study_propose_row (fixture, 12);
  g_clear_object (&fixture->study);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (path, content, length / 2, NULL));
  assert_refused (fixture);
  g_assert_true (g_file_set_contents (path, "This is no database, only words, and more of them.", -1, NULL));
  assert_refused (fixture);
}

/* What SQLite quotes of a damaged schema need not be text. */
static void
test_damaged_words (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_file_peek_path (fixture->folder), "study.db", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  char *table;

  g_clear_object (&fixture->study);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  /* A database is full of zeros, at which strstr() would stop. */
  for (table = content; !g_str_has_prefix (table, "CREATE TABLE acts"); table++)
    g_assert_true (table < content + length);
  table[3] = (char) 0xc5;
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  g_assert_null (cs_study_open (fixture->folder, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* Rows that break off half-way are not all there are: the study is refused. SQLite fails at a row, not when asked. */
static void
test_broken_off (Fixture      *fixture,
                 gconstpointer data)
{
  static const char *const breaks[] = {
    "DROP TABLE networks; CREATE VIEW networks AS SELECT 'a' AS path, 'a' AS title, 'a' AS digest, '{}' AS figures,"
    " abs (-9223372036854775807 - 1) AS at, 1 AS id",
    "DROP TABLE earlier_cases; CREATE VIEW earlier_cases AS"
    " SELECT abs (-9223372036854775807 - 1) AS later, 'x' AS earlier" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autoptr (CsStore) store = NULL;
      g_autoptr (GFile) file = g_file_get_child (fixture->folder, "study.db");

      g_clear_object (&fixture->study);
      store = cs_store_open (file, FALSE, &error);
      g_assert_true (cs_store_run (store, breaks[i], &error));
      g_clear_pointer (&store, cs_store_close);
      g_assert_null (cs_study_open (fixture->folder, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
}

/* A disk that refuses in the middle of a session: marks that could not be read are not given away as if there were
 * none, under any veil, nothing is learnt without them, and no curve is drawn that would call them missed. */
static void
test_lacking (Fixture      *fixture,
              gconstpointer data)
{
  const CsCut cut = CS_CUT_STANDARD;
  g_autoptr (CsSettings) settings = cs_settings_new (NULL);
  g_autoptr (GFile) to = g_file_get_child (fixture->folder, "marks.csv");
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (CsRecord) veiled = NULL;
  g_autoptr (CsRatings) ratings = NULL;
  g_autoptr (GError) error = NULL;

  study_propose_row (fixture, 3);
  g_assert_true (cs_store_run (fixture->study->store, "ALTER TABLE marks RENAME TO gone", &error));
  record = cs_study_freeze (fixture->study);
  veiled = cs_record_veil (record);
  g_assert_false (cs_export_write (cs_export_find ("csv"), record, &(CsExportManner) { 0 }, to, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_false (g_file_query_exists (to, NULL));
  g_clear_error (&error);
  g_assert_null (cs_patches_gather (veiled, settings, &cut, NULL, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_clear_error (&error);
  ratings = cs_ratings_new (record);
  g_assert_false (cs_ratings_meet_truth (ratings, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
}

/* A box that lies beyond all films, in a database that somebody else wrote, is compared with others all the same. */
static void
test_far_boxes (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const CsBox *box;

  study_propose_row (fixture, 3);
  g_assert_true (cs_store_run (fixture->study->store, "UPDATE marks SET x = -2147483648, width = 2147483647", &error));
  study_reopen (fixture);
  box = cs_mark_get_box (study_mark_at (fixture, 0));
  g_assert_cmpint (box->x, ==, -CS_MARK_FARTHEST);
  g_assert_cmpint (box->width, ==, CS_MARK_FARTHEST);
  study_judge (fixture, 0, CS_VERDICT_POSITIVE);
  study_propose_row (fixture, 3);
}

static void
test_newer_schema (Fixture      *fixture,
                   gconstpointer data)
{
  g_assert_true (cs_store_run (fixture->study->store, "PRAGMA user_version = 99", NULL));
  g_clear_object (&fixture->study);
  assert_refused (fixture);
}

/* A database of the first schema: films and verdicts, no history yet. */
static void
test_migration (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  study_propose_row (fixture, 4);
  g_assert_true (cs_store_run (fixture->study->store, "UPDATE marks SET verdict = 'positive' WHERE id < 3;"
                               STUDY_DROP_LATER
                               "DROP TABLE mark_changes; DROP TABLE film_changes; DROP TABLE touched; DROP TABLE acts;"
                               "PRAGMA user_version = 1", &error));
  g_assert_no_error (error);
  study_reopen (fixture);
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 2);
  study_judge (fixture, 3, CS_VERDICT_UNSURE);
  g_assert_true (study_step (fixture, TRUE));
  g_assert_true (cs_study_verify (fixture->study, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 2);
}

static void
test_full_disk (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree CsBox *boxes = g_new (CsBox, 2000);
  g_autoptr (CsProduct) product = NULL;
  g_autofree char *before = NULL, *after = NULL, *limit = NULL;
  g_autoptr (GError) error = NULL;

  study_propose_row (fixture, 5);
  study_judge (fixture, 1, CS_VERDICT_POSITIVE);
  before = study_describe (fixture);
  limit = g_strdup_printf ("PRAGMA max_page_count = %d",
                           (int) cs_store_ask_int (fixture->study->store, "PRAGMA page_count", 0) + 1);
  g_assert_true (cs_store_run (fixture->study->store, limit, NULL));
  for (guint i = 0; i < 2000; i++)
    boxes[i] = study_box_at ((int) i * 20, 0.3f);
  product = cs_product_new_boxes (boxes, 2000);
  g_assert_false (cs_study_propose (fixture->study, fixture->entry, product, "", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  after = study_describe (fixture);
  g_assert_cmpstr (after, ==, before);
  study_reopen (fixture);
  g_clear_pointer (&after, g_free);
  after = study_describe (fixture);
  g_assert_cmpstr (after, ==, before);
}

/* A move that was not written is not told as done, and the film stays where it was known. */
static void
test_move_refused (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GFile) there = g_file_get_child (fixture->folder, "elsewhere.png");
  g_autofree char *before = g_file_get_path (cs_entry_get_file (fixture->entry));
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_store_run (fixture->study->store, "CREATE TRIGGER refuse BEFORE UPDATE OF path ON films "
                               "BEGIN SELECT RAISE (ABORT, 'refused'); END", NULL));
  g_assert_false (cs_study_move_film (fixture->study, cs_entry_get_id (fixture->entry), there, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_assert_cmpstr (g_file_peek_path (cs_entry_get_file (fixture->entry)), ==, before);
  g_assert_true (cs_store_run (fixture->study->store, "DROP TRIGGER refuse", NULL));
  g_assert_true (cs_study_move_film (fixture->study, cs_entry_get_id (fixture->entry), there, NULL));
  g_assert_true (g_file_equal (cs_entry_get_file (fixture->entry), there));
}

static void
test_remove_and_networks (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = cs_study_new_network (fixture->study, "U-Net, my study");
  GListModel *entries = cs_study_get_entries (fixture->study);

  study_propose_row (fixture, 2);
  g_assert_true (cs_study_remove (fixture->study, fixture->entry, &error));
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 0);
  g_assert_true (study_step (fixture, TRUE));
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 1);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture->entry), ==, 2);
  g_assert_true (cs_study_add_network (fixture->study, file, "A", "d1", "{}", &error));
  g_assert_true (cs_study_log_run (fixture->study, "train", "d1", "{}", &error));
  study_reopen (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_networks (fixture->study)), ==, 1);
}

static void
test_label_from_truth (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (CsTruth) truth = cs_truth_new (FALSE);
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 200, 100);
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  guint n_positive = 0;

  for (int x = 5; x < 8; x++)
    ((guint8 *) cs_raster_edit (mask, 12))[x] = ((guint8 *) cs_raster_edit (mask, 80))[x] = 255;
  cs_truth_set_mask (truth, "calcifications", mask);
  cs_truth_add (truth, &(CsTruthSpot) { .x = 5, .y = 12, .width = 3, .height = 1, .cluster = -1 });
  cs_truth_add (truth, &(CsTruthSpot) { .x = 5, .y = 80, .width = 3, .height = 1, .cluster = -1 });
  study_propose_row (fixture, 4);
  g_assert_true (cs_study_label_from_truth (fixture->study, fixture->entry, truth, "truth", &error));
  g_assert_cmpuint (cs_entry_get_n_verdict (fixture->entry, CS_VERDICT_POSITIVE), ==, 1);
  g_assert_cmpuint (cs_entry_get_n_verdict (fixture->entry, CS_VERDICT_NEGATIVE), ==, 3);
  g_assert_cmpfloat (cs_raster_get (cs_mark_get_mask (study_mark_at (fixture, 0)), 5, 2), ==, 255);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_truth (fixture->study, fixture->entry)), ==, 2);
  record = cs_study_freeze (fixture->study);
  for (guint i = 0; i < cs_record_get_film (record, 0)->n_marks; i++)
    n_positive += cs_record_get_film (record, 0)->marks[i].verdict == CS_VERDICT_POSITIVE;
  g_assert_cmpuint (n_positive, ==, 2);
  g_assert_true (study_step (fixture, TRUE));
  g_assert_cmpuint (cs_entry_get_n_judged (fixture->entry), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_truth (fixture->study, fixture->entry)), ==, 0);
}

/* Of a circle the corners of its box are not part. */
static void
test_label_from_circle (Fixture      *fixture,
                        gconstpointer data)
{
  CsBox boxes[] = { { 28, 28, 4, 4, 0.9f, { 0 } }, { 11, 11, 4, 4, 0.8f, { 0 } } };
  g_autoptr (CsTruth) truth = cs_truth_new (TRUE);
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  cs_truth_add (truth, &(CsTruthSpot) { .x = 10, .y = 10, .width = 40, .height = 40, .cluster = -1, .round = TRUE,
                                        .word = "CALC M" });
  study_propose (fixture, boxes, 2);
  g_assert_true (cs_study_label_from_truth (fixture->study, fixture->entry, truth, "truth", &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (fixture, 0)), ==, CS_VERDICT_POSITIVE);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (fixture, 1)), ==, CS_VERDICT_NEGATIVE);
  study_reopen (fixture);
  record = cs_study_freeze (fixture->study);
  for (guint i = 0; i < cs_record_get_film (record, 0)->n_marks; i++)
    {
      const CsRecordMark *mark = &cs_record_get_film (record, 0)->marks[i];

      g_assert_cmpstr (mark->called, ==, mark->origin == CS_ORIGIN_TRUTH ? "CALC M" : NULL);
    }
}

/* Where the truth does not say where all is, a box that meets none of it is not known to be wrong. */
static void
test_label_with_gaps (Fixture      *fixture,
                      gconstpointer data)
{
  CsBox boxes[] = { { 28, 28, 4, 4, 0.9f, { 0 } }, { 80, 80, 4, 4, 0.8f, { 0 } } };
  g_autoptr (CsTruth) truth = cs_truth_new (TRUE);
  g_autoptr (GError) error = NULL;

  cs_truth_add (truth, &(CsTruthSpot) { .x = 10, .y = 10, .width = 40, .height = 40, .cluster = -1 });
  cs_truth_add_gap (truth, g_strdup ("and somewhere else"));
  study_propose (fixture, boxes, 2);
  g_assert_true (cs_study_label_from_truth (fixture->study, fixture->entry, truth, "truth", &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (fixture, 0)), ==, CS_VERDICT_POSITIVE);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (fixture, 1)), ==, CS_VERDICT_NONE);
}

#define ADD(name, function) g_test_add ("/study/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  program = argv[0];
  if (argc == 3 && g_strcmp0 (argv[1], "--judge") == 0)
    return judge_until_killed (argv[2]);
  g_test_init (&argc, &argv, NULL);
  ADD ("proposals-keep-verdicts", test_proposals_keep_verdicts);
  ADD ("redo-of-a-dropped-mark", test_redo_of_a_dropped_mark);
  ADD ("undo-of-everything", test_undo_of_everything);
  ADD ("random-acts", test_random_acts);
  ADD ("two-programs", test_two_programs);
  ADD ("power-cut", test_power_cut);
  ADD ("lock-not-inherited", test_lock_not_inherited);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("damaged", test_damaged);
  ADD ("damaged-words", test_damaged_words);
  ADD ("broken-off", test_broken_off);
  ADD ("lacking", test_lacking);
  ADD ("far-boxes", test_far_boxes);
  ADD ("newer-schema", test_newer_schema);
  ADD ("migration", test_migration);
  ADD ("full-disk", test_full_disk);
  ADD ("move-refused", test_move_refused);
  ADD ("remove-and-networks", test_remove_and_networks);
  ADD ("label-from-truth", test_label_from_truth);
  ADD ("label-from-circle", test_label_from_circle);
  ADD ("label-with-gaps", test_label_with_gaps);
  return g_test_run ();
}
