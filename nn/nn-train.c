#include "nn-train.h"

#include "nn-adam.h"
#include "nn-bytes.h"
#include "nn-graph.h"
#include "nn-plateau.h"
#include "nn-step.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAGIC "CALCRUN\n"
#define VERSION 2
#define SHUFFLE 0x5e4f                  /* so that the order and the samples start from different numbers */

/* What a cancelled or failed epoch is undone to. */
typedef struct
{
  float *params, *mean, *state;
  NnAdam adam;
} Good;

struct _NnTrainer
{
  NnPlan    plan;
  NnNet    *net, *mean, *best;          /* mean: the moving average of net's weights */
  NnAdam    adam;
  NnPlateau plateau;
  GArray   *epochs;                     /* NnEpoch */
  double    best_loss, seconds;
  Good      good;
};

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

static NnTrainer *
trainer_new_from (NnNet        *net,
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

static void
keep_good (NnTrainer *self)
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
  memcpy (nn_net_edit_state (self->mean), nn_net_get_state (self->net), nn_net_get_n_state (self->net) * sizeof (float));
  for (guint i = 0; i < n; i += plan->batch)
    {
      NnBatch batch = { run->validation, samples + i, MIN (plan->batch, n - i), plan->seed, 0 };

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error) ||
          !nn_step_judge (run->step, &batch, nn_net_get_params (self->mean), nn_net_get_state (self->mean), &loss, error))
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
  keep_good (self);
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

static void
put_plan (GByteArray   *to,
          const NnPlan *plan)
{
  const guint32 numbers[] = { plan->batch, plan->max_epochs, plan->seed, plan->threads, plan->patience,
                              plan->stop_patience, plan->loss };
  const double doubles[] = { plan->first_rate, plan->last_rate, plan->minutes, plan->least_gain, plan->factor,
                             plan->smoothing, plan->averaging };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    nn_put_u32 (to, numbers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    nn_put_double (to, doubles[i]);
}

static void
read_plan (NnReader *from,
           NnPlan   *plan)
{
  guint32 loss;

  plan->batch = nn_read_u32 (from);
  plan->max_epochs = nn_read_u32 (from);
  plan->seed = nn_read_u32 (from);
  plan->threads = nn_read_u32 (from);
  plan->patience = nn_read_u32 (from);
  plan->stop_patience = nn_read_u32 (from);
  loss = nn_read_u32 (from);
  plan->loss = loss <= NN_LOSS_CROSS ? loss : NN_LOSS_BOTH;
  plan->first_rate = nn_read_double (from);
  plan->last_rate = nn_read_double (from);
  plan->minutes = nn_read_double (from);
  plan->least_gain = nn_read_double (from);
  plan->factor = nn_read_double (from);
  plan->smoothing = nn_read_double (from);
  plan->averaging = nn_read_double (from);
}

static void
put_net (GByteArray  *to,
         const NnNet *net)
{
  g_autoptr (GBytes) bytes = nn_net_to_bytes (net);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  nn_put_u64 (to, size);
  g_byte_array_append (to, data, size);
}

static NnNet *
read_net (NnReader   *from,
          const char *name,
          GError    **error)
{
  guint64 size = nn_read_u64 (from);
  const guint8 *data = nn_read_raw (from, size);
  g_autoptr (GBytes) bytes = data != NULL ? g_bytes_new_static (data, size) : NULL;

  if (bytes == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("“%s” is cut off within a network"), name);
      return NULL;
    }
  return nn_net_load_bytes (bytes, name, error);
}

static void
put_trend (GByteArray    *to,
           const NnTrend *trend)
{
  nn_put_double (to, trend->average);
  nn_put_double (to, trend->best);
  nn_put_u32 (to, trend->since);
}

static void
read_trend (NnReader *from,
            NnTrend  *trend)
{
  trend->average = nn_read_double (from);
  trend->best = nn_read_double (from);
  trend->since = nn_read_u32 (from);
}

static void
put_epochs (GByteArray      *to,
            const NnTrainer *self)
{
  nn_put_u32 (to, self->epochs->len);
  for (guint i = 0; i < self->epochs->len; i++)
    {
      const NnEpoch *epoch = &g_array_index (self->epochs, NnEpoch, i);

      nn_put_double (to, epoch->training_loss);
      nn_put_double (to, epoch->validation_loss);
      nn_put_double (to, epoch->rate);
      nn_put_double (to, epoch->training_average);
      nn_put_double (to, epoch->validation_average);
      nn_put_double (to, epoch->seconds);
      nn_put_u32 (to, epoch->best);
    }
}

static void
read_epochs (NnReader  *from,
             NnTrainer *self)
{
  guint32 n = nn_read_u32 (from);

  for (guint32 i = 0; i < n && nn_reader_is_sound (from); i++)
    {
      NnEpoch epoch = { .number = i + 1 };

      epoch.training_loss = nn_read_double (from);
      epoch.validation_loss = nn_read_double (from);
      epoch.rate = nn_read_double (from);
      epoch.training_average = nn_read_double (from);
      epoch.validation_average = nn_read_double (from);
      epoch.seconds = nn_read_double (from);
      epoch.best = nn_read_u32 (from) != 0;
      g_array_append_val (self->epochs, epoch);
    }
}

/* Everything behind the plan and the nets. */
static void
put_progress (GByteArray      *to,
              const NnTrainer *self)
{
  nn_put_u64 (to, self->adam.steps);
  nn_put_floats (to, self->adam.first, self->adam.n);
  nn_put_floats (to, self->adam.second, self->adam.n);
  nn_put_u32 (to, self->plateau.n_epochs);
  nn_put_u32 (to, self->plateau.waited);
  nn_put_double (to, self->plateau.rate);
  put_trend (to, &self->plateau.training);
  put_trend (to, &self->plateau.validation);
  nn_put_double (to, self->best_loss);
  nn_put_double (to, self->seconds);
  put_epochs (to, self);
}

static void
read_progress (NnReader  *from,
               NnTrainer *self)
{
  self->adam.steps = nn_read_u64 (from);
  nn_read_floats (from, self->adam.first, self->adam.n);
  nn_read_floats (from, self->adam.second, self->adam.n);
  self->plateau.n_epochs = nn_read_u32 (from);
  self->plateau.waited = nn_read_u32 (from);
  self->plateau.rate = nn_read_double (from);
  read_trend (from, &self->plateau.training);
  read_trend (from, &self->plateau.validation);
  self->best_loss = nn_read_double (from);
  self->seconds = nn_read_double (from);
  read_epochs (from, self);
}

/* The nets were looked at when they were read. */
static gboolean
has_numbers (const NnTrainer *self)
{
  return nn_floats_are_finite (self->adam.first, self->adam.n) &&
         nn_floats_are_finite (self->adam.second, self->adam.n) &&
         self->plateau.rate > 0 && self->plateau.rate <= 1 && !isnan (self->best_loss);
}

static NnTrainer *
read_trainer (NnReader   *from,
              const char *name,
              GError    **error)
{
  NnPlan plan = { 0 };
  g_autoptr (NnNet) net = NULL;
  g_autoptr (NnNet) mean = NULL;
  g_autoptr (NnNet) best = NULL;
  NnTrainer *self;

  read_plan (from, &plan);
  if (!nn_plan_check (&plan, error) || (net = read_net (from, name, error)) == NULL ||
      (mean = read_net (from, name, error)) == NULL || (best = read_net (from, name, error)) == NULL)
    return NULL;
  if (nn_net_get_n_params (mean) != nn_net_get_n_params (net) || nn_net_get_n_state (mean) != nn_net_get_n_state (net))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("“%s” holds networks that do not belong together"), name);
      return NULL;
    }
  self = trainer_new_from (g_steal_pointer (&net), &plan);
  nn_net_unref (self->mean);
  self->mean = g_steal_pointer (&mean);
  self->best = g_steal_pointer (&best);
  read_progress (from, self);
  keep_good (self);
  return self;
}

NnTrainer *
nn_trainer_new (const NnNet  *net,
                const NnPlan *plan)
{
  NnTrainer *self = trainer_new_from (nn_net_copy (net), plan);

  self->best = nn_net_copy (net);
  keep_good (self);
  return self;
}

NnTrainer *
nn_trainer_load (GFile   *state,
                 GError **error)
{
  g_autofree char *name = g_file_get_basename (state);
  g_autoptr (GBytes) bytes = g_file_load_bytes (state, NULL, NULL, error);
  g_autoptr (NnTrainer) self = NULL;
  NnReader body;

  if (bytes == NULL || !nn_frame_open (bytes, name, MAGIC, VERSION, &body, error))
    return NULL;
  self = read_trainer (&body, name, error);
  if (self == NULL)
    return NULL;
  if (!nn_reader_is_sound (&body) || body.left > 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                   _("“%s” is cut off, or something follows its end; begin the training anew"),
                   name);
      return NULL;
    }
  if (!has_numbers (self))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_NUMBER,
                   _("“%s” holds values that are not numbers; begin the training anew"), name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
nn_trainer_save (const NnTrainer *self,
                 GFile           *state,
                 GError         **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  put_plan (body, &self->plan);
  put_net (body, self->net);
  put_net (body, self->mean);
  put_net (body, self->best);
  put_progress (body, self);
  bytes = nn_frame_wrap (MAGIC, VERSION, body);
  return nn_bytes_write (bytes, state, error);
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
  NnStop ignored;
  gboolean done;

  if (training->n_samples == 0 || validation->n_samples == 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_DATA, _("There is no patch for %s; judge boxes on films of more women"),
                   training->n_samples == 0 ? "training" : "validation");
      return FALSE;
    }
  run.step = nn_step_new (nn_net_get_graph (self->net),
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
