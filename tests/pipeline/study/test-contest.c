/* Two sets of values on one film: what is counted as lost, found and in both. */
#include <string.h>

#include "cs-contest.h"
#include "cs-phantom.h"

static void
test_match (void)
{
  const CsBox a[] = { { 10, 10, 4, 4, .9f, { 0 } }, { 50, 50, 40, 40, .8f, { 0 } }, { 200, 10, 6, 6, .1f, { 0 } } };
  const CsBox b[] = { { 11, 11, 8, 8, .9f, { 0 } }, { 60, 60, 3, 3, .8f, { 0 } }, { 75, 80, 3, 3, .8f, { 0 } },
                      { 207, 10, 6, 6, .1f, { 0 } } };
  gboolean of_a[3], of_b[4];

  cs_contest_match (a, 3, b, 4, of_a);
  cs_contest_match (b, 4, a, 3, of_b);
  g_assert_true (of_a[0] && of_a[1] && !of_a[2]);
  g_assert_true (of_b[0] && of_b[1] && of_b[2] && !of_b[3]);
  cs_contest_match (a, 3, NULL, 0, of_a);
  g_assert_false (of_a[0] || of_a[1] || of_a[2]);
}

/* Fewer boxes kept of the same: nothing is found anew, and what is lost is the difference. */
static void
test_film (void)
{
  g_autoptr (CsSettings) all = cs_settings_new (NULL), few = cs_settings_with (all, "spots.limit", 5, NULL);
  g_autoptr (CsSettings) named = cs_settings_with_name (few, "Five, \"at most\"", NULL);
  g_autoptr (CsContest) contest = cs_contest_new (all, named);
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (CsContestPair) pair = NULL;
  g_autofree gboolean *shared = NULL, *also = NULL;
  g_autofree char *csv = NULL, *text = NULL, *line = NULL;
  guint n, m, n_lost;
  CsPhantomPlan plan;

  cs_phantom_plan_init (&plan, 512, 512, 8, 0.4, 9, 1);
  phantom = cs_phantom_draw (&plan, 9, 1, NULL, NULL);
  pair = cs_contest_run (phantom->image, all, named, NULL, NULL, NULL, NULL, NULL);
  cs_product_get_boxes (pair->boxes[0], &n);
  cs_product_get_boxes (pair->boxes[1], &m);
  g_assert_cmpuint (m, ==, 5);
  g_assert_cmpuint (n, >, 5);
  n_lost = cs_contest_pair_alone (pair, 0, &shared);
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpuint (n_lost, <=, n - m);
  g_assert_cmpuint (cs_contest_pair_alone (pair, 1, &also), ==, 0);
  g_assert_true (shared[0]);   /* shared: the first of all is kept by both */
  cs_contest_add (contest, "one", pair, phantom->truth);
  csv = cs_contest_to_csv (contest);
  line = g_strdup_printf ("\"one\",\"default\",\"Five, \"\"at most\"\"\",%u,5,%u,0\n", n, n_lost);
  g_assert_nonnull (strstr (csv, line));
  text = cs_contest_to_text (contest);
  g_assert_nonnull (strstr (text, "first 40"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contest/match", test_match);
  g_test_add_func ("/contest/film", test_film);
  return g_test_run ();
}
