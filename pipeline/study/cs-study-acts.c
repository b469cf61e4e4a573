/* Acts: every deed of a reader with the rows as they were before and after it. Rows are only added: undoing is an
 * act of its own, with rows of its own, that names the one it takes back; the stacks of undo and redo are what a
 * reading of all acts in order gives. Notes are acts nobody undoes: what a machine did. */

#include "cs-study-private.h"

/* A row of acts as it begins; 0 where there is no film, no mark, nothing it takes back. */
typedef struct { const char *kind; gint64 detail, n, film, mark, of; const char *note; } Act;

static void
follow_act (CsStudy    *self,
            gint64      id,
            gint64      of,
            const char *kind)
{
  if (g_strcmp0 (kind, "undo") == 0 && self->done->len > 0)
    {
      g_array_set_size (self->done, self->done->len - 1);
      g_array_append_val (self->undone, of);
    }
  else if (g_strcmp0 (kind, "redo") == 0 && self->undone->len > 0)
    {
      g_array_set_size (self->undone, self->undone->len - 1);
      g_array_append_val (self->done, of);
    }
  else if (of == 0 && !cs_act_is_note (kind))
    {
      g_array_set_size (self->undone, 0);
      g_array_append_val (self->done, id);
    }
}

/* The values a film's boxes were proposed with; "" where nobody has looked for any. */
static char *
settings_digest (CsStudy *self,
                 gint64   film)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT settings FROM films WHERE id = ?", "i", film);
  const char *text = query != NULL && cs_query_next (query, NULL) ? cs_query_text (query, 0) : "";

  return text[0] != '\0' ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1) : g_strdup ("");
}

static gboolean
write_act (CsStudy   *self,
           const Act *act,
           GError   **error)
{
  g_autofree char *settings = settings_digest (self, act->film);

  if (!cs_store_do (self->store, error,
                    "INSERT INTO acts (kind, detail, n, film, mark, of_act, who, at, program, settings, model,"
                    " queue, note)"
                    " VALUES (?, ?, ?, nullif (?, 0), nullif (?, 0), nullif (?, 0), ?, ?, ?, ?, ?, ?, ?)",
                    "siiiiisisssss", act->kind, act->detail, act->n, act->film, act->mark, act->of, self->reader,
                    g_get_real_time () / G_USEC_PER_SEC, CS_PROGRAM, settings, self->model, self->queue,
                    act->note != NULL ? act->note : ""))
    return FALSE;
  self->act = cs_store_last_id (self->store);
  return TRUE;
}

static gboolean
copy_mark (CsStudy *self,
           gint64   id,
           gint64   side,
           GError **error)
{
  return cs_store_do (self->store, error,
                      "INSERT OR IGNORE INTO mark_changes (act, later, " CS_MARK_COLUMNS ")"
                      " SELECT ?, ?, " CS_MARK_COLUMNS " FROM marks WHERE id = ?", "iii", self->act, side, id);
}

/* Told so often that a bar moves, and seldom enough to cost nothing. */
#define STEPS_TOLD 64

gboolean
cs_study_tick (CsStudy *self,
               GError **error)
{
  CsPace *pace = &self->pace;

  if (pace->report != NULL && pace->n_done++ % STEPS_TOLD == 0)
    pace->report (MIN (1, (double) pace->n_done / MAX (pace->n_all, 1)), pace->data);
  return !g_cancellable_set_error_if_cancelled (pace->stop, error);
}

/* Of the readers' rows those that the act may change: the reader's own, and what decides. */
static gboolean
copy_verdicts (CsStudy *self,
               gint64   mark,
               gint64   side,
               GError **error)
{
  return cs_store_do (self->store, error, "INSERT OR IGNORE INTO verdict_changes (act, later, " CS_VERDICT_COLUMNS ")"
                      " SELECT ?, ?, " CS_VERDICT_COLUMNS " FROM verdicts"
                      " WHERE mark = ? AND (reader = ? OR decides = 1 OR ?)", "iiisi", self->act, side, mark,
                      self->hand, (gint64) self->all_hands);
}

static gboolean
copy_film (CsStudy *self,
           gint64   id,
           gint64   side,
           GError **error)
{
  return cs_store_do (self->store, error,
                      "INSERT OR IGNORE INTO film_changes (act, later, id, " CS_FILM_FACTS ")"
                      " SELECT ?, ?, id, " CS_FILM_FACTS " FROM films WHERE id = ?", "iii", self->act, side, id);
}

static gboolean
copy_words (CsStudy *self,
            gint64   id,
            gint64   side,
            GError **error)
{
  return cs_store_do (self->store, error,
                      "INSERT OR IGNORE INTO descriptor_changes (act, later, " CS_WORDS_COLUMNS ")"
                      " SELECT ?, ?, " CS_WORDS_COLUMNS " FROM descriptors WHERE id = ?", "iii", self->act, side, id);
}

static gboolean
copy_after (CsStudy *self,
            GError **error)
{
  for (guint i = 0; i < self->touched_marks->len; i++)
    if (!cs_study_tick (self, error) ||
        !copy_mark (self, g_array_index (self->touched_marks, gint64, i), 1, error) ||
        !copy_verdicts (self, g_array_index (self->touched_marks, gint64, i), 1, error))
      return FALSE;
  for (guint i = 0; i < self->touched_films->len; i++)
    if (!copy_film (self, g_array_index (self->touched_films, gint64, i), 1, error))
      return FALSE;
  for (guint i = 0; i < self->touched_words->len; i++)
    if (!copy_words (self, g_array_index (self->touched_words, gint64, i), 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
finish (CsStudy *self,
        gboolean ok,
        GError **error)
{
  return cs_store_end (self->store, ok && copy_after (self, error) && cs_study_seal (self->store, self->act, error) &&
                       !g_cancellable_set_error_if_cancelled (self->pace.stop, error), error);
}

/* Memory is only ever what the database says: after each act its rows are read again. */
static void
sync_touched (CsStudy *self)
{
  if (self->beside)
    return;
  for (guint i = 0; i < self->touched_films->len; i++)
    cs_study_sync_film (self, g_array_index (self->touched_films, gint64, i));
  for (guint i = 0; i < self->touched_marks->len; i++)
    cs_study_sync_mark (self, g_array_index (self->touched_marks, gint64, i));
  cs_study_flush_counts (self);
}

static void
forget_touched (CsStudy *self)
{
  g_array_set_size (self->touched_marks, 0);
  g_array_set_size (self->touched_films, 0);
  g_array_set_size (self->touched_words, 0);
}

static gboolean
collect_ids (CsStudy    *self,
             const char *sql,
             gint64      act,
             GArray     *ids,
             GError    **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, sql, "i", act);
  g_autoptr (GError) failure = NULL;

  g_array_set_size (ids, 0);
  while (query != NULL && cs_query_next (query, &failure))
    {
      gint64 id = cs_query_int (query, 0);

      g_array_append_val (ids, id);
    }
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

/* A mark that comes back to where a later proposal put a fresh one takes its place, as a judged mark would have
 * then. */
static gboolean
absorb (CsStudy *self,
        gint64   id,
        GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT " CS_MARK_COLUMNS " FROM marks WHERE film ="
                                            " (SELECT film FROM marks WHERE id = ?1) AND (id = ?1 OR"
                                            " (origin = 'machine' AND"
                                            " verdict = 'none' AND mask IS NULL AND who = ''))", "i", id);
  g_autoptr (GArray) rows = cs_mark_rows_new ();
  CsBox back = { 0 };

  if (!cs_mark_rows_read (rows, query, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, CsMarkRow, i).id == id)
      back = g_array_index (rows, CsMarkRow, i).box;
  for (guint i = 0; i < rows->len; i++)
    {
      const CsMarkRow *row = &g_array_index (rows, CsMarkRow, i);

      if (row->id == id || cs_box_iou (&row->box, &back) < CS_JOIN_IOU)
        continue;
      if (!cs_study_touch_mark (self, row->id, error) ||
          !cs_store_do (self->store, error, "DELETE FROM marks WHERE id = ?", "i", row->id))
        return FALSE;
    }
  return TRUE;
}

/* Machine marks of this act that a proposal dropped meanwhile, and that are about to come back. */
static gboolean
absorb_around (CsStudy *self,
               GArray  *dropped,
               GError **error)
{
  for (guint i = 0; i < dropped->len; i++)
    if (!absorb (self, g_array_index (dropped, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* Acts of a time before there were rows of readers bring none: who judged is in the mark. */
static gboolean
put_verdicts (CsStudy *self,
              gint64   act,
              gint64   side,
              GError **error)
{
  if (!cs_store_do (self->store, error, "DELETE FROM verdicts WHERE (reader = ? OR decides = 1 OR ?) AND mark IN"
                    " (SELECT mark FROM touched WHERE act = ?)", "sii", self->hand, (gint64) self->all_hands, act) ||
      !cs_store_do (self->store, error, "INSERT OR REPLACE INTO verdicts SELECT " CS_VERDICT_COLUMNS
                    " FROM verdict_changes WHERE act = ? AND later = ?", "ii", act, side))
    return FALSE;
  if (self->reading == CS_READING_TOGETHER)
    return cs_store_do (self->store, error, "INSERT OR IGNORE INTO verdicts SELECT id, who, 0, verdict, at FROM marks"
                        " WHERE verdict <> 'none' AND who <> '' AND id IN (SELECT mark FROM touched WHERE act = ?)",
                        "i", act);
  for (guint i = 0; i < self->touched_marks->len; i++)
    if (!cs_study_tick (self, error) ||
        !cs_study_settle (self, g_array_index (self->touched_marks, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
put_words (CsStudy *self,
           gint64   act,
           gint64   side,
           GError **error)
{
  /* A word that is there stays where it is said: the day of its examination may have been set since. */
  return cs_store_do (self->store, error, "DELETE FROM descriptors WHERE id IN (SELECT id FROM descriptor_changes"
                      " WHERE act = ?1 EXCEPT SELECT id FROM descriptor_changes WHERE act = ?1 AND later = ?2)", "ii",
                      act, side) &&
         cs_store_do (self->store, error, "INSERT INTO descriptors (" CS_WORDS_COLUMNS ") SELECT " CS_WORDS_COLUMNS
                      " FROM descriptor_changes WHERE act = ? AND later = ? ON CONFLICT (id) DO UPDATE SET"
                      " value = excluded.value, at = excluded.at", "ii", act, side);
}

static gboolean
put_side (CsStudy *self,
          gint64   act,
          gint64   side,
          GError **error)
{
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (gint64));

  return collect_ids (self, "SELECT id FROM mark_changes WHERE act = ? AND origin = 'machine' AND id NOT IN"
                      " (SELECT id FROM marks)", act, dropped, error) &&
         cs_store_do (self->store, error, "DELETE FROM marks WHERE id IN (SELECT mark FROM touched WHERE act = ?)",
                      "i", act) &&
         cs_store_do (self->store, error,
                      "INSERT INTO marks (" CS_MARK_COLUMNS ") SELECT " CS_MARK_COLUMNS
                      " FROM mark_changes WHERE act = ? AND later = ?", "ii", act, side) &&
         cs_store_do (self->store, error,
                      "UPDATE films SET (" CS_FILM_FACTS ") = (SELECT " CS_FILM_FACTS " FROM film_changes"
                      " WHERE act = ?1 AND later = ?2 AND id = films.id)"
                      " WHERE id IN (SELECT id FROM film_changes WHERE act = ?1)", "ii", act, side) &&
         put_verdicts (self, act, side, error) &&
         put_words (self, act, side, error) &&
         absorb_around (self, dropped, error);
}

static void
take_hand (CsStudy    *self,
           const char *reader)
{
  char *hand = g_strdup (reader);

  g_free (self->hand);
  self->hand = hand;
}

/* Where an act was done, and whose rows it touched. */
static gboolean
find_place (CsStudy *self,
            gint64   act,
            gint64  *film,
            gint64  *mark,
            GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT film, mark, who, kind FROM acts WHERE id = ?",
                                            "i", act);

  if (query == NULL || !cs_query_next (query, error))
    return FALSE;
  *film = cs_query_int (query, 0);
  *mark = cs_query_int (query, 1);
  take_hand (self, cs_query_text (query, 2));
  self->all_hands = cs_act_is_of_all (cs_query_text (query, 3));
  return TRUE;
}

/* What act @act touched is touched by the act being written, which takes it back or does it anew. */
static gboolean
touch_again (CsStudy *self,
             gint64   act,
             GError **error)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) films = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!collect_ids (self, "SELECT mark FROM touched WHERE act = ?", act, marks, error) ||
      !collect_ids (self, "SELECT DISTINCT id FROM film_changes WHERE act = ?", act, films, error) ||
      !collect_ids (self, "SELECT DISTINCT id FROM descriptor_changes WHERE act = ?", act, words, error))
    return FALSE;
  for (guint i = 0; i < words->len; i++)
    if (!cs_study_touch_words (self, g_array_index (words, gint64, i), FALSE, error))
      return FALSE;
  for (guint i = 0; i < marks->len; i++)
    if (!cs_study_tick (self, error) || !cs_study_touch_mark (self, g_array_index (marks, gint64, i), error))
      return FALSE;
  for (guint i = 0; i < films->len; i++)
    if (!cs_study_touch_film (self, g_array_index (films, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* A case that was signed off since takes no undo either, but of its signature. */
static gboolean
check_place (CsStudy *self,
             gint64   act,
             gint64   film,
             GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT kind FROM acts WHERE id = ?", "i", act);
  g_autofree char *kind = query != NULL && cs_query_next (query, error) ? g_strdup (cs_query_text (query, 0)) : NULL;

  g_clear_pointer (&query, cs_query_end);
  return kind != NULL && cs_study_check_signed (self, film, kind, error);
}

static gboolean
go (CsStudy    *self,
    GArray     *stack,
    const char *kind,
    gint64      side,
    gint64     *film,
    gint64     *mark,
    GError    **error)
{
  gint64 act = g_array_index (stack, gint64, stack->len - 1);
  gboolean ok;

  if (!find_place (self, act, film, mark, error) || !check_place (self, act, *film, error) ||
      !cs_study_check_others (self, act, error) ||
      !cs_store_begin (self->store, error))
    return FALSE;
  forget_touched (self);
  ok = write_act (self, &(Act) { .kind = kind, .film = *film, .mark = *mark, .of = act }, error) &&
       touch_again (self, act, error) && put_side (self, act, side, error);
  if (!finish (self, ok, error))
    return FALSE;
  follow_act (self, self->act, act, kind);
  sync_touched (self);
  cs_study_notify_acts (self);
  return TRUE;
}

static gboolean
go_and_tell (CsStudy  *self,
             gboolean  redo,
             CsEntry **entry,
             CsMark  **mark,
             GError  **error)
{
  gint64 film_id = 0, mark_id = 0;

  if (entry != NULL)
    *entry = NULL;
  if (mark != NULL)
    *mark = NULL;
  if (!cs_study_take_back (self, redo, &film_id, &mark_id, error))
    return FALSE;
  if (entry != NULL)
    *entry = cs_study_get_entry (self, film_id);
  if (mark != NULL)
    *mark = cs_study_load_mark (self, film_id, mark_id);
  return TRUE;
}

gboolean
cs_study_load_acts (CsStudy *self,
                    GError **error)
{
  /* Apart, everybody undoes what is their own. */
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT id, of_act, kind FROM acts"
                                            " WHERE ?1 OR who = ?2 ORDER BY id", "is",
                                            (gint64) (self->reading == CS_READING_TOGETHER), self->reader);
  g_autoptr (GError) failure = NULL;

  g_array_set_size (self->done, 0);
  g_array_set_size (self->undone, 0);
  while (query != NULL && cs_query_next (query, &failure))
    follow_act (self, cs_query_int (query, 0), cs_query_int (query, 1), cs_query_text (query, 2));
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

gboolean
cs_study_begin_act (CsStudy    *self,
                    const char *kind,
                    int         detail,
                    guint       n,
                    gint64      film,
                    gint64      mark,
                    GError    **error)
{
  if (!cs_study_may_write (self, error) || !cs_study_check_signed (self, film, kind, error) ||
      !cs_store_begin (self->store, error))
    return FALSE;
  forget_touched (self);
  take_hand (self, self->reader);
  self->noting = cs_act_is_note (kind);
  self->all_hands = cs_act_is_of_all (kind);
  if (write_act (self, &(Act) { .kind = kind, .detail = detail, .n = n, .film = film, .mark = mark }, error))
    return TRUE;
  cs_store_end (self->store, FALSE, NULL);
  return FALSE;
}

gboolean
cs_study_note (CsStudy    *self,
               const char *kind,
               guint       n,
               gint64      film,
               const char *note,
               GError    **error)
{
  g_assert (cs_act_is_note (kind));
  return write_act (self, &(Act) { .kind = kind, .n = n, .film = film, .note = note }, error) &&
         cs_study_seal (self->store, self->act, error);
}

gboolean
cs_study_touch_mark (CsStudy *self,
                     gint64   id,
                     GError **error)
{
  g_array_append_val (self->touched_marks, id);
  return cs_store_do (self->store, error, "INSERT OR IGNORE INTO touched (act, mark) VALUES (?, ?)", "ii", self->act,
                      id) &&
         copy_mark (self, id, 0, error) && copy_verdicts (self, id, 0, error);
}

gboolean
cs_study_touch_new (CsStudy *self,
                    gint64   id,
                    GError **error)
{
  g_array_append_val (self->touched_marks, id);
  return cs_store_do (self->store, error, "INSERT OR IGNORE INTO touched (act, mark) VALUES (?, ?)", "ii", self->act,
                      id);
}

gboolean
cs_study_touch_film (CsStudy *self,
                     gint64   id,
                     GError **error)
{
  g_array_append_val (self->touched_films, id);
  return copy_film (self, id, 0, error);
}

gboolean
cs_study_touch_words (CsStudy *self,
                      gint64   id,
                      gboolean fresh,
                      GError **error)
{
  g_array_append_val (self->touched_words, id);
  return fresh || copy_words (self, id, 0, error);
}

gboolean
cs_study_end_act (CsStudy *self,
                  gboolean ok,
                  GError **error)
{
  if (!finish (self, ok, error))
    return FALSE;
  if (!self->noting)
    follow_act (self, self->act, 0, "");
  sync_touched (self);
  cs_study_notify_acts (self);
  return TRUE;
}

void
cs_study_meet_act (CsStudy *self,
                   gint64   act)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT of_act, kind FROM acts WHERE id = ?", "i", act);

  if (query != NULL && cs_query_next (query, NULL))
    follow_act (self, act, cs_query_int (query, 0), cs_query_text (query, 1));
  cs_study_notify_acts (self);
}

gboolean
cs_study_take_back (CsStudy  *self,
                    gboolean  redo,
                    gint64   *film,
                    gint64   *mark,
                    GError  **error)
{
  GArray *stack = redo ? self->undone : self->done;

  return stack->len > 0 && cs_study_may_write (self, error) &&
         go (self, stack, redo ? "redo" : "undo", redo ? 1 : 0, film, mark, error);
}

CsMark *
cs_study_load_mark (CsStudy *self,
                    gint64   film,
                    gint64   mark)
{
  CsEntry *entry = cs_study_get_entry (self, film);

  if (entry == NULL)
    return NULL;
  cs_study_get_marks (self, entry);
  return g_hash_table_lookup (self->marks, &mark);
}

char *
cs_study_act_title (CsStudy *self,
                    gboolean undo)
{
  GArray *stack = undo ? self->done : self->undone;

  return self->store != NULL && stack->len > 0
    ? cs_study_act_words (self, g_array_index (stack, gint64, stack->len - 1), CS_ACT_DEED) : NULL;
}

gboolean
cs_study_undo (CsStudy  *self,
               CsEntry **entry,
               CsMark  **mark,
               GError  **error)
{
  return go_and_tell (self, FALSE, entry, mark, error);
}

gboolean
cs_study_redo (CsStudy  *self,
               CsEntry **entry,
               CsMark  **mark,
               GError  **error)
{
  return go_and_tell (self, TRUE, entry, mark, error);
}
