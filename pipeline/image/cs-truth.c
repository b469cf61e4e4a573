#include "cs-truth.h"

struct _CsTruth
{
  gatomicrefcount refs;
  gboolean        regions, gaps;
  double          mm_per_pixel;   /* 0: not stated */
  GArray         *spots;
  GHashTable     *masks;   /* what -> CsRaster */
  GPtrArray      *notes;   /* strings, and a NULL at the end */
  GStringChunk   *words;   /* of the spots, each once: a foreign file's, and nothing to keep for ever */
};

CsTruth *
cs_truth_new (gboolean regions)
{
  CsTruth *self = g_new0 (CsTruth, 1);

  g_atomic_ref_count_init (&self->refs);
  self->regions = regions;
  self->spots = g_array_new (FALSE, FALSE, sizeof (CsTruthSpot));
  self->masks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cs_raster_unref);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->words = g_string_chunk_new (128);
  g_ptr_array_add (self->notes, NULL);
  return self;
}

CsTruth *
cs_truth_ref (CsTruth *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_truth_unref (CsTruth *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->spots);
  g_hash_table_unref (self->masks);
  g_ptr_array_unref (self->notes);
  g_string_chunk_free (self->words);
  g_free (self);
}

void
cs_truth_add (CsTruth *self, const CsTruthSpot *spot)
{
  CsTruthSpot kept = *spot;

  kept.word = g_string_chunk_insert_const (self->words, spot->word != NULL ? spot->word : "");
  g_array_append_val (self->spots, kept);
}

void
cs_truth_set_spacing (CsTruth *self, double mm_per_pixel)
{
  self->mm_per_pixel = mm_per_pixel;
}

void
cs_truth_set_mask (CsTruth *self, const char *what, const CsRaster *mask)
{
  g_hash_table_replace (self->masks, g_strdup (what), cs_raster_ref (mask));
}

double
cs_truth_get_across (const CsTruth *self, const CsTruthSpot *spot)
{
  if (spot->diameter > 0 && self->mm_per_pixel > 0)
    return spot->diameter / self->mm_per_pixel;
  return MAX (spot->width, spot->height);
}

gboolean
cs_truth_get_regions (const CsTruth *self)
{
  return self->regions;
}

guint
cs_truth_get_n_spots (const CsTruth *self)
{
  return self->spots->len;
}

const CsTruthSpot *
cs_truth_get_spot (const CsTruth *self, guint i)
{
  g_return_val_if_fail (i < self->spots->len, NULL);
  return &g_array_index (self->spots, CsTruthSpot, i);
}

gboolean
cs_truth_spot_contains (const CsTruthSpot *spot, double x, double y)
{
  double u = (x - spot->x) / spot->width * 2 - 1, v = (y - spot->y) / spot->height * 2 - 1;

  return spot->round ? u * u + v * v <= 1 : u >= -1 && u <= 1 && v >= -1 && v <= 1;
}

const CsRaster *
cs_truth_get_mask (const CsTruth *self, const char *what)
{
  return g_hash_table_lookup (self->masks, what);
}

gboolean
cs_truth_spot_of_mask (const CsRaster *mask, CsTruthSpot *spot)
{
  int left = G_MAXINT, top = G_MAXINT, right = -1, bottom = -1;

  for (guint y = 0; y < cs_raster_get_height (mask); y++)
    for (guint x = 0; x < cs_raster_get_width (mask); x++)
      if (cs_raster_get (mask, x, y) != 0)
        {
          left = MIN (left, (int) x);
          right = MAX (right, (int) x);
          top = MIN (top, (int) y);
          bottom = MAX (bottom, (int) y);
        }
  *spot = (CsTruthSpot) { .x = left, .y = top, .width = right - left + 1, .height = bottom - top + 1,
                          .cluster = -1, .word = "" };
  return right >= 0;
}

void
cs_truth_add_note (CsTruth *self, char *note)
{
  g_ptr_array_insert (self->notes, (int) self->notes->len - 1, note);
}

void
cs_truth_add_gap (CsTruth *self, char *note)
{
  self->gaps = TRUE;
  cs_truth_add_note (self, note);
}

gboolean
cs_truth_is_whole (const CsTruth *self)
{
  return !self->gaps;
}

const char *const *
cs_truth_get_notes (const CsTruth *self)
{
  return (const char *const *) self->notes->pdata;
}
