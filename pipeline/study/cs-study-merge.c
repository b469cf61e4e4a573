/* Two copies of a study become one: what the other says is added beside what is here. See cs-merge.h. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-merge.h"
#include "cs-study-private.h"

/* Marks a human had to do with, in the other copy. */
#define OTHERS_MARKS "SELECT " CS_MARK_COLUMNS " FROM marks WHERE film = ? AND origin <> 'truth' AND" \
                     " (verdict <> 'none' OR who <> '' OR origin = 'reader' OR mask IS NOT NULL OR" \
                     " id IN (SELECT mark FROM verdicts) OR " \
                     " 'mark ' || id IN (SELECT subject FROM descriptors))"

struct _CsMerge
{
  CsBeside    beside;
  GFile      *from;
  CsMerged    merged;
};

typedef struct
{
  CsStudy      *study;
  CsStore      *other;
  CsMerge      *merge;
  CsMerged     *merged;
  GHashTable   *marks;      /* id there -> id here, both gint64 */
  GHashTable   *films;      /* likewise */
  GHashTable   *taken;      /* ids here that are some mark there */
} Merge;

static gboolean
tick (Merge   *self,
      GError **error)
{
  return cs_study_tick (self->study, error);
}

static CsEntry *
find_film (Merge      *self,
           const char *digest)
{
  guint n = g_list_model_get_n_items (cs_study_get_entries (self->study));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (self->study), i);

      if (g_str_equal (cs_entry_get_digest (entry), digest))
        return entry;
    }
  return NULL;
}

/* How nearly a mark here is one there: 2 for the very same box of the same origin, the overlap for two of the
 * machine. */
static double
likeness (const CsMarkRow *here,
          const CsMarkRow *there)
{
  const CsBox *a = &here->box, *b = &there->box;

  if (here->origin != there->origin)
    return 0;
  if (a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height)
    return 2;
  return here->origin == CS_ORIGIN_MACHINE && cs_box_iou (a, b) >= CS_JOIN_IOU ? cs_box_iou (a, b) : 0;
}

/* NULL: none; borrowed. */
static CsMarkRow *
find_mark (Merge           *self,
           GArray          *here,
           const CsMarkRow *there)
{
  CsMarkRow *best = NULL;
  double most = 0;

  for (guint i = 0; i < here->len && most < 2; i++)
    {
      CsMarkRow *row = &g_array_index (here, CsMarkRow, i);
      double like = likeness (row, there);

      if (like <= most || g_hash_table_contains (self->taken, &row->id))
        continue;
      most = like;
      best = row;
    }
  return best;
}

/* A mask somebody painted there, where nobody did here. */
static gboolean
lend_mask (Merge           *self,
           const CsMarkRow *here,
           const CsMarkRow *there,
           GError         **error)
{
  if (there->mask == NULL || (here->mask != NULL && g_bytes_equal (here->mask, there->mask)))
    return TRUE;
  if (here->mask == NULL && likeness (here, there) == 2)
    return cs_store_do (self->study->store, error, "UPDATE marks SET mask = ? WHERE id = ?", "bi", there->mask,
                        here->id);
  self->merged->n_conflicts++;
  return TRUE;
}

static gboolean
add_mark (Merge     *self,
          CsMarkRow *there,
          gint64     film,
          GError   **error)
{
  CsMarkRow row = *there;

  row.film = film;
  row.verdict = CS_VERDICT_NONE;
  self->merged->n_marks++;
  if (!cs_study_insert_mark (self->study, &row, error) || !cs_study_touch_new (self->study, row.id, error))
    return FALSE;
  there->id = row.id;
  return TRUE;
}

static gboolean
meet_mark (Merge     *self,
           GArray    *here,
           CsMarkRow *there,
           gint64     film,
           GError   **error)
{
  CsMarkRow *known = find_mark (self, here, there);
  gint64 *id = g_memdup2 (&there->id, sizeof (gint64)), *mine;

  if (known == NULL ? !add_mark (self, there, film, error)
                    : !cs_study_touch_mark (self->study, known->id, error) || !lend_mask (self, known, there, error))
    {
      g_free (id);
      return FALSE;
    }
  mine = g_memdup2 (known != NULL ? &known->id : &there->id, sizeof (gint64));
  g_hash_table_add (self->taken, g_memdup2 (mine, sizeof (gint64)));
  g_hash_table_insert (self->marks, id, mine);
  return TRUE;
}

static gboolean
merge_film (Merge   *self,
            gint64   there,
            CsEntry *entry,
            GError **error)
{
  g_autoptr (GArray) here = cs_mark_rows_new ();
  g_autoptr (CsQuery) query = cs_store_ask (self->other, error, OTHERS_MARKS, "i", there);
  g_autoptr (GError) failure = NULL;
  gint64 film = cs_entry_get_id (entry);

  if (query == NULL || !cs_study_fetch_marks (self->study, entry, FALSE, here, error))
    return FALSE;
  g_hash_table_insert (self->films, g_memdup2 (&there, sizeof (gint64)), g_memdup2 (&film, sizeof (gint64)));
  while (cs_query_next (query, &failure))
    {
      CsMarkRow row;
      gboolean ok;

      cs_mark_row_read (&row, query);
      ok = tick (self, error) && meet_mark (self, here, &row, film, error);
      cs_mark_row_clear (&row);
      if (!ok)
        return FALSE;
    }
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

static gboolean
merge_films (Merge   *self,
             GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->other, error, "SELECT id, digest FROM films WHERE NOT removed"
                                            " ORDER BY id", "");
  g_autoptr (GError) failure = NULL;

  while (query != NULL && cs_query_next (query, &failure))
    {
      CsEntry *entry = find_film (self, cs_query_text (query, 1));

      if (entry == NULL)
        self->merged->n_strange++;
      else if (!merge_film (self, cs_query_int (query, 0), entry, error))
        return FALSE;
    }
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

/* Verdicts. A reader who is known here with another verdict is "NAME (2)", and so on until there is room. */

static char *
next_name (const char *reader,
           guint       i)
{
  return i < 2 ? g_strdup (reader) : g_strdup_printf ("%s (%u)", reader, i);
}

static gboolean
put_verdict (Merge      *self,
             gint64      mark,
             const char *reader,
             CsQuery    *there,
             GError    **error)
{
  self->merged->n_verdicts++;
  return cs_store_do (self->study->store, error, "INSERT INTO verdicts (mark, reader, decides, verdict, at)"
                      " VALUES (?, ?, ?, ?, ?)", "isisi", mark, reader, cs_query_int (there, 2),
                      cs_query_text (there, 3), cs_query_int (there, 4));
}

/* A decision is one alone: the one that is here stays. */
static gboolean
has_decision (Merge *self,
              gint64 mark)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->study->store, NULL, "SELECT 1 FROM verdicts WHERE mark = ? AND"
                                            " decides = 1", "i", mark);

  return query != NULL && cs_query_next (query, NULL);
}

static gboolean
merge_verdict (Merge   *self,
               gint64   mark,
               CsQuery *there,
               GError **error)
{
  gint64 decides = cs_query_int (there, 2);

  if (decides != 0 && has_decision (self, mark))
    return TRUE;
  for (guint i = 1; ; i++)
    {
      g_autofree char *reader = next_name (cs_query_text (there, 1), i);
      g_autoptr (CsQuery) here = cs_store_ask (self->study->store, error, "SELECT verdict FROM verdicts WHERE mark = ?"
                                               " AND reader = ? AND decides = ?", "isi", mark, reader, decides);

      if (here == NULL)
        return FALSE;
      if (!cs_query_next (here, NULL))
        {
          g_clear_pointer (&here, cs_query_end);
          return put_verdict (self, mark, reader, there, error);
        }
      if (g_str_equal (cs_query_text (here, 0), cs_query_text (there, 3)))
        return TRUE;
    }
}

static gboolean
merge_verdicts (Merge   *self,
                GError **error)
{
  g_autoptr (CsQuery) there = cs_store_ask (self->other, error, "SELECT " CS_VERDICT_COLUMNS " FROM verdicts"
                                            " ORDER BY mark, decides, reader", "");
  g_autoptr (GError) failure = NULL;

  while (there != NULL && cs_query_next (there, &failure))
    {
      gint64 id = cs_query_int (there, 0), *mark = g_hash_table_lookup (self->marks, &id);

      if (!tick (self, error) || (mark != NULL && !merge_verdict (self, *mark, there, error)))
        return FALSE;
    }
  return cs_query_ended (there, g_steal_pointer (&failure), error);
}

/* Where all who judged it agree, a mark is decided; else nobody's verdict goes over another's. */
static gboolean
settle (Merge   *self,
        GError **error)
{
  GHashTableIter iter;
  gpointer mark;

  g_hash_table_iter_init (&iter, self->taken);
  while (g_hash_table_iter_next (&iter, &mark, NULL))
    {
      g_autoptr (CsQuery) query = cs_store_ask (self->study->store, error, "SELECT count (DISTINCT verdict) > 1 AND"
                                                " NOT max (decides) FROM verdicts WHERE mark = ?", "i",
                                                *(gint64 *) mark);

      if (!tick (self, error) || query == NULL || !cs_query_next (query, error))
        return FALSE;
      self->merged->n_conflicts += (guint) cs_query_int (query, 0);
      g_clear_pointer (&query, cs_query_end);
      if (!cs_study_settle (self->study, *(gint64 *) mark, error))
        return FALSE;
    }
  return TRUE;
}

/* Words. */

static char *
renumber (GHashTable *known,
          const char *word,
          const char *number)
{
  gint64 there = g_ascii_strtoll (number, NULL, 10), *here = g_hash_table_lookup (known, &there);

  return here != NULL ? g_strdup_printf ("%s%" G_GINT64_FORMAT, word, *here) : NULL;
}

/* Films and marks have other numbers here; NULL: they are not here. A case keeps its name. */
static char *
subject_here (Merge      *self,
              const char *there)
{
  if (g_str_has_prefix (there, "mark "))
    return renumber (self->marks, "mark ", there + 5);
  if (g_str_has_prefix (there, "film "))
    return renumber (self->films, "film ", there + 5);
  return g_strdup (there);
}

static gboolean
merge_word (Merge      *self,
            const char *subject,
            CsQuery    *there,
            GError    **error)
{
  for (guint i = 1; ; i++)
    {
      g_autofree char *reader = next_name (cs_query_text (there, 1), i);
      g_autoptr (CsQuery) here = cs_store_ask (self->study->store, error, "SELECT value FROM descriptors"
                                               " WHERE subject = ? AND reader = ? AND name = ?", "sss", subject,
                                               reader, cs_query_text (there, 2));
      gboolean known;

      if (here == NULL)
        return FALSE;
      known = cs_query_next (here, NULL);
      if (known && g_str_equal (cs_query_text (here, 0), cs_query_text (there, 3)))
        return TRUE;
      g_clear_pointer (&here, cs_query_end);
      self->merged->n_conflicts += known && i == 1;
      if (known)
        continue;
      self->merged->n_words++;
      return cs_study_say (self->study, subject, reader, cs_query_text (there, 2), cs_query_text (there, 3),
                           cs_query_int (there, 4), error);
    }
}

static gboolean
merge_words (Merge   *self,
             GError **error)
{
  g_autoptr (CsQuery) there = cs_store_ask (self->other, error, "SELECT subject, reader, name, value, at"
                                            " FROM descriptors ORDER BY id", "");
  g_autoptr (GError) failure = NULL;

  while (there != NULL && cs_query_next (there, &failure))
    {
      g_autofree char *subject = subject_here (self, cs_query_text (there, 0));

      if (!tick (self, error) || (subject != NULL && !merge_word (self, subject, there, error)))
        return FALSE;
    }
  return cs_query_ended (there, g_steal_pointer (&failure), error);
}

/* The other copy is read as it is: one of an older or newer program is refused with what to do. */
static CsStore *
open_other (CsStudy *self,
            GFile   *folder,
            GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "study.db");
  g_autoptr (CsStore) store = NULL;

  if (g_file_equal (folder, self->folder) || !g_file_query_exists (file, NULL))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, "“%s”: %s", g_file_peek_path (folder),
                   g_file_equal (folder, self->folder) ? _("that is the study itself; choose its other copy")
                                                       : _("there is no study; choose a study's folder"));
      return NULL;
    }
  store = cs_store_open (file, TRUE, error);
  if (store == NULL || !cs_study_check_schema (store, file, error))
    return NULL;
  if (cs_store_ask_int (store, "PRAGMA user_version", 0) !=
      cs_store_ask_int (self->store, "PRAGMA user_version", 0))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” was written by an older Calcspot; open it once with "
                                                      "this one, then merge it"), g_file_peek_path (folder));
      return NULL;
    }
  return g_steal_pointer (&store);
}

/* Marks are looked at thrice: met, settled, and copied as they are afterwards. */
static guint
count_steps (CsStore *other)
{
  return (guint) cs_store_ask_int (other, "SELECT 3 * (SELECT count(*) FROM marks WHERE origin <> 'truth' AND"
                                   " (verdict <> 'none' OR who <> '' OR origin = 'reader')) +"
                                   " (SELECT count(*) FROM verdicts) + (SELECT count(*) FROM descriptors)", 0);
}

static gboolean
write_act (Merge   *self,
           GError **error)
{
  g_autofree char *name = g_file_get_basename (self->merge->from);

  if (!cs_study_begin_act (self->study, "merge", 0, 0, 0, 0, error))
    return FALSE;
  return cs_study_end_act (self->study, merge_films (self, error) && merge_verdicts (self, error) &&
                           settle (self, error) && merge_words (self, error) &&
                           cs_store_do (self->study->store, error, "UPDATE acts SET note = ?, n = ? WHERE id = ?",
                                        "sii", name, (gint64) g_hash_table_size (self->taken), self->study->act),
                           error);
}

gboolean
cs_merge_run (CsMerge      *self,
              CsBesideFunc  report,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (GHashTable) marks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) films = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (CsStudy) study = cs_beside_open (&self->beside, report, data, cancellable, error);
  g_autoptr (CsStore) other = study != NULL ? open_other (study, self->from, error) : NULL;
  Merge merge;

  if (other == NULL)
    return FALSE;
  merge = (Merge) { .study = study, .other = other, .merge = self, .merged = &self->merged, .marks = marks,
                    .films = films, .taken = taken };
  study->pace.n_all = count_steps (other);
  if (!write_act (&merge, error))
    return FALSE;
  cs_beside_wrote (&self->beside, study);
  self->merged.done = TRUE;
  return TRUE;
}

CsMerge *
cs_merge_begin (CsStudy *study,
                GFile   *from,
                GError **error)
{
  CsMerge *self = g_new0 (CsMerge, 1);

  if (!cs_beside_begin (&self->beside, study, _("Another copy is being merged. Wait until it is done, or cancel it "
                                                "in the list of jobs"), error))
    {
      g_free (self);
      return NULL;
    }
  self->from = g_object_ref (from);
  return self;
}

gboolean
cs_merge_read (CsMerge *self,
               CsStudy *study)
{
  return cs_beside_read (&self->beside, study);
}

CsMerged
cs_merge_end (CsMerge *self,
              CsStudy *study)
{
  CsMerged merged = self->merged;

  cs_beside_end (&self->beside, study);
  g_object_unref (self->from);
  g_free (self);
  return merged;
}

gboolean
cs_study_merge (CsStudy  *self,
                GFile    *other,
                CsMerged *merged,
                GError  **error)
{
  CsMerge *merge = cs_merge_begin (self, other, error);
  gboolean ok = merge != NULL && cs_merge_run (merge, NULL, NULL, NULL, error);

  *merged = (CsMerged) { 0 };
  if (merge != NULL)
    *merged = cs_merge_end (merge, self);
  return ok;
}
