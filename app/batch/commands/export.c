/* export: a study in any form of the export table. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-export.h"
#include "cs-tuning.h"

static char *
list_formats (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; cs_exports[i] != NULL; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", cs_exports[i]->id);
  return g_string_free (list, FALSE);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autofree char *format = NULL, *out = NULL, *formats = list_formats ();
  g_autofree char *help = g_strdup_printf (_("The form: %s"), formats);
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (CsRecord) record = NULL;
  g_autoptr (GFile) file = NULL;
  const CsExport *export;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, help, N_("FORM") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file, or for masks the folder, to write"), N_("FILE") },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (format == NULL || out == NULL)
    return cs_call_misuse (error, _("export wants --format FORM and --out FILE"));
  export = cs_export_find (format);
  if (export == NULL)
    return cs_call_misuse (error, _("There is no form “%s”; take one of %s"), format, formats);
  study = cs_open_study (call->argv[0], FALSE, error);
  if (study == NULL)
    return FALSE;
  record = cs_study_freeze (study);
  file = cs_call_file (out);
  cs_progress_report (0, _(export->title), call->progress);
  return export->write (record, file, call->cancellable, error);
}

const CsCommand cs_command_export = {
  .name = "export",
  .arguments = N_("STUDY --format FORM --out FILE"),
  .summary = N_("Writes the verdicts of a study in a form other programs read."),
  .run = run,
};
