#include "cs-trial.h"

#include <string.h>

#include "cs-memory.h"

#define GROUP "trial"
#define HISTORY "history"

/* What a single trial came to, besides its figures. */
typedef struct { guint64 n_params, peak; double seconds, patch_seconds, mask_seconds; } Cost;

static GFile *
find_file (GFile             *folder,
           const CsContender *contender,
           const char        *ending)
{
  g_autofree char *name = g_strdup_printf ("%s.set%d%s", contender->name, contender->plan.fold + 1, ending);

  return g_file_get_child (folder, g_strdelimit (name, " /", '-'));
}

/* The limits too: a result of fewer epochs is another. */
static char *
describe_limits (const CsCoursePlan *plan)
{
  return g_strdup_printf ("%u epochs, %.3f minutes, threshold %.3f%s", plan->plan.max_epochs, plan->plan.minutes,
                          plan->threshold, plan->turns == CS_TURNS_EIGHT ? ", eight turns" : "");
}

static void
add_cost (CsStanding *self,
          const Cost *cost)
{
  self->patch_seconds = (self->patch_seconds * self->n_done + cost->patch_seconds) / (self->n_done + 1);
  self->mask_seconds = (self->mask_seconds * self->n_done + cost->mask_seconds) / (self->n_done + 1);
  self->n_params = cost->n_params;
  self->peak = MAX (self->peak, cost->peak);
  self->seconds += cost->seconds;
  self->n_done++;
}

static gboolean
is_same (GKeyFile          *kept,
         const CsContender *contender,
         const char        *key)
{
  g_autofree char *limits = describe_limits (&contender->plan);
  g_autofree char *kept_key = g_key_file_get_string (kept, GROUP, "key", NULL);
  g_autofree char *kept_limits = g_key_file_get_string (kept, GROUP, "limits", NULL);

  return kept_key != NULL && (key == NULL || (strcmp (kept_key, key) == 0 && g_strcmp0 (kept_limits, limits) == 0));
}

/* A loss that is no number is none of a finished epoch: there are no others here. */
static void
put_losses (GKeyFile    *to,
            const char  *key,
            const float *losses,
            guint        n)
{
  g_autofree double *values = g_new (double, n + 1);

  for (guint i = 0; i < n; i++)
    values[i] = losses[i];
  g_key_file_set_double_list (to, HISTORY, key, values, n);
}

static float *
take_losses (GKeyFile   *from,
             const char *key,
             guint      *n)
{
  gsize length = 0;
  g_autofree double *values = g_key_file_get_double_list (from, HISTORY, key, &length, NULL);
  float *losses = g_new (float, length + 1);

  for (gsize i = 0; i < length; i++)
    losses[i] = values[i];
  *n = MIN (*n, length);
  return losses;
}

static CsHistory
take_history (GKeyFile *from)
{
  CsHistory history = { .n = G_MAXUINT };

  history.training = take_losses (from, "training", &history.n);
  history.validation = take_losses (from, "validation", &history.n);
  return history;
}

/* Takes @history. */
static void
set_history (CsStanding *self,
             guint       set,
             CsHistory   history)
{
  CsHistory *place = &g_array_index (self->histories, CsHistory, set);

  cs_history_clear (place);
  *place = history;
}

static gboolean
keep (GFile             *folder,
      const CsContender *contender,
      const char        *key,
      const Cost        *cost,
      const CsStanding  *standing,
      GError           **error)
{
  const CsHistory *history = &g_array_index (standing->histories, CsHistory, contender->plan.fold);
  g_autoptr (GKeyFile) kept = g_key_file_new ();
  g_autoptr (GFile) file = find_file (folder, contender, ".result");
  g_autofree char *limits = describe_limits (&contender->plan);

  g_key_file_set_string (kept, GROUP, "key", key);
  g_key_file_set_string (kept, GROUP, "limits", limits);
  g_key_file_set_uint64 (kept, GROUP, "parameters", cost->n_params);
  g_key_file_set_uint64 (kept, GROUP, "peak", cost->peak);
  g_key_file_set_double (kept, GROUP, "seconds", cost->seconds);
  g_key_file_set_double (kept, GROUP, "patch_seconds", cost->patch_seconds);
  g_key_file_set_double (kept, GROUP, "mask_seconds", cost->mask_seconds);
  put_losses (kept, "training", history->training, history->n);
  put_losses (kept, "validation", history->validation, history->n);
  cs_folds_put_set (standing->folds, (guint) contender->plan.fold, kept);
  return g_key_file_save_to_file (kept, g_file_peek_path (file), error);
}

/* The network first, then the result, last the state goes: whatever is cut off in between is made up for. */
static gboolean
finish (GFile             *folder,
        const CsContender *contender,
        CsCourse          *course,
        const Cost        *cost,
        const CsStanding  *standing,
        GError           **error)
{
  g_autoptr (GFile) file = find_file (folder, contender, ""), state = find_file (folder, contender, ".state");
  g_autoptr (NnNet) net = cs_course_get_network (course);

  if (!nn_net_save (net, file, error) ||
      !keep (folder, contender, cs_course_get_key (course), cost, standing, error))
    return FALSE;
  g_file_delete (state, NULL, NULL);
  return TRUE;
}

static Cost
find_cost (CsCourse *course,
           guint64   peak)
{
  const CsScoring *scoring = cs_course_get_scoring (course);
  g_autoptr (NnNet) net = cs_course_get_network (course);
  guint n = 0;
  const NnEpoch *epochs = cs_course_get_epochs (course, &n);

  return (Cost) { nn_net_get_n_params (net), peak, n > 0 ? epochs[n - 1].seconds : 0, scoring->patch_seconds,
                  scoring->mask_seconds };
}

void
cs_standing_init (CsStanding *self,
                  guint       n_sets)
{
  *self = (CsStanding) { .folds = cs_folds_new (n_sets) };
  self->histories = g_array_sized_new (FALSE, TRUE, sizeof (CsHistory), n_sets);
  g_array_set_clear_func (self->histories, (GDestroyNotify) cs_history_clear);
  g_array_set_size (self->histories, n_sets);
}

void
cs_standing_clear (CsStanding *self)
{
  g_clear_pointer (&self->folds, cs_folds_free);
  g_clear_pointer (&self->histories, g_array_unref);
}

void
cs_standing_free (CsStanding *self)
{
  cs_standing_clear (self);
  g_free (self);
}

CsHistory
cs_history_new (const NnEpoch *epochs,
                guint          n)
{
  CsHistory self = { n, g_new (float, n + 1), g_new (float, n + 1) };

  for (guint i = 0; i < n; i++)
    {
      self.training[i] = epochs[i].training_loss;
      self.validation[i] = epochs[i].validation_loss;
    }
  return self;
}

void
cs_history_clear (CsHistory *self)
{
  g_clear_pointer (&self->training, g_free);
  g_clear_pointer (&self->validation, g_free);
  self->n = 0;
}

gboolean
cs_trial_find (GFile             *folder,
               const CsContender *contender,
               const char        *key,
               CsStanding        *standing)
{
  g_autoptr (GFile) file = find_file (folder, contender, ".result");
  g_autoptr (GKeyFile) kept = g_key_file_new ();
  Cost cost;

  if (!g_key_file_load_from_file (kept, g_file_peek_path (file), G_KEY_FILE_NONE, NULL) ||
      !is_same (kept, contender, key) ||
      !cs_folds_take_set (standing->folds, (guint) contender->plan.fold, kept, NULL))
    return FALSE;
  cost = (Cost) { g_key_file_get_uint64 (kept, GROUP, "parameters", NULL),
                  g_key_file_get_uint64 (kept, GROUP, "peak", NULL),
                  g_key_file_get_double (kept, GROUP, "seconds", NULL),
                  g_key_file_get_double (kept, GROUP, "patch_seconds", NULL),
                  g_key_file_get_double (kept, GROUP, "mask_seconds", NULL) };
  add_cost (standing, &cost);
  set_history (standing, (guint) contender->plan.fold, take_history (kept));
  return TRUE;
}

gboolean
cs_trial_forget (GFile             *folder,
                 const CsContender *contender)
{
  g_autoptr (GFile) state = find_file (folder, contender, ".state");

  return g_file_delete (state, NULL, NULL);
}

gboolean
cs_trial_run (GFile               *folder,
              const CsContender   *contender,
              CsCourse            *course,
              CsRecord            *record,
              const CsCourseWatch *watch,
              CsStanding          *standing,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autoptr (GFile) state = find_file (folder, contender, ".state");
  const NnEpoch *epochs;
  guint64 peak;
  guint n;
  Cost cost;

  cs_memory_reset ();
  if (!cs_course_train (course, state, TRUE, watch, cancellable, error))
    return FALSE;
  peak = cs_memory_get_peak ();
  if (!cs_course_score (course, watch, cancellable, error))
    return FALSE;
  cost = find_cost (course, peak);
  cs_folds_add_scoring (standing->folds, (guint) contender->plan.fold, record, cs_course_get_scoring (course));
  add_cost (standing, &cost);
  epochs = cs_course_get_epochs (course, &n);
  set_history (standing, (guint) contender->plan.fold, cs_history_new (epochs, n));
  return finish (folder, contender, course, &cost, standing, error);
}
