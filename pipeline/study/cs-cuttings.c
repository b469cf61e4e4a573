/* One film becomes patches, on its own grid or on one of a stated spacing: section 3.5 of the paper. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-patches-private.h"

/* Pixels. A box ends where its calcification is suspicious enough; its blurred border goes on. */
#define OPEN_BORDER 1

typedef struct
{
  CsCuttings         *cuttings;
  const CsCut        *cut;
  const CsRecordFilm *row;
  const CsRaster     *suspicious;          /* NULL where every positive mark has a mask */
  double              scale;               /* of the grid: cs-grid.h */
  CsRaster           *picture, *target;    /* on the grid; target: of the film's positive pixels */
  CsRaster           *open;                /* likewise: not 0 where boxes wait for a verdict; NULL: none does */
} Gathering;

static void
gathering_clear (Gathering *self)
{
  g_clear_pointer (&self->picture, cs_raster_unref);
  g_clear_pointer (&self->target, cs_raster_unref);
  g_clear_pointer (&self->open, cs_raster_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gathering, gathering_clear)

static CsCuttings *
cuttings_new (char *key)
{
  CsCuttings *self = g_new0 (CsCuttings, 1);

  g_atomic_ref_count_init (&self->refs);
  self->key = key;
  self->items = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static CsCutting *
item_new (const CsCut *cut)
{
  gsize area = (gsize) cut->side * cut->side, wide = (gsize) cs_cutting_wide_side (cut) * cs_cutting_wide_side (cut);
  CsCutting *self = g_malloc0 (sizeof (CsCutting) + (area + wide) * (sizeof (float) + 1));

  self->pixels = (float *) (self + 1);
  self->wide = self->pixels + area;
  self->target = (guint8 *) (self->wide + wide);
  self->share = self->target + area;
  return self;
}

static void
cut_wide (const CsRaster *picture,
          int             x,
          int             y,
          guint           side,
          float          *pixels)
{
  g_autoptr (CsRaster) crop = cs_raster_crop (picture, x, y, side, side);
  g_autoptr (CsRaster) floats = cs_raster_to (crop, CS_PIXEL_F32);

  for (guint row = 0; row < side; row++)
    memcpy (pixels + row * side, cs_raster_row (floats, row), side * sizeof (float));
}

static guint8
share_at (const Gathering *self,
          int              x,
          int              y)
{
  guint8 share = (guint8) (cs_raster_get (self->target, x, y) + 0.5);

  return share == 0 && self->open != NULL && cs_raster_get (self->open, x, y) > 0 ? CS_SHARE_OPEN : share;
}

/* Outside the film nothing is a calcification: no edge is replicated here. */
static void
cut_share (const Gathering *self,
           int              x,
           int              y,
           guint            side,
           guint8          *out)
{
  int width = (int) cs_raster_get_width (self->target), height = (int) cs_raster_get_height (self->target);

  for (int row = 0; row < (int) side; row++)
    for (int column = 0; column < (int) side; column++)
      {
        int fx = x + column, fy = y + row;
        gboolean inside = fx >= 0 && fy >= 0 && fx < width && fy < height;

        out[row * (int) side + column] = inside ? share_at (self, fx, fy) : 0;
      }
}

/* The pixels of one positive mark: its corrected mask, else what the machine found suspicious in its box. */
static void
paint_mark (const Gathering    *self,
            const CsRecordMark *mark,
            CsRaster           *film)
{
  const CsBox *box = &mark->box;
  const CsRaster *mask = cs_record_mark_mask (mark), *from = mask != NULL ? mask : self->suspicious;
  int left = mask != NULL ? box->x : 0, top = mask != NULL ? box->y : 0;

  for (int y = MAX (box->y, 0); y < MIN (box->y + box->height, (int) self->row->height); y++)
    {
      guint8 *row = cs_raster_edit (film, y);

      for (int x = MAX (box->x, 0); x < MIN (box->x + box->width, (int) self->row->width); x++)
        if (((const guint8 *) cs_raster_row (from, y - top))[x - left] != 0)
          row[x] = CS_SHARE_WHOLE;
    }
}

/* All positive pixels in sight count, not the mark's alone: the network must not be punished for finding a
 * neighbour. */
static void
take_target (CsCutting   *item,
             const CsCut *cut)
{
  for (guint i = 0; i < cut->side * cut->side; i++)
    {
      guint8 share = cs_cutting_get_share (item, cut, i % cut->side, i / cut->side);

      item->target[i] = share != CS_SHARE_OPEN && share >= CS_SHARE_WHOLE / 2.0;
    }
}

/* Nor for finding one beside a rejected box, whose target is empty. */
static void
hide_positive (CsCutting *item,
               guint      wide)
{
  for (guint i = 0; i < wide * wide; i++)
    item->share[i] = item->share[i] != 0 ? CS_SHARE_OPEN : 0;
}

static void
add_patch (Gathering          *self,
           const CsRecordMark *mark,
           int                 x,
           int                 y)
{
  guint side = self->cut->side, wide = cs_cutting_wide_side (self->cut);
  int margin = (int) (wide - side) / 2;
  CsCutting *item = item_new (self->cut);

  item->patch = (CsPatch) { 0, mark->id, x, y, mark->verdict == CS_VERDICT_POSITIVE, item->pixels, item->target };
  cut_wide (self->picture, x, y, side, item->pixels);
  cs_patch_normalise (item->pixels, side * side);
  cut_wide (self->picture, x - margin, y - margin, wide, item->wide);
  cut_share (self, x - margin, y - margin, wide, item->share);
  if (item->patch.positive)
    take_target (item, self->cut);
  else
    hide_positive (item, wide);
  g_ptr_array_add (self->cuttings->items, item);
}

/* A box larger than a patch is tiled, evenly and without a gap; a smaller one is in the middle of its patch. */
static void
tile (Gathering          *self,
      const CsRecordMark *mark)
{
  CsBox box = cs_grid_box (&mark->box, self->scale);
  int side = (int) self->cut->side;
  int columns = MAX (1, (box.width + side - 1) / side);
  int rows = MAX (1, (box.height + side - 1) / side);

  for (int j = 0; j < rows; j++)
    for (int i = 0; i < columns; i++)
      add_patch (self, mark, box.x + (2 * i + 1) * box.width / (2 * columns) - side / 2,
                 box.y + (2 * j + 1) * box.height / (2 * rows) - side / 2);
}

static gboolean
wants (const CsRecordMark *mark,
       gboolean            negatives)
{
  return mark->verdict == CS_VERDICT_POSITIVE || (negatives && mark->verdict == CS_VERDICT_NEGATIVE);
}

/* A place that a reader has yet to judge. Truth is no such place: the machine's box on it is judged by it. */
static gboolean
is_open (const CsRecordMark *mark)
{
  return mark->origin != CS_ORIGIN_TRUTH && (mark->verdict == CS_VERDICT_NONE || mark->verdict == CS_VERDICT_UNSURE);
}

static gboolean
needs_film (const CsRecordFilm *row,
            gboolean            negatives)
{
  for (guint i = 0; i < row->n_marks; i++)
    if (wants (&row->marks[i], negatives))
      return TRUE;
  return FALSE;
}

/* What the stages have to make of this film, NULL-terminated; returns how many: none where the film is enough. */
static guint
list_outputs (const CsRecordFilm *row,
              gboolean            enhanced,
              const char         *outputs[3])
{
  gboolean without_mask = FALSE;
  guint n = 0;

  for (guint i = 0; i < row->n_marks; i++)
    without_mask |= row->marks[i].verdict == CS_VERDICT_POSITIVE && cs_record_mark_mask (&row->marks[i]) == NULL;
  if (without_mask)
    outputs[n++] = "suspicious";
  if (enhanced)
    outputs[n++] = "levelled";
  outputs[n] = NULL;
  return n;
}

static const CsRaster *
get_raster (CsAnalysis *analysis,
            const char *output)
{
  CsProduct *product = analysis != NULL ? cs_analysis_get (analysis, output) : NULL;

  return product != NULL ? cs_product_get_raster (product) : NULL;
}

/* The film is read as the study knows it; another one in its place is refused. */
static CsImage *
read_film (CsRecord     *record,
           guint         film,
           GCancellable *cancellable,
           GError      **error)
{
  const CsRecordFilm *row = cs_record_get_film (record, film);
  g_autoptr (CsImage) image = cs_record_read_film (record, film, cancellable, error);

  if (image == NULL)
    return NULL;
  if (cs_image_get_width (image) == row->width && cs_image_get_height (image) == row->height)
    return g_steal_pointer (&image);
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
               _("“%s” is another film than the one that was judged; put that one back"),
               g_file_peek_path (row->file));
  return NULL;
}

/* The positive pixels of all marks, on the grid: shares of CS_SHARE_WHOLE. */
static CsRaster *
paint_target (const Gathering *self,
              GCancellable    *cancellable,
              GError         **error)
{
  g_autoptr (CsRaster) film = cs_raster_new (CS_PIXEL_U8, self->row->width, self->row->height);

  for (guint i = 0; i < self->row->n_marks; i++)
    if (self->row->marks[i].verdict == CS_VERDICT_POSITIVE)
      paint_mark (self, &self->row->marks[i], film);
  return cs_grid_picture (film, self->scale, cancellable, error);
}

static void
fill_box (CsRaster    *film,
          const CsBox *box,
          int          border,
          guint8       value)
{
  int left = MAX (box->x - border, 0), right = MIN (box->x + box->width + border, (int) cs_raster_get_width (film));
  int bottom = MIN (box->y + box->height + border, (int) cs_raster_get_height (film));

  for (int y = MAX (box->y - border, 0); y < bottom && left < right; y++)
    memset ((guint8 *) cs_raster_edit (film, y) + left, value, right - left);
}

/* Where boxes wait, on the grid; what is judged is known, also where such a box reaches into it. */
static CsRaster *
paint_open (const Gathering *self,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr (CsRaster) film = cs_raster_new (CS_PIXEL_U8, self->row->width, self->row->height);

  for (guint i = 0; i < self->row->n_marks; i++)
    if (is_open (&self->row->marks[i]))
      fill_box (film, &self->row->marks[i].box, OPEN_BORDER, 255);
  for (guint i = 0; i < self->row->n_marks; i++)
    if (wants (&self->row->marks[i], TRUE))
      fill_box (film, &self->row->marks[i].box, 0, 0);
  return cs_grid_picture (film, self->scale, cancellable, error);
}

static gboolean
has_open (const CsRecordFilm *row)
{
  for (guint i = 0; i < row->n_marks; i++)
    if (is_open (&row->marks[i]))
      return TRUE;
  return FALSE;
}

static gboolean
lay_out (Gathering      *self,
         const CsRaster *picture,
         GCancellable   *cancellable,
         GError        **error)
{
  self->scale = cs_grid_scale (self->row->facts.mm_per_pixel, self->cut->mm, self->row->width, self->row->height);
  self->picture = cs_grid_picture (picture, self->scale, cancellable, error);
  self->target = self->picture != NULL ? paint_target (self, cancellable, error) : NULL;
  if (self->target == NULL || !has_open (self->row))
    return self->target != NULL;
  self->open = paint_open (self, cancellable, error);
  return self->open != NULL;
}

static gboolean
fill (CsCuttings   *cuttings,
      CsRecord     *record,
      guint         film,
      CsSettings   *settings,
      const CsCut  *cut,
      CsReportFunc  report,
      gpointer      data,
      GCancellable *cancellable,
      GError      **error)
{
  const CsRecordFilm *row = cs_record_get_film (record, film);
  gboolean enhanced = cs_patch_get_picture (settings) == CS_PATCH_PICTURE_ENHANCED;
  const char *outputs[3];
  guint n = list_outputs (row, enhanced, outputs);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsAnalysis) analysis = NULL;
  g_auto (Gathering) self = { .cuttings = cuttings, .cut = cut, .row = row };

  if (!needs_film (row, cut->negatives))
    return TRUE;
  image = read_film (record, film, cancellable, error);
  if (image == NULL || (n > 0 && !(analysis = cs_pipeline_run_for (outputs, image, NULL, settings, report, data,
                                                                   cancellable, error))))
    return FALSE;
  self.suspicious = get_raster (analysis, "suspicious");
  if (!lay_out (&self, enhanced ? get_raster (analysis, "levelled") : cs_image_get_raster (image), cancellable, error))
    return FALSE;
  for (guint i = 0; i < row->n_marks; i++)
    if (wants (&row->marks[i], cut->negatives))
      tile (&self, &row->marks[i]);
  return TRUE;
}

/* All that a film's patches depend on: same key, same patches. */
char *
cs_cuttings_key (const CsRecordFilm *row,
                 CsSettings         *settings,
                 const CsCut        *cut)
{
  GString *key = g_string_new (NULL);
  const CsFacts *facts = &row->facts;

  g_string_printf (key, "%s %s %u %u %.17g %.17g %u %d %d %.17g", row->digest, cs_settings_get_digest (settings),
                   facts->side, facts->view, facts->mm_per_pixel, facts->assumed_mm_per_pixel, cut->side,
                   cut->negatives, cut->around, cut->mm);
  for (guint i = 0; i < row->n_marks; i++)
    {
      const CsRecordMark *mark = &row->marks[i];
      const CsRaster *pixels = cs_record_mark_mask (mark);
      g_autofree char *mask = pixels != NULL ? cs_raster_digest (pixels) : NULL;

      if (wants (mark, TRUE) || is_open (mark))
        g_string_append_printf (key, "; %" G_GINT64_FORMAT " %d %d %d %d %d %s", mark->id, mark->verdict, mark->box.x,
                                mark->box.y, mark->box.width, mark->box.height, mask != NULL ? mask : "");
    }
  return g_string_free (key, FALSE);
}

CsCuttings *
cs_cuttings_cut (char         *key,
                 CsRecord     *record,
                 guint         film,
                 CsSettings   *settings,
                 const CsCut  *cut,
                 CsReportFunc  report,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autoptr (CsCuttings) self = cuttings_new (key);

  return fill (self, record, film, settings, cut, report, data, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

CsCuttings *
cs_cuttings_ref (CsCuttings *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_cuttings_unref (gpointer cuttings)
{
  CsCuttings *self = cuttings;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->items);
  g_free (self->key);
  g_free (self);
}

/* Room for augmentation; or for a window whose centre may lie on any pixel of the patch. */
guint
cs_cutting_wide_side (const CsCut *cut)
{
  guint augmented = (cut->side * 5 + 7) / 8 * 2 + 2 * CS_PATCH_SHIFT;

  return cut->around ? MAX (augmented, 2 * cut->side) : augmented;
}

guint8
cs_cutting_get_share (const CsCutting *self,
                      const CsCut     *cut,
                      guint            x,
                      guint            y)
{
  guint wide = cs_cutting_wide_side (cut), margin = (wide - cut->side) / 2;

  return self->share[(y + margin) * wide + x + margin];
}

void
cs_patch_normalise (float *pixels,
                    guint  n)
{
  double sum = 0, squares = 0, mean, deviation;

  for (guint i = 0; i < n; i++)
    sum += pixels[i];
  mean = sum / n;
  for (guint i = 0; i < n; i++)
    squares += (pixels[i] - mean) * (pixels[i] - mean);
  deviation = sqrt (squares / n);
  for (guint i = 0; i < n; i++)
    pixels[i] = deviation > 1e-6 ? (float) ((pixels[i] - mean) / deviation) : 0;
}

void
cs_patch_cut (const CsRaster *picture,
              int             x,
              int             y,
              guint           side,
              float          *pixels)
{
  cut_wide (picture, x - (int) side / 2, y - (int) side / 2, side, pixels);
  cs_patch_normalise (pixels, side * side);
}
