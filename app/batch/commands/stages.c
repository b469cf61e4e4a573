/* stages: every product of the pipeline for one film. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-pipeline.h"
#include "cs-rows.h"
#include "cs-tuning.h"

/* Boxes alone need less time and memory than all products: not every stage is asked for. */
static CsAnalysis *
analyse (CsCall     *call,
         CsImage    *image,
         CsSettings *settings,
         gboolean    every,
         gboolean    all,
         GError    **error)
{
  static const char *const boxes[] = { "boxes", NULL };

  if (all)
    return cs_pipeline_run (image, NULL, settings, NULL, NULL, cs_progress_report, call->progress, call->cancellable,
                            error);
  return (every ? cs_pipeline_run_every : cs_pipeline_run_for) (boxes, image, NULL, settings, cs_progress_report,
                                                                call->progress, call->cancellable, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_autofree char *out = NULL;
  double mm_per_pixel = 0;
  int threads = 0;
  gboolean every = FALSE;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
      N_("Folder for all products; without it boxes.json is printed"), N_("DIR") },
    { "every", 0, 0, G_OPTION_ARG_NONE, &every, N_("Runs the stages too that no box rests on, as with --out"), NULL },
    CS_TUNING_ENTRIES (tuning),
    CS_SPACING_ENTRY (mm_per_pixel),
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_("Helper threads (one a processor)"), "N" },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (threads < 0)
    return cs_call_misuse (error, _("--threads wants a number from 0"));
  cs_rows_set_threads (threads);
  g_autoptr (CsSettings) settings = cs_tuning_settings (&tuning, NULL, error);
  if (settings == NULL)
    return FALSE;
  g_autoptr (CsImage) image = cs_read_film (call, call->argv[0], mm_per_pixel, error);
  if (image == NULL)
    return FALSE;
  g_autoptr (CsAnalysis) analysis = analyse (call, image, settings, every, out != NULL, error);
  if (analysis == NULL)
    return FALSE;
  if (out != NULL)
    {
      g_autoptr (GFile) folder = cs_call_file (out);

      return cs_call_make_folder (folder, error) && cs_analysis_write (analysis, folder, error);
    }
  g_autofree char *json = cs_analysis_boxes_to_json (analysis);
  return cs_call_answer (call, json, NULL, error);
}

const CsCommand cs_command_stages = {
  .name = "stages",
  .arguments = N_("FILE [--out DIR]"),
  .summary = N_("Runs every stage on a film and writes what each makes."),
  .run = run,
};
