/* What comes into a study by machine: proposals, truth, and labels made from truth. */
#include <string.h>

#include "cs-png.h"
#include "cs-study-private.h"

typedef struct
{
  CsStudy     *study;
  CsEntry     *entry;
  GArray      *rows;           /* marks as they are */
  const CsBox *boxes;
  guint        n;
  gboolean    *placed;         /* boxes that already are a mark */
  gboolean    *kept;           /* rows that stay */
  GArray      *changed;        /* ids */
} Proposal;

static CsMarkRow *
row_at (Proposal *self,
        guint     i)
{
  return &g_array_index (self->rows, CsMarkRow, i);
}

/* The box not placed yet that overlaps row @i most, by CS_JOIN_IOU or more; n: none. */
static guint
best_box (Proposal *self,
          guint     i)
{
  double most = CS_JOIN_IOU;
  guint best = self->n;

  for (guint k = 0; k < self->n; k++)
    {
      double iou = self->placed[k] ? 0 : cs_box_iou (&row_at (self, i)->box, &self->boxes[k]);

      if (iou >= most)
        {
          most = iou;
          best = k;
        }
    }
  return best;
}

/* All boxes that overlap a human's mark join it: the mark stays as it is. */
static void
join_humans (Proposal *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!cs_mark_row_is_human (row_at (self, i)))
        continue;
      self->kept[i] = TRUE;
      for (guint k = 0; k < self->n; k++)
        self->placed[k] = self->placed[k] || cs_box_iou (&row_at (self, i)->box, &self->boxes[k]) >= CS_JOIN_IOU;
    }
}

static gboolean
move_machines (Proposal *self,
               GError  **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      CsMarkRow *row = row_at (self, i);
      guint best = self->kept[i] ? self->n : best_box (self, i);

      if (best == self->n)
        continue;
      self->kept[i] = self->placed[best] = TRUE;
      if (memcmp (&row->box, &self->boxes[best], sizeof (CsBox)) == 0)
        continue;
      row->box = self->boxes[best];
      if (!cs_study_write_mark (self->study, row, error))
        return FALSE;
      g_array_append_val (self->changed, row->id);
    }
  return TRUE;
}

static gboolean
drop_others (Proposal *self,
             GError  **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      gint64 id = row_at (self, i)->id;

      if (self->kept[i])
        continue;
      if (!cs_store_do (self->study->store, error, "DELETE FROM marks WHERE id = ?", "i", id))
        return FALSE;
      g_array_append_val (self->changed, id);
    }
  return TRUE;
}

static gboolean
add_new (Proposal *self,
         GError  **error)
{
  for (guint k = 0; k < self->n; k++)
    {
      CsMarkRow row = { .film = cs_entry_get_id (self->entry), .box = self->boxes[k], .origin = CS_ORIGIN_MACHINE };

      if (self->placed[k])
        continue;
      if (!cs_study_insert_mark (self->study, &row, error))
        return FALSE;
      g_array_append_val (self->changed, row.id);
    }
  return TRUE;
}

static void
sync_marks (CsStudy *self,
            GArray  *ids)
{
  for (guint i = 0; i < ids->len; i++)
    cs_study_sync_mark (self, g_array_index (ids, gint64, i));
  cs_study_flush_counts (self);
}

static CsRaster *
cut_mask (const CsRaster *from,
          const CsBox    *box)
{
  CsRaster *mask = cs_raster_new (CS_PIXEL_U8, box->width, box->height);
  int width = (int) cs_raster_get_width (from), height = (int) cs_raster_get_height (from);

  for (int y = MAX (0, -box->y); y < box->height && y + box->y < height; y++)
    {
      const guint8 *source = cs_raster_row (from, y + box->y);
      guint8 *row = cs_raster_edit (mask, y);

      for (int x = MAX (0, -box->x); x < box->width && x + box->x < width; x++)
        row[x] = source[x + box->x] != 0 ? 255 : 0;
    }
  return mask;
}

static gboolean
is_empty (const CsRaster *mask)
{
  double lower, upper;

  cs_raster_range (mask, &lower, &upper);
  return upper <= 0;
}

static CsBox
spot_box (const CsTruthSpot *spot)
{
  return (CsBox) { spot->x, spot->y, MAX (spot->width, 1), MAX (spot->height, 1), 1, { 0 } };
}

/* A calcification is met where boxes touch, a region where the box's centre lies in it; of a round one the corners
 * are not part. */
static gboolean
meets (const CsBox       *box,
       const CsTruthSpot *spot,
       gboolean           region)
{
  CsBox other = spot_box (spot);
  CsTruthSpot wide = *spot;

  wide.width = other.width;
  wide.height = other.height;
  if (region)
    return cs_truth_spot_contains (&wide, box->x + box->width / 2.0, box->y + box->height / 2.0);
  return box->x < other.x + other.width && other.x < box->x + box->width &&
         box->y < other.y + other.height && other.y < box->y + box->height;
}

static gboolean
hits (const CsBox *box,
      CsTruth     *truth,
      CsRaster    *cut)
{
  gboolean regions = cs_truth_get_regions (truth);

  if (cut != NULL && !regions)
    return !is_empty (cut);
  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    if (meets (box, cs_truth_get_spot (truth, i), regions))
      return TRUE;
  return FALSE;
}

static gboolean
label_mark (CsStudy   *self,
            CsMarkRow *row,
            CsTruth   *truth,
            GError   **error)
{
  const CsRaster *all = cs_truth_get_mask (truth, "calcifications");
  g_autoptr (CsRaster) cut = all != NULL ? cut_mask (all, &row->box) : NULL;
  gboolean positive = hits (&row->box, truth, cut);

  if (!positive && !cs_truth_is_whole (truth))
    return TRUE;
  row->verdict = positive ? CS_VERDICT_POSITIVE : CS_VERDICT_NEGATIVE;
  if (positive && cut != NULL && (row->mask = cs_png_pack (cut, error)) == NULL)
    return FALSE;
  g_free (row->who);
  row->who = g_strdup (self->reader);
  row->when = g_get_real_time () / G_USEC_PER_SEC;
  return cs_study_touch_mark (self, row->id, error) && cs_study_write_mark (self, row, error) &&
         cs_study_give_verdict (self, row->id, row->verdict, error);
}

static gboolean
is_found (const CsTruthSpot *spot,
          GArray            *rows,
          gboolean           regions)
{
  for (guint i = 0; i < rows->len; i++)
    if (meets (&g_array_index (rows, CsMarkRow, i).box, spot, regions))
      return TRUE;
  return FALSE;
}

/* A mark of truth keeps its box alone; what the spot was like is asked of the truth it came from. */
static CsTruthSpot
spot_of (const CsBox *box,
         CsTruth     *truth)
{
  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    {
      CsBox other = spot_box (cs_truth_get_spot (truth, i));

      if (cs_box_iou (&other, box) >= 1)
        return *cs_truth_get_spot (truth, i);
    }
  return (CsTruthSpot) { .x = box->x, .y = box->y, .width = box->width, .height = box->height };
}

/* Truth is added once: a spot whose very box is there already is left alone. */
static gboolean
is_known (GArray      *known,
          const CsBox *box)
{
  for (guint i = 0; i < known->len; i++)
    if (cs_box_iou (&g_array_index (known, CsMarkRow, i).box, box) >= 1)
      return TRUE;
  return FALSE;
}

static gboolean
add_spot (CsStudy     *self,
          CsEntry     *entry,
          const CsBox *box,
          const char  *word,
          CsTruth     *truth,
          gint64      *id,
          GError     **error)
{
  const CsRaster *all = cs_truth_get_mask (truth, "calcifications");
  g_autoptr (CsRaster) cut = all != NULL ? cut_mask (all, box) : NULL;
  g_autoptr (GBytes) packed = cut != NULL ? cs_png_pack (cut, error) : NULL;
  CsMarkRow row = { .film = cs_entry_get_id (entry), .box = *box, .origin = CS_ORIGIN_TRUTH, .mask = packed };

  if ((cut != NULL && packed == NULL) || !cs_study_insert_mark (self, &row, error))
    return FALSE;
  *id = row.id;
  return *word == '\0' || cs_store_do (self->store, error, "INSERT INTO truth_words (mark, word) VALUES (?, ?)", "is",
                                       row.id, word);
}

static gboolean
add_missed (CsStudy *self,
            CsEntry *entry,
            CsTruth *truth,
            GArray  *rows,
            GError **error)
{
  g_autoptr (GArray) known = cs_mark_rows_new ();

  if (!cs_study_fetch_marks (self, entry, TRUE, known, error))
    return FALSE;
  for (guint i = 0; i < known->len; i++)
    {
      CsMarkRow *row = &g_array_index (known, CsMarkRow, i);
      CsTruthSpot spot = spot_of (&row->box, truth);

      if (row->verdict != CS_VERDICT_NONE || is_found (&spot, rows, cs_truth_get_regions (truth)))
        continue;
      if (!cs_study_touch_mark (self, row->id, error) ||
          !cs_study_give_verdict (self, row->id, CS_VERDICT_POSITIVE, error))
        return FALSE;
    }
  for (guint i = 0; i < cs_truth_get_n_spots (truth); i++)
    {
      const CsTruthSpot *spot = cs_truth_get_spot (truth, i);
      CsBox box = spot_box (spot);
      gboolean found = is_found (spot, rows, cs_truth_get_regions (truth));
      gint64 id;

      if (is_known (known, &box))
        continue;
      if (!add_spot (self, entry, &box, spot->word, truth, &id, error) || !cs_study_touch_new (self, id, error) ||
          (!found && !cs_study_give_verdict (self, id, CS_VERDICT_POSITIVE, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
label_rows (CsStudy *self,
            CsEntry *entry,
            CsTruth *truth,
            GArray  *rows,
            GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    if (!cs_mark_row_is_human (&g_array_index (rows, CsMarkRow, i)) &&
        !label_mark (self, &g_array_index (rows, CsMarkRow, i), truth, error))
      return FALSE;
  return add_missed (self, entry, truth, rows, error);
}

static gboolean
write_proposal (Proposal   *self,
                const char *settings_text,
                GError    **error)
{
  join_humans (self);
  return move_machines (self, error) && drop_others (self, error) && add_new (self, error) &&
         cs_store_do (self->study->store, error, "UPDATE films SET proposed = 1, settings = ? WHERE id = ?", "si",
                      settings_text, cs_entry_get_id (self->entry)) &&
         cs_study_note (self->study, "propose", self->n, cs_entry_get_id (self->entry), settings_text, error);
}

gboolean
cs_study_propose (CsStudy    *self,
                  CsEntry    *entry,
                  CsProduct  *boxes,
                  const char *settings_text,
                  GError    **error)
{
  g_autoptr (GArray) rows = cs_mark_rows_new ();
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  Proposal proposal = { self, entry, rows, NULL, 0, NULL, NULL, changed };
  g_autofree gboolean *placed = NULL, *kept = NULL;

  if (!cs_study_may_write (self, error) || !cs_study_fetch_marks (self, entry, FALSE, rows, error) ||
      !cs_store_begin (self->store, error))
    return FALSE;
  proposal.boxes = cs_product_get_boxes (boxes, &proposal.n);
  proposal.placed = placed = g_new0 (gboolean, proposal.n + 1);
  proposal.kept = kept = g_new0 (gboolean, rows->len + 1);
  if (!cs_store_end (self->store, write_proposal (&proposal, settings_text, error), error))
    return FALSE;
  cs_study_sync_film (self, cs_entry_get_id (entry));
  sync_marks (self, changed);
  cs_study_notify_acts (self);
  return TRUE;
}

gboolean
cs_study_add_truth (CsStudy *self,
                    CsEntry *entry,
                    CsTruth *truth,
                    GError **error)
{
  g_autoptr (GArray) known = cs_mark_rows_new ();
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean ok = TRUE;

  if (!cs_study_may_write (self, error) || !cs_study_fetch_marks (self, entry, TRUE, known, error) ||
      !cs_store_begin (self->store, error))
    return FALSE;
  for (guint i = 0; ok && i < cs_truth_get_n_spots (truth); i++)
    {
      CsBox box = spot_box (cs_truth_get_spot (truth, i));
      gint64 id;

      if (is_known (known, &box))
        continue;
      ok = add_spot (self, entry, &box, cs_truth_get_spot (truth, i)->word, truth, &id, error);
      if (ok)
        g_array_append_val (added, id);
    }
  ok = ok && (added->len == 0 || cs_study_note (self, "truth", added->len, cs_entry_get_id (entry), "", error));
  if (!cs_store_end (self->store, ok, error))
    return FALSE;
  sync_marks (self, added);
  cs_study_notify_acts (self);
  return TRUE;
}

gboolean
cs_study_label_from_truth (CsStudy    *self,
                           CsEntry    *entry,
                           CsTruth    *truth,
                           const char *who,
                           GError    **error)
{
  g_autoptr (GArray) rows = cs_mark_rows_new ();
  g_autofree char *named = g_strdup (who);
  char *reader = self->reader;
  gboolean ok;

  if (!cs_study_may_write (self, error) || !cs_study_fetch_marks (self, entry, FALSE, rows, error))
    return FALSE;
  self->reader = named;
  ok = cs_study_begin_act (self, "label", 0, rows->len, cs_entry_get_id (entry), 0, error) &&
       cs_study_end_act (self, label_rows (self, entry, truth, rows, error), error);
  self->reader = reader;
  return ok;
}
