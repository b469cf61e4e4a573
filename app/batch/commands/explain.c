/* explain: why a box is here, or why a spot is not one. */
#include <glib/gi18n.h>
#include <stdio.h>

#include "cs-command.h"
#include "cs-error.h"
#include "cs-explain.h"
#include "cs-pipeline.h"
#include "cs-tuning.h"

/* Half a film is never meant by one who points at a spot. */
#define MOST_WITHIN 20.0

typedef struct { int x, y, box; double within; } Where;

/* "512,700". A number that no film has pixels for is none: cut off it would name another pixel. */
static gboolean
read_at (Where      *self,
         const char *at)
{
  g_auto (GStrv) parts = g_strsplit (at, ",", -1);
  guint64 x = 0, y = 0;

  if (g_strv_length (parts) != 2 || !g_ascii_string_to_unsigned (g_strstrip (parts[0]), 10, 0, G_MAXINT, &x, NULL)
      || !g_ascii_string_to_unsigned (g_strstrip (parts[1]), 10, 0, G_MAXINT, &y, NULL))
    return FALSE;
  self->x = (int) x;
  self->y = (int) y;
  return TRUE;
}

static gboolean
read_where (Where      *self,
            const char *at,
            GError    **error)
{
  if ((at != NULL) == (self->box != 0))
    return cs_call_misuse (error, _("Which place? Give --at X,Y or --box N"));
  if (at != NULL && !read_at (self, at))
    return cs_call_misuse (error, _("--at wants two pixel numbers, as in --at 512,700"));
  if (self->box < 0)
    return cs_call_misuse (error, _("--box wants a number from 1"));
  if (!(self->within >= 0 && self->within <= MOST_WITHIN))
    return cs_call_misuse (error, _("--within wants 0 to %g"), MOST_WITHIN);
  return TRUE;
}

static gboolean
find_box (CsAnalysis  *analysis,
          const Where *where,
          guint       *x,
          guint       *y,
          GError     **error)
{
  guint n = 0;
  const CsBox *boxes = cs_product_get_boxes (cs_analysis_get (analysis, "boxes"), &n);

  if ((guint) where->box > n)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("There is no box %d on this film: it has %u"), where->box, n);
      return FALSE;
    }
  cs_explain_find_peak (analysis, &boxes[where->box - 1], x, y);
  return TRUE;
}

static gboolean
find_place (CsAnalysis  *analysis,
            const Where *where,
            guint       *x,
            guint       *y,
            GError     **error)
{
  CsImage *image = cs_analysis_get_image (analysis);

  if (where->box > 0)
    return find_box (analysis, where, x, y, error);
  *x = (guint) where->x;
  *y = (guint) where->y;
  if (*x >= cs_image_get_width (image) || *y >= cs_image_get_height (image))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("Pixel %u, %u lies outside “%s”: it has %u by %u pixels"), *x,
                   *y, cs_image_get_name (image), cs_image_get_width (image), cs_image_get_height (image));
      return FALSE;
    }
  if (where->within > 0)
    cs_explain_find_near (analysis, where->within, x, y);
  return TRUE;
}

static gboolean
answer (CsCall      *call,
        CsAnalysis  *analysis,
        const Where *where,
        gboolean     json,
        GError     **error)
{
  g_autoptr (CsExplanation) explanation = NULL;
  g_autofree char *text = NULL;
  guint x, y;

  if (!find_place (analysis, where, &x, &y, error))
    return FALSE;
  explanation = cs_explain_pixel (analysis, x, y);
  text = json ? cs_explanation_to_json (explanation) : cs_explanation_to_text (explanation);
  return cs_call_answer (call, text, NULL, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_autofree char *at = NULL, *network_path = NULL;
  Where where = { 0 };
  double mm_per_pixel = 0;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, N_("The pixel asked about, from the upper left corner"), "X,Y" },
    { "box", 0, 0, G_OPTION_ARG_INT, &where.box, N_("Instead: a box, by its place in the list, from 1"), "N" },
    { "within", 0, 0, G_OPTION_ARG_DOUBLE, &where.within,
      N_("With --at: the pixel within so many millimetres that stands out most"), "MM" },
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &network_path, N_("A trained network, to be asked too"), N_("FILE") },
    CS_TUNING_ENTRIES (tuning),
    CS_SPACING_ENTRY (mm_per_pixel),
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answers as JSON, for programs"), NULL },
    { NULL } };

  if (!cs_call_parse (call, entries, 1, 1, error) || !read_where (&where, at, error))
    return FALSE;
  g_autoptr (CsSettings) settings = cs_tuning_settings (&tuning, NULL, error);
  g_autoptr (GFile) network_file = cs_call_file (network_path);
  g_autoptr (NnNet) network = NULL;
  if (settings == NULL || (network_file != NULL && (network = nn_net_load (network_file, error)) == NULL))
    return FALSE;
  g_autoptr (CsImage) image = cs_read_film (call, call->argv[0], mm_per_pixel, error);
  g_autoptr (CsAnalysis) analysis = NULL;
  if (image != NULL)
    analysis = cs_pipeline_run (image, network, settings, NULL, NULL, cs_progress_report, call->progress,
                                call->cancellable, error);
  return analysis != NULL && answer (call, analysis, &where, json, error);
}

const CsCommand cs_command_explain = {
  .name = "explain",
  .arguments = N_("FILE --at X,Y"),
  .summary = N_("Tells why a box is here, or which stage stopped a spot that is none, and by how much."),
  .run = run,
};
