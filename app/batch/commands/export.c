/* export: a study in any form of the export table. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-forms.h"
#include "cs-tuning.h"

typedef struct { CsProgress *progress; const char *title; } Teller;

static void
report (double   fraction,
        gpointer data)
{
  const Teller *self = data;

  cs_progress_report (fraction, self->title, self->progress);
}

static gboolean
write_export (CsCall               *call,
              const CsExport       *export,
              CsRecord             *record,
              const CsExportManner *manner,
              const char           *out,
              GError              **error)
{
  Teller teller = { call->progress, _(export->title) };
  CsExportRun run = { .cancellable = call->cancellable, .report = report, .data = &teller };
  g_autoptr (GFile) file = cs_call_file (out);

  if (!cs_export_write (export, record, manner, file, &run, error))
    return FALSE;
  if (run.n_left_out > 0)
    cs_progress_say (call->progress, ngettext ("%u film is left out: left-out.txt says why",
                                               "%u films are left out: left-out.txt says why", run.n_left_out),
                     run.n_left_out);
  if (cs_export_holds_films (export, manner))
    cs_progress_say (call->progress, "%s", _("Look at the films before you give them away: words may be burnt into "
                                             "their pixels."));
  return TRUE;
}

/* Some of what can be asked for takes away what another asks. */
static gboolean
check (const char           *format,
       const char           *out,
       const CsExportManner *manner,
       GError              **error)
{
  const CsExport *export;

  if (format == NULL || out == NULL)
    return cs_call_misuse (error, _("export wants --format FORMAT and --out FILE"));
  if (manner->films && manner->named)
    return cs_call_misuse (error, _("--with-films takes away what --with-names tells; take one of them"));
  export = cs_forms_find (format, error);
  if (export != NULL && manner->burnt && !cs_export_holds_films (export, manner))
    return cs_call_misuse (error, _("--with-burnt-in speaks of films; it wants --with-films"));
  return export != NULL;
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_autofree char *format = NULL, *out = NULL, *help = cs_forms_help ();
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (CsRecord) record = NULL;
  CsExportManner manner = { 0 };
  int seed = 1;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, help, N_("FORMAT") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file or, for masks, labels and --split, the folder to write"),
      N_("FILE") },
    { "split", 0, 0, G_OPTION_ARG_NONE, &manner.parted,
      N_("A folder of train, val and test, parted by case: no woman is in two of them"), NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, N_("Which women --split draws (1)"), "N" },
    { "with-names", 0, 0, G_OPTION_ARG_NONE, &manner.named,
      N_("With the names of films, cases and readers, in DICOM with her identity; else replaced"), NULL },
    { "with-films", 0, 0, G_OPTION_ARG_NONE, &manner.films,
      N_("A folder with the export and, in “films”, the films without her identity"), NULL },
    { "with-burnt-in", 0, 0, G_OPTION_ARG_NONE, &manner.burnt,
      N_("Also films whose files say that words are burnt into their pixels; else those are left out"), NULL },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (seed < 0)
    return cs_call_misuse (error, _("--seed wants a number from 0"));
  study = check (format, out, &manner, error) ? cs_open_study (call->argv[0], FALSE, error) : NULL;
  if (study == NULL)
    return FALSE;
  manner.seed = (guint) seed;
  record = cs_study_freeze (study);
  return write_export (call, cs_export_find (format), record, &manner, out, error);
}

const CsCommand cs_command_export = {
  .name = "export",
  .arguments = N_("STUDY --format FORMAT --out FILE [--split] [--with-films [--with-burnt-in]] [--with-names]"),
  .summary = N_("Writes the verdicts of a study in a format other programs read."),
  .run = run,
};
