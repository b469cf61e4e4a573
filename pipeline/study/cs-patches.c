/* Verdicts become samples: section 3.5 of the paper. One film in memory at a time. */
#include "cs-patches.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-patches-private.h"

struct _CsPatches
{
  gatomicrefcount refs;
  CsRecord       *record;
  CsCut           cut;
  GPtrArray      *films;       /* of CsCuttings, one a film */
  GArray         *places;      /* of Place: the patches of all films, one after the other */
};

typedef struct { CsPatch patch; const CsCutting *item; } Place;

/* How the whole fares, while one film of it does. */
typedef struct
{
  CsReportFunc report;
  gpointer     data;
  guint        film, n_films;
} Progress;

static void
report_stage (double      fraction,
              const char *stage,
              gpointer    data)
{
  Progress *progress = data;

  if (progress->report != NULL)
    progress->report ((progress->film + fraction) / progress->n_films, _("Cutting patches"), progress->data);
}

static CsCuttings *
find_cuttings (CsPatches  *known,
               const char *key)
{
  for (guint i = 0; known != NULL && i < known->films->len; i++)
    {
      CsCuttings *cuttings = g_ptr_array_index (known->films, i);

      if (g_str_equal (cuttings->key, key))
        return cs_cuttings_ref (cuttings);
    }
  return NULL;
}

static void
add_cuttings (CsPatches  *self,
              CsCuttings *cuttings,
              guint       film)
{
  g_ptr_array_add (self->films, cuttings);
  for (guint i = 0; i < cuttings->items->len; i++)
    {
      const CsCutting *item = g_ptr_array_index (cuttings->items, i);
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
  g_return_val_if_fail (cut->mm >= 0, FALSE);

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
  self->films = g_ptr_array_new_with_free_func (cs_cuttings_unref);
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

  if (!check_cut (cut, error) || !cs_record_is_whole (record, error))
    return NULL;
  for (guint i = 0; i < progress.n_films; i++)
    {
      g_autofree char *key = cs_cuttings_key (cs_record_get_film (record, i), settings, cut);
      g_autoptr (CsCuttings) cuttings = find_cuttings (known, key);

      progress.film = i;
      report_stage (0, NULL, &progress);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (cuttings == NULL)
        cuttings = cs_cuttings_cut (g_steal_pointer (&key), record, i, settings, cut, report_stage, &progress,
                                    cancellable, error);
      if (cuttings == NULL)
        return NULL;
      add_cuttings (self, g_steal_pointer (&cuttings), i);
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
  g_ptr_array_unref (self->films);
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
  return cs_record_get_woman (self->record, cs_patches_get (self, i)->film);
}

const CsRecordFilm *
cs_patches_get_film (const CsPatches *self,
                     guint            i)
{
  return cs_record_get_film (self->record, cs_patches_get (self, i)->film);
}

double
cs_patches_get_scale (const CsPatches *self,
                      guint            i)
{
  const CsRecordFilm *film = cs_patches_get_film (self, i);

  return cs_grid_scale (film->facts.mm_per_pixel, self->cut.mm, film->width, film->height);
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
  const CsRaster *painted = cs_record_mark_mask (mark);
  CsRaster *mask;

  g_return_val_if_fail (self->cut.mm == 0, NULL);

  if (painted != NULL)
    return cs_raster_copy (painted);
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
                     const guint8   **share)
{
  const CsCutting *item = g_array_index (self->places, Place, i).item;

  *pixels = item->wide;
  *share = item->share;
}

void
cs_patches_get_known (const CsPatches *self,
                      guint            i,
                      guint8          *known)
{
  const CsCutting *item = g_array_index (self->places, Place, i).item;
  guint side = self->cut.side;

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      known[y * side + x] = cs_cutting_get_share (item, &self->cut, x, y) != CS_SHARE_OPEN;
}

guint
cs_patches_get_wide_side (const CsPatches *self)
{
  return cs_cutting_wide_side (&self->cut);
}

void
cs_patches_look (const CsPatches *self,
                 guint            i,
                 guint            x,
                 guint            y,
                 float           *pixels)
{
  guint side = self->cut.side, wide = cs_cutting_wide_side (&self->cut);
  guint left = wide / 2 + x - side, top = wide / 2 + y - side;      /* huge where outside */
  const CsCutting *item = g_array_index (self->places, Place, i).item;

  g_return_if_fail (left <= wide - side && top <= wide - side);

  for (guint row = 0; row < side; row++)
    memcpy (pixels + row * side, item->wide + (top + row) * wide + left, side * sizeof (float));
  cs_patch_normalise (pixels, side * side);
}
