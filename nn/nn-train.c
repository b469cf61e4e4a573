#include "nn-train-private.h"

#include "nn-bytes.h"
#include "nn-graph.h"
#include "nn-step.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SHUFFLE 0x5e4f                  /* so that the order and the samples start from different numbers */

/* One run: borrowed, but for the memory of the step. */
typedef struct
{
  NnTrainer     *trainer;
  const NnFeed  *training, *validation;
  const NnWatch *watch;
  GCancellable  *cancellable;
  NnStep        *step;
  float         *gradient;
  guint         *order;
  gint64         started;               /* monotonic, less what went before */
  gboolean       late;                  /* the minutes are over */
} Run;

static NnPlateauRule
rule_of (const NnPlan *plan)
{
  return (NnPlateauRule) { plan->first_rate, plan->last_rate, plan->least_gain, plan->factor, plan->smoothing,
                           plan->patience, plan->stop_patience };
}

NnTrainer *
nn_trainer_new_from (NnNet        *net,
                     const NnPlan *plan)
{
  NnTrainer *self = g_new0 (NnTrainer, 1);
  NnPlateauRule rule = rule_of (plan);
  gsize n = nn_net_get_n_params (net);

  self->plan = *plan;
  self->net = net;
  self->mean = nn_net_copy (net);
  self->epochs = g_array_new (FALSE, TRUE, sizeof (NnEpoch));
  self->best_loss = HUGE_VAL;
  nn_adam_init (&self->adam, n);
  nn_adam_init (&self->good.adam, n);
  nn_plateau_init (&self->plateau, &rule);
  self->good.params = g_new0 (float, MAX (n, 1));
  self->good.mean = g_new0 (float, MAX (n, 1));
  self->good.state = g_new0 (float, MAX (nn_net_get_n_state (net), 1));
  return self;
}

void
nn_trainer_keep_good (NnTrainer *self)
{
  memcpy (self->good.params, nn_net_get_params (self->net), nn_net_get_n_params (self->net) * sizeof (float));
  memcpy (self->good.mean, nn_net_get_params (self->mean), nn_net_get_n_params (self->net) * sizeof (float));
  memcpy (self->good.state, nn_net_get_state (self->net), nn_net_get_n_state (self->net) * sizeof (float));
  nn_adam_copy (&self->good.adam, &self->adam);
}

static void
return_to_good (NnTrainer *self)
{
  memcpy (nn_net_edit_params (self->net), self->good.params, nn_net_get_n_params (self->net) * sizeof (float));
  memcpy (nn_net_edit_params (self->mean), self->good.mean, nn_net_get_n_params (self->net) * sizeof (float));
  memcpy (nn_net_edit_state (self->net), self->good.state, nn_net_get_n_state (self->net) * sizeof (float));
  nn_adam_copy (&self->adam, &self->good.adam);
}

static double
seconds_of (const Run *run)
{
  return (g_get_monotonic_time () - run->started) / (double) G_USEC_PER_SEC;
}

/* The order of an epoch follows from seed and number alone, so that a resumed training needs no memory of it. */
static void
shuffle (guint  *order,
         guint   n,
         guint32 seed,
         guint32 epoch)
{
  guint32 seeds[3] = { seed, epoch, SHUFFLE };
  g_autoptr (GRand) rand = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));

  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint i = n; i > 1; i--)
    {
      guint j = g_rand_int_range (rand, 0, i), kept = order[j];

      order[j] = order[i - 1];
      order[i - 1] = kept;
    }
}

/* At first the past is short, and weighs less. */
static void
average_weights (NnTrainer *self)
{
  double steps = self->adam.steps;
  float now = (float) (1 - MIN (self->plan.averaging, (1 + steps) / (10 + steps)));
  const float *params = nn_net_get_params (self->net);
  float *mean = nn_net_edit_params (self->mean);

  if (self->plan.averaging <= 0)
    memcpy (mean, params, nn_net_get_n_params (self->net) * sizeof (float));
  for (gsize i = 0; i < nn_net_get_n_params (self->net) && self->plan.averaging > 0; i++)
    mean[i] += now * (params[i] - mean[i]);
}

static gboolean
train_batch (Run           *run,
             const NnBatch *batch,
             double        *loss,
             GError       **error)
{
  NnTrainer *self = run->trainer;
  float *params = nn_net_edit_params (self->net);

  if (!nn_step_train (run->step, batch, params, nn_net_edit_state (self->net), run->gradient, loss, error))
    return FALSE;
  nn_adam_step (&self->adam, params, run->gradient, self->plateau.rate);
  if (!nn_floats_are_finite (params, nn_net_get_n_params (self->net)))
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_NUMBER,
                           _("The weights are no longer numbers; a lower rate may help"));
      return FALSE;
    }
  average_weights (self);
  return TRUE;
}

static gboolean
train_epoch (Run     *run,
             guint    number,
             double  *mean,
             GError **error)
{
  const NnPlan *plan = &run->trainer->plan;
  guint n = run->training->n_samples, n_batches = (n + plan->batch - 1) / plan->batch, done = 0;
  double sum = 0, loss = 0;

  shuffle (run->order, n, plan->seed, number);
  for (guint b = 0; b < n_batches && !run->late; b++, done = MIN (done + plan->batch, n))
    {
      NnBatch batch = { run->training, run->order + done, MIN (plan->batch, n - done), plan->seed, number };

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error) || !train_batch (run, &batch, &loss, error))
        return FALSE;
      sum += loss * batch.count;
      run->late = plan->minutes > 0 && seconds_of (run) >= plan->minutes * 60;
      if (run->watch != NULL && run->watch->batch != NULL)
        run->watch->batch (number, b + 1, n_batches, loss, run->watch->data);
    }
  *mean = sum / done;
  return TRUE;
}

static gboolean
validate (Run     *run,
          double  *mean,
          GError **error)
{
  NnTrainer *self = run->trainer;
  const NnPlan *plan = &self->plan;
  guint n = run->validation->n_samples;
  g_autofree guint *samples = g_new (guint, n);
  double loss = 0;

  for (guint i = 0; i < n; i++)
    samples[i] = i;
  *mean = 0;
  memcpy (nn_net_edit_state (self->mean), nn_net_get_state (self->net),
          nn_net_get_n_state (self->net) * sizeof (float));
  for (guint i = 0; i < n; i += plan->batch)
    {
      NnBatch batch = { run->validation, samples + i, MIN (plan->batch, n - i), plan->seed, 0 };

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error) ||
          !nn_step_judge (run->step, &batch, nn_net_get_params (self->mean), nn_net_get_state (self->mean), &loss,
                          error))
        return FALSE;
      *mean += loss * batch.count / n;
    }
  return TRUE;
}

static void
keep_best (NnTrainer *self,
           double     loss)
{
  self->best_loss = loss;
  g_clear_pointer (&self->best, nn_net_unref);
  self->best = nn_net_copy (self->mean);
}

static gboolean
run_epoch (Run     *run,
           NnEpoch *epoch,
           GError **error)
{
  NnTrainer *self = run->trainer;
  NnPlateauRule rule = rule_of (&self->plan);

  *epoch = (NnEpoch) { .number = self->epochs->len + 1, .rate = self->plateau.rate };
  if (!train_epoch (run, epoch->number, &epoch->training_loss, error) ||
      !validate (run, &epoch->validation_loss, error))
    return FALSE;
  nn_plateau_add (&self->plateau, &rule, epoch->training_loss, epoch->validation_loss);
  epoch->training_average = self->plateau.training.average;
  epoch->validation_average = self->plateau.validation.average;
  epoch->seconds = self->seconds = seconds_of (run);
  epoch->best = epoch->validation_loss < self->best_loss;
  if (epoch->best)
    keep_best (self, epoch->validation_loss);
  g_array_append_val (self->epochs, *epoch);
  nn_trainer_keep_good (self);
  return TRUE;
}

static gboolean
is_finished (const NnTrainer *self,
             NnStop          *why)
{
  NnPlateauRule rule = rule_of (&self->plan);

  if (nn_plateau_is_over (&self->plateau, &rule))
    *why = NN_STOP_RULE;
  else if (self->epochs->len >= self->plan.max_epochs)
    *why = NN_STOP_EPOCHS;
  else if (self->plan.minutes > 0 && self->seconds >= self->plan.minutes * 60)
    *why = NN_STOP_MINUTES;
  else
    return FALSE;
  return TRUE;
}

static gboolean
run_epochs (Run     *run,
            GFile   *state,
            NnStop  *why,
            GError **error)
{
  NnEpoch epoch;

  while (!is_finished (run->trainer, why))
    {
      if (!run_epoch (run, &epoch, error))
        {
          return_to_good (run->trainer);
          return FALSE;
        }
      if (state != NULL && !nn_trainer_save (run->trainer, state, error))
        return FALSE;
      if (run->watch != NULL && run->watch->epoch != NULL)
        run->watch->epoch (&epoch, run->watch->data);
    }
  return TRUE;
}

NnTrainer *
nn_trainer_new (const NnNet  *net,
                const NnPlan *plan)
{
  NnTrainer *self = nn_trainer_new_from (nn_net_copy (net), plan);

  self->best = nn_net_copy (net);
  nn_trainer_keep_good (self);
  return self;
}

void
nn_trainer_free (NnTrainer *self)
{
  g_clear_pointer (&self->net, nn_net_unref);
  g_clear_pointer (&self->mean, nn_net_unref);
  g_clear_pointer (&self->best, nn_net_unref);
  nn_adam_clear (&self->adam);
  nn_adam_clear (&self->good.adam);
  g_array_unref (self->epochs);
  g_free (self->good.params);
  g_free (self->good.mean);
  g_free (self->good.state);
  g_free (self);
}

gboolean
nn_trainer_run (NnTrainer     *self,
                const NnFeed  *training,
                const NnFeed  *validation,
                GFile         *state,
                const NnWatch *watch,
                NnStop        *why,
                GCancellable  *cancellable,
                GError       **error)
{
  Run run = { self, training, validation, watch, cancellable };
  g_autoptr (NnGraph) graph = NULL;
  NnStop ignored;
  gboolean done;

  if (training->n_samples == 0 || validation->n_samples == 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_DATA, _("There is no patch for %s; judge boxes on films of more women"),
                   training->n_samples == 0 ? "training" : "validation");
      return FALSE;
    }
  graph = self->plan.arithmetic == NN_ARITHMETIC_PLAIN ? nn_graph_copy_with (nn_net_get_graph (self->net), NULL)
                                                       : nn_graph_copy (nn_net_get_graph (self->net));
  run.step = nn_step_new (graph,
                          MIN (self->plan.batch, MAX (training->n_samples, validation->n_samples)),
                          self->plan.threads, self->plan.loss);
  run.gradient = g_new0 (float, MAX (nn_net_get_n_params (self->net), 1));
  run.order = g_new (guint, training->n_samples);
  run.started = g_get_monotonic_time () - (gint64) (self->seconds * G_USEC_PER_SEC);
  done = run_epochs (&run, state, why != NULL ? why : &ignored, error);
  nn_step_free (run.step);
  g_free (run.gradient);
  g_free (run.order);
  return done;
}

void
nn_trainer_set_limits (NnTrainer *self,
                       guint      max_epochs,
                       double     minutes)
{
  g_return_if_fail (max_epochs > 0 && max_epochs <= NN_MOST_EPOCHS && minutes >= 0);

  self->plan.max_epochs = max_epochs;
  self->plan.minutes = minutes;
}

NnNet *
nn_trainer_get_best (NnTrainer *self)
{
  return nn_net_copy (self->best);
}

const NnPlan *
nn_trainer_get_plan (const NnTrainer *self)
{
  return &self->plan;
}

const NnEpoch *
nn_trainer_get_epochs (const NnTrainer *self,
                       guint           *n)
{
  *n = self->epochs->len;
  return (const NnEpoch *) self->epochs->data;
}
