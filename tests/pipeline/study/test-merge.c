/* Copies of a study become one; own readings come before the machine's; words leave the house, or stay. */
#include <string.h>

#include "cs-blind.h"
#include "cs-error.h"
#include "cs-merge.h"
#include "cs-record-forms.h"
#include "cs-study-private.h"
#include "studies.h"

static void
set_up (Study        *study,
        gconstpointer data)
{
  study_make (study);
  study_propose_row (study, 4);
}

static void
tear_down (Study        *study,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_study_verify (study->study, NULL, NULL, &error));
  g_assert_no_error (error);
  study_clear (study);
}

static void
assert_said (Study      *study,
             const char *name,
             const char *wanted)
{
  g_autofree char *value = cs_study_get_description (study->study, study->entry, study_mark_at (study, 0), name);

  g_assert_cmpstr (value, ==, wanted);
}

/* Of the first box, or its case. */
static void
say (Study      *study,
     const char *name,
     const char *value)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (marks, study_mark_at (study, 0));
  cs_study_describe (study->study, study->entry, marks, name, value, &error);
  g_assert_no_error (error);
}

static void
test_blind (Study        *study,
            gconstpointer data)
{
  CsBox box = study_box_at (150, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *table = NULL;

  g_assert_true (cs_study_set_blind (study->study, TRUE, &error));
  study_reopen (study);
  g_assert_true (cs_study_is_hidden (study->study, study->entry));
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_marks (study->study, study->entry)), ==, 0);
  study_propose_row (study, 5);
  g_assert_cmpuint (cs_entry_get_n_marks (study->entry), ==, 0);
  g_assert_nonnull (cs_study_draw (study->study, study->entry, &box, CS_VERDICT_POSITIVE, &error));
  say (study, "category", "3");
  g_assert_true (cs_study_record_blind (study->study, study->entry, &error));
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_marks (study->study, study->entry)), ==, 6);
  /* What was seen stays seen. */
  while (study_step (study, TRUE));
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_marks (study->study, study->entry)), ==, 5);
  while (study_step (study, FALSE));
  study_judge (study, 0, CS_VERDICT_POSITIVE);
  study_judge (study, 1, CS_VERDICT_POSITIVE);
  say (study, "category", "4C");
  table = cs_study_tell_influence (study->study, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (table, "\t1\t3\t1\t2\t3\t4C\n"));
}

/* Ann reads here, Ben there; both begin with the same boxes. */
static void
read_apart (Study *study,
            Study *other)
{
  CsBox box = study_box_at (150, 0);
  g_autoptr (GError) error = NULL;

  cs_study_set_reader (study->study, "ann");
  cs_study_set_reader (other->study, "ben");
  study_judge (study, 0, CS_VERDICT_POSITIVE);
  study_judge (study, 1, CS_VERDICT_POSITIVE);
  g_assert_nonnull (cs_study_draw (study->study, study->entry, &box, CS_VERDICT_POSITIVE, &error));
  study_judge (other, 0, CS_VERDICT_POSITIVE);
  study_judge (other, 1, CS_VERDICT_NEGATIVE);
  study_judge (other, 2, CS_VERDICT_UNSURE);
  box.x = 170;
  g_assert_nonnull (cs_study_draw (other->study, other->entry, &box, CS_VERDICT_POSITIVE, &error));
  say (other, "morphology", "round");
  say (other, "category", "2");
}

static void
assert_merged (Study *study)
{
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (study, 0)), ==, CS_VERDICT_POSITIVE);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (study, 1)), ==, CS_VERDICT_NONE);
  g_assert_cmpint (cs_mark_get_verdict (study_mark_at (study, 2)), ==, CS_VERDICT_UNSURE);
  g_assert_cmpuint (cs_entry_get_n_marks (study->entry), ==, 6);
  assert_said (study, "morphology", "round");
  assert_said (study, "category", "2");
}

/* Back to @before, and there again, by the study as it was closed and opened. */
static void
undo_and_redo (Study      *study,
               const char *before)
{
  g_autofree char *after = study_describe (study), *undone = NULL, *redone = NULL;

  study_step (study, TRUE);
  undone = study_describe (study);
  g_assert_cmpstr (undone, ==, before);
  study_reopen (study);
  study_step (study, FALSE);
  redone = study_describe (study);
  g_assert_cmpstr (redone, ==, after);
}

static void
test_merge (Study        *study,
            gconstpointer data)
{
  Study other = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  CsMerged merged;

  study_copy (study, &other);
  read_apart (study, &other);
  before = study_describe (study);
  g_assert_true (cs_study_merge (study->study, other.folder, &merged, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (merged.n_marks, ==, 1);
  g_assert_cmpuint (merged.n_verdicts, ==, 4);
  g_assert_cmpuint (merged.n_words, ==, 2);
  g_assert_cmpuint (merged.n_conflicts, ==, 1);
  assert_merged (study);
  undo_and_redo (study, before);
  /* Again: nothing is new; but what differs still does. */
  g_assert_true (cs_study_merge (study->study, other.folder, &merged, &error));
  g_assert_cmpuint (merged.n_marks + merged.n_verdicts + merged.n_words, ==, 0);
  g_assert_cmpuint (merged.n_conflicts, ==, 1);
  study_clear (&other);
}

/* One reader on two machines who thought otherwise: both are kept. */
static void
test_merge_of_one (Study        *study,
                   gconstpointer data)
{
  Study other = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CsReadings) readings = NULL;
  CsMerged merged;

  study_copy (study, &other);
  cs_study_set_reader (study->study, "ann");
  cs_study_set_reader (other.study, "ann");
  study_judge (study, 0, CS_VERDICT_POSITIVE);
  study_judge (&other, 0, CS_VERDICT_NEGATIVE);
  g_assert_true (cs_study_merge (study->study, other.folder, &merged, &error));
  readings = cs_study_collect_readings (study->study, &error);
  g_assert_cmpuint (cs_readings_get_n_readers (readings), ==, 2);
  g_assert_cmpstr (cs_readings_get_reader (readings, 1), ==, "ann (2)");
  g_assert_true (cs_readings_differ (readings, 0));
  g_assert_false (cs_study_merge (study->study, study->folder, &merged, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  study_clear (&other);
}

static void
assert_word (CsRecord   *record,
             const char *name,
             const char *wanted)
{
  const CsRecordMark *mark = &cs_record_get_film (record, 0)->marks[0];

  g_assert_cmpstr (cs_words_get (mark->words, (guint) (cs_descriptor_find (name) - cs_descriptors)), ==, wanted);
}

/* What leaves the house carries it; what readers differ on is nobody's; free text goes under the veil. */
static void
test_record (Study        *study,
             gconstpointer data)
{
  g_autoptr (CsRecord) record = NULL, veiled = NULL;
  g_autoptr (CsReadings) readings = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_study_set_reading (study->study, CS_READING_REVEALED, &error));
  for (guint i = 0; i < 2; i++)
    {
      cs_study_set_reader (study->study, i == 0 ? "ann" : "ben");
      say (study, "morphology", "amorphous");
      say (study, "distribution", i == 0 ? "linear" : "segmental");
      say (study, "note", "Mrs. Smith");
      say (study, "density", "b");
    }
  record = cs_study_freeze (study->study);
  assert_word (record, "morphology", "amorphous");
  assert_word (record, "distribution", "");
  assert_word (record, "note", "Mrs. Smith");
  g_assert_cmpstr (cs_words_get (cs_record_get_film (record, 0)->words, 0), ==, "b");
  veiled = cs_record_veil (record);
  assert_word (veiled, "note", "");
  assert_word (veiled, "morphology", "amorphous");
  readings = cs_study_collect_words (study->study, cs_descriptor_find ("distribution"), &error);
  g_assert_cmpuint (cs_readings_get_n_marks (readings), ==, 1);
  g_assert_true (cs_readings_differ (readings, 0));
}

/* The verdict was given on two films; the case of one of them is signed off. */
static void
test_import_into_signed (Study        *study,
                         gconstpointer data)
{
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (CsRecord) record = NULL;
  CsFacts facts = *cs_entry_get_facts (study->entry);
  CsEntry *other = study_add_film (study, 2);
  g_autoptr (GError) error = NULL;
  CsTaken taken;

  facts.case_id = "8";
  g_assert_true (cs_study_set_facts (study->study, other, &facts, &error));
  g_assert_true (cs_study_sign (study->study, other, &error));
  record = cs_study_freeze (study->study);
  harvest = cs_harvest_new (record);
  for (guint i = 0; i < 2; i++)
    cs_harvest_add (harvest, cs_record_get_film (record, i),
                    &(CsHarvestMark) { .film = i + 1, .box = study_box_at (100, 0), .origin = CS_ORIGIN_READER,
                                       .verdict = CS_VERDICT_POSITIVE }, "here");
  g_assert_false (cs_study_take (study->study, harvest, &taken, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_assert_cmpuint (cs_entry_get_n_marks (study->entry), ==, 4);
}

/* A copy whose rows break off half-way is not merged as if they were all there are. SQLite fails at a row, not when
 * asked. */
static void
test_merge_of_broken (Study        *study,
                      gconstpointer data)
{
  static const char *const breaks[] = {
    "ALTER TABLE verdicts RENAME TO kept; CREATE VIEW verdicts AS SELECT mark, reader, decides, verdict,"
    " abs (-9223372036854775807 - 1) AS at FROM kept",
    "DROP VIEW verdicts; ALTER TABLE kept RENAME TO verdicts; ALTER TABLE descriptors RENAME TO said;"
    " CREATE VIEW descriptors AS SELECT id, subject, reader, name, value, abs (-9223372036854775807 - 1) AS at"
    " FROM said" };
  Study other = { 0 };
  g_autofree char *before = NULL, *after = NULL;
  CsMerged merged;

  study_copy (study, &other);
  study_judge (&other, 0, CS_VERDICT_POSITIVE);
  say (&other, "morphology", "round");
  before = study_describe (study);
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (cs_store_run (other.study->store, breaks[i], &error));
      g_assert_no_error (error);
      g_assert_false (cs_study_merge (study->study, other.folder, &merged, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
    }
  after = study_describe (study);
  g_assert_cmpstr (after, ==, before);
  study_clear (&other);
}

/* Nor is anything written that rests on rows which could not be read, whoever asked for them. */
static void
test_unread (Study        *study,
             gconstpointer data)
{
  CsStore *store = study->study->store;
  g_autoptr (GError) error = NULL;
  CsQuery *query;

  g_assert_true (cs_store_begin (store, &error));
  g_assert_true (cs_store_run (store, "DELETE FROM marks", &error));
  query = cs_store_ask (store, &error, "SELECT abs (-9223372036854775807 - 1)", "");
  g_assert_false (cs_query_next (query, NULL));
  cs_query_end (query);
  g_assert_false (cs_store_end (store, TRUE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_clear_error (&error);
  g_assert_cmpint (cs_store_ask_int (store, "SELECT count(*) FROM marks", 0), >, 0);
  g_assert_true (cs_store_begin (store, &error));
  g_assert_true (cs_store_end (store, TRUE, &error));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/merge/" name, Study, NULL, set_up, func, tear_down)
  ADD ("blind", test_blind);
  ADD ("two-readers", test_merge);
  ADD ("one-reader", test_merge_of_one);
  ADD ("record", test_record);
  ADD ("import-into-signed", test_import_into_signed);
  ADD ("merge-of-broken", test_merge_of_broken);
  ADD ("unread", test_unread);
  return g_test_run ();
}
