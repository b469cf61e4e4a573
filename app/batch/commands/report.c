/* report: the report of one case, or of all, as PDF. */
#include <glib/gi18n.h>

#include "cs-case-pages.h"
#include "cs-case-words.h"
#include "cs-command.h"
#include "cs-record-forms.h"
#include "cs-study.h"
#include "cs-tuning.h"

/* The newest network of the study, as it is called there. */
static char *
newest_network (CsStudy *study)
{
  g_autoptr (CsNetwork) network = g_list_model_get_item (cs_study_get_networks (study), 0);

  if (network == NULL)
    return g_strdup ("");
  return g_strdup_printf ("%s (%.12s)", cs_network_get_title (network), cs_network_get_digest (network));
}

static char *
settings_words (CsStudy *study)
{
  g_autofree char *text = cs_study_get_settings (study);
  g_autoptr (CsSettings) settings = text != NULL ? cs_settings_from_text (text, NULL) : cs_settings_new (NULL);

  return settings != NULL ? cs_case_settings_words (settings) : g_strdup ("");
}

/* What @asked is called in the record that is shown, veiled or not: the same place of the list of cases. NULL: all. */
static GPtrArray *
choose (CsRecord   *record,
        CsRecord   *shown,
        const char *asked,
        GError    **error)
{
  g_autoptr (GPtrArray) names = cs_case_names (record), called = cs_case_names (shown);
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    if (asked == NULL || g_str_equal (names->pdata[i], asked) || g_str_equal (called->pdata[i], asked))
      g_ptr_array_add (chosen, called->pdata[i]);
  if (chosen->len == 0 && asked != NULL)
    g_ptr_array_add (chosen, (gpointer) asked);         /* cs_case_new() says that it is not there */
  return chosen;
}

static gboolean
write_cases (CsCall    *call,
             CsStudy   *study,
             CsRecord  *record,
             GPtrArray *names,
             gboolean   named,
             GFile     *to,
             GError   **error)
{
  g_autoptr (CsCasePdf) pdf = cs_case_pdf_new ();
  g_autofree char *network = newest_network (study), *settings = settings_words (study);

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GArray) said = cs_case_hear (study, record, names->pdata[i], named);
      const CsCaseNotes notes = { network, settings, said, g_get_real_time () / G_USEC_PER_SEC };
      g_autoptr (CsCase) shown = cs_case_new (record, names->pdata[i], &notes, error);
      g_autoptr (CsCasePages) pages = NULL;

      cs_progress_report ((double) i / names->len, _("Writing the report"), call->progress);
      pages = shown != NULL ? cs_case_pages_new (shown, NULL, NULL, call->cancellable, error) : NULL;
      if (pages == NULL)
        return FALSE;
      cs_case_pdf_add (pdf, pages);
    }
  return cs_case_pdf_write (pdf, to, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autofree char *name = NULL, *out = NULL;
  gboolean named = FALSE;
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (CsRecord) record = NULL, shown = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GFile) to = NULL;
  const GOptionEntry entries[] = {
    { "case", 0, 0, G_OPTION_ARG_STRING, &name, N_("The case, as study --list calls it (all, one after another)"),
      N_("NAME") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file to write"), N_("FILE") },
    { "with-names", 0, 0, G_OPTION_ARG_NONE, &named,
      N_("With the names of films, cases and readers, which else are replaced"), NULL },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (out == NULL)
    return cs_call_misuse (error, _("report wants --out FILE"));
  study = cs_open_study (call->argv[0], FALSE, error);
  if (study == NULL)
    return FALSE;
  record = cs_study_freeze (study);
  shown = named ? cs_record_ref (record) : cs_record_veil (record);
  names = choose (record, shown, name, error);
  to = cs_call_file (out);
  return write_cases (call, study, shown, names, named, to, error);
}

const CsCommand cs_command_report = {
  .name = "report",
  .arguments = N_("STUDY [--case NAME] --out FILE [--with-names]"),
  .summary = N_("Writes a case's films, finds and verdicts as PDF."),
  .run = run,
};
