/* train: a network from the verdicts of a study. The window's Training page runs the same CsCourse. */
#include <glib/gi18n.h>
#include <string.h>

#include "cs-command.h"
#include "cs-outset.h"
#include "cs-planning.h"
#include "cs-report.h"
#include "cs-shipped.h"
#include "cs-tuning.h"

typedef struct
{
  CsCall       *call;
  CsRecord     *record;
  CsSettings   *settings;
  CsPatches    *patches;     /* shared by all folds */
  CsCoursePlan  plan;
  NnNet        *first;       /* NULL: the weights are drawn */
  const char   *out;
  GFile        *csv;         /* NULL: none is wanted */
  gboolean      resume;
  guint         fold;        /* from 1; 0: no folds */
} Train;

static void
train_clear (Train *self)
{
  g_clear_object (&self->csv);
  g_clear_pointer (&self->first, nn_net_unref);
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

/* The files beside --out that a stopped training goes on from: how far it came, and what it set out with. */
static GFile *
state_file (const char *network)
{
  g_autofree char *path = g_strconcat (network, ".state", NULL);

  return g_file_new_for_commandline_arg (path);
}

static GFile *
outset_file (const char *network)
{
  g_autofree char *path = g_strconcat (network, ".outset", NULL);

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

  if (self->first != NULL && !cs_course_begin_from (course, self->first, error))
    return NULL;
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

static char *
set_path (const Train *self,
          guint        i)
{
  return g_strdup_printf ("%s.set%u", self->out, i + 1);
}

static gboolean
has_state (const Train *self)
{
  g_autoptr (GFile) whole = state_file (self->out);
  gboolean has = g_file_query_exists (whole, NULL);

  for (guint i = 0; !has && i < self->plan.n_folds; i++)
    {
      g_autofree char *path = set_path (self, i);
      g_autoptr (GFile) state = state_file (path);

      has = g_file_query_exists (state, NULL);
    }
  return has;
}

/* The states first: alone they would be taken for those of a training whose verdicts are lost. */
static void
drop_all (const Train *self)
{
  g_autoptr (GFile) outset = outset_file (self->out);

  drop_state (self->out);
  for (guint i = 0; i < self->plan.n_folds; i++)
    {
      g_autofree char *path = set_path (self, i);

      drop_state (path);
    }
  g_file_delete (outset, NULL, NULL);
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

  g_string_append_printf (text, ngettext ("%u epoch in %.0f s, stopped by %s\n",
                                          "%u epochs in %.0f s, stopped by %s\n", n), n,
                          n > 0 ? epochs[n - 1].seconds : 0.0,
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
  drop_all (self);
  text = describe (course);
  return cs_call_answer (self->call, text, NULL, error);
}

/* The table for programs, where one is wanted. */
static gboolean
write_csv (const Train   *self,
           const CsFolds *folds,
           GError       **error)
{
  g_autofree char *csv = self->csv != NULL ? cs_folds_to_csv (folds) : NULL;

  return csv == NULL || cs_call_answer (self->call, csv, self->csv, error);
}

/* Trains and scores set @i; @lowest is the loss of the best network so far, which is FILE. */
static gboolean
train_fold (Train   *self,
            guint    i,
            CsFolds *folds,
            double  *lowest,
            GError **error)
{
  g_autofree char *path = set_path (self, i);
  g_autoptr (CsCourse) course = NULL;
  double loss;

  self->plan.fold = (int) i;
  self->fold = i + 1;
  course = train (self, path, error);
  if (course == NULL)
    return FALSE;
  cs_folds_add_scoring (folds, i, self->record, cs_course_get_scoring (course));
  loss = cs_course_get_best (course)->validation_loss;
  if (loss < *lowest && !save (course, self->out, error))
    return FALSE;
  *lowest = MIN (loss, *lowest);
  return TRUE;
}

/* The folds share the minutes. Each is kept as a network of its own; FILE is the one of the lowest validation loss. */
static gboolean
train_folds (Train   *self,
             GError **error)
{
  g_autoptr (CsFolds) folds = cs_folds_new (self->plan.n_folds);
  g_autoptr (GString) text = g_string_new (NULL);
  double lowest = G_MAXDOUBLE;

  self->plan.plan.minutes /= self->plan.n_folds;
  for (guint i = 0; i < self->plan.n_folds; i++)
    if (!train_fold (self, i, folds, &lowest, error))
      return FALSE;
  cs_report_folds (text, folds);
  if (!write_csv (self, folds, error))
    return FALSE;
  drop_all (self);
  return cs_call_answer (self->call, text->str, NULL, error);
}

/* What a training stopped earlier set out with: reading may have gone on since. NULL without error: there is none. */
static CsOutset *
find_outset (const Train *self,
             CsRecord    *now,
             GError     **error)
{
  g_autoptr (GFile) file = outset_file (self->out);

  return self->resume && g_file_query_exists (file, NULL) ? cs_outset_load (file, now, error) : NULL;
}

/* From what the training began with or, where it begins now, the study as it is; and that is kept before it begins. */
static gboolean
set_out (Train          *self,
         CsStudy        *study,
         const CsTuning *tuning,
         GError        **error)
{
  g_autoptr (CsRecord) now = cs_study_freeze_part (study, FALSE);
  g_autoptr (GError) wrong = NULL;
  g_autoptr (CsOutset) begun = find_outset (self, now, &wrong);
  g_autofree char *stored = begun != NULL ? cs_settings_to_text (cs_outset_get_settings (begun))
                                          : cs_study_get_settings (study);
  g_autoptr (CsOutset) begins = NULL;
  g_autoptr (GFile) file = outset_file (self->out);

  if (wrong != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  self->record = cs_record_ref (begun != NULL ? cs_outset_get_record (begun) : now);
  self->settings = cs_tuning_settings (tuning, stored, error);
  if (self->settings == NULL || begun != NULL)
    return self->settings != NULL;
  if (!self->resume)
    drop_all (self);
  begins = cs_outset_new (self->record, self->settings, &self->plan, NULL);
  return cs_outset_save (begins, file, error);
}

static gboolean
open_record (Train          *self,
             const CsTuning *tuning,
             GError        **error)
{
  g_autoptr (CsStudy) study = cs_open_study (self->call->argv[0], FALSE, error);
  CsCut cut = cs_course_plan_cut (&self->plan);

  if (study == NULL || !set_out (self, study, tuning, error))
    return FALSE;
  self->patches = cs_patches_gather (self->record, self->settings, &cut, cs_progress_report,
                                     self->call->progress, self->call->cancellable, error);
  return self->patches != NULL;
}

/* What fails before its first epoch leaves nothing. */
static gboolean
train_all (Train          *self,
           const CsTuning *tuning,
           GError        **error)
{
  if (open_record (self, tuning, error) &&
      (self->plan.n_folds > 0 ? train_folds (self, error) : train_once (self, error)))
    return TRUE;
  if (!has_state (self))
    drop_all (self);
  return FALSE;
}

/* What is asked for besides the plan. */
typedef struct { char *network, *out, *csv, *from; gboolean resume; } Wishes;

static void
wishes_clear (Wishes *self)
{
  g_free (self->network);
  g_free (self->out);
  g_free (self->csv);
  g_free (self->from);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static void
add_entries (Wishes     *wishes,
             const char *networks,
             CsTuning   *tuning,
             GArray     *entries)
{
  const GOptionEntry own[] = {
    { "network", 0, 0, G_OPTION_ARG_STRING, &wishes->network, networks, N_("NAME") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &wishes->out,
      N_("The trained network; FILE.state and FILE.outset beside it while it trains; with --folds also FILE.set1 …"),
      N_("FILE") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &wishes->from,
      N_("Begins from a trained network’s weights, at a quarter of the rate; “simulated”: those that come along"),
      N_("FILE") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &wishes->csv, N_("With --folds: writes the table there too"), N_("FILE") },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &wishes->resume,
      N_("Goes on from FILE.state where there is one, with the verdicts it began with"), NULL },
    CS_TUNING_ENTRIES (*tuning) };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static gboolean
understand (const Wishes     *wishes,
            const CsPlanning *planning,
            const char       *networks,
            Train            *self,
            GError          **error)
{
  if (wishes->network == NULL || wishes->out == NULL)
    return cs_call_misuse (error, _("train wants --network NAME and --out FILE; there is: %s"), networks);
  if (wishes->csv != NULL && planning->folds == 0)
    return cs_call_misuse (error, _("--csv is for the table of --folds"));
  if (!cs_planning_make (planning, wishes->network, &self->plan, error))
    return FALSE;
  if (wishes->from != NULL && (self->first = cs_shipped_open (wishes->from, error)) == NULL)
    return FALSE;
  self->out = wishes->out;
  self->csv = cs_call_file (wishes->csv);
  self->resume = wishes->resume;
  return TRUE;
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_auto (Train) self = { .call = call };
  g_auto (Wishes) wishes = { 0 };
  g_auto (CsPlanning) planning = { 0 };
  g_autofree char *networks = cs_planning_list ();
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  cs_planning_init (&planning);
  add_entries (&wishes, networks, &tuning, entries);
  cs_planning_add_entries (&planning, entries);
  if (!cs_call_parse (call, (const GOptionEntry *) entries->data, 1, 1, error))
    return FALSE;
  planning.knowing = wishes.from != NULL;
  if (!understand (&wishes, &planning, networks, &self, error))
    return FALSE;
  return train_all (&self, &tuning, error);
}

const CsCommand cs_command_train = {
  .name = "train",
  .arguments = N_("STUDY --network unet --out FILE"),
  .summary = N_("Trains a network on the verdicts of a study and scores it on cases it never saw."),
  .run = run,
};
