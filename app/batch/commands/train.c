/* train: a network from the verdicts of a study. The window's Training page runs the same CsCourse. */
#include <glib/gi18n.h>
#include <string.h>

#include "cs-command.h"
#include "cs-course.h"
#include "cs-report.h"
#include "cs-tuning.h"

typedef struct
{
  CsCall       *call;
  CsRecord     *record;
  CsSettings   *settings;
  CsPatches    *patches;     /* shared by all folds */
  CsCoursePlan  plan;
  const char   *out;
  gboolean      resume;
  guint         fold;        /* from 1; 0: no folds */
} Train;

static void
train_clear (Train *self)
{
  g_clear_pointer (&self->record, cs_record_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  g_clear_pointer (&self->patches, cs_patches_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Train, train_clear)

static void
report_cb (double      fraction,
           const char *title,
           gpointer    data)
{
  const Train *self = data;

  cs_progress_report (fraction, title, self->call->progress);
}

static void
epoch_cb (const NnEpoch *epoch,
          gpointer       data)
{
  const Train *self = data;
  g_autofree char *fold = self->fold > 0 ? g_strdup_printf (_("set %u, "), self->fold) : g_strdup ("");

  cs_progress_say (self->call->progress, _("%sepoch %u: loss %.4f, validation %.4f%s, rate %.2g, %.0f s"), fold,
                   epoch->number, epoch->training_loss, epoch->validation_loss, epoch->best ? " *" : "", epoch->rate,
                   epoch->seconds);
}

static CsCourseWatch
make_watch (Train *self)
{
  return (CsCourseWatch) { .report = report_cb, .epoch = epoch_cb, .data = self };
}

/* The file beside --out that a stopped training goes on from. */
static GFile *
state_file (const char *network)
{
  g_autofree char *path = g_strconcat (network, ".state", NULL);

  return g_file_new_for_commandline_arg (path);
}

static gboolean
save (CsCourse   *course,
      const char *path,
      GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (NnNet) net = cs_course_get_network (course);

  return net == NULL || nn_net_save (net, file, error);
}

/* One course, its network saved to @path. Ctrl-C: the best so far is saved too. The state to go on from stays. */
static CsCourse *
train (Train      *self,
       const char *path,
       GError    **error)
{
  g_autoptr (CsCourse) course = cs_course_new (self->record, self->settings, self->patches, &self->plan);
  g_autoptr (GFile) state = state_file (path);
  CsCourseWatch watch = make_watch (self);
  guint n = 0;

  if (!cs_course_train (course, state, self->resume, &watch, self->call->cancellable, error))
    {
      cs_course_get_epochs (course, &n);
      if (n > 0 && save (course, path, NULL))
        cs_progress_say (self->call->progress,
                         _("The best of %u epochs is in “%s”; --resume goes on from there"), n, path);
      return NULL;
    }
  if (!cs_course_score (course, &watch, self->call->cancellable, error) || !save (course, path, error))
    return NULL;
  return g_steal_pointer (&course);
}

/* Only when all is done: until then a stopped cross-validation finds here what it need not train again. */
static void
drop_state (const char *path)
{
  g_autoptr (GFile) state = state_file (path);

  g_file_delete (state, NULL, NULL);
}

static const char *
stop_in_words (NnStop stop)
{
  switch (stop)
    {
    case NN_STOP_RULE:
      return _("the rule: no longer better");
    case NN_STOP_EPOCHS:
      return _("the cap on epochs");
    case NN_STOP_MINUTES:
      return _("the cap on minutes");
    default:
      g_assert_not_reached ();
    }
}

static char *
describe (const CsCourse *course)
{
  const CsScoring *scoring = cs_course_get_scoring (course);
  GString *text = g_string_new (NULL);
  guint n = 0;
  const NnEpoch *epochs = cs_course_get_epochs (course, &n);

  g_string_append_printf (text, _("%u epochs in %.0f s, stopped by %s\n"), n, n > 0 ? epochs[n - 1].seconds : 0.0,
                          stop_in_words (cs_course_get_stop (course)));
  g_string_append_printf (text, _("Patches: %u training, %u validation, %u test\n\n"),
                          cs_course_get_n (course, CS_PART_TRAINING), cs_course_get_n (course, CS_PART_VALIDATION),
                          cs_course_get_n (course, CS_PART_TESTING));
  cs_report_scores (text, &scoring->all, _("test part"));
  return g_string_free (text, FALSE);
}

static gboolean
train_once (Train   *self,
            GError **error)
{
  g_autoptr (CsCourse) course = train (self, self->out, error);
  g_autofree char *text = NULL;

  if (course == NULL)
    return FALSE;
  drop_state (self->out);
  text = describe (course);
  return cs_call_answer (self->call, text, NULL, error);
}

static char *
set_path (const Train *self,
          guint        i)
{
  return g_strdup_printf ("%s.set%u", self->out, i + 1);
}

/* The folds share the minutes. Each is kept as a network of its own; FILE is the one of the lowest validation loss. */
static gboolean
train_folds (Train   *self,
             GError **error)
{
  g_autofree CsScores *sets = g_new0 (CsScores, self->plan.n_folds);
  g_autoptr (GString) text = g_string_new (NULL);
  double lowest = G_MAXDOUBLE;

  self->plan.plan.minutes /= self->plan.n_folds;
  for (guint i = 0; i < self->plan.n_folds; i++)
    {
      g_autofree char *path = set_path (self, i);
      g_autoptr (CsCourse) course = NULL;
      double loss;

      self->plan.fold = i;
      self->fold = i + 1;
      course = train (self, path, error);
      if (course == NULL)
        return FALSE;
      sets[i] = cs_course_get_scoring (course)->all;
      loss = cs_course_get_best (course)->validation_loss;
      if (loss < lowest && !save (course, self->out, error))
        return FALSE;
      lowest = MIN (loss, lowest);
    }
  for (guint i = 0; i < self->plan.n_folds; i++)
    {
      g_autofree char *path = set_path (self, i);

      drop_state (path);
    }
  cs_report_folds (text, sets, self->plan.n_folds);
  return cs_call_answer (self->call, text->str, NULL, error);
}

static gboolean
open_record (Train          *self,
             const CsTuning *tuning,
             GError        **error)
{
  g_autoptr (CsStudy) study = cs_open_study (self->call->argv[0], FALSE, error);
  g_autofree char *stored = NULL;

  if (study == NULL)
    return FALSE;
  stored = cs_study_get_settings (study);
  self->settings = cs_tuning_settings (tuning, stored, error);
  if (self->settings == NULL)
    return FALSE;
  self->record = cs_study_freeze (study);
  self->patches = cs_patches_gather (self->record, self->settings, self->plan.negatives, cs_progress_report,
                                     self->call->progress, self->call->cancellable, error);
  return self->patches != NULL;
}

/* The command line, as GOption wants it. */
typedef struct
{
  char    *network, *out;
  int      seed, threads, batch, epochs, folds, width, steps;
  double   minutes, threshold, rate;
  gboolean positive_only, resume;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_free (self->network);
  g_free (self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static char *
list_networks (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; nn_recipes[i] != NULL; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", nn_recipes[i]->id);
  return g_string_free (list, FALSE);
}

static gboolean
check_wishes (const Wishes *wishes,
              const char   *networks,
              GError      **error)
{
  if (wishes->network == NULL || wishes->out == NULL)
    return cs_call_misuse (error, _("train wants --network NAME and --out FILE; there is: %s"), networks);
  if (nn_recipe_find (wishes->network) == NULL)
    return cs_call_misuse (error, _("There is no network “%s”; there is: %s"), wishes->network, networks);
  if (wishes->seed < 0 || wishes->threads < 0 || wishes->steps < 0)
    return cs_call_misuse (error, _("--seed, --threads and --recurrence want numbers from 0"));
  if (wishes->epochs < 1 || wishes->batch < 1 || wishes->batch > 4096 || wishes->width < 1 || wishes->width > 512)
    return cs_call_misuse (error, _("--epochs wants 1 or more, --batch 1 to 4096, --width 1 to 512"));
  if (!(wishes->minutes >= 0 && wishes->minutes <= 1e6 && wishes->rate > 0 && wishes->rate <= 1))
    return cs_call_misuse (error, _("--minutes wants a number from 0, --rate one between 0 and 1"));
  if (wishes->folds != 0 && (wishes->folds < 3 || wishes->folds > 100))
    return cs_call_misuse (error, _("--folds wants 3 to 100: one tests, one validates, the others train"));
  if (!(wishes->threshold > 0 && wishes->threshold < 1))
    return cs_call_misuse (error, _("--threshold wants a number between 0 and 1"));
  return TRUE;
}

static void
make_plan (const Wishes *wishes,
           CsCoursePlan *plan)
{
  plan->recipe = g_intern_string (wishes->network);
  plan->design.width = wishes->width;
  plan->design.steps = wishes->steps;
  plan->plan.seed = wishes->seed;
  plan->plan.threads = wishes->threads;
  plan->plan.batch = wishes->batch;
  plan->plan.max_epochs = wishes->epochs;
  plan->plan.minutes = wishes->minutes;
  plan->plan.first_rate = wishes->rate;
  plan->negatives = !wishes->positive_only;
  plan->n_folds = wishes->folds;
  plan->threshold = wishes->threshold;
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_auto (Train) self = { .call = call };
  g_autofree char *networks = list_networks ();
  cs_course_plan_init (&self.plan);
  g_auto (Wishes) wishes = { .seed = self.plan.plan.seed, .batch = self.plan.plan.batch,
                             .rate = self.plan.plan.first_rate, .epochs = self.plan.plan.max_epochs,
                             .width = self.plan.design.width, .threshold = self.plan.threshold };
  const GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_STRING, &wishes.network, networks, N_("NAME") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &wishes.out,
      N_("The trained network; FILE.state beside it while it trains"), N_("FILE") },
    { "folds", 0, 0, G_OPTION_ARG_INT, &wishes.folds,
      N_("Cross-validation: N networks FILE.set1 … and the paper's Table 1"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &wishes.seed, N_("The same seed and threads give the same network (1)"), "S" },
    { "minutes", 0, 0, G_OPTION_ARG_DOUBLE, &wishes.minutes,
      N_("Stops after M minutes, all sets together (no limit)"), "M" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &wishes.threads, N_("Threads (one a processor)"), "N" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &wishes.resume, N_("Goes on from FILE.state where there is one"), NULL },
    { "epochs", 0, 0, G_OPTION_ARG_INT, &wishes.epochs, N_("Stops after N epochs (1000)"), "N" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &wishes.batch, N_("Patches of a step (42)"), "N" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &wishes.rate, N_("First learning rate (0.0003)"), "X" },
    { "width", 0, 0, G_OPTION_ARG_INT, &wishes.width, N_("Channels of the network (64)"), "N" },
    { "recurrence", 0, 0, G_OPTION_ARG_INT, &wishes.steps, N_("Time steps of Eq. 8 (0)"), "N" },
    { "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &wishes.threshold, N_("Output threshold of the figures (0.5)"), "T" },
    { "positive-only", 0, 0, G_OPTION_ARG_NONE, &wishes.positive_only, N_("No negative patches, as published"), NULL },
    CS_TUNING_ENTRIES (tuning),
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error) || !check_wishes (&wishes, networks, error))
    return FALSE;
  make_plan (&wishes, &self.plan);
  self.out = wishes.out;
  self.resume = wishes.resume;
  if (!open_record (&self, &tuning, error))
    return FALSE;
  return wishes.folds > 0 ? train_folds (&self, error) : train_once (&self, error);
}

const CsCommand cs_command_train = {
  .name = "train",
  .arguments = N_("STUDY --network unet --out FILE"),
  .summary = N_("Trains a network on the verdicts of a study and scores it on cases it never saw."),
  .run = run,
};
