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

static gboolean
write_state (const Drawing *self,
             const CsSheet *sheet,
             const char    *path,
             GError       **error)
{
  const CsRecordFilm *film = sheet->film;
  char *const *values = sheet->source->values;
  CsUpright upright = cs_upright_find (film->facts.side, film->facts.view, sheet->sides[0], sheet->sides[1]);
  CsPresentation presentation = {
    .study = cs_sheet_study (sheet), .picture = cs_sheet_picture (sheet), .side = film->facts.side,
    .columns = film->width, .rows = film->height, .mm_per_pixel = film->facts.mm_per_pixel,
    .inverse = g_str_equal (values[CS_SOURCE_PHOTOMETRIC], "MONOCHROME1"), .slope = values[CS_SOURCE_SLOPE],
    .intercept = values[CS_SOURCE_INTERCEPT], .voi = &self->voi, .quarters = upright.quarters,
    .mirrored = upright.mirrored, .n_layers = G_N_ELEMENTS (layers), .layers = layers,
    .n_boxes = self->boxes->len, .boxes = (const CsPresentationBox *) self->boxes->data };

  for (guint i = 0; i < 2; i++)
    cs_upright_corner (&upright, film->width, film->height, i == 1, &presentation.corners[2 * i],
                       &presentation.corners[2 * i + 1]);
  return cs_dicom_write_presentation (&presentation, path, error);
}

/* A table in place of slope and intercept is not read here, and without it the window would mean other values. */
static const char *
complain (const CsSheet *sheet)
{
  return *sheet->source->values[CS_SOURCE_MODALITY_LUT] != '\0' ? _("its values are told by a table (Modality LUT)")
                                                               : NULL;
}

/* @n counts those written. */
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
fill (CsSheets     *self,
      GFile        *folder,
      GCancellable *cancellable,
      GError      **error)
{
  guint n = 0;

  for (guint i = 0; i < self->sheets->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !write_film (self, self->sheets->pdata[i], folder, &n, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_gsps (CsRecord     *record,
            GFile        *to,
            GCancellable *cancellable,
            GError      **error)
{
  return cs_sheets_write (record, to, fill, cancellable, error);
}

const CsExport cs_export_gsps = { .id = "gsps", .title = N_("Boxes for plain viewers (DICOM presentation state)"),
                                  .suffix = "", .dicom = TRUE, .write = write_gsps };
