/* evaluate: a network against truth and against the reviewer (Eq. 12-17), and the proposals against truth (FROC). */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-recall.h"
#include "cs-report.h"
#include "cs-shipped.h"
#include "cs-tuning.h"

typedef struct
{
  CsCall     *call;
  CsRecord   *record;
  NnNet      *network;       /* NULL: only the proposals are measured */
  CsSettings *settings;
  double      threshold;
  int         threads;
  CsRecall   *recall;
  CsScoring  *scoring;
  gboolean    kept_out;      /* only the women no network learned from */
} Evaluation;

static void
evaluation_clear (Evaluation *self)
{
  g_clear_pointer (&self->record, cs_record_unref);
  g_clear_pointer (&self->network, nn_net_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  g_clear_pointer (&self->recall, cs_recall_free);
  g_clear_pointer (&self->scoring, cs_scoring_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evaluation, evaluation_clear)

static gboolean
open_all (Evaluation     *self,
          const char     *network,
          const CsTuning *tuning,
          GError        **error)
{
  g_autoptr (CsStudy) study = NULL;

  if (network != NULL)
    {
      self->network = cs_shipped_open (network, error);
      if (self->network == NULL)
        return FALSE;
      /* A network is at home in the settings it was trained with. */
      self->settings = cs_tuning_settings (tuning, nn_net_get_note (self->network, "settings"), error);
      if (self->settings == NULL)
        return FALSE;
    }
  study = cs_open_study (self->call->argv[0], FALSE, error);
  if (study != NULL)
    self->record = self->kept_out ? cs_study_freeze_part (study, TRUE) : cs_study_freeze (study);
  return study != NULL;
}

static gboolean
score (Evaluation *self,
       GError    **error)
{
  g_autoptr (CsPatches) patches = cs_scoring_gather (self->network, self->record, self->settings, cs_progress_report,
                                                     self->call->progress, self->call->cancellable, error);
  CsScoringTask task = { self->network, self->record, patches, .threshold = self->threshold, .threads = self->threads };

  if (patches == NULL)
    return FALSE;
  self->scoring = cs_scoring_run (&task, cs_progress_report, self->call->progress, self->call->cancellable, error);
  return self->scoring != NULL;
}

static char *
to_table (const Evaluation *self)
{
  GString *text = g_string_new (NULL);

  if (self->scoring != NULL)
    {
      g_string_append_printf (text, _("Network %.12s, output threshold %.2f\n\n"), nn_net_get_digest (self->network),
                              self->threshold);
      cs_report_scores (text, &self->scoring->all, cs_record_get_title (self->record));
      g_string_append_c (text, '\n');
    }
  if (self->recall->n_films > 0)
    cs_recall_report (self->recall, text);
  else
    g_string_append (text, _("No film has a truth beside it: the proposals cannot be measured\n"));
  return g_string_free (text, FALSE);
}

static char *
to_json (const Evaluation *self)
{
  GString *json = g_string_new ("{");

  if (self->scoring != NULL)
    {
      g_autofree char *scores = cs_scoring_to_json (self->scoring, self->record);

      g_string_append_printf (json, "\"network\": \"%s\",\n\"scores\": %s,\n",
                              nn_net_get_digest (self->network), scores);
    }
  g_string_append (json, "\"proposals\": ");
  cs_recall_to_json (self->recall, json);
  g_string_append (json, "}\n");
  return g_string_free (json, FALSE);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_auto (Evaluation) self = { .call = call, .threshold = CS_SCORING_THRESHOLD };
  g_autofree char *network = NULL, *out = NULL, *answer = NULL;
  g_autoptr (GFile) out_file = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &network,
      N_("The network; without it only the proposals are measured"), N_("FILE") },
    { "kept-out", 0, 0, G_OPTION_ARG_NONE, &self.kept_out,
      N_("Only on the women no network learned from: see study --keep-out"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json,
      N_("For programs, with the figures of every film and the whole curve"), NULL },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Writes there and not to standard output"), N_("FILE") },
    { "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &self.threshold, N_("Output threshold (0.5)"), "T" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self.threads, N_("Threads (one a processor)"), "N" },
    CS_TUNING_ENTRIES (tuning),
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (!(self.threshold > 0 && self.threshold < 1) || self.threads < 0)
    return cs_call_misuse (error, _("--threshold wants a number between 0 and 1, --threads one from 0"));
  if (!open_all (&self, network, &tuning, error) || (self.network != NULL && !score (&self, error)))
    return FALSE;
  self.recall = cs_recall_new (self.record, call->cancellable, error);
  if (self.recall == NULL)
    return FALSE;
  out_file = cs_call_file (out);
  answer = json ? to_json (&self) : to_table (&self);
  return cs_call_answer (call, answer, out_file, error);
}

const CsCommand cs_command_evaluate = {
  .name = "evaluate",
  .arguments = N_("STUDY --network FILE"),
  .summary = N_("Measures a network and the proposals against what is known to be true."),
  .run = run,
};
