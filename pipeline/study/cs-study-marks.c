/* The marks of a study: reading, judging, drawing. Every change goes to disk first and is then read back from there. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-png.h"
#include "cs-study-private.h"

static char *
parts_to_text (const float *parts)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < CS_BOX_PARTS; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", g_ascii_formatd (number, sizeof number, "%.6g", parts[i]));
  return g_string_free (text, FALSE);
}

/* What the reader is shown. */
static gboolean
fill_list (CsStudy    *self,
           CsEntry    *entry,
           gboolean    truth,
           GListStore *list,
           GError    **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT " CS_MARK_COLUMNS " FROM shown WHERE film = ?"
                                            " AND (origin = 'truth') = ? ORDER BY suspicion DESC, id", "ii",
                                            cs_entry_get_id (entry), (gint64) truth);
  g_autoptr (GArray) rows = cs_mark_rows_new ();
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_object_unref);

  if (!cs_mark_rows_read (rows, query, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      gint64 *key = g_memdup2 (&g_array_index (rows, CsMarkRow, i).id, sizeof (gint64));

      g_ptr_array_add (marks, cs_mark_new (&g_array_index (rows, CsMarkRow, i)));
      g_hash_table_insert (self->marks, key, g_object_ref (g_ptr_array_index (marks, i)));
    }
  g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), marks->pdata, marks->len);
  return TRUE;
}

static void
load_list (CsStudy *self,
           CsEntry *entry,
           gboolean truth)
{
  g_autoptr (GListStore) list = g_list_store_new (CS_TYPE_MARK);
  g_autoptr (GError) error = NULL;

  cs_entry_set_list (entry, truth, list);
  if (self->store != NULL && !fill_list (self, entry, truth, list, &error))
    g_warning ("%s", error->message);
}

static gboolean
reload_film (CsStudy *self,
                      CsEntry *entry,
                      GError **error)
{
  g_hash_table_add (self->stale, entry);
  for (guint truth = 0; truth < 2; truth++)
    if (cs_entry_get_list (entry, truth) != NULL &&
        !fill_list (self, entry, truth, cs_entry_get_list (entry, truth), error))
      return FALSE;
  return TRUE;
}

gboolean
cs_study_reload_marks (CsStudy *self,
                       GError **error)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_remove_all (self->marks);
  g_hash_table_iter_init (&iter, self->films);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (!reload_film (self, entry, error))
      return FALSE;
  cs_study_flush_counts (self);
  return TRUE;
}

static void
drop_mark (CsStudy *self,
           CsMark  *mark)
{
  CsEntry *entry = cs_study_get_entry (self, cs_mark_get_film (mark));
  gint64 id = cs_mark_get_id (mark);
  guint position;

  for (guint truth = 0; truth < 2; truth++)
    if (cs_entry_get_list (entry, truth) != NULL && g_list_store_find (cs_entry_get_list (entry, truth), mark,
                                                                       &position))
      g_list_store_remove (cs_entry_get_list (entry, truth), position);
  g_hash_table_remove (self->marks, &id);
}

static void
renew_mark (CsMark     *mark,
            CsMarkRow  *row,
            GListStore *list)
{
  g_autoptr (CsMark) kept = g_object_ref (mark);
  guint position;

  if (!cs_mark_set_row (mark, row) || !g_list_store_find (list, mark, &position))
    return;
  g_list_store_remove (list, position);
  g_list_store_insert_sorted (list, kept, cs_mark_compare, NULL);
}

static void
meet_mark (CsStudy    *self,
           CsMarkRow  *row,
           GListStore *list)
{
  gint64 *key = g_memdup2 (&row->id, sizeof (gint64));
  CsMark *mark = cs_mark_new (row);

  g_hash_table_insert (self->marks, key, mark);
  g_list_store_insert_sorted (list, mark, cs_mark_compare, NULL);
}

static gboolean
set_verdict (CsStudy  *self,
             CsMark   *mark,
             CsVerdict verdict,
             GError  **error)
{
  return cs_study_touch_mark (self, cs_mark_get_id (mark), error) &&
         cs_study_give_verdict (self, cs_mark_get_id (mark), verdict, error);
}

static gboolean
box_is_sane (const CsBox *box,
             GError     **error)
{
  if (box->width > 0 && box->height > 0 && box->width <= (int) CS_MAX_SIDE && box->height <= (int) CS_MAX_SIDE &&
      (gint64) box->width * box->height <= CS_MAX_PIXELS)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("A box cannot have %d × %d px; draw a larger or a smaller one"),
               box->width, box->height);
  return FALSE;
}

/* A corrected mask is painted on the film, not on the box: what of it the moved box still holds stays where it was. */
static CsRaster *
shift_mask (const CsRaster *mask,
            const CsBox    *from,
            const CsBox    *to)
{
  CsRaster *shifted = cs_raster_new (CS_PIXEL_U8, to->width, to->height);

  for (int y = 0; y < to->height; y++)
    {
      int old_y = y + to->y - from->y;
      guint8 *row = cs_raster_edit (shifted, y);

      for (int x = 0; old_y >= 0 && old_y < from->height && x < to->width; x++)
        if (x + to->x >= from->x && x + to->x < from->x + from->width)
          row[x] = ((const guint8 *) cs_raster_row (mask, old_y))[x + to->x - from->x];
    }
  return shifted;
}

static gboolean
pack_moved (CsMark      *mark,
            const CsBox *box,
            GBytes     **packed,
            GError     **error)
{
  const CsRaster *mask = cs_mark_get_mask (mark);
  g_autoptr (CsRaster) shifted = mask != NULL ? shift_mask (mask, cs_mark_get_box (mark), box) : NULL;

  *packed = shifted != NULL ? cs_png_pack (shifted, error) : NULL;
  return shifted == NULL || *packed != NULL;
}

void
cs_study_sync_mark (CsStudy *self,
                    gint64   id)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT " CS_MARK_COLUMNS " FROM shown WHERE id = ?",
                                            "i", id);
  CsMark *mark = g_hash_table_lookup (self->marks, &id);
  CsEntry *entry;
  GListStore *list;
  CsMarkRow row;

  if (query == NULL)
    return;
  if (!cs_query_next (query, NULL))
    {
      entry = mark != NULL ? cs_study_get_entry (self, cs_mark_get_film (mark)) : NULL;
      if (mark != NULL)
        drop_mark (self, mark);
    }
  else
    {
      cs_mark_row_read (&row, query);
      entry = cs_study_get_entry (self, row.film);
      list = cs_entry_get_list (entry, row.origin == CS_ORIGIN_TRUTH);
      if (mark != NULL)
        renew_mark (mark, &row, list);
      else if (list != NULL)
        meet_mark (self, &row, list);
      cs_mark_row_clear (&row);
    }
  if (entry != NULL)
    g_hash_table_add (self->stale, entry);
}

gboolean
cs_study_fetch_marks (CsStudy *self,
                      CsEntry *entry,
                      gboolean truth,
                      GArray  *rows,
                      GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT " CS_MARK_COLUMNS " FROM marks WHERE film = ?"
                                            " AND (origin = 'truth') = ? ORDER BY suspicion DESC, id", "ii",
                                            cs_entry_get_id (entry), (gint64) truth);

  return cs_mark_rows_read (rows, query, error);
}

gboolean
cs_study_insert_mark (CsStudy   *self,
                      CsMarkRow *row,
                      GError   **error)
{
  g_autofree char *parts = parts_to_text (row->box.parts);

  if (!cs_store_do (self->store, error,
                    "INSERT INTO marks (film, x, y, width, height, suspicion, parts, verdict, origin,"
                    " mask, who, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiiidsssbsi",
                    row->film, (gint64) row->box.x, (gint64) row->box.y, (gint64) row->box.width,
                    (gint64) row->box.height,
                    (double) row->box.suspicion, parts, cs_verdict_to_text (row->verdict),
                    cs_origin_to_text (row->origin),
                    row->mask, row->who != NULL ? row->who : "", row->when))
    return FALSE;
  row->id = cs_store_last_id (self->store);
  return TRUE;
}

gboolean
cs_study_write_mark (CsStudy         *self,
                     const CsMarkRow *row,
                     GError         **error)
{
  g_autofree char *parts = parts_to_text (row->box.parts);

  return cs_store_do (self->store, error,
                      "UPDATE marks SET x = ?, y = ?, width = ?, height = ?, suspicion = ?, parts = ?,"
                      " verdict = ?, mask = ?, who = ?, at = ? WHERE id = ?", "iiiidssbsii",
                      (gint64) row->box.x, (gint64) row->box.y, (gint64) row->box.width, (gint64) row->box.height,
                      (double) row->box.suspicion, parts, cs_verdict_to_text (row->verdict), row->mask, row->who,
                      row->when,
                      row->id);
}

GArray *
cs_mark_rows_new (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (CsMarkRow));

  g_array_set_clear_func (rows, (GDestroyNotify) cs_mark_row_clear);
  return rows;
}

gboolean
cs_mark_rows_read (GArray  *rows,
                   CsQuery *query,
                   GError **error)
{
  g_autoptr (GError) failure = NULL;

  while (query != NULL && cs_query_next (query, &failure))
    {
      CsMarkRow row;

      cs_mark_row_read (&row, query);
      g_array_append_val (rows, row);
    }
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

double
cs_box_iou (const CsBox *a,
            const CsBox *b)
{
  int width = MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x);
  int height = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);
  double common = width > 0 && height > 0 ? (double) width * height : 0;
  double all = (double) a->width * a->height + (double) b->width * b->height - common;

  return all > 0 ? common / all : 0;
}

GListModel *
cs_study_get_marks (CsStudy *self,
                    CsEntry *entry)
{
  if (cs_entry_get_list (entry, FALSE) == NULL)
    load_list (self, entry, FALSE);
  return G_LIST_MODEL (cs_entry_get_list (entry, FALSE));
}

GListModel *
cs_study_get_truth (CsStudy *self,
                    CsEntry *entry)
{
  if (cs_entry_get_list (entry, TRUE) == NULL)
    load_list (self, entry, TRUE);
  return G_LIST_MODEL (cs_entry_get_list (entry, TRUE));
}

gboolean
cs_study_judge (CsStudy  *self,
                CsMark   *mark,
                CsVerdict verdict,
                GError  **error)
{
  if (!cs_study_begin_act (self, "judge", verdict, 1, cs_mark_get_film (mark), cs_mark_get_id (mark), error))
    return FALSE;
  return cs_study_end_act (self, set_verdict (self, mark, verdict, error), error);
}

gboolean
cs_study_judge_all (CsStudy   *self,
                    GPtrArray *marks,
                    CsVerdict  verdict,
                    GError   **error)
{
  CsMark *first;
  gboolean ok = TRUE;

  if (marks->len == 0)
    return TRUE;
  first = g_ptr_array_index (marks, 0);
  if (!cs_study_begin_act (self, "judge", verdict, marks->len, cs_mark_get_film (first), cs_mark_get_id (first), error))
    return FALSE;
  for (guint i = 0; ok && i < marks->len; i++)
    ok = set_verdict (self, g_ptr_array_index (marks, i), verdict, error);
  return cs_study_end_act (self, ok, error);
}

CsMark *
cs_study_draw (CsStudy     *self,
               CsEntry     *entry,
               const CsBox *box,
               CsVerdict    verdict,
               GError     **error)
{
  CsMarkRow row = { .film = cs_entry_get_id (entry), .box = *box, .verdict = verdict, .origin = CS_ORIGIN_READER,
                    .who = self->reader, .when = g_get_real_time () / G_USEC_PER_SEC };
  gboolean ok;

  if (!box_is_sane (box, error) || !cs_study_begin_act (self, "draw", verdict, 1, row.film, 0, error))
    return NULL;
  cs_study_get_marks (self, entry);
  ok = cs_study_insert_mark (self, &row, error) && cs_study_touch_new (self, row.id, error) &&
       cs_study_give_verdict (self, row.id, verdict, error) &&
       cs_store_do (self->store, error, "UPDATE acts SET mark = ? WHERE id = ?", "ii", row.id, self->act);
  return cs_study_end_act (self, ok, error) ? g_hash_table_lookup (self->marks, &row.id) : NULL;
}

gboolean
cs_study_move (CsStudy     *self,
               CsMark      *mark,
               const CsBox *box,
               GError     **error)
{
  gint64 id = cs_mark_get_id (mark);
  g_autoptr (GBytes) mask = NULL;

  if (!box_is_sane (box, error) || !pack_moved (mark, box, &mask, error) ||
      !cs_study_begin_act (self, "move", 0, 1, cs_mark_get_film (mark), id, error))
    return FALSE;
  /* Whoever moves an unjudged box has put a hand to it: "who" keeps the next proposal from moving it back. */
  return cs_study_end_act (self, cs_study_touch_mark (self, id, error) &&
    cs_store_do (self->store, error, "UPDATE marks SET x = ?, y = ?, width = ?, height = ?, mask = ?,"
                 " who = iif (verdict = 'none', ?, who), at = iif (verdict = 'none', ?, at) WHERE id = ?", "iiiibsii",
                 (gint64) box->x, (gint64) box->y, (gint64) box->width, (gint64) box->height,
                 mask, self->reader, g_get_real_time () / G_USEC_PER_SEC, id), error);
}

gboolean
cs_study_erase (CsStudy *self,
                CsMark  *mark,
                GError **error)
{
  gint64 id = cs_mark_get_id (mark);

  if (cs_mark_get_origin (mark) != CS_ORIGIN_READER)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("Only drawn boxes can be deleted; reject this one instead"));
      return FALSE;
    }
  if (!cs_study_begin_act (self, "erase", 0, 1, cs_mark_get_film (mark), id, error))
    return FALSE;
  return cs_study_end_act (self, cs_study_touch_mark (self, id, error) &&
                           cs_store_do (self->store, error, "DELETE FROM verdicts WHERE mark = ? AND reader = ?", "is",
                                        id, self->reader) &&
                           cs_store_do (self->store, error, "DELETE FROM marks WHERE id = ?", "i", id), error);
}

gboolean
cs_study_paint (CsStudy        *self,
                CsMark         *mark,
                const CsRaster *mask,
                GError        **error)
{
  const CsBox *box = cs_mark_get_box (mark);
  gint64 id = cs_mark_get_id (mark);
  g_autoptr (GBytes) packed = NULL;

  g_return_val_if_fail (mask == NULL || (cs_raster_get_pixel (mask) == CS_PIXEL_U8 &&
                        (int) cs_raster_get_width (mask) == box->width &&
                        (int) cs_raster_get_height (mask) == box->height), FALSE);
  if (mask != NULL && (packed = cs_png_pack (mask, error)) == NULL)
    return FALSE;
  if (!cs_study_begin_act (self, mask != NULL ? "paint" : "unpaint", 0, 1, cs_mark_get_film (mark), id, error))
    return FALSE;
  return cs_study_end_act (self, cs_study_touch_mark (self, id, error) &&
                           cs_store_do (self->store, error, "UPDATE marks SET mask = ? WHERE id = ?", "bi", packed,
                                        id), error);
}
