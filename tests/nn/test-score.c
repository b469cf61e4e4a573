#include "nn-score.h"

#include <math.h>

/* By hand: tp 6, tn 10, fp 2, fn 4. */
static void
test_figures (void)
{
  NnCounts counts = { .tp = 6, .tn = 10, .fp = 2, .fn = 4 };
  NnFigures figures = nn_figures_of (&counts);

  g_assert_cmpfloat_with_epsilon (figures.value[NN_SENSITIVITY], 6.0 / 10, 1e-12);
  g_assert_cmpfloat_with_epsilon (figures.value[NN_PRECISION], 6.0 / 8, 1e-12);
  g_assert_cmpfloat_with_epsilon (figures.value[NN_ACCURACY], 16.0 / 22, 1e-12);
  g_assert_cmpfloat_with_epsilon (figures.value[NN_F_MEASURE], 2 * 0.6 * 0.75 / 1.35, 1e-12);
  g_assert_cmpfloat_with_epsilon (figures.value[NN_DICE], 12.0 / 18, 1e-12);
  g_assert_cmpfloat_with_epsilon (figures.value[NN_JACCARD], 6.0 / 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (figures.value[NN_FALSE_POSITIVE_RATE], 2.0 / 12, 1e-12);
}

static void
test_masks (void)
{
  const guint8 found[] = { 0, 1, 255, 0, 7, 0 }, truth[] = { 0, 1, 0, 9, 1, 0 };
  NnCounts counts = nn_counts_masks (found, truth, NULL, G_N_ELEMENTS (found));

  g_assert_cmpuint (counts.tp, ==, 2);
  g_assert_cmpuint (counts.tn, ==, 2);
  g_assert_cmpuint (counts.fp, ==, 1);
  g_assert_cmpuint (counts.fn, ==, 1);
}

static void
test_masks_where_known (void)
{
  const guint8 found[] = { 0, 1, 255, 0, 7, 0 }, truth[] = { 0, 1, 0, 9, 1, 0 }, known[] = { 1, 1, 0, 0, 0, 0 };
  NnCounts counts = nn_counts_masks (found, truth, known, G_N_ELEMENTS (found));

  g_assert_cmpuint (counts.tp, ==, 1);
  g_assert_cmpuint (counts.tn, ==, 1);
  g_assert_cmpuint (counts.fp + counts.fn, ==, 0);
}

/* What has no denominator is no number, and does not drag the average down. */
static void
test_pooled_and_averaged (void)
{
  const NnCounts samples[] = { { .tp = 1, .fn = 1, .tn = 2 }, { .tn = 4 }, { .tp = 3, .fp = 1 } };
  NnScore score = { 0 }, first = { 0 }, rest = { 0 };
  NnFigures pooled, average;

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      nn_score_add (&score, &samples[i]);
      nn_score_add (i == 0 ? &first : &rest, &samples[i]);
    }
  pooled = nn_score_get_pooled (&score);
  average = nn_score_get_average (&score);
  g_assert_cmpfloat_with_epsilon (pooled.value[NN_DICE], 8.0 / 10, 1e-12);
  g_assert_cmpfloat_with_epsilon (average.value[NN_DICE], (2.0 / 3 + 6.0 / 7) / 2, 1e-12);
  g_assert_cmpuint (score.n_averaged[NN_DICE], ==, 2);
  g_assert_cmpuint (score.n_averaged[NN_ACCURACY], ==, 3);
  g_assert_cmpuint (score.n, ==, 3);
  nn_score_merge (&first, &rest);
  g_assert_cmpuint (first.pooled.tn, ==, score.pooled.tn);
  g_assert_cmpfloat_with_epsilon (nn_score_get_average (&first).value[NN_SENSITIVITY],
                                  average.value[NN_SENSITIVITY], 1e-12);
}

static void
test_empty (void)
{
  NnScore score = { 0 };

  for (guint i = 0; i < NN_N_FIGURES; i++)
    {
      g_assert_true (isnan (nn_score_get_pooled (&score).value[i]));
      g_assert_true (isnan (nn_score_get_average (&score).value[i]));
      g_assert_nonnull (nn_figure_names[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score/figures", test_figures);
  g_test_add_func ("/score/masks", test_masks);
  g_test_add_func ("/score/masks-where-known", test_masks_where_known);
  g_test_add_func ("/score/pooled-and-averaged", test_pooled_and_averaged);
  g_test_add_func ("/score/empty", test_empty);
  return g_test_run ();
}
