#include "nn-plateau.h"

static const NnPlateauRule rule = { 3e-4, 1e-6, 5e-3, 5, 0.9, 30, 60 };

static void
test_average (void)
{
  NnPlateau plateau;

  nn_plateau_init (&plateau, &rule);
  nn_plateau_add (&plateau, &rule, 1, 2);
  g_assert_cmpfloat (plateau.training.average, ==, 1);
  nn_plateau_add (&plateau, &rule, 0, 1);
  g_assert_cmpfloat_with_epsilon (plateau.training.average, 0.9, 1e-12);
  g_assert_cmpfloat_with_epsilon (plateau.validation.average, 1.9, 1e-12);
  g_assert_cmpuint (plateau.training.since, ==, 0);
}

/* A loss that stands still: divided after 30, 60, 90 and 120 epochs, and then it is over. */
static void
test_flat (void)
{
  NnPlateau plateau;
  guint n = 0;

  nn_plateau_init (&plateau, &rule);
  while (!nn_plateau_is_over (&plateau, &rule))
    {
      nn_plateau_add (&plateau, &rule, 1, 1);
      n++;
      if (n == 30)
        g_assert_cmpfloat (plateau.rate, ==, 3e-4);
      if (n == 31)
        g_assert_cmpfloat_with_epsilon (plateau.rate, 6e-5, 1e-12);
    }
  g_assert_cmpuint (n, ==, 121);
  g_assert_cmpfloat_with_epsilon (plateau.rate, 4.8e-7, 1e-12);
}

/* A fall under the least gain is none; many of them together are one. */
static void
test_least_gain (void)
{
  NnPlateau plateau;
  guint better = 0;

  nn_plateau_init (&plateau, &rule);
  for (guint i = 0; i < 200; i++)
    {
      nn_plateau_add (&plateau, &rule, 2 - 0.001 * i, 2 - 0.001 * i);
      better += plateau.training.since == 0;
    }
  g_assert_cmpfloat (plateau.rate, ==, 3e-4);
  g_assert_cmpuint (better, >, 30);
  g_assert_cmpuint (better, <, 45);
}

/* The rate goes on falling as long as validation still gains. */
static void
test_validation_holds_the_end_off (void)
{
  NnPlateau plateau;

  nn_plateau_init (&plateau, &rule);
  for (guint i = 0; i < 300; i++)
    {
      nn_plateau_add (&plateau, &rule, 1, 10 - 0.02 * i);
      g_assert_false (nn_plateau_is_over (&plateau, &rule));
    }
  g_assert_cmpfloat (plateau.rate, <, 1e-6);
  for (guint i = 0; i < 59; i++)
    nn_plateau_add (&plateau, &rule, 1, 100);
  g_assert_false (nn_plateau_is_over (&plateau, &rule));
  nn_plateau_add (&plateau, &rule, 1, 100);
  g_assert_true (nn_plateau_is_over (&plateau, &rule));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plateau/average", test_average);
  g_test_add_func ("/plateau/flat", test_flat);
  g_test_add_func ("/plateau/least-gain", test_least_gain);
  g_test_add_func ("/plateau/validation-holds-the-end-off", test_validation_holds_the_end_off);
  return g_test_run ();
}
