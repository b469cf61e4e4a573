/* On toy patches: a bright square is to be found. */
#include "toys.h"

#include <math.h>
#include <string.h>

static NnTrainer *
train (NnNorm norm,
       float  dropout,
       guint  epochs,
       guint  threads)
{
  g_autoptr (NnNet) net = make_net (norm, dropout);
  NnPlan plan = make_plan (epochs);
  NnTrainer *trainer;
  GError *error = NULL;
  NnStop why;
  Feeds feeds;

  plan.threads = threads;
  feeds_init (&feeds);
  trainer = nn_trainer_new (net, &plan);
  g_assert_true (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (why, ==, NN_STOP_EPOCHS);
  return trainer;
}

static void
test_learns (gconstpointer data)
{
  g_autoptr (NnTrainer) trainer = train (GPOINTER_TO_UINT (data), 0, 40, 2);
  g_autoptr (NnNet) best = nn_trainer_get_best (trainer);
  guint n, wrong = 0;
  const NnEpoch *epochs = nn_trainer_get_epochs (trainer, &n);
  Toy toy = { G_MAXUINT, 3 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  g_assert_cmpuint (n, ==, 40);
  g_assert_cmpfloat (epochs[n - 1].training_loss, <, 0.3 * epochs[0].training_loss);
  for (guint i = 0; i < 20; i++)
    {
      float x[PIXELS], y[2 * PIXELS], p[2 * PIXELS];

      toy_load (&toy, i, rand, x, y);
      g_assert_true (nn_net_predict (best, 1, x, p, 1, NULL, NULL));
      for (guint k = 0; k < PIXELS; k++)
        wrong += (p[PIXELS + k] > 0.5f) != (y[PIXELS + k] > 0.5f);
    }
  g_assert_cmpuint (wrong, <, 20 * PIXELS / 50);
}

/* One step an epoch; the last of them is the best. */
static NnNet *
weights_after (double averaging,
               guint  steps)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_INSTANCE, 0);
  NnPlan plan = make_plan (steps);
  g_autoptr (NnTrainer) trainer = NULL;
  GError *error = NULL;
  Feeds feeds;
  guint n;

  plan.batch = 37;
  plan.averaging = averaging;
  feeds_init (&feeds);
  trainer = nn_trainer_new (net, &plan);
  g_assert_true (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (nn_trainer_get_epochs (trainer, &n)[steps - 1].best);
  return nn_trainer_get_best (trainer);
}

/* mean <- past mean + (1 - past) weights, from the first weights on; the past counts less at first. */
static void
test_averages_weights (void)
{
  g_autoptr (NnNet) mean = weights_after (0.3, 3);
  NnNet *steps[4] = { make_net (NN_NORM_INSTANCE, 0), weights_after (0, 1), weights_after (0, 2),
                      weights_after (0, 3) };
  guint n_moved = 0;

  for (gsize i = 0; i < nn_net_get_n_params (mean); i++)
    {
      double wanted = nn_net_get_params (steps[0])[i];

      for (guint k = 1; k <= 3; k++)
        {
          double past = MIN (0.3, (1.0 + k) / (10 + k));

          wanted = past * wanted + (1 - past) * nn_net_get_params (steps[k])[i];
        }
      g_assert_cmpfloat_with_epsilon (nn_net_get_params (mean)[i], wanted, 1e-6);
      n_moved += fabs (nn_net_get_params (mean)[i] - nn_net_get_params (steps[3])[i]) > 1e-6;
    }
  g_assert_cmpuint (n_moved, >, nn_net_get_n_params (mean) / 2);
  for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
    nn_net_unref (steps[k]);
}

static void
test_same_seed_same_network (void)
{
  const NnNorm norms[] = { NN_NORM_INSTANCE, NN_NORM_BATCH };

  for (guint i = 0; i < G_N_ELEMENTS (norms); i++)
    {
      g_autoptr (NnTrainer) one = train (norms[i], 0.2f, 3, 1);
      g_autoptr (NnTrainer) again = train (norms[i], 0.2f, 3, 1);
      g_autoptr (NnTrainer) three = train (norms[i], 0.2f, 3, 3);

      assert_same (one, again);
      assert_same (one, three);
    }
}

static void
test_best_is_the_lowest (void)
{
  g_autoptr (NnTrainer) trainer = train (NN_NORM_INSTANCE, 0, 12, 2);
  guint n;
  const NnEpoch *epochs = nn_trainer_get_epochs (trainer, &n);
  double lowest = HUGE_VAL;

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (epochs[i].number, ==, i + 1);
      g_assert_true (epochs[i].best == (epochs[i].validation_loss < lowest));
      lowest = MIN (lowest, epochs[i].validation_loss);
    }
}

/* Cancelled within the third epoch, saved, freed, loaded, and trained on: as if nothing had been. */
static void
test_resume_equals_unbroken (void)
{
  g_autoptr (NnTrainer) unbroken = train (NN_NORM_BATCH, 0.2f, 6, 2);
  g_autoptr (NnNet) net = make_net (NN_NORM_BATCH, 0.2f);
  g_autoptr (GFile) state = temporary ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (NnTrainer) resumed = NULL;
  g_autoptr (NnNet) best = NULL;
  NnPlan plan = make_plan (6);
  Watcher watcher = { cancellable, 3, 2 };
  NnWatch watch = { batch_done_cb, epoch_done_cb, &watcher };
  NnTrainer *broken;
  GError *error = NULL;
  NnStop why;
  Feeds feeds;
  guint n;

  feeds_init (&feeds);
  nn_net_set_note (net, "key", "travels along");
  broken = nn_trainer_new (net, &plan);
  g_assert_false (nn_trainer_run (broken, &feeds.training, &feeds.validation, state, &watch, &why, cancellable,
                                  &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (watcher.n_batches, ==, 10);
  g_assert_cmpuint (watcher.n_epochs, ==, 2);
  g_assert_true (nn_trainer_save (broken, state, &error));
  nn_trainer_free (broken);

  resumed = nn_trainer_load (state, &error);
  g_assert_no_error (error);
  nn_trainer_get_epochs (resumed, &n);
  g_assert_cmpuint (n, ==, 2);
  best = nn_trainer_get_best (resumed);
  g_assert_cmpstr (nn_net_get_note (best, "key"), ==, "travels along");
  g_assert_true (nn_trainer_run (resumed, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, &error));
  assert_same (unbroken, resumed);
  g_file_delete (state, NULL, NULL);
}

/* A training that came to its cap goes on where it is raised, to the weights it would have come to at once. */
static void
test_other_limits (void)
{
  g_autoptr (NnTrainer) unbroken = train (NN_NORM_INSTANCE, 0, 4, 2), raised = train (NN_NORM_INSTANCE, 0, 2, 2);
  GError *error = NULL;
  NnStop why;
  Feeds feeds;

  feeds_init (&feeds);
  nn_trainer_set_limits (raised, 4, 0);
  g_assert_true (nn_trainer_run (raised, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (why, ==, NN_STOP_EPOCHS);
  assert_same (unbroken, raised);
}

/* Cancelled and run again without a file in between. */
static void
test_run_again (void)
{
  g_autoptr (NnTrainer) unbroken = train (NN_NORM_INSTANCE, 0, 4, 2);
  g_autoptr (NnNet) net = make_net (NN_NORM_INSTANCE, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  NnPlan plan = make_plan (4);
  g_autoptr (NnTrainer) trainer = nn_trainer_new (net, &plan);
  Watcher watcher = { cancellable, 2, 1 };
  NnWatch watch = { batch_done_cb, NULL, &watcher };
  NnStop why;
  Feeds feeds;

  feeds_init (&feeds);
  g_assert_false (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, &watch, &why, cancellable, NULL));
  g_assert_true (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, NULL));
  assert_same (unbroken, trainer);
  g_assert_true (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, NULL));
  g_assert_cmpint (why, ==, NN_STOP_EPOCHS);
}

/* A poisoned sample stops it, and the best network is still the last good one. */
static void
test_no_number (void)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_INSTANCE, 0);
  NnPlan plan = make_plan (3);
  g_autoptr (NnTrainer) trainer = nn_trainer_new (net, &plan);
  g_autoptr (NnNet) best = NULL;
  GError *error = NULL;
  NnStop why;
  Feeds feeds;

  feeds_init (&feeds);
  feeds.toys[0].poisoned = 20;
  g_assert_false (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NUMBER);
  g_assert_nonnull (strstr (error->message, "20"));
  g_clear_error (&error);
  best = nn_trainer_get_best (trainer);
  g_assert_cmpstr (nn_net_get_digest (best), ==, nn_net_get_digest (net));
}

/* Stopped by a NaN or by a gradient whose square is infinite, a training stands where its last epoch ended: healed, it
 * goes on to the weights of one that never met it; and the state file is that of the last good epoch. */
static void
test_keeps_last_good (gconstpointer data)
{
  gboolean huge = GPOINTER_TO_INT (data);
  g_autoptr (NnTrainer) unbroken = train (NN_NORM_BATCH, 0.2f, 4, 2), met = train (NN_NORM_BATCH, 0.2f, 2, 2);
  g_autoptr (NnTrainer) saved = NULL;
  g_autoptr (GFile) state = temporary ();
  GError *error = NULL;
  NnStop why;
  Feeds feeds;

  feeds_init (&feeds);
  nn_trainer_set_limits (met, 4, 0);
  g_assert_true (nn_trainer_save (met, state, NULL));
  feeds.toys[0].poisoned = huge ? G_MAXUINT : 20;
  feeds.toys[0].weight = huge ? 1e21f : 1;
  g_assert_false (nn_trainer_run (met, &feeds.training, &feeds.validation, state, NULL, &why, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NUMBER);
  g_clear_error (&error);
  saved = nn_trainer_load (state, &error);
  g_assert_no_error (error);
  feeds_init (&feeds);
  g_assert_true (nn_trainer_run (met, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, NULL));
  g_assert_true (nn_trainer_run (saved, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, NULL));
  assert_same (unbroken, met);
  assert_same (unbroken, saved);
  g_file_delete (state, NULL, NULL);
}

static void
test_weights_blow_up (void)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_NONE, 0);
  NnPlan plan = make_plan (50);
  g_autoptr (NnTrainer) trainer = NULL;
  GError *error = NULL;
  NnStop why;
  Feeds feeds;

  feeds_init (&feeds);
  nn_net_edit_params (net)[0] = 1e38f;
  nn_net_edit_params (net)[1] = -1e38f;
  trainer = nn_trainer_new (net, &plan);
  g_assert_false (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NUMBER);
  g_clear_error (&error);
}

static void
test_few_samples (void)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_BATCH, 0);
  NnPlan plan = make_plan (2);
  g_autoptr (NnTrainer) trainer = NULL;
  GError *error = NULL;
  NnStop why;
  Feeds feeds;

  feeds_init (&feeds);
  plan.batch = 1000;
  plan.threads = 0;
  trainer = nn_trainer_new (net, &plan);
  feeds.training.n_samples = 2;
  feeds.validation.n_samples = 1;
  g_assert_true (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, &error));
  feeds.validation.n_samples = 0;
  g_assert_false (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_DATA);
  g_clear_error (&error);
}

static void
test_minutes (void)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_INSTANCE, 0);
  NnPlan plan = make_plan (100000);
  g_autoptr (NnTrainer) trainer = NULL;
  NnStop why;
  Feeds feeds;
  guint n;

  feeds_init (&feeds);
  plan.minutes = 1e-6;
  trainer = nn_trainer_new (net, &plan);
  g_assert_true (nn_trainer_run (trainer, &feeds.training, &feeds.validation, NULL, NULL, &why, NULL, NULL));
  g_assert_cmpint (why, ==, NN_STOP_MINUTES);
  nn_trainer_get_epochs (trainer, &n);
  g_assert_cmpuint (n, ==, 1);
}

/* Every truncation and many flipped bytes are refused, none crashes. */
static void
test_damaged_state (void)
{
  g_autoptr (NnTrainer) trainer = train (NN_NORM_BATCH, 0, 1, 2);
  g_autoptr (GFile) state = temporary ();
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (nn_trainer_save (trainer, state, NULL));
  g_assert_true (g_file_load_contents (state, NULL, &data, &size, NULL, NULL));
  for (gsize i = 0; i < size; i += 1 + i / 7)
    {
      GError *error = NULL;

      g_assert_true (g_file_set_contents (g_file_peek_path (state), data, i, NULL));
      g_assert_null (nn_trainer_load (state, &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_FILE);
      g_clear_error (&error);
      data[i] ^= 0x41;
      g_assert_true (g_file_set_contents (g_file_peek_path (state), data, size, NULL));
      g_assert_null (nn_trainer_load (state, &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_FILE);
      g_clear_error (&error);
      data[i] ^= 0x41;
    }
  g_file_delete (state, NULL, NULL);
}

/* Three epochs, after the first of them saved and taken up again. */
static NnTrainer *
train_in_parts (NnArithmetic arithmetic)
{
  g_autoptr (NnNet) net = make_net (NN_NORM_INSTANCE, 0);
  g_autoptr (GFile) state = temporary ();
  NnPlan plan = make_plan (1);
  g_autoptr (NnTrainer) first = NULL;
  NnTrainer *second;
  Feeds feeds;

  plan.arithmetic = arithmetic;
  feeds_init (&feeds);
  first = nn_trainer_new (net, &plan);
  g_assert_true (nn_trainer_run (first, &feeds.training, &feeds.validation, state, NULL, NULL, NULL, NULL));
  second = nn_trainer_load (state, NULL);
  g_assert_nonnull (second);
  g_assert_cmpint (nn_trainer_get_plan (second)->arithmetic, ==, arithmetic);
  nn_trainer_set_limits (second, 3, 0);
  g_assert_true (nn_trainer_run (second, &feeds.training, &feeds.validation, NULL, NULL, NULL, NULL, NULL));
  g_file_delete (state, NULL, NULL);
  return second;
}

/* The plain form trains too, also from a state: to numbers that rounding alone tells apart from the fast form's. */
static void
test_arithmetic (void)
{
  g_autoptr (NnTrainer) plain = train_in_parts (NN_ARITHMETIC_PLAIN), fast = train_in_parts (NN_ARITHMETIC_FAST);
  g_autoptr (NnNet) slow_net = nn_trainer_get_best (plain), fast_net = nn_trainer_get_best (fast);
  guint n;
  const NnEpoch *ours = nn_trainer_get_epochs (plain, &n), *theirs = nn_trainer_get_epochs (fast, &n);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (nn_net_get_digest (slow_net), !=, nn_net_get_digest (fast_net));
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (ours[i].training_loss, theirs[i].training_loss, 0.02 * theirs[i].training_loss);
}

static void
test_plan (void)
{
  NnPlan plan;
  g_autofree char *text = NULL;
  GError *error = NULL;

  nn_plan_init (&plan);
  g_assert_true (nn_plan_check (&plan, NULL));
  text = nn_plan_to_text (&plan);
  g_assert_nonnull (strstr (text, "batch=42\n"));
  g_assert_nonnull (strstr (text, "loss=both\narithmetic=fast\n"));
  plan.batch = 0;
  g_assert_false (nn_plan_check (&plan, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_DATA);
  g_clear_error (&error);
  nn_plan_init (&plan);
  plan.first_rate = NAN;
  g_assert_false (nn_plan_check (&plan, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/train/learns/instance", GUINT_TO_POINTER (NN_NORM_INSTANCE), test_learns);
  g_test_add_data_func ("/train/learns/batch", GUINT_TO_POINTER (NN_NORM_BATCH), test_learns);
  g_test_add_func ("/train/same-seed-same-network", test_same_seed_same_network);
  g_test_add_func ("/train/averages-weights", test_averages_weights);
  g_test_add_func ("/train/best-is-the-lowest", test_best_is_the_lowest);
  g_test_add_func ("/train/resume-equals-unbroken", test_resume_equals_unbroken);
  g_test_add_func ("/train/run-again", test_run_again);
  g_test_add_func ("/train/other-limits", test_other_limits);
  g_test_add_func ("/train/no-number", test_no_number);
  g_test_add_data_func ("/train/keeps-last-good/nan", GINT_TO_POINTER (FALSE), test_keeps_last_good);
  g_test_add_data_func ("/train/keeps-last-good/huge", GINT_TO_POINTER (TRUE), test_keeps_last_good);
  g_test_add_func ("/train/weights-blow-up", test_weights_blow_up);
  g_test_add_func ("/train/few-samples", test_few_samples);
  g_test_add_func ("/train/minutes", test_minutes);
  g_test_add_func ("/train/damaged-state", test_damaged_state);
  g_test_add_func ("/train/arithmetic", test_arithmetic);
  g_test_add_func ("/train/plan", test_plan);
  return g_test_run ();
}
