/* Every cut at once must say what a mask at each cut says by itself. */
#include "nn-cutoffs.h"

#include <math.h>

#define N 400

typedef struct { float p[N]; guint8 truth[N], known[N]; } Hand;

/* Chances that favour the truth, some of them on a cut to the last bit. */
static void
draw (Hand  *hand,
      GRand *rand)
{
  for (guint i = 0; i < N; i++)
    {
      double roll = g_rand_double (rand);

      hand->truth[i] = g_rand_int_range (rand, 0, 4) == 0;
      hand->known[i] = g_rand_int_range (rand, 0, 8) != 0;
      hand->p[i] = (float) (hand->truth[i] != 0 ? sqrt (roll) : roll * roll);
      if (g_rand_boolean (rand))
        hand->p[i] = (float) (floor (hand->p[i] * 50) / 50);
    }
}

static NnCounts
count_by_mask (const Hand   *hand,
               const guint8 *known,
               double        cut)
{
  guint8 mask[N];

  for (guint i = 0; i < N; i++)
    mask[i] = hand->p[i] >= cut;
  return nn_counts_masks (mask, hand->truth, known, N);
}

static void
test_counts (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  NnCutoffs tally = { 0 }, known = { 0 };
  Hand hand;

  draw (&hand, rand);
  nn_cutoffs_add (&tally, hand.p, hand.truth, NULL, N / 2);
  nn_cutoffs_add (&tally, hand.p + N / 2, hand.truth + N / 2, NULL, N - N / 2);
  nn_cutoffs_add (&known, hand.p, hand.truth, hand.known, N);
  for (guint cut = 0; cut <= NN_CUTOFFS; cut++)
    {
      NnCounts all = nn_cutoffs_get_counts (&tally, cut), some = nn_cutoffs_get_counts (&known, cut);
      NnCounts wanted = count_by_mask (&hand, NULL, cut / 1000.0);
      NnCounts part = count_by_mask (&hand, hand.known, cut / 1000.0);

      g_assert_cmpmem (&all, sizeof all, &wanted, sizeof wanted);
      g_assert_cmpmem (&some, sizeof some, &part, sizeof part);
    }
}

static double
dice_at (const Hand *hand,
         guint       cut)
{
  NnCounts counts = count_by_mask (hand, NULL, cut / 1000.0);

  return nn_figures_of (&counts).value[NN_DICE];
}

/* Nobody does better with any cut, and of those who do as well none is nearer to one half. */
static void
test_choose (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 20; round++)
    {
      NnCutoffs tally = { 0 };
      Hand hand;
      double chosen;

      draw (&hand, rand);
      nn_cutoffs_add (&tally, hand.p, hand.truth, NULL, N);
      chosen = nn_cutoffs_choose (&tally);
      for (guint cut = 1; cut < NN_CUTOFFS; cut++)
        {
          double most = dice_at (&hand, (guint) (chosen * 1000 + 0.5)), here = dice_at (&hand, cut);

          g_assert_cmpfloat (here, <=, most);
          g_assert_true (here < most || fabs (cut / 1000.0 - 0.5) >= fabs (chosen - 0.5) - 1e-9);
        }
    }
}

/* By hand: of 0.2, 0.3, 0.6 and 0.7 those from 0.3 on are true. Every cut from 0.201 to 0.3 is right, and 0.3 is
 * nearest to a half. */
static void
test_by_hand (void)
{
  const float p[] = { 0.2f, 0.300001f, 0.6f, 0.7f };
  const guint8 truth[] = { 0, 1, 1, 1 }, none[] = { 0, 0, 0, 0 };
  NnCutoffs tally = { 0 }, empty = { 0 };

  nn_cutoffs_add (&tally, p, truth, NULL, G_N_ELEMENTS (p));
  g_assert_cmpfloat (nn_cutoffs_choose (&tally), ==, 0.3);
  g_assert_cmpfloat (nn_cutoffs_choose (&empty), ==, 0.5);
  nn_cutoffs_add (&empty, p, none, NULL, G_N_ELEMENTS (p));
  g_assert_cmpfloat (nn_cutoffs_choose (&empty), ==, 0.5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cutoffs/counts", test_counts);
  g_test_add_func ("/cutoffs/choose", test_choose);
  g_test_add_func ("/cutoffs/by-hand", test_by_hand);
  return g_test_run ();
}
