/* Verdicts become samples: READING.md 3.5. One film in memory at a time. */
#include "cs-patches.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-patches-private.h"

struct _CsPatches
{
  gatomicrefcount refs;
  CsRecord       *record;
  CsCut           cut;
  GPtrArray      *sheets;      /* of Sheet, one a film */
  GArray         *places;      /* of Place: the patches of all sheets, one after the other */
};

/* What is kept of a patch: its cut of the film with a margin, so that augmentation never has to invent pixels. */
typedef struct
{
  CsPatch patch;               /* without "film": records number their films each in its own way */
  float  *pixels, *wide;       /* all four in one piece behind the item */
  guint8 *target, *wide_target;
} Item;

/* The patches of one film, and what they were made from: immutable once cut, shared by all made from the same. */
typedef struct
{
  gatomicrefcount refs;
  char           *key;
  GPtrArray      *items;       /* of Item */
} Sheet;

typedef struct { CsPatch patch; const Item *item; } Place;

/* How the whole fares, while one film of it does. */
typedef struct
{
  CsReportFunc report;
  gpointer     data;
  guint        film, n_films;
} Progress;

typedef struct
{
  Sheet              *sheet;
  const CsCut        *cut;
  const CsRecordFilm *row;
  const CsRaster     *picture, *suspicious;    /* suspicious: NULL where every positive mark has a mask */
  CsRaster           *target;                  /* the film's positive pixels */
} Gathering;

static Sheet *
sheet_new (char *key)
{
  Sheet *self = g_new0 (Sheet, 1);

  g_atomic_ref_count_init (&self->refs);
  self->key = key;
  self->items = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static void
sheet_unref (gpointer data)
{
  Sheet *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->items);
  g_free (self->key);
  g_free (self);
}

/* Room for augmentation; or for a window whose centre may lie on any pixel of the patch. */
static guint
find_wide_side (const CsCut *cut)
{
  guint augmented = (cut->side * 5 + 7) / 8 * 2 + 2 * CS_PATCH_SHIFT;

  return cut->around ? MAX (augmented, 2 * cut->side) : augmented;
}

static Item *
item_new (const CsCut *cut)
{
  gsize area = (gsize) cut->side * cut->side, wide = (gsize) find_wide_side (cut) * find_wide_side (cut);
  Item *self = g_malloc0 (sizeof (Item) + (area + wide) * (sizeof (float) + 1));

  self->pixels = (float *) (self + 1);
  self->wide = self->pixels + area;
  self->target = (guint8 *) (self->wide + wide);
  self->wide_target = self->target + area;
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

/* Outside the film nothing is a calcification: no edge is replicated here. */
static void
cut_target (const CsRaster *target,
            int             x,
            int             y,
            guint           side,
            guint8         *out)
{
  for (int row = 0; row < (int) side; row++)
    for (int column = 0; column < (int) side; column++)
      {
        int fx = x + column, fy = y + row;
        gboolean inside = fx >= 0 && fy >= 0 && fx < (int) cs_raster_get_width (target) &&
                          fy < (int) cs_raster_get_height (target);

        out[row * (int) side + column] = inside && ((const guint8 *) cs_raster_row (target, fy))[fx] != 0;
      }
}

/* The pixels of one positive mark: its corrected mask, else what the machine found suspicious in its box. */
static void
paint_target (Gathering          *self,
              const CsRecordMark *mark)
{
  const CsBox *box = &mark->box;
  const CsRaster *from = mark->mask != NULL ? mark->mask : self->suspicious;
  int left = mark->mask != NULL ? box->x : 0, top = mark->mask != NULL ? box->y : 0;

  for (int y = MAX (box->y, 0); y < MIN (box->y + box->height, (int) self->row->height); y++)
    {
      guint8 *row = cs_raster_edit (self->target, y);

      for (int x = MAX (box->x, 0); x < MIN (box->x + box->width, (int) self->row->width); x++)
        if (((const guint8 *) cs_raster_row (from, y - top))[x - left] != 0)
          row[x] = 255;
    }
}

static void
add_patch (Gathering          *self,
           const CsRecordMark *mark,
           int                 x,
           int                 y)
{
  guint side = self->cut->side, wide = find_wide_side (self->cut);
  int margin = (int) (wide - side) / 2;
  Item *item = item_new (self->cut);

  item->patch = (CsPatch) { 0, mark->id, x, y, mark->verdict == CS_VERDICT_POSITIVE, item->pixels, item->target };
  cut_wide (self->picture, x, y, side, item->pixels);
  cs_patch_normalise (item->pixels, side * side);
  cut_wide (self->picture, x - margin, y - margin, wide, item->wide);
  /* All positive pixels in sight count, not the mark's alone: the network must not be punished for finding a
   * neighbour. */
  if (item->patch.positive)
    {
      cut_target (self->target, x, y, side, item->target);
      cut_target (self->target, x - margin, y - margin, wide, item->wide_target);
    }
  g_ptr_array_add (self->sheet->items, item);
}

/* A box larger than a patch is tiled, evenly and without a gap; a smaller one is in the middle of its patch. */
static void
tile (Gathering          *self,
      const CsRecordMark *mark)
{
  const CsBox *box = &mark->box;
  int side = (int) self->cut->side;
  int columns = MAX (1, (box->width + side - 1) / side);
  int rows = MAX (1, (box->height + side - 1) / side);

  for (int j = 0; j < rows; j++)
    for (int i = 0; i < columns; i++)
      add_patch (self, mark, box->x + (2 * i + 1) * box->width / (2 * columns) - side / 2,
                 box->y + (2 * j + 1) * box->height / (2 * rows) - side / 2);
}

static gboolean
wants (const CsRecordMark *mark,
       gboolean            negatives)
{
  return mark->verdict == CS_VERDICT_POSITIVE || (negatives && mark->verdict == CS_VERDICT_NEGATIVE);
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

/* The last stage needed for this film; NULL: the film itself is enough. */
static const char *
last_stage (const CsRecordFilm *row,
            gboolean            enhanced)
{
  for (guint i = 0; i < row->n_marks; i++)
    if (row->marks[i].verdict == CS_VERDICT_POSITIVE && row->marks[i].mask == NULL)
      return "threshold";
  return enhanced ? "levels" : NULL;
}

static const CsRaster *
get_raster (CsAnalysis *analysis,
            const char *output)
{
  CsProduct *product = analysis != NULL ? cs_analysis_get (analysis, output) : NULL;

  return product != NULL ? cs_product_get_raster (product) : NULL;
}

/* All that a film's patches depend on: same key, same patches. */
static char *
make_key (const CsRecordFilm *row,
          CsSettings         *settings,
          const CsCut        *cut)
{
  GString *key = g_string_new (NULL);
  const CsFacts *facts = &row->facts;

  g_string_printf (key, "%s %s %u %u %.17g %.17g %u %d %d", row->digest, cs_settings_get_digest (settings), facts->side,
                   facts->view, facts->mm_per_pixel, facts->assumed_mm_per_pixel, cut->side, cut->negatives,
                   cut->around);
  for (guint i = 0; i < row->n_marks; i++)
    {
      const CsRecordMark *mark = &row->marks[i];
      g_autofree char *mask = mark->mask != NULL ? cs_raster_digest (mark->mask) : NULL;

      if (wants (mark, cut->negatives))
        g_string_append_printf (key, "; %" G_GINT64_FORMAT " %d %d %d %d %d %s", mark->id, mark->verdict, mark->box.x,
                                mark->box.y, mark->box.width, mark->box.height, mask != NULL ? mask : "");
    }
  return g_string_free (key, FALSE);
}

static void
cut_marks (Gathering *self)
{
  for (guint i = 0; i < self->row->n_marks; i++)
    if (self->row->marks[i].verdict == CS_VERDICT_POSITIVE)
      paint_target (self, &self->row->marks[i]);
  for (guint i = 0; i < self->row->n_marks; i++)
    if (wants (&self->row->marks[i], self->cut->negatives))
      tile (self, &self->row->marks[i]);
}

static void
report_stage (double      fraction,
              const char *stage,
              gpointer    data)
{
  Progress *progress = data;

  if (progress->report != NULL)
    progress->report ((progress->film + fraction) / progress->n_films, _("Cutting patches"), progress->data);
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

static gboolean
fill_sheet (Sheet        *sheet,
            CsRecord     *record,
            CsSettings   *settings,
            const CsCut  *cut,
            Progress     *progress,
            GCancellable *cancellable,
            GError      **error)
{
  const CsRecordFilm *row = cs_record_get_film (record, progress->film);
  gboolean enhanced = cs_patch_get_picture (settings) == CS_PATCH_PICTURE_ENHANCED;
  const char *until = last_stage (row, enhanced);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsAnalysis) analysis = NULL;
  g_autoptr (CsRaster) target = NULL;
  Gathering gathering = { sheet, cut, row, NULL, NULL, NULL };

  if (!needs_film (row, cut->negatives))
    return TRUE;
  image = read_film (record, progress->film, cancellable, error);
  if (image == NULL || (until != NULL && !(analysis = cs_pipeline_run (image, NULL, settings, NULL, until, report_stage,
                                                                       progress, cancellable, error))))
    return FALSE;
  gathering.picture = enhanced ? get_raster (analysis, "levelled") : cs_image_get_raster (image);
  gathering.suspicious = get_raster (analysis, "suspicious");
  gathering.target = target = cs_raster_new (CS_PIXEL_U8, row->width, row->height);
  cut_marks (&gathering);
  return TRUE;
}

static Sheet *
find_sheet (CsPatches  *known,
            const char *key)
{
  for (guint i = 0; known != NULL && i < known->sheets->len; i++)
    {
      Sheet *sheet = g_ptr_array_index (known->sheets, i);

      if (!g_str_equal (sheet->key, key))
        continue;
      g_atomic_ref_count_inc (&sheet->refs);
      return sheet;
    }
  return NULL;
}

static void
add_sheet (CsPatches *self,
           Sheet     *sheet,
           guint      film)
{
  g_ptr_array_add (self->sheets, sheet);
  for (guint i = 0; i < sheet->items->len; i++)
    {
      const Item *item = g_ptr_array_index (sheet->items, i);
      Place place = { item->patch, item };

      place.patch.film = film;
      g_array_append_val (self->places, place);
    }
}

/* What a patch shows of a box, into the box's own mask. */
static void
copy_target (const CsPatch *patch,
             int            side,
             const CsBox   *box,
             CsRaster      *mask)
{
  for (int y = MAX (box->y, patch->y); y < MIN (box->y + box->height, patch->y + side); y++)
    {
      guint8 *row = cs_raster_edit (mask, (guint) (y - box->y));
      const guint8 *target = patch->target + (y - patch->y) * side;

      for (int x = MAX (box->x, patch->x); x < MIN (box->x + box->width, patch->x + side); x++)
        row[x - box->x] = target[x - patch->x] != 0 ? 255 : 0;
    }
}

static gboolean
check_cut (const CsCut *cut,
           GError     **error)
{
  if (cut->side >= CS_PATCH_LEAST && cut->side <= CS_PATCH_MOST && cut->side % 2 == 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("A patch cannot have a side of %u pixels: even numbers from %d to %d"), cut->side, CS_PATCH_LEAST,
               CS_PATCH_MOST);
  return FALSE;
}

static CsPatches *
patches_new (CsRecord    *record,
             const CsCut *cut)
{
  CsPatches *self = g_new0 (CsPatches, 1);

  g_atomic_ref_count_init (&self->refs);
  self->record = cs_record_ref (record);
  self->cut = *cut;
  self->sheets = g_ptr_array_new_with_free_func (sheet_unref);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  return self;
}

CsPatches *
cs_patches_gather (CsRecord     *record,
                   CsSettings   *settings,
                   const CsCut  *cut,
                   CsReportFunc  report,
                   gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  return cs_patches_gather_again (NULL, record, settings, cut, report, data, cancellable, error);
}

CsPatches *
cs_patches_gather_again (CsPatches    *known,
                         CsRecord     *record,
                         CsSettings   *settings,
                         const CsCut  *cut,
                         CsReportFunc  report,
                         gpointer      data,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr (CsPatches) self = patches_new (record, cut);
  Progress progress = { report, data, 0, cs_record_get_n_films (record) };

  if (!check_cut (cut, error))
    return NULL;
  for (guint i = 0; i < progress.n_films; i++)
    {
      g_autofree char *key = make_key (cs_record_get_film (record, i), settings, cut);
      Sheet *sheet = find_sheet (known, key);

      progress.film = i;
      report_stage (0, NULL, &progress);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          g_clear_pointer (&sheet, sheet_unref);
          return NULL;
        }
      if (sheet == NULL)
        {
          sheet = sheet_new (g_steal_pointer (&key));
          if (!fill_sheet (sheet, record, settings, cut, &progress, cancellable, error))
            {
              sheet_unref (sheet);
              return NULL;
            }
        }
      add_sheet (self, sheet, i);
    }
  return g_steal_pointer (&self);
}

CsPatches *
cs_patches_ref (CsPatches *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_patches_unref (CsPatches *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->places);
  g_ptr_array_unref (self->sheets);
  cs_record_unref (self->record);
  g_free (self);
}

guint
cs_patches_get_n (const CsPatches *self)
{
  return self->places->len;
}

const CsCut *
cs_patches_get_cut (const CsPatches *self)
{
  return &self->cut;
}

const CsPatch *
cs_patches_get (const CsPatches *self,
                guint            i)
{
  g_return_val_if_fail (i < self->places->len, NULL);
  return &g_array_index (self->places, Place, i).patch;
}

const char *
cs_patches_get_case (const CsPatches *self,
                     guint            i)
{
  return cs_record_get_case (self->record, cs_patches_get (self, i)->film);
}

const CsRecordFilm *
cs_patches_get_film (const CsPatches *self,
                     guint            i)
{
  return cs_record_get_film (self->record, cs_patches_get (self, i)->film);
}

const CsRecordMark *
cs_patches_get_mark (const CsPatches *self,
                     guint            i)
{
  const CsRecordFilm *film = cs_patches_get_film (self, i);
  gint64 id = cs_patches_get (self, i)->mark;

  for (guint k = 0; k < film->n_marks; k++)
    if (film->marks[k].id == id)
      return &film->marks[k];
  g_return_val_if_reached (NULL);
}

CsRaster *
cs_patches_get_mask (const CsPatches *self,
                     guint            i)
{
  const CsRecordMark *mark = cs_patches_get_mark (self, i);
  CsRaster *mask;

  if (mark->mask != NULL)
    return cs_raster_copy (mark->mask);
  mask = cs_raster_new (CS_PIXEL_U8, (guint) mark->box.width, (guint) mark->box.height);
  for (guint k = 0; k < self->places->len; k++)
    {
      const CsPatch *patch = cs_patches_get (self, k);

      if (patch->mark == mark->id)
        copy_target (patch, (int) self->cut.side, &mark->box, mask);
    }
  return mask;
}

void
cs_patches_get_wide (const CsPatches *self,
                     guint            i,
                     const float    **pixels,
                     const guint8   **target)
{
  const Item *item = g_array_index (self->places, Place, i).item;

  *pixels = item->wide;
  *target = item->wide_target;
}

guint
cs_patches_get_wide_side (const CsPatches *self)
{
  return find_wide_side (&self->cut);
}

void
cs_patches_look (const CsPatches *self,
                 guint            i,
                 guint            x,
                 guint            y,
                 float           *pixels)
{
  guint side = self->cut.side, wide = find_wide_side (&self->cut);
  guint left = wide / 2 + x - side, top = wide / 2 + y - side;      /* huge where outside */
  const Item *item = g_array_index (self->places, Place, i).item;

  g_return_if_fail (left <= wide - side && top <= wide - side);

  for (guint row = 0; row < side; row++)
    memcpy (pixels + row * side, item->wide + (top + row) * wide + left, side * sizeof (float));
  cs_patch_normalise (pixels, side * side);
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
