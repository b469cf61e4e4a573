/* Figures of a cross-validation: kept by case, pooled, averaged, drawn again by case, and through a key file to the
 * bit. */
#include "cs-folds.h"

#include <math.h>
#include <string.h>

static CsScores
scores_of (guint64 tp,
           guint64 fp,
           guint64 fn)
{
  CsScores scores = { .verdicts = { tp, 1, fp, fn } };
  NnCounts counts = { tp, 1000, fp, fn };

  nn_score_add (&scores.truth, &counts);
  nn_score_add (&scores.reviewer, &counts);
  return scores;
}

/* Two sets of three cases; a case is told in two parts. */
static CsFolds *
make_folds (void)
{
  CsFolds *folds = cs_folds_new (2);
  const struct { guint set; const char *id; guint64 tp, fp, fn; } rows[] = {
    { 0, "a", 8, 2, 2 }, { 0, "b", 1, 0, 9 }, { 0, "c", 5, 5, 0 }, { 1, "d", 9, 1, 1 }, { 1, "e", 7, 1, 3 },
    { 1, "f", 30, 10, 20 }, { 0, "a", 3, 1, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CsScores scores = scores_of (rows[i].tp, rows[i].fp, rows[i].fn);

      cs_folds_add (folds, rows[i].set, rows[i].id, &scores);
    }
  return folds;
}

static void
test_sums (void)
{
  g_autoptr (CsFolds) folds = make_folds ();
  CsScores first = cs_folds_get_set (folds, 0), second = cs_folds_get_set (folds, 1), all = cs_folds_get_all (folds);
  NnFigures mean = cs_folds_get_mean (folds, CS_AGAINST_TRUTH, TRUE);
  double dice[2] = { nn_score_get_pooled (&first.truth).value[NN_DICE],
                     nn_score_get_pooled (&second.truth).value[NN_DICE] };

  g_assert_cmpuint (cs_folds_get_n_cases (folds), ==, 6);
  g_assert_cmpuint (first.truth.n, ==, 4);
  g_assert_cmpuint (first.truth.pooled.tp, ==, 17);
  g_assert_cmpuint (second.truth.pooled.fn, ==, 24);
  g_assert_cmpuint (all.truth.n, ==, 7);
  g_assert_cmpuint (all.verdicts.tp, ==, 63);
  g_assert_cmpfloat_with_epsilon (mean.value[NN_DICE], (dice[0] + dice[1]) / 2, 1e-12);
  g_assert_true (isnan (cs_folds_get_mean (folds, CS_AGAINST_EMPTY, TRUE).value[NN_DICE]));
}

/* The figure lies within its interval, the same seed gives the same one, and one of fewer cases is no narrower than by
 * chance. */
static void
test_intervals (void)
{
  g_autoptr (CsFolds) folds = make_folds ();
  CsScores all = cs_folds_get_all (folds);
  CsIntervals pooled, average, again, unused;

  cs_folds_bootstrap (folds, CS_AGAINST_TRUTH, 500, 3, &pooled, &average);
  cs_folds_bootstrap (folds, CS_AGAINST_TRUTH, 500, 3, &again, &unused);
  g_assert_cmpmem (&pooled, sizeof pooled, &again, sizeof again);
  for (guint i = 0; i < NN_N_FIGURES; i++)
    {
      g_assert_cmpfloat (pooled.low[i], <=, nn_score_get_pooled (&all.truth).value[i]);
      g_assert_cmpfloat (pooled.high[i], >=, nn_score_get_pooled (&all.truth).value[i]);
      g_assert_cmpfloat (average.low[i], <=, nn_score_get_average (&all.truth).value[i]);
      g_assert_cmpfloat (average.high[i], >=, nn_score_get_average (&all.truth).value[i]);
      g_assert_cmpfloat (pooled.low[i], <, pooled.high[i]);
    }
  cs_folds_bootstrap (folds, CS_AGAINST_EMPTY, 50, 3, &pooled, &average);
  g_assert_true (isnan (pooled.low[NN_DICE]) && isnan (average.high[NN_SENSITIVITY]));
}

/* Cases that are all alike leave chance nothing to do. */
static void
test_no_chance (void)
{
  g_autoptr (CsFolds) folds = cs_folds_new (1);
  CsIntervals pooled, average;

  for (guint i = 0; i < 5; i++)
    {
      char id[] = { 'a' + (char) i, '\0' };
      CsScores scores = scores_of (6, 2, 2);

      cs_folds_add (folds, 0, id, &scores);
    }
  cs_folds_bootstrap (folds, CS_AGAINST_REVIEWER, 200, 1, &pooled, &average);
  g_assert_cmpfloat_with_epsilon (pooled.low[NN_DICE], 0.75, 1e-12);
  g_assert_cmpfloat_with_epsilon (pooled.high[NN_DICE], 0.75, 1e-12);
  g_assert_cmpfloat_with_epsilon (average.low[NN_DICE], 0.75, 1e-12);
}

/* The spread of a mean over n alike patches of each case is that of the cases, not that of the patches. */
static void
test_case_is_the_unit (void)
{
  double widths[2];

  for (guint many = 0; many < 2; many++)
    {
      g_autoptr (CsFolds) folds = cs_folds_new (1);
      CsIntervals pooled, average;

      for (guint i = 0; i < 8; i++)
        for (guint patch = 0; patch < (many ? 50 : 1); patch++)
          {
            char id[] = { 'a' + (char) i, '\0' };
            CsScores scores = scores_of (1 + i, 1, 8 - i);

            cs_folds_add (folds, 0, id, &scores);
          }
      cs_folds_bootstrap (folds, CS_AGAINST_TRUTH, 500, 1, &pooled, &average);
      widths[many] = pooled.high[NN_SENSITIVITY] - pooled.low[NN_SENSITIVITY];
    }
  g_assert_cmpfloat (widths[0], >, 0.1);
  g_assert_cmpfloat_with_epsilon (widths[0], widths[1], 1e-9);
}

static void
test_csv (void)
{
  g_autoptr (CsFolds) folds = make_folds ();
  g_autofree char *csv = cs_folds_to_csv (folds);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  CsScores all = cs_folds_get_all (folds);
  double dice = nn_score_get_pooled (&all.truth).value[NN_DICE];
  gboolean found = FALSE;

  g_assert_true (g_str_has_prefix (lines[0], "against,figures,set,cases,patches,sensitivity,precision,accuracy,"));
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 * 2 * (2 + 4) + 1);
  for (guint i = 1; lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 5 + NN_N_FIGURES);
      if (!g_str_has_prefix (lines[i], "truth,pooled,all,6,7,"))
        continue;
      found = TRUE;
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (cells[5 + NN_DICE], NULL), dice, 1e-6);
    }
  g_assert_true (found);
  g_assert_null (strstr (csv, "nan"));
}

static void
test_key_file (void)
{
  g_autoptr (CsFolds) folds = make_folds ();
  g_autoptr (CsFolds) read = cs_folds_new (2);
  g_autofree char *before = cs_folds_to_csv (folds), *after = NULL;
  GError *error = NULL;

  for (guint set = 0; set < 2; set++)
    {
      g_autoptr (GKeyFile) file = g_key_file_new (), copy = g_key_file_new ();
      g_autofree char *text = NULL;

      cs_folds_put_set (folds, set, file);
      text = g_key_file_to_data (file, NULL, NULL);
      g_key_file_load_from_data (copy, text, strlen (text), G_KEY_FILE_NONE, NULL);
      g_assert_true (cs_folds_take_set (read, set, copy, &error));
    }
  after = cs_folds_to_csv (read);
  g_assert_cmpstr (before, ==, after);
}

/* What was kept before windows were joined is still read. */
static void
test_older_key_file (void)
{
  g_autoptr (CsFolds) folds = make_folds ();
  g_autoptr (CsFolds) read = cs_folds_new (2);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  CsScores before = cs_folds_get_set (folds, 0), after;

  cs_folds_put_set (folds, 0, file);
  for (guint i = 0; i < 3; i++)
    g_key_file_remove_key (file, ((const char *[]) { "case 0", "case 1", "case 2" })[i], "joined", NULL);
  g_assert_true (cs_folds_take_set (read, 0, file, NULL));
  after = cs_folds_get_set (read, 0);
  g_assert_cmpuint (after.joined.n, ==, 0);
  g_assert_cmpmem (&after.truth.pooled, sizeof (NnCounts), &before.truth.pooled, sizeof (NnCounts));
}

static void
test_damaged_key_file (void)
{
  g_autoptr (CsFolds) folds = make_folds ();
  g_autoptr (CsFolds) read = cs_folds_new (2);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GError *error = NULL;

  cs_folds_put_set (folds, 0, file);
  g_key_file_set_string (file, "case 1", "truth", "1;2;3");
  g_assert_false (cs_folds_take_set (read, 0, file, &error));
  g_assert_nonnull (error);
  g_error_free (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folds/sums", test_sums);
  g_test_add_func ("/folds/intervals", test_intervals);
  g_test_add_func ("/folds/no-chance", test_no_chance);
  g_test_add_func ("/folds/case-is-the-unit", test_case_is_the_unit);
  g_test_add_func ("/folds/csv", test_csv);
  g_test_add_func ("/folds/key-file", test_key_file);
  g_test_add_func ("/folds/older-key-file", test_older_key_file);
  g_test_add_func ("/folds/damaged-key-file", test_damaged_key_file);
  return g_test_run ();
}
