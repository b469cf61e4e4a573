#include "cs-trial.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cs-memory.h"

#define GROUP "trial"

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
  return g_strdup_printf ("%u epochs, %.3f minutes, threshold %.3f", plan->plan.max_epochs, plan->plan.minutes,
                          plan->threshold);
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

static gboolean
keep (GFile             *folder,
      const CsContender *contender,
      const char        *key,
      const Cost        *cost,
      const CsFolds     *folds,
      GError           **error)
{
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
  cs_folds_put_set (folds, (guint) contender->plan.fold, kept);
  return g_key_file_save_to_file (kept, g_file_peek_path (file), error);
}

/* The network first, then the result, last the state goes: whatever is cut off in between is made up for. */
static gboolean
finish (GFile             *folder,
        const CsContender *contender,
        CsCourse          *course,
        const Cost        *cost,
        const CsFolds     *folds,
        GError           **error)
{
  g_autoptr (GFile) file = find_file (folder, contender, ""), state = find_file (folder, contender, ".state");
  g_autoptr (NnNet) net = cs_course_get_network (course);

  if (!nn_net_save (net, file, error) ||
      !keep (folder, contender, cs_course_get_key (course), cost, folds, error))
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
}

void
cs_standing_clear (CsStanding *self)
{
  g_clear_pointer (&self->folds, cs_folds_free);
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
  return TRUE;
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
  guint64 peak;
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
  return finish (folder, contender, course, &cost, standing->folds, error);
}
