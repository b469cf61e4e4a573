#include "nn-loss.h"

#include <math.h>

static const NnShape shape = { 2, 2, 2 };
static const NnLossKind kinds[] = { NN_LOSS_BOTH, NN_LOSS_DICE, NN_LOSS_CROSS };

/* By hand: two of four pixels set, all probabilities 1/2. Dice of each class: (2 * 1 + 1) / (2 + 2 + 1). */
static void
test_by_hand (void)
{
  const float p[] = { 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f }, y[] = { 1, 1, 0, 0, 0, 0, 1, 1 };

  g_assert_cmpfloat_with_epsilon (nn_loss (NN_LOSS_DICE, shape, p, y, 1, NULL), 1 - 3.0 / 5, 1e-6);
  g_assert_cmpfloat_with_epsilon (nn_loss (NN_LOSS_CROSS, shape, p, y, 1, NULL), log (2), 1e-6);
  g_assert_cmpfloat_with_epsilon (nn_loss (NN_LOSS_BOTH, shape, p, y, 1, NULL), 1 - 3.0 / 5 + log (2), 1e-6);
}

static void
test_perfect_is_0 (void)
{
  const float masks[][8] = { { 1, 0, 0, 1, 0, 1, 1, 0 }, { 1, 1, 1, 1, 0, 0, 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      g_assert_cmpfloat_with_epsilon (nn_loss (kinds[k], shape, masks[i], masks[i], 1, NULL), 0, 1e-6);
}

/* Two of the four pixels are unknown: the loss is that of the other two, whatever is said of them. */
static void
test_unknown (void)
{
  const NnShape pair = { 2, 1, 2 };
  const float known_p[] = { 0.9f, 0.2f, 0.1f, 0.8f }, known_y[] = { 1, 0, 0, 1 };
  const float p[] = { 0.9f, 0.3f, 0.5f, 0.2f, 0.1f, 0.7f, 0.5f, 0.8f }, y[] = { 1, 0, 0, 0, 0, 0, 0, 1 };
  float d[8];

  g_assert_cmpfloat_with_epsilon (nn_loss (NN_LOSS_DICE, shape, p, y, 1, NULL),
                                  nn_loss (NN_LOSS_DICE, pair, known_p, known_y, 1, NULL), 1e-6);
  g_assert_cmpfloat_with_epsilon (nn_loss (NN_LOSS_CROSS, shape, p, y, 1, NULL),
                                  nn_loss (NN_LOSS_CROSS, pair, known_p, known_y, 1, NULL) / 2, 1e-6);
  nn_loss (NN_LOSS_BOTH, shape, p, y, 1, d);
  for (guint i = 0; i < G_N_ELEMENTS (d); i++)
    g_assert_true ((d[i] == 0) == (i % 4 == 1 || i % 4 == 2));
}

static void
test_gradient (void)
{
  float p[] = { 0.9f, 0.2f, 0.4f, 0.7f, 0.1f, 0.8f, 0.6f, 0.3f }, d[8];
  const float masks[][8] = { { 1, 0, 0, 1, 0, 1, 1, 0 }, { 1, 1, 1, 1, 0, 0, 0, 0 }, { 0, 1, 0, 0.3f, 1, 0, 0, 0.7f } };

  for (guint m = 0; m < G_N_ELEMENTS (masks); m++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      {
        nn_loss (kinds[k], shape, p, masks[m], 0.5f, d);
        for (guint i = 0; i < G_N_ELEMENTS (p); i++)
          {
            float kept = p[i];
            double above, below;

            p[i] = kept + 1e-3f;
            above = nn_loss (kinds[k], shape, p, masks[m], 1, NULL);
            p[i] = kept - 1e-3f;
            below = nn_loss (kinds[k], shape, p, masks[m], 1, NULL);
            p[i] = kept;
            g_assert_cmpfloat_with_epsilon (d[i], 0.5 * (above - below) / 2e-3, 2e-3);
          }
      }
}

/* A certain mistake has a finite loss and a gradient that leads out of it; what is no number stays none. */
static void
test_edges (void)
{
  const float p[] = { 0, 1, 1, 1, 1, 0, 0, 0 }, y[] = { 1, 1, 1, 1, 0, 0, 0, 0 };
  const float bad[] = { NAN, 1, 1, 1, 1, 0, 0, 0 };
  float d[8];

  g_assert_true (isfinite (nn_loss (NN_LOSS_BOTH, shape, p, y, 1, d)));
  for (guint i = 0; i < G_N_ELEMENTS (d); i++)
    g_assert_true (isfinite (d[i]));
  g_assert_cmpfloat (d[0], <, 0);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    g_assert_true (isnan (nn_loss (kinds[k], shape, bad, y, 1, NULL)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss/by-hand", test_by_hand);
  g_test_add_func ("/loss/perfect-is-0", test_perfect_is_0);
  g_test_add_func ("/loss/unknown", test_unknown);
  g_test_add_func ("/loss/gradient", test_gradient);
  g_test_add_func ("/loss/edges", test_edges);
  return g_test_run ();
}
