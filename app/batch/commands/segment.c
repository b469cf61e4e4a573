/* segment: proposals for one film, then a trained network on them. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-pipeline.h"
#include "cs-png.h"
#include "cs-shipped.h"
#include "cs-tuning.h"

static const char *const outputs[] = { "boxes", "breast", "pectoral", "segmented", "calcifications", NULL };

/* What is written, beside boxes.json. */
static const struct { const char *output, *file; } pictures[] = {
  { "calcifications", "mask_calcifications.png" },
  { "breast", "mask_breast.png" },
  { "pectoral", "mask_pectoral.png" },
};

static gboolean
write_pictures (CsAnalysis *analysis,
                GFile      *folder,
                GError    **error)
{
  double spacing = cs_image_get_facts (cs_analysis_get_image (analysis))->mm_per_pixel;

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, pictures[i].file);
      CsProduct *product = cs_analysis_get (analysis, pictures[i].output);

      if (!cs_png_write (cs_product_get_raster (product), spacing, file, error))
        return FALSE;
    }
  return TRUE;
}

/* The network's probability, 0..255. */
static gboolean
write_probability (CsAnalysis *analysis,
                   GFile      *folder,
                   GError    **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "segmented.png");
  const CsRaster *segmented = cs_product_get_raster (cs_analysis_get (analysis, "segmented"));
  guint width = cs_raster_get_width (segmented), height = cs_raster_get_height (segmented);
  g_autoptr (CsRaster) grey = cs_raster_new (CS_PIXEL_U8, width, height);

  for (guint y = 0; y < height; y++)
    {
      const float *from = cs_raster_row (segmented, y);
      guint8 *to = cs_raster_edit (grey, y);

      for (guint x = 0; x < width; x++)
        to[x] = (guint8) (CLAMP (from[x], 0.0f, 1.0f) * 255.0f + 0.5f);
    }
  return cs_png_write (grey, cs_image_get_facts (cs_analysis_get_image (analysis))->mm_per_pixel, file, error);
}

static gboolean
write_boxes (CsAnalysis *analysis,
             CsCall     *call,
             GFile      *folder,
             GError    **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "boxes.json");
  g_autofree char *json = cs_analysis_boxes_to_json (analysis);

  return cs_call_answer (call, json, file, error);
}

static gboolean
segment (CsCall         *call,
         NnNet          *network,
         const CsTuning *tuning,
         double          mm_per_pixel,
         GFile          *folder,
         GError        **error)
{
  /* A network is at home in the settings it was trained with. */
  g_autoptr (CsSettings) settings = cs_tuning_settings (tuning, nn_net_get_note (network, "settings"), error);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsAnalysis) analysis = NULL;

  if (settings == NULL)
    return FALSE;
  image = cs_read_film (call, call->argv[0], mm_per_pixel, error);
  if (image == NULL)
    return FALSE;
  analysis = cs_pipeline_run_for (outputs, image, network, settings, cs_progress_report, call->progress,
                                  call->cancellable, error);
  return analysis != NULL
         && cs_call_make_folder (folder, error)
         && write_pictures (analysis, folder, error)
         && write_probability (analysis, folder, error)
         && write_boxes (analysis, call, folder, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_autofree char *network_path = NULL, *out = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (NnNet) network = NULL;
  double mm_per_pixel = 0;
  const GOptionEntry entries[] = {
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &network_path,
      N_("The trained network; “simulated”: the one that comes along"), N_("FILE") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Folder for the masks and boxes.json"), N_("DIR") },
    CS_SPACING_ENTRY (mm_per_pixel),
    CS_TUNING_ENTRIES (tuning),
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error))
    return FALSE;
  if (network_path == NULL || out == NULL)
    return cs_call_misuse (error, _("segment wants --network FILE and --out DIR"));
  network = cs_shipped_open (network_path, error);
  if (network == NULL)
    return FALSE;
  folder = cs_call_file (out);
  return segment (call, network, &tuning, mm_per_pixel, folder, error);
}

const CsCommand cs_command_segment = {
  .name = "segment",
  .arguments = N_("FILM --network FILE --out DIR"),
  .summary = N_("Proposes boxes on a film and segments them with a network."),
  .run = run,
};
