/* compare-presets: two sets of values over a study, as numbers. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-contest.h"
#include "cs-crew.h"
#include "cs-formats.h"
#include "cs-tuning.h"

typedef struct
{
  CsCall     *call;
  CsRecord   *record;
  CsSettings *left, *right;
  CsContest  *contest;
} Task;

static void
task_clear (Task *self)
{
  g_clear_pointer (&self->record, cs_record_unref);
  g_clear_pointer (&self->left, cs_settings_unref);
  g_clear_pointer (&self->right, cs_settings_unref);
  g_clear_pointer (&self->contest, cs_contest_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Task, task_clear)

static gpointer
run_film (guint         i,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  const Task *self = data;
  g_autoptr (CsImage) image = cs_record_read_film (self->record, i, cancellable, error);

  return image != NULL ? cs_contest_run (image, self->left, self->right, NULL, NULL, NULL, cancellable, error) : NULL;
}

static gboolean
take_film (guint    i,
           gpointer pair,
           gpointer data,
           GError **error)
{
  Task *self = data;
  const CsRecordFilm *film = cs_record_get_film (self->record, i);
  g_autoptr (GError) wrong = NULL;
  g_autoptr (CsTruth) truth = cs_formats_truth (film->file, film->width, film->height, &wrong);

  if (wrong != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  cs_contest_add (self->contest, film->name, pair, truth);
  cs_progress_report ((i + 1.0) / cs_record_get_n_films (self->record), _("Comparing"), self->call->progress);
  return TRUE;
}

static gboolean
compare (Task    *self,
         GError **error)
{
  guint n = cs_record_get_n_films (self->record), workers = cs_crew_workers (n, cs_largest_film (self->record), 0);

  self->contest = cs_contest_new (self->left, self->right);
  return cs_crew_run (n, workers, run_film, take_film, (GDestroyNotify) cs_contest_pair_free, self,
                      self->call->cancellable, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (Task) self = { .call = call };
  g_auto (CsTuning) left = { 0 }, right = { 0 };
  gboolean csv = FALSE;
  g_autoptr (CsStudy) study = NULL;
  g_autofree char *stored = NULL, *text = NULL;
  const GOptionEntry entries[] = {
    { "left", 0, 0, G_OPTION_ARG_STRING, &left.preset, N_("What is compared with: a preset or its file"), N_("NAME") },
    { "set-left", 0, 0, G_OPTION_ARG_STRING_ARRAY, &left.set, N_("Sets one parameter of the left side"),
      N_("STAGE.PARAM=VALUE") },
    { "right", 0, 0, G_OPTION_ARG_STRING, &right.preset, N_("What is tried: a preset or its file"), N_("NAME") },
    { "set-right", 0, 0, G_OPTION_ARG_STRING_ARRAY, &right.set, N_("Sets one parameter of the right side"),
      N_("STAGE.PARAM=VALUE") },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_("A table with a line a film, instead of the sum"), NULL },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (!cs_tuning_is_given (&left) && !cs_tuning_is_given (&right))
    return cs_call_misuse (error, _("Which presets? Give --left, --right, --set-left or --set-right"));
  study = cs_open_study (call->argv[0], FALSE, error);
  if (study == NULL)
    return FALSE;
  stored = cs_study_get_settings (study);
  self.left = cs_tuning_settings (&left, stored, error);
  self.right = self.left != NULL ? cs_tuning_settings (&right, stored, error) : NULL;
  if (self.right == NULL)
    return FALSE;
  self.record = cs_study_freeze (study);
  if (!compare (&self, error))
    return FALSE;
  text = csv ? cs_contest_to_csv (self.contest) : cs_contest_to_text (self.contest);
  return cs_call_answer (call, text, NULL, error);
}

const CsCommand cs_command_compare_presets = {
  .name = "compare-presets",
  .arguments = N_("STUDY [--left NAME] [--right NAME]"),
  .summary = N_("Holds two presets against one another on all films of a study: boxes lost, found and in both, and recall."),
  .run = run,
};
