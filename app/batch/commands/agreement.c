/* agreement: how far several readers agree on the same boxes. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-tuning.h"

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (CsReadings) readings = NULL;
  g_autofree char *answer = NULL, *out = NULL;
  g_autoptr (GFile) file = NULL;
  gboolean json = FALSE;
  int seed = 1;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("For programs"), NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_("Of the bootstrap over cases (1)"), "N" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Writes there and not to standard output"), N_("FILE") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (seed < 0)
    return cs_call_misuse (error, _("--seed wants a number from 0"));
  study = cs_open_study (call->argv[0], FALSE, error);
  readings = study != NULL ? cs_study_collect_readings (study, error) : NULL;
  if (readings == NULL)
    return FALSE;
  answer = json ? cs_readings_to_json (readings, (guint) seed) : cs_readings_to_text (readings, (guint) seed);
  file = cs_call_file (out);
  return cs_call_answer (call, answer, file, error);
}

const CsCommand cs_command_agreement = {
  .name = "agreement",
  .arguments = N_("STUDY [--json] [--seed N] [--out FILE]"),
  .summary = N_("Cohen's kappa of each two readers and Fleiss' of all, with intervals by case, and tables of confusion."),
  .run = run,
};
