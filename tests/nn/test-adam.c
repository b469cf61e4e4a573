#include "nn-adam.h"

#include <math.h>

/* The first step is the rate itself, whatever the size of the gradient. */
static void
test_first_step (void)
{
  float params[] = { 1, 1, 1 };
  const float gradient[] = { 1e-3f, -5, 200 };
  NnAdam adam;

  nn_adam_init (&adam, 3);
  nn_adam_step (&adam, params, gradient, 0.1);
  g_assert_cmpfloat_with_epsilon (params[0], 0.9, 1e-5);
  g_assert_cmpfloat_with_epsilon (params[1], 1.1, 1e-5);
  g_assert_cmpfloat_with_epsilon (params[2], 0.9, 1e-5);
  nn_adam_clear (&adam);
}

/* On the quadratic x^2 / 2, whose gradient is x, step by step against the formulas in double. */
static void
test_quadratic (void)
{
  double x = 3, m = 0, v = 0;
  float params[] = { 3 };
  NnAdam adam;

  nn_adam_init (&adam, 1);
  for (guint t = 1; t <= 500; t++)
    {
      m = 0.9 * m + 0.1 * x;
      v = 0.999 * v + 0.001 * x * x;
      x -= 0.05 * (m / (1 - pow (0.9, t))) / (sqrt (v / (1 - pow (0.999, t))) + 1e-8);
      nn_adam_step (&adam, params, &(float) { params[0] }, 0.05);
      g_assert_cmpfloat_with_epsilon (params[0], x, 1e-3);
    }
  g_assert_cmpfloat (fabs (x), <, 0.05);
  nn_adam_clear (&adam);
}

static void
test_copy (void)
{
  float params[] = { 1, 2 }, others[2];
  const float gradient[] = { 0.5f, -1 };
  NnAdam adam, copy;

  nn_adam_init (&adam, 2);
  nn_adam_init (&copy, 2);
  for (guint i = 0; i < 5; i++)
    nn_adam_step (&adam, params, gradient, 0.01);
  nn_adam_copy (&copy, &adam);
  others[0] = params[0];
  others[1] = params[1];
  nn_adam_step (&adam, params, gradient, 0.01);
  nn_adam_step (&copy, others, gradient, 0.01);
  g_assert_cmpmem (params, sizeof params, others, sizeof others);
  nn_adam_clear (&adam);
  nn_adam_clear (&copy);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/adam/first-step", test_first_step);
  g_test_add_func ("/adam/quadratic", test_quadratic);
  g_test_add_func ("/adam/copy", test_copy);
  return g_test_run ();
}
