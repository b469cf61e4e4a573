/* A presentation state of each film, for viewers that know nothing of us: what was accepted, what is unsure and what
 * nobody judged yet as boxes with their number, in a layer each; the film's own first window, or one chosen from its
 * tones; and upright, where the file tells how the breast lies. What was rejected is not shown, and truth only where a
 * verdict made a find of it. There is no way back: boxes come in by the table, COCO or a CAD report.
 *
 * Words in the files are English, as in the segmentations. */
#include <glib/gi18n-lib.h>

#include "cs-dicom-gsps.h"
#include "cs-export.h"
#include "cs-film-tones.h"
#include "cs-record-forms.h"
#include "cs-sheets.h"
#include "cs-upright.h"

static const CsPresentationLayer layers[] = { { "ACCEPTED", "Accepted finds", 1 }, { "UNSURE", "Unsure finds", 0.8 },
                                              { "PROPOSED", "Proposals nobody judged", 0.6 } };

/* What a film is drawn of. */
typedef struct
{
  GArray    *boxes;            /* CsPresentationBox */
  GPtrArray *labels;
  CsVoi      voi;
  CsImage   *image;
} Drawing;

/* -1: it is not shown. */
static int
layer_of (const CsRecordMark *mark)
{
  switch (mark->verdict)
    {
    case CS_VERDICT_POSITIVE: return 0;
    case CS_VERDICT_UNSURE: return 1;
    case CS_VERDICT_NONE: return mark->origin != CS_ORIGIN_TRUTH ? 2 : -1;
    case CS_VERDICT_NEGATIVE:
    default: return -1;
    }
}

/* "3", or of the machine's "3: 75 %". */
static char *
label_of (const CsRecordMark *mark,
          guint               number)
{
  if (mark->origin != CS_ORIGIN_MACHINE)
    return g_strdup_printf ("%u", number);
  return g_strdup_printf ("%u: %.0f %%", number, 100 * CLAMP ((double) mark->box.suspicion, 0, 1));
}

static void
draw_boxes (Drawing            *self,
            const CsRecordFilm *film)
{
  for (guint i = 0; i < film->n_marks; i++)
    {
      const CsRecordMark *mark = &film->marks[i];
      int layer = layer_of (mark);
      CsPresentationBox box = { mark->box.x, mark->box.y, mark->box.width, mark->box.height, NULL, (guint) layer };

      if (layer < 0)
        continue;
      box.label = label_of (mark, self->boxes->len + 1);
      g_ptr_array_add (self->labels, (gpointer) box.label);
      g_array_append_val (self->boxes, box);
    }
}

/* The values behind the modality transformation between which the film's tones lie. */
static void
choose_tones (Drawing *self)
{
  CsDetails *details = cs_image_get_details (self->image);
  guint bins[CS_FILM_BINS];
  double low, high, slope = 1, intercept = 0, from, to;

  cs_film_count (self->image, bins);
  cs_film_preset_apply (&cs_film_presets[0], bins, cs_image_get_white (self->image), &low, &high);
  if (details != NULL)
    cs_details_get_values (details, &slope, &intercept);
  from = slope * low + intercept;
  to = slope * high + intercept;
  self->voi = (CsVoi) { .shape = CS_VOI_LINEAR_EXACT, .centre = (from + to) / 2, .width = ABS (to - from) };
}

static void
choose_window (Drawing *self)
{
  CsDetails *details = cs_image_get_details (self->image);

  if (details != NULL && cs_details_get_n_windows (details) > 0)
    self->voi = *cs_details_get_window (details, 0);
  else
    choose_tones (self);
}

/* What is stored in the film's own file, or in the one that export "films" makes of it. */
static void
describe_values (const Drawing  *self,
                 const CsSheet  *sheet,
                 CsPresentation *presentation,
                 char           *slope,
                 char           *intercept)
{
  char *const *values = sheet->source->values;
  guint bits = cs_image_get_facts (self->image)->bits;
  double slope_there, intercept_there;

  presentation->slope = values[CS_SOURCE_SLOPE];
  presentation->intercept = values[CS_SOURCE_INTERCEPT];
  presentation->inverse = g_str_equal (values[CS_SOURCE_PHOTOMETRIC], "MONOCHROME1");
  if (!cs_record_is_veiled (sheet->film))
    return;
  presentation->inverse = cs_details_get_stored (cs_image_get_details (self->image), bits, &slope_there,
                                                 &intercept_there);
  presentation->slope = g_ascii_formatd (slope, G_ASCII_DTOSTR_BUF_SIZE, "%.10g", slope_there);
  presentation->intercept = g_ascii_formatd (intercept, G_ASCII_DTOSTR_BUF_SIZE, "%.10g", intercept_there);
}

static gboolean
write_state (const Drawing *self,
             const CsSheet *sheet,
             const char    *path,
             GError       **error)
{
  const CsRecordFilm *film = sheet->film;
  CsUpright upright = cs_upright_find (film->facts.side, film->facts.view, sheet->sides[0], sheet->sides[1]);
  char slope[G_ASCII_DTOSTR_BUF_SIZE], intercept[G_ASCII_DTOSTR_BUF_SIZE];
  CsPresentation presentation = {
    .study = cs_sheet_study (sheet), .picture = cs_sheet_picture (sheet), .side = film->facts.side,
    .columns = film->width, .rows = film->height, .mm_per_pixel = film->facts.mm_per_pixel,
    .voi = &self->voi, .quarters = upright.quarters,
    .mirrored = upright.mirrored, .n_layers = G_N_ELEMENTS (layers), .layers = layers,
    .n_boxes = self->boxes->len, .boxes = (const CsPresentationBox *) self->boxes->data };

  describe_values (self, sheet, &presentation, slope, intercept);
  for (guint i = 0; i < 2; i++)
    cs_upright_corner (&upright, film->width, film->height, i == 1, &presentation.corners[2 * i],
                       &presentation.corners[2 * i + 1]);
  return cs_dicom_write_presentation (&presentation, path, error);
}

/* A table in place of slope and intercept is not read here, and without it the window would mean other values. Films
 * without identity have none. */
static const char *
complain (const CsSheet *sheet)
{
  if (cs_record_is_veiled (sheet->film) || *sheet->source->values[CS_SOURCE_MODALITY_LUT] == '\0')
    return NULL;
  return _("its values are told by a table (Modality LUT)");
}

static gboolean
write_film (CsSheets      *sheets,
            const CsSheet *sheet,
            GFile         *folder,
            guint         *n,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (CsPresentationBox));
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsImage) image = NULL;
  g_autofree char *path = NULL;
  Drawing drawing = { .boxes = boxes, .labels = labels };

  if (complain (sheet) != NULL)
    {
      cs_sheets_leave_out (sheets, sheet->film, complain (sheet));
      return TRUE;
    }
  drawing.image = image = cs_record_read_film (sheets->record, sheet->place, cancellable, error);
  if (image == NULL)
    return FALSE;
  draw_boxes (&drawing, sheet->film);
  choose_window (&drawing);
  path = cs_sheets_path (folder, "presentation", ++*n);
  return write_state (&drawing, sheet, path, error);
}

static gboolean
write_gsps (CsRecord    *record,
            GFile       *to,
            CsExportRun *run,
            GError     **error)
{
  return cs_sheets_write (record, to, write_film, NULL, run, error);
}

const CsExport cs_export_gsps = { .id = "gsps", .title = N_("Boxes for plain viewers (DICOM presentation state)"),
                                  .suffix = "", .dicom = TRUE, .write = write_gsps };
