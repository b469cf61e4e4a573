/* Several readers: each sees their own verdicts, what they agree on is decided, a third decides the rest. */
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-study-private.h"
#include "studies.h"

static void
set_up (Study        *study,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  study_make (study);
  study_propose_row (study, 4);
  g_assert_true (cs_study_set_reading (study->study, CS_READING_APART, &error));
  g_assert_no_error (error);
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

/* What @reader sees of the boxes, a letter each: - p n u. */
static char *
seen_by (Study      *study,
         const char *reader)
{
  GListModel *marks = cs_study_get_marks (study->study, study->entry);
  GString *text = g_string_new (NULL);

  cs_study_set_reader (study->study, reader);
  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    g_string_append_c (text, "-pnu"[cs_mark_get_verdict (study_mark_at (study, i))]);
  return g_string_free (text, FALSE);
}

/* What exports and trainings know. */
static char *
decided (Study *study)
{
  g_autoptr (CsRecord) record = cs_study_freeze (study->study);
  const CsRecordFilm *film = cs_record_get_film (record, 0);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < film->n_marks; i++)
    g_string_append_c (text, "-pnu"[film->marks[i].verdict]);
  return g_string_free (text, FALSE);
}

static void
assert_text (char       *text,
             const char *wanted)
{
  g_assert_cmpstr (text, ==, wanted);
  g_free (text);
}

static void
judge_as (Study      *study,
          const char *reader,
          const char *verdicts)
{
  cs_study_set_reader (study->study, reader);
  for (guint i = 0; verdicts[i] != '\0'; i++)
    if (verdicts[i] != ' ')
      study_judge (study, i, (CsVerdict) (strchr ("-pnu", verdicts[i]) - "-pnu"));
}

static void
test_apart (Study        *study,
            gconstpointer data)
{
  judge_as (study, "Ada", "ppn ");
  assert_text (seen_by (study, "Berta"), "----");
  g_assert_cmpuint (cs_entry_get_n_judged (study->entry), ==, 0);
  judge_as (study, "Berta", "pn p");
  assert_text (seen_by (study, "Ada"), "ppn-");
  g_assert_cmpuint (cs_entry_get_n_judged (study->entry), ==, 3);
  /* Agreed, differing, one alone, the other alone. */
  assert_text (decided (study), "p-np");
  study_reopen (study);
  assert_text (seen_by (study, "Berta"), "pn-p");
  assert_text (decided (study), "p-np");
  /* What they differ on was judged: no proposal drops it. */
  study_propose (study, NULL, 0);
  assert_text (seen_by (study, "Ada"), "ppn-");
}

/* What a network learns from is no reader's own view: who has judged nothing is told what the others decided. */
static void
test_count (Study        *study,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_positive, n_negative, n_cases;

  judge_as (study, "Ada", "ppn ");
  judge_as (study, "Berta", "pn p");
  cs_study_set_reader (study->study, "Clara");
  g_assert_true (cs_study_count_decided (study->study, &n_positive, &n_negative, &n_cases, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_positive, ==, 2);
  g_assert_cmpuint (n_negative, ==, 1);
  g_assert_cmpuint (n_cases, ==, 1);
}

static void
test_drawn (Study        *study,
            gconstpointer data)
{
  CsBox box = study_box_at (150, 0);
  g_autoptr (GError) error = NULL;

  cs_study_set_reader (study->study, "Ada");
  g_assert_nonnull (cs_study_draw (study->study, study->entry, &box, CS_VERDICT_POSITIVE, &error));
  assert_text (seen_by (study, "Ada"), "----p");
  assert_text (seen_by (study, "Berta"), "----");
  g_assert_true (cs_study_set_reading (study->study, CS_READING_REVEALED, &error));
  assert_text (seen_by (study, "Berta"), "-----");
  assert_text (decided (study), "----p");
}

/* Everybody undoes what is their own; the other's verdicts stay. */
static void
test_undo (Study        *study,
           gconstpointer data)
{
  judge_as (study, "Ada", "p");
  judge_as (study, "Berta", "n");
  assert_text (decided (study), "----");
  cs_study_set_reader (study->study, "Ada");
  g_assert_true (study_step (study, TRUE));
  g_assert_false (study_step (study, TRUE));
  assert_text (seen_by (study, "Ada"), "----");
  assert_text (seen_by (study, "Berta"), "n---");
  assert_text (decided (study), "n---");
  cs_study_set_reader (study->study, "Ada");
  g_assert_true (study_step (study, FALSE));
  assert_text (seen_by (study, "Ada"), "p---");
  assert_text (decided (study), "----");
}

static void
test_undo_in_the_way (Study        *study,
                      gconstpointer data)
{
  CsBox box = study_box_at (3, 0.9f);
  g_autoptr (GError) error = NULL;

  judge_as (study, "Ada", "p");
  cs_study_set_reader (study->study, "Berta");
  g_assert_true (cs_study_move (study->study, study_mark_at (study, 0), &box, &error));
  cs_study_set_reader (study->study, "Ada");
  g_assert_false (cs_study_undo (study->study, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  assert_text (seen_by (study, "Ada"), "p---");
}

static void
test_decide (Study        *study,
             gconstpointer data)
{
  g_autoptr (CsReadings) readings = NULL;
  g_autoptr (GError) error = NULL;

  judge_as (study, "Ada", "pp");
  judge_as (study, "Berta", "np");
  g_assert_false (cs_study_decide (study->study, 1, CS_VERDICT_POSITIVE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_null (cs_study_collect_readings (study->study, &error));
  g_clear_error (&error);
  g_assert_true (cs_study_set_reading (study->study, CS_READING_REVEALED, &error));
  cs_study_set_reader (study->study, "Clara");
  g_assert_true (cs_study_decide (study->study, 1, CS_VERDICT_POSITIVE, &error));
  assert_text (decided (study), "pp--");
  assert_text (seen_by (study, "Berta"), "np--");
  readings = cs_study_collect_readings (study->study, &error);
  g_assert_cmpuint (cs_readings_get_n_readers (readings), ==, 2);
  g_assert_cmpuint (cs_readings_get_n_marks (readings), ==, 2);
  g_assert_true (cs_readings_differ (readings, 0));
  g_assert_false (cs_readings_differ (readings, 1));
  g_assert_cmpint (cs_readings_get_decision (readings, 0), ==, CS_VERDICT_POSITIVE);
  cs_study_set_reader (study->study, "Clara");
  g_assert_true (study_step (study, TRUE));
  assert_text (decided (study), "-p--");
  g_assert_true (study_step (study, FALSE));
  assert_text (decided (study), "pp--");
}

/* From one reader to several: what was judged before is that reader's. */
static void
test_from_together (Study        *study,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_study_set_reading (study->study, CS_READING_TOGETHER, &error));
  judge_as (study, "Ada", "pp");
  judge_as (study, "Berta", "n");
  assert_text (seen_by (study, "Ada"), "np--");
  assert_text (decided (study), "np--");
  g_assert_true (cs_study_set_reading (study->study, CS_READING_APART, &error));
  assert_text (seen_by (study, "Ada"), "pp--");
  assert_text (seen_by (study, "Berta"), "n---");
  assert_text (decided (study), "-p--");
}

/* Each in turns, any act, then all their own taken back: the study is as it was. */
static void
test_random (Study        *study,
             gconstpointer data)
{
  static const char *const names[] = { "Ada", "Berta", "Clara" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *before = NULL, *after = NULL, *redone = NULL;

  before = decided (study);
  for (guint i = 0; i < 80; i++)
    {
      cs_study_set_reader (study->study, names[g_rand_int_range (rand, 0, 3)]);
      study_judge (study, (guint) g_rand_int_range (rand, 0, 4), (CsVerdict) g_rand_int_range (rand, 0, 4));
      if (i % 9 == 8)
        study_step (study, TRUE);
    }
  after = decided (study);
  for (guint i = 0; i < 3; i++)
    for (cs_study_set_reader (study->study, names[i]); study_step (study, TRUE););
  assert_text (decided (study), before);
  for (guint i = 0; i < 3; i++)
    for (cs_study_set_reader (study->study, names[i]); study_step (study, FALSE););
  redone = decided (study);
  g_assert_cmpstr (redone, ==, after);
}

/* Agreement, against figures worked out by hand. */

/* @n marks on which two readers give these verdicts; @case_id NULL: a case each. */
static void
add (CsReadings *readings,
     guint       n,
     const char *case_id,
     const char *verdicts)
{
  static gint64 mark;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *own = g_strdup_printf ("case %" G_GINT64_FORMAT, ++mark);

      for (guint k = 0; verdicts[k] != '\0'; k++)
        {
          char name[] = { (char) ('A' + k), '\0' };

          if (verdicts[k] != ' ')
            cs_readings_add (readings, case_id != NULL ? case_id : own, 1, mark, name,
                             (CsVerdict) (strchr ("-pnu", verdicts[k]) - "-pnu"), FALSE);
        }
    }
}

static void
test_cohen (void)
{
  g_autoptr (CsReadings) readings = cs_readings_new ();
  guint table[CS_READINGS_VERDICTS][CS_READINGS_VERDICTS];
  CsKappa kappa, again;

  /* 50 marks, 35 alike: (0.7 - 0.5) / (1 - 0.5). */
  add (readings, 20, NULL, "pp");
  add (readings, 5, NULL, "pn");
  add (readings, 10, NULL, "np");
  add (readings, 15, NULL, "nn");
  add (readings, 9, NULL, "p ");
  kappa = cs_readings_cohen (readings, 0, 1, 1);
  g_assert_cmpfloat_with_epsilon (kappa.kappa, 0.4, 1e-12);
  g_assert_cmpuint (kappa.n, ==, 50);
  g_assert_cmpuint (kappa.n_cases, ==, 50);
  g_assert_true (kappa.low < 0.4 && kappa.high > 0.4 && kappa.low > 0 && kappa.high < 0.8);
  again = cs_readings_cohen (readings, 1, 0, 1);
  g_assert_cmpfloat_with_epsilon (again.kappa, 0.4, 1e-12);
  cs_readings_confuse (readings, 0, 1, table);
  g_assert_cmpuint (table[0][0], ==, 20);
  g_assert_cmpuint (table[0][1], ==, 5);
  g_assert_cmpuint (table[1][0], ==, 10);
  g_assert_cmpuint (table[1][1], ==, 15);
  g_assert_cmpuint (table[2][2], ==, 0);
}

/* Boxes of one woman are one draw: the interval is wider than with a case each, the figure is the same. */
static void
test_by_case (void)
{
  g_autoptr (CsReadings) apart = cs_readings_new (), together = cs_readings_new ();
  CsKappa fine, coarse;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *name = g_strdup_printf ("woman %u", i);

      add (apart, 6, NULL, "pp");
      add (apart, 6, NULL, i % 2 ? "nn" : "pn");
      add (together, 6, name, "pp");
      add (together, 6, name, i % 2 ? "nn" : "pn");
    }
  fine = cs_readings_cohen (apart, 0, 1, 1);
  coarse = cs_readings_cohen (together, 0, 1, 1);
  g_assert_cmpfloat_with_epsilon (fine.kappa, coarse.kappa, 1e-12);
  g_assert_cmpuint (coarse.n_cases, ==, 8);
  g_assert_cmpfloat (coarse.high - coarse.low, >, fine.high - fine.low);
}

static void
test_fleiss (void)
{
  g_autoptr (CsReadings) readings = cs_readings_new (), alike = cs_readings_new ();
  g_autofree char *json = NULL, *text = NULL;
  CsKappa kappa;

  /* Agreeing pairs 1, 1, 1/3, 0 of four marks; shares 6, 5 and 1 of 12. */
  add (readings, 1, NULL, "ppp");
  add (readings, 1, NULL, "nnn");
  add (readings, 1, NULL, "ppn");
  add (readings, 1, NULL, "pnu");
  add (readings, 3, NULL, "pn ");
  kappa = cs_readings_fleiss (readings, 1);
  g_assert_cmpfloat_with_epsilon (kappa.kappa, (7.0 / 12 - 62.0 / 144) / (1 - 62.0 / 144), 1e-12);
  g_assert_cmpuint (kappa.n, ==, 4);
  add (alike, 5, NULL, "pp");
  kappa = cs_readings_cohen (alike, 0, 1, 1);
  g_assert_true (isnan (kappa.kappa));       /* nothing but agreement, nothing to expect by chance */
  json = cs_readings_to_json (readings, 1);
  g_assert_nonnull (strstr (json, "\"readers\": [\"A\", \"B\"]"));
  text = cs_readings_to_text (readings, 1);
  g_assert_nonnull (strstr (text, "Fleiss' kappa of all: 0.268"));
}

#define ADD(name, function) g_test_add ("/readers/" name, Study, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("apart", test_apart);
  ADD ("count", test_count);
  ADD ("drawn", test_drawn);
  ADD ("undo", test_undo);
  ADD ("undo-in-the-way", test_undo_in_the_way);
  ADD ("decide", test_decide);
  ADD ("from-together", test_from_together);
  ADD ("random", test_random);
  g_test_add_func ("/readers/cohen", test_cohen);
  g_test_add_func ("/readers/by-case", test_by_case);
  g_test_add_func ("/readers/fleiss", test_fleiss);
  return g_test_run ();
}
