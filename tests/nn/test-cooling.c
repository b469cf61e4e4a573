/* A rate that cools: along its cosine, and the same whether a training is cut off or not. */
#include "toys.h"

#include <string.h>

static NnTrainer *
train_by (const NnPlan  *plan,
          GFile         *state,
          const NnWatch *watch,
          GCancellable  *cancellable)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_INSTANCE, 0);
  NnTrainer *trainer = nn_trainer_new (net, plan);
  Feeds feeds;

  feeds_init (&feeds);
  g_assert_true (nn_trainer_run (trainer, &feeds.training, &feeds.validation, state, watch, NULL, cancellable, NULL) ==
                 (cancellable == NULL));
  return trainer;
}

/* Half a cosine from the first rate to the last, which then stays. */
static void
test_rates (void)
{
  NnPlan plan = make_plan (6);
  g_autoptr (NnTrainer) trainer = NULL;
  const double wanted[] = { 1, 0.853553, 0.5, 0.146447, 0, 0 };
  const NnEpoch *epochs;
  guint n;

  plan.cooling = 4;
  plan.last_rate = 1e-4;
  trainer = train_by (&plan, NULL, NULL, NULL);
  epochs = nn_trainer_get_epochs (trainer, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (epochs[i].rate, 1e-4 + (5e-3 - 1e-4) * wanted[i], 1e-8);
}

/* The first epoch is that of a plan without, to the bit; the second is not. */
static void
test_first_epoch (void)
{
  NnPlan plan = make_plan (2);
  g_autoptr (NnTrainer) plain = train_by (&plan, NULL, NULL, NULL), cooling = NULL;
  const NnEpoch *ours, *theirs;
  guint n;

  plan.cooling = 2;
  cooling = train_by (&plan, NULL, NULL, NULL);
  ours = nn_trainer_get_epochs (cooling, &n);
  theirs = nn_trainer_get_epochs (plain, &n);
  g_assert_true (theirs[1].rate == plan.first_rate);
  g_assert_true (ours[0].training_loss == theirs[0].training_loss);
  g_assert_true (ours[0].validation_loss == theirs[0].validation_loss);
  g_assert_true (ours[1].training_loss != theirs[1].training_loss);
}

/* Cut off in the third epoch and taken up from its file; and a cap that is raised does not change the way there. */
static void
test_resume (void)
{
  g_autoptr (GFile) state = temporary ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watcher watcher = { cancellable, 3, 2 };
  NnWatch watch = { batch_done_cb, NULL, &watcher };
  NnPlan plan = make_plan (6);
  g_autoptr (NnTrainer) unbroken = NULL, broken = NULL, resumed = NULL;
  Feeds feeds;

  plan.cooling = 5;
  feeds_init (&feeds);
  unbroken = train_by (&plan, NULL, NULL, NULL);
  plan.max_epochs = 4;
  broken = train_by (&plan, state, &watch, cancellable);
  resumed = nn_trainer_load (state, NULL);
  g_assert_nonnull (resumed);
  g_assert_cmpuint (nn_trainer_get_plan (resumed)->cooling, ==, 5);
  nn_trainer_set_limits (resumed, 6, 0);
  g_assert_true (nn_trainer_run (resumed, &feeds.training, &feeds.validation, NULL, NULL, NULL, NULL, NULL));
  assert_same (unbroken, resumed);
  g_file_delete (state, NULL, NULL);
}

/* A plan without has the text, and by it what is kept the key, that it had before there was cooling. */
static void
test_text (void)
{
  NnPlan plan;
  g_autofree char *without = NULL, *with = NULL;

  nn_plan_init (&plan);
  without = nn_plan_to_text (&plan);
  plan.cooling = 7;
  with = nn_plan_to_text (&plan);
  g_assert_null (strstr (without, "cooling"));
  g_assert_true (g_str_has_prefix (with, without));
  g_assert_true (g_str_has_suffix (with, "cooling=7\n"));
  g_assert_true (nn_plan_check (&plan, NULL));
  plan.cooling = NN_MOST_EPOCHS + 1;
  g_assert_false (nn_plan_check (&plan, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cooling/rates", test_rates);
  g_test_add_func ("/cooling/first-epoch", test_first_epoch);
  g_test_add_func ("/cooling/resume", test_resume);
  g_test_add_func ("/cooling/text", test_text);
  return g_test_run ();
}
