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
  GArray         *items;       /* of Item */
};

/* What is kept of a patch: its cut of the film with a margin, so that augmentation never has to invent pixels. */
typedef struct
{
  CsPatch patch;
  float   pixels[CS_PATCH_SIDE * CS_PATCH_SIDE];
  guint8  target[CS_PATCH_SIDE * CS_PATCH_SIDE];
  float   wide[CS_PATCH_WIDE * CS_PATCH_WIDE];
  guint8  wide_target[CS_PATCH_WIDE * CS_PATCH_WIDE];
} Item;

typedef struct
{
  CsPatches          *patches;
  guint               film;
  const CsRecordFilm *row;
  const CsRaster     *levelled, *suspicious;   /* suspicious: NULL where every positive mark has a mask */
  CsRaster           *target;                  /* the film's positive pixels */
} Gathering;

static void
free_item (gpointer item)
{
  g_free (*(Item **) item);
}

static void
cut_wide (const CsRaster *levelled,
          int             x,
          int             y,
          guint           side,
          float          *pixels)
{
  g_autoptr (CsRaster) crop = cs_raster_crop (levelled, x, y, side, side);
  g_autoptr (CsRaster) floats = cs_raster_to (crop, CS_PIXEL_F32);

  for (guint row = 0; row < side; row++)
    memcpy (pixels + row * side, cs_raster_row (floats, row), side * sizeof (float));
}

/* Outside the film nothing is a calcification: the target is not replicated as the picture is. */
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
  int margin = (CS_PATCH_WIDE - CS_PATCH_SIDE) / 2;
  Item *item = g_new0 (Item, 1);

  item->patch = (CsPatch) { self->film, mark->id, x, y, mark->verdict == CS_VERDICT_POSITIVE, item->pixels,
                            item->target };
  cut_wide (self->levelled, x, y, CS_PATCH_SIDE, item->pixels);
  cs_patch_normalise (item->pixels);
  cut_wide (self->levelled, x - margin, y - margin, CS_PATCH_WIDE, item->wide);
  /* All positive pixels in sight count, not the mark's alone: the network must not be punished for finding a
   * neighbour. */
  if (item->patch.positive)
    {
      cut_target (self->target, x, y, CS_PATCH_SIDE, item->target);
      cut_target (self->target, x - margin, y - margin, CS_PATCH_WIDE, item->wide_target);
    }
  g_array_append_val (self->patches->items, item);
}

/* A box larger than a patch is tiled, evenly and without a gap; a smaller one is in the middle of its patch. */
static void
tile (Gathering          *self,
      const CsRecordMark *mark)
{
  const CsBox *box = &mark->box;
  int columns = MAX (1, (box->width + CS_PATCH_SIDE - 1) / CS_PATCH_SIDE);
  int rows = MAX (1, (box->height + CS_PATCH_SIDE - 1) / CS_PATCH_SIDE);

  for (int j = 0; j < rows; j++)
    for (int i = 0; i < columns; i++)
      add_patch (self, mark, box->x + (2 * i + 1) * box->width / (2 * columns) - CS_PATCH_SIDE / 2,
                 box->y + (2 * j + 1) * box->height / (2 * rows) - CS_PATCH_SIDE / 2);
}

static gboolean
wants (const CsRecordMark *mark,
       gboolean            negatives)
{
  return mark->verdict == CS_VERDICT_POSITIVE || (negatives && mark->verdict == CS_VERDICT_NEGATIVE);
}

/* Which stage is the last needed for this film; NULL: the film has no patch. */
static const char *
last_stage (const CsRecordFilm *row,
            gboolean            negatives)
{
  const char *stage = NULL;

  for (guint i = 0; i < row->n_marks; i++)
    if (row->marks[i].verdict == CS_VERDICT_POSITIVE && row->marks[i].mask == NULL)
      return "threshold";
    else if (wants (&row->marks[i], negatives))
      stage = "levels";
  return stage;
}

static const CsRaster *
get_raster (CsAnalysis *analysis,
            const char *output)
{
  CsProduct *product = cs_analysis_get (analysis, output);

  return product != NULL ? cs_product_get_raster (product) : NULL;
}

static gboolean
gather_film (CsPatches    *self,
             guint         film,
             CsSettings   *settings,
             gboolean      negatives,
             GCancellable *cancellable,
             GError      **error)
{
  const CsRecordFilm *row = cs_record_get_film (self->record, film);
  const char *until = last_stage (row, negatives);
  Gathering gathering = { self, film, row, NULL, NULL, NULL };
  g_autoptr (CsImage) image = until != NULL ? cs_record_read_film (self->record, film, cancellable, error) : NULL;
  g_autoptr (CsAnalysis) analysis = NULL;
  g_autoptr (CsRaster) target = NULL;

  if (until == NULL)
    return TRUE;
  if (image == NULL)
    return FALSE;
  if (cs_image_get_width (image) != row->width || cs_image_get_height (image) != row->height)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
                   _("“%s” is another film than the one that was judged; put that one back"),
                   g_file_peek_path (row->file));
      return FALSE;
    }
  analysis = cs_pipeline_run (image, NULL, settings, NULL, until, NULL, NULL, cancellable, error);
  if (analysis == NULL)
    return FALSE;
  gathering.levelled = get_raster (analysis, "levelled");
  gathering.suspicious = get_raster (analysis, "suspicious");
  gathering.target = target = cs_raster_new (CS_PIXEL_U8, row->width, row->height);
  for (guint i = 0; i < row->n_marks; i++)
    if (row->marks[i].verdict == CS_VERDICT_POSITIVE)
      paint_target (&gathering, &row->marks[i]);
  for (guint i = 0; i < row->n_marks; i++)
    if (wants (&row->marks[i], negatives))
      tile (&gathering, &row->marks[i]);
  return TRUE;
}

CsPatches *
cs_patches_gather (CsRecord     *record,
                   CsSettings   *settings,
                   gboolean      negatives,
                   CsReportFunc  report,
                   gpointer      data,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_autoptr (CsPatches) self = g_new0 (CsPatches, 1);
  guint n = cs_record_get_n_films (record);

  g_atomic_ref_count_init (&self->refs);
  self->record = cs_record_ref (record);
  self->items = g_array_new (FALSE, FALSE, sizeof (Item *));
  g_array_set_clear_func (self->items, free_item);
  for (guint i = 0; i < n; i++)
    {
      if (report != NULL)
        report ((double) i / n, _("Cutting patches"), data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !gather_film (self, i, settings, negatives, cancellable, error))
        return NULL;
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
  g_array_unref (self->items);
  cs_record_unref (self->record);
  g_free (self);
}

guint
cs_patches_get_n (const CsPatches *self)
{
  return self->items->len;
}

const CsPatch *
cs_patches_get (const CsPatches *self,
                guint            i)
{
  g_return_val_if_fail (i < self->items->len, NULL);
  return &g_array_index (self->items, Item *, i)->patch;
}

const char *
cs_patches_get_case (const CsPatches *self,
                     guint            i)
{
  return cs_record_get_case (self->record, cs_patches_get (self, i)->film);
}

void
cs_patches_get_wide (const CsPatches *self,
                     guint            i,
                     const float    **pixels,
                     const guint8   **target)
{
  *pixels = g_array_index (self->items, Item *, i)->wide;
  *target = g_array_index (self->items, Item *, i)->wide_target;
}

void
cs_patch_normalise (float *pixels)
{
  const guint n = CS_PATCH_SIDE * CS_PATCH_SIDE;
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
cs_patch_cut (const CsRaster *levelled,
              int             x,
              int             y,
              float          *pixels)
{
  cut_wide (levelled, x - CS_PATCH_SIDE / 2, y - CS_PATCH_SIDE / 2, CS_PATCH_SIDE, pixels);
  cs_patch_normalise (pixels);
}
