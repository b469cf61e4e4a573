/* froc: free-response curves of the proposals, of readers and of a network, as a table, CSV, a picture, and for the
 * programs of reader studies. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-file.h"
#include "cs-froc-plot.h"
#include "cs-jafroc.h"
#include "cs-progress.h"
#include "cs-shipped.h"
#include "cs-sureness.h"
#include "cs-tuning.h"

typedef struct
{
  CsCall    *call;
  CsStudy   *study;
  CsRatings *ratings;
  char      *network, *csv, *imrmc, *jafroc, *svg, *pdf;
  gboolean   named;
  int        seed;
} Froc;

static void
froc_clear (Froc *self)
{
  g_clear_pointer (&self->ratings, cs_ratings_free);
  g_clear_object (&self->study);
  g_free (self->network);
  g_free (self->csv);
  g_free (self->imrmc);
  g_free (self->jafroc);
  g_free (self->svg);
  g_free (self->pdf);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Froc, froc_clear)

static void
rated_cb (double fraction, gpointer data)
{
  const Froc *self = data;

  cs_progress_report (fraction, _("Asking the network"), self->call->progress);
}

static gboolean
ask_network (Froc *self, GError **error)
{
  g_autoptr (NnNet) net = cs_shipped_open (self->network, error);
  g_autoptr (CsSureness) sureness = cs_sureness_new ();

  return net != NULL && cs_sureness_rate (sureness, self->ratings, net, rated_cb, self, self->call->cancellable, error);
}

static gboolean
collect (Froc *self, GError **error)
{
  g_autoptr (CsRecord) record = NULL;

  self->study = cs_open_study (self->call->argv[0], FALSE, error);
  if (self->study == NULL)
    return FALSE;
  record = cs_study_freeze (self->study);
  self->ratings = cs_ratings_new (record);
  if (self->network != NULL && !ask_network (self, error))
    return FALSE;
  if (cs_study_get_reading (self->study) == CS_READING_APART)
    g_printerr ("%s\n", _("The readers' verdicts are not revealed: their curves are left out."));
  else if (!cs_study_collect_ratings (self->study, self->ratings, error))
    return FALSE;
  if (!cs_ratings_meet_truth (self->ratings, self->call->cancellable, error))
    return FALSE;
  if (!self->named)
    cs_ratings_veil (self->ratings);
  return TRUE;
}

static gboolean
write_text (const char *path, char *taken, GError **error)
{
  g_autofree char *text = taken;
  g_autoptr (GFile) file = cs_call_file (path);

  return text != NULL && (file == NULL || cs_file_write (file, text, strlen (text), error));
}

static gboolean
write_all (Froc *self, GError **error)
{
  guint seed = (guint) self->seed;
  g_autoptr (GFile) svg = cs_call_file (self->svg), pdf = cs_call_file (self->pdf);
  g_autoptr (GFile) jafroc = cs_call_file (self->jafroc);

  return (self->csv == NULL || write_text (self->csv, cs_ratings_to_csv (self->ratings, seed), error))
         && (self->imrmc == NULL || write_text (self->imrmc, cs_ratings_to_imrmc (self->ratings, error), error))
         && (jafroc == NULL || cs_jafroc_write (self->ratings, jafroc, error))
         && (svg == NULL || cs_froc_plot_write (self->ratings, seed, CS_FROC_PLOT_SVG, svg, error))
         && (pdf == NULL || cs_froc_plot_write (self->ratings, seed, CS_FROC_PLOT_PDF, pdf, error));
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (Froc) self = { .call = call, .seed = 1 };
  g_autofree char *answer = NULL;
  const GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &self.network,
      N_("Rates the boxes too: a file, or “simulated”"), N_("FILE") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self.csv, N_("The curves with their intervals"), N_("FILE") },
    { "svg", 0, 0, G_OPTION_ARG_FILENAME, &self.svg, N_("A picture of the curves"), N_("FILE") },
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &self.pdf, N_("The same as PDF"), N_("FILE") },
    { "imrmc", 0, 0, G_OPTION_ARG_FILENAME, &self.imrmc, N_("Scores of films, for iMRMC"), N_("FILE") },
    { "jafroc", 0, 0, G_OPTION_ARG_FILENAME, &self.jafroc, N_("Marks and truth, a workbook (.xlsx) for RJafroc"),
      N_("FILE") },
    { "with-names", 0, 0, G_OPTION_ARG_NONE, &self.named, N_("With the names of films and readers"), NULL },
    { "seed", 0, 0, G_OPTION_ARG_INT, &self.seed, N_("Of the bootstrap over cases (1)"), "N" },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (self.seed < 0)
    return cs_call_misuse (error, _("--seed wants a number from 0"));
  if (!collect (&self, error) || !write_all (&self, error))
    return FALSE;
  answer = cs_ratings_to_text (self.ratings, (guint) self.seed);
  return cs_call_answer (call, answer, NULL, error);
}

const CsCommand cs_command_froc = {
  .name = "froc",
  .arguments = N_("STUDY [--network FILE] [--csv FILE] [--svg FILE] [--pdf FILE] [--imrmc FILE] [--jafroc FILE] "
                  "[--with-names] [--seed N]"),
  .summary = N_("Free-response curves of the proposals, of each reader and of a network, with intervals by case."),
  .run = run,
};
