/* import: marks out of a file of any form of the export table. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-count.h"
#include "cs-forms.h"
#include "cs-tuning.h"

static gboolean
tell (CsCall          *call,
      const CsHarvest *harvest,
      const CsTaken   *taken,
      GError         **error)
{
  g_autofree char *notes = cs_harvest_tell (harvest);
  g_autofree char *marks = cs_count (CS_COUNT_MARKS, taken->n_added);
  g_autofree char *verdicts = cs_count (CS_COUNT_VERDICTS, taken->n_judged);
  g_autofree char *words = cs_count (CS_COUNT_WORDS, taken->n_words);
  /* Translators: "4 marks", "3 verdicts", "2 words", how many were there before or judged otherwise, and notes */
  g_autofree char *text = g_strdup_printf (_("Added: %s, %s, %s; there already: %u; "
                                             "judged otherwise here: %u\n%s"), marks, verdicts, words,
                                           taken->n_there, taken->n_otherwise, notes);

  return cs_call_answer (call, text, NULL, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autofree char *format = NULL, *from = NULL, *reader = NULL, *help = cs_forms_help ();
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GFile) file = NULL;
  const CsExport *export;
  CsTaken taken;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, help, N_("FORMAT") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_("The file or folder to read, as export writes it"), N_("FILE") },
    { "reader", 0, 0, G_OPTION_ARG_STRING, &reader, N_("Who vouches for the verdicts (your login name)"), N_("NAME") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (format == NULL || from == NULL)
    return cs_call_misuse (error, _("import wants --format FORMAT and --from FILE"));
  export = cs_forms_find (format, error);
  study = export != NULL ? cs_open_study (call->argv[0], TRUE, error) : NULL;
  if (study == NULL)
    return FALSE;
  if (reader != NULL)
    cs_study_set_reader (study, reader);
  record = cs_study_freeze (study);
  file = cs_call_file (from);
  cs_progress_report (0, _(export->title), call->progress);
  harvest = cs_export_read (export, record, file, call->cancellable, error);
  return harvest != NULL && cs_study_take (study, harvest, &taken, error) && tell (call, harvest, &taken, error);
}

const CsCommand cs_command_import = {
  .name = "import",
  .arguments = N_("STUDY --format FORMAT --from FILE"),
  .summary = N_("Takes marks and verdicts out of a file as export writes it, and tells what did not fit."),
  .run = run,
};
