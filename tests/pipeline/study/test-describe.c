/* What readers say in words: kept, undone, apart, and in the trail; what is signed off stays as it is. */
#include "studies.h"

#include "cs-error.h"
#include "cs-study-private.h"

static void
setup (Study *study, gconstpointer data)
{
  study_make (study);
  study_propose_row (study, 4);
}

static void
tear_down (Study *study, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (study->study == NULL || cs_study_verify (study->study, NULL, NULL, &error));
  g_assert_no_error (error);
  study_clear (study);
}

static void
say (Study *study, guint first, guint last, const char *name, const char *value)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = first; i < last; i++)
    g_ptr_array_add (marks, study_mark_at (study, i));
  g_assert_true (cs_study_describe (study->study, study->entry, marks, name, value, &error));
  g_assert_no_error (error);
}

static void
assert_said (Study *study, int mark, const char *name, const char *value)
{
  g_autofree char *said = cs_study_get_description (study->study, study->entry,
                                                    mark >= 0 ? study_mark_at (study, (guint) mark) : NULL, name);

  g_assert_cmpstr (said, ==, value);
}

static void
test_cluster (Study *study, gconstpointer data)
{
  assert_said (study, 1, "morphology", "");
  say (study, 0, 3, "morphology", "amorphous");
  say (study, 1, 2, "morphology", "fine-linear");
  say (study, 0, 3, "distribution", "grouped");
  study_reopen (study);
  assert_said (study, 0, "morphology", "amorphous");
  assert_said (study, 1, "morphology", "fine-linear");
  assert_said (study, 3, "morphology", "");
  g_assert_true (study_step (study, TRUE));
  assert_said (study, 2, "distribution", "");
  g_assert_true (study_step (study, TRUE));
  assert_said (study, 1, "morphology", "amorphous");
  g_assert_true (study_step (study, FALSE));
  assert_said (study, 1, "morphology", "fine-linear");
}

static void
test_refused (Study *study, gconstpointer data)
{
  g_autofree char *much = g_strnfill (4000, 'x');
  const char *const wrong[][2] = { { "density", "e" }, { "category", "7" }, { "unusable", much },
                                   { "unusable", "\xff" } };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (cs_study_describe (study->study, study->entry, NULL, wrong[i][0], wrong[i][1], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
      assert_said (study, -1, wrong[i][0], "");
    }
}

/* A case is all films of its name, and a film is one of them. */
static void
test_case (Study *study, gconstpointer data)
{
  CsEntry *other = study_add_film (study, 2);
  g_autofree char *density = NULL, *unusable = NULL;

  say (study, 0, 0, "density", "c");
  say (study, 0, 0, "unusable", "moved while it was taken");
  g_assert_cmpstr (cs_entry_get_facts (other)->case_id, ==, cs_entry_get_facts (study->entry)->case_id);
  density = cs_study_get_description (study->study, other, NULL, "density");
  unusable = cs_study_get_description (study->study, other, NULL, "unusable");
  g_assert_cmpstr (density, ==, "c");
  g_assert_cmpstr (unusable, ==, "");
}

static void
set_date (Study *study, CsEntry *entry, const char *date)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_study_set_date (study->study, entry, date, &error));
  g_assert_no_error (error);
}

static void
assert_density (Study *study, CsEntry *entry, const char *wanted)
{
  g_autofree char *said = cs_study_get_description (study->study, entry, NULL, "density");

  g_assert_cmpstr (said, ==, wanted);
}

/* Two examinations of one woman are two: what is said of one, and its signature, are not the other's. */
static void
test_exams (Study *study, gconstpointer data)
{
  CsEntry *before = study_add_film (study, 2), *undated = study_add_film (study, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRecord) record = NULL;

  set_date (study, study->entry, "2021-07-05");
  say (study, 0, 0, "density", "c");
  assert_density (study, undated, "c");       /* there is but one day it can be of */
  set_date (study, before, "2019-03-02");
  assert_density (study, before, "");
  assert_density (study, study->entry, "c");
  assert_density (study, undated, "");
  g_assert_true (cs_study_describe (study->study, before, NULL, "density", "d", &error));
  g_assert_true (cs_study_sign (study->study, study->entry, &error));
  g_assert_false (cs_study_is_signed (study->study, before));
  g_assert_true (cs_study_describe (study->study, before, NULL, "category", "2", &error));
  g_assert_true (cs_study_sign (study->study, before, &error));
  g_assert_true (cs_study_reopen (study->study, study->entry, "the other view has come", &error));
  study_reopen (study);
  before = cs_study_get_entry (study->study, 2);
  g_assert_true (cs_study_is_signed (study->study, before));
  g_assert_false (cs_study_is_signed (study->study, study->entry));
  study_judge (study, 1, CS_VERDICT_NEGATIVE);
  g_assert_false (cs_study_describe (study->study, before, NULL, "density", "a", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_false (cs_study_set_date (study->study, before, "2021-07-05", &error));    /* out of what was signed */
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  record = cs_study_freeze (study->study);
  g_assert_cmpstr (cs_words_get (cs_record_get_film (record, 0)->words, 0), ==, "c");
  g_assert_cmpstr (cs_words_get (cs_record_get_film (record, 1)->words, 0), ==, "d");
}

/* The day was wrong: words go with the last film that leaves it, an undo finds them there, the trail knows of it. */
static void
test_moved_exam (Study *study, gconstpointer data)
{
  CsEntry *other = study_add_film (study, 2), *earlier = study_add_film (study, 3);
  g_autoptr (GError) error = NULL;

  set_date (study, study->entry, "2021-07-05");
  set_date (study, other, "2021-07-05");
  set_date (study, earlier, "2019-03-02");
  say (study, 0, 0, "density", "b");
  say (study, 0, 0, "density", "c");
  set_date (study, study->entry, "2021-07-06");
  assert_density (study, other, "c");
  assert_density (study, study->entry, "");
  set_date (study, other, "2021-07-06");
  assert_density (study, other, "c");
  assert_density (study, study->entry, "c");
  assert_density (study, earlier, "");
  g_assert_true (cs_study_undo (study->study, NULL, NULL, &error));
  assert_density (study, other, "b");
  g_assert_true (cs_study_redo (study->study, NULL, NULL, &error));
  assert_density (study, other, "c");
  set_date (study, study->entry, "");
  set_date (study, other, "");
  assert_density (study, other, "c");         /* of the one day that is left */
}

/* A study from before examinations were told apart has said it of the name: all of them hear it, until something is
 * said of one. */
static void
test_before_exams (Study *study, gconstpointer data)
{
  CsEntry *other = study_add_film (study, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRecord) record = NULL;

  say (study, 0, 0, "density", "b");
  g_assert_true (cs_study_sign (study->study, study->entry, &error));
  g_assert_true (cs_store_run (study->study->store, "INSERT INTO examined VALUES (1, '2021-07-05', 0),"
                               " (2, '2019-03-02', 0)", &error));
  study_reopen (study);
  other = cs_study_get_entry (study->study, 2);
  g_assert_true (cs_study_is_signed (study->study, study->entry) && cs_study_is_signed (study->study, other));
  assert_density (study, other, "b");
  g_assert_true (cs_study_reopen (study->study, other, "read anew", &error));
  g_assert_true (cs_study_is_signed (study->study, study->entry) && !cs_study_is_signed (study->study, other));
  g_assert_true (cs_study_describe (study->study, other, NULL, "density", "", &error));
  assert_density (study, other, "");
  assert_density (study, study->entry, "b");
  record = cs_study_freeze (study->study);
  g_assert_cmpstr (cs_words_get (cs_record_get_film (record, 0)->words, 0), ==, "b");
  g_assert_cmpstr (cs_words_get (cs_record_get_film (record, 1)->words, 0), ==, "");
}

static void
test_apart (Study *study, gconstpointer data)
{
  cs_study_set_reader (study->study, "Ada");
  say (study, 0, 1, "confidence", "2");
  cs_study_set_reader (study->study, "Berta");
  assert_said (study, 0, "confidence", "2");
  say (study, 0, 1, "confidence", "5");
  g_assert_true (cs_study_set_reading (study->study, CS_READING_APART, NULL));
  assert_said (study, 0, "confidence", "5");
  cs_study_set_reader (study->study, "Ada");
  assert_said (study, 0, "confidence", "2");
  cs_study_set_reader (study->study, "Clara");
  assert_said (study, 0, "confidence", "");
}

static void
assert_locked (Study *study)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_study_is_signed (study->study, study->entry));
  g_assert_false (cs_study_judge (study->study, study_mark_at (study, 1), CS_VERDICT_NEGATIVE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_false (cs_study_describe (study->study, study->entry, NULL, "density", "a", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
}

static void
test_signed (Study *study, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  study_judge (study, 0, CS_VERDICT_POSITIVE);
  g_assert_true (cs_study_sign (study->study, study->entry, &error));
  assert_locked (study);
  study_reopen (study);
  assert_locked (study);
  study_propose_row (study, 4);
  g_assert_false (cs_study_reopen (study->study, study->entry, "", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_true (cs_study_reopen (study->study, study->entry, "the other view has come", &error));
  assert_said (study, -1, "reopened", "the other view has come");
  study_judge (study, 1, CS_VERDICT_NEGATIVE);
}

/* What was done before a signature is not undone behind its back; the signature itself is. */
static void
test_undo_of_signed (Study *study, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  study_judge (study, 0, CS_VERDICT_POSITIVE);
  g_assert_true (cs_study_sign (study->study, study->entry, NULL));
  g_assert_true (study_step (study, TRUE));
  g_assert_false (cs_study_is_signed (study->study, study->entry));
  g_assert_true (study_step (study, FALSE));
  cs_study_set_reader (study->study, "Berta");
  g_assert_true (cs_study_set_reading (study->study, CS_READING_APART, NULL));
  study_judge (study, 0, CS_VERDICT_NEGATIVE);
  g_assert_true (study_step (study, TRUE));
}

static void
test_meddled (Study *study, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  say (study, 0, 1, "lesion", "1");
  g_assert_true (cs_store_run (study->study->store, data, NULL));
  g_assert_false (cs_study_verify (study->study, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  g_clear_object (&study->study);
}

/* Each descriptor takes its own words. */
static void
test_lexicon (void)
{
  for (const CsDescriptor *one = cs_descriptors; one->id != NULL; one++)
    {
      g_assert_true (cs_descriptor_find (one->id) == one);
      for (const CsTerm *term = one->terms; term != NULL && term->id != NULL; term++)
        g_assert_true (cs_descriptor_takes (one, term->id));
    }
}

/* What a film is beside the usual one of its view is learnt from its file, kept, and part of its name. */
static void
test_kind (Study *study, gconstpointer data)
{
  g_autoptr (CsDetails) details = cs_details_new ();
  g_autofree char *title = NULL;

  g_assert_cmpint (cs_entry_get_kind (study->entry), ==, CS_KIND_USUAL);
  cs_details_set_kind (details, CS_KIND_ADDED);
  g_assert_true (cs_study_learn (study->study, study->entry, details, NULL));
  g_assert_cmpint (cs_entry_get_kind (study->entry), ==, CS_KIND_ADDED);
  study_reopen (study);
  g_assert_cmpint (cs_entry_get_kind (study->entry), ==, CS_KIND_ADDED);
  g_object_get (study->entry, "title", &title, NULL);
  g_assert_true (g_str_has_suffix (title, "additional view"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/describe/lexicon", test_lexicon);
  g_test_add ("/describe/cluster", Study, NULL, setup, test_cluster, tear_down);
  g_test_add ("/describe/refused", Study, NULL, setup, test_refused, tear_down);
  g_test_add ("/describe/case", Study, NULL, setup, test_case, tear_down);
  g_test_add ("/describe/exams", Study, NULL, setup, test_exams, tear_down);
  g_test_add ("/describe/moved-exam", Study, NULL, setup, test_moved_exam, tear_down);
  g_test_add ("/describe/before-exams", Study, NULL, setup, test_before_exams, tear_down);
  g_test_add ("/describe/apart", Study, NULL, setup, test_apart, tear_down);
  g_test_add ("/describe/signed", Study, NULL, setup, test_signed, tear_down);
  g_test_add ("/describe/undo-of-signed", Study, NULL, setup, test_undo_of_signed, tear_down);
  g_test_add ("/describe/meddled", Study, "UPDATE descriptors SET value = '2'", setup, test_meddled, tear_down);
  g_test_add ("/describe/meddled-history", Study, "UPDATE descriptor_changes SET value = '2'", setup, test_meddled,
              tear_down);
  g_test_add ("/describe/kind", Study, NULL, setup, test_kind, tear_down);
  return g_test_run ();
}
