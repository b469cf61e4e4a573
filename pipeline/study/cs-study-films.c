/* The films of a study: adding, removing, facts, and finding those that moved. */

#include "cs-study-private.h"

static GFile *
resolve (CsStudy    *self,
         const char *path)
{
  return g_file_resolve_relative_path (self->folder, path);
}

/* Relative where the film lies below the study, so that both can move together. */
static char *
make_path (CsStudy *self,
           GFile   *file)
{
  char *relative = g_file_get_relative_path (self->folder, file);

  return relative != NULL ? relative : g_file_get_path (file);
}

static void
read_row (CsStudy   *self,
          CsFilmRow *row,
          CsQuery   *query)
{
  *row = (CsFilmRow) {
    .id = cs_query_int (query, 0), .file = resolve (self, cs_query_text (query, 1)),
    .digest = g_strdup (cs_query_text (query, 2)), .date = g_strdup (cs_query_text (query, 15)),
    .width = (guint) cs_query_int (query, 3), .height = (guint) cs_query_int (query, 4),
    .kind = cs_kind_from_text (cs_query_text (query, 16)),
    .proposed = cs_query_int (query, 5) != 0, .removed = cs_query_int (query, 14) != 0 };
  row->facts = (CsFacts) {
    .case_id = g_strdup (cs_query_text (query, 6)),
    .side = cs_side_from_text (cs_query_text (query, 7)), .view = cs_view_from_text (cs_query_text (query, 8)),
    .bits = (guint) cs_query_int (query, 9), .mm_per_pixel = cs_query_double (query, 10),
    .spacing = (CsSpacing) CLAMP (cs_query_int (query, 11), CS_SPACING_NONE, CS_SPACING_HAND),
    .assumed_mm_per_pixel = cs_query_double (query, 12), .inverted = cs_query_int (query, 13) != 0 };
}

static CsEntry *
take_in (CsStudy   *self,
         CsFilmRow *row)
{
  gint64 id = row->id;
  CsEntry *entry = cs_entry_new (row);
  gint64 *key = g_new (gint64, 1);

  *key = id;
  g_hash_table_insert (self->films, key, entry);
  cs_entry_look_for_file (entry);
  return entry;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer      unused)
{
  gint64 left = cs_entry_get_id ((CsEntry *) a), right = cs_entry_get_id ((CsEntry *) b);

  return left < right ? -1 : left > right;
}

/* The list holds an entry exactly while it is not removed; in the order of adding, so that undo puts it back in its
 * place. */
static void
sync_listing (CsStudy *self,
              CsEntry *entry)
{
  guint position;
  gboolean listed = g_list_store_find (self->entries, entry, &position);

  if (listed && cs_entry_is_removed (entry))
    g_list_store_remove (self->entries, position);
  else if (!listed && !cs_entry_is_removed (entry))
    g_list_store_insert_sorted (self->entries, entry, compare_entries, NULL);
}

static gboolean
load_counts (CsStudy *self,
             GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error,
    "SELECT film, sum (verdict = 'none'), sum (verdict = 'positive'),"
    " sum (verdict = 'negative'), sum (verdict = 'unsure')"
    " FROM shown WHERE origin <> 'truth' GROUP BY film", "");
  g_autoptr (GError) failure = NULL;

  while (query != NULL && cs_query_next (query, &failure))
    {
      CsEntry *entry = cs_study_get_entry (self, cs_query_int (query, 0));
      guint counts[4];

      for (int i = 0; i < 4; i++)
        counts[i] = (guint) cs_query_int (query, i + 1);
      if (entry != NULL)
        cs_entry_set_counts (entry, counts);
    }
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

static void
renew_counts (CsStudy *self,
              CsEntry *entry)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL,
    "SELECT verdict, count(*) FROM shown WHERE film = ? AND origin <> 'truth' GROUP BY verdict", "i",
    cs_entry_get_id (entry));
  guint counts[4] = { 0 };
  CsVerdict verdict;

  while (query != NULL && cs_query_next (query, NULL))
    if (cs_verdict_from_text (cs_query_text (query, 0), &verdict))
      counts[verdict] = (guint) cs_query_int (query, 1);
  cs_entry_set_counts (entry, counts);
}

static gboolean
set_path (CsStudy *self,
          CsEntry *entry,
          GFile   *file,
          GError **error)
{
  g_autofree char *path = make_path (self, file);

  if (!cs_store_do (self->store, error, "UPDATE films SET path = ? WHERE id = ?", "si", path, cs_entry_get_id (entry)))
    return FALSE;
  cs_study_sync_film (self, cs_entry_get_id (entry));
  return TRUE;
}

static CsEntry *
find_by_digest (CsStudy    *self,
                const char *digest)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT id FROM films WHERE digest = ?", "s", digest);

  return query != NULL && cs_query_next (query, NULL) ? cs_study_get_entry (self, cs_query_int (query, 0)) : NULL;
}

static gboolean
insert_film (CsStudy    *self,
             GFile      *film,
             CsImage    *image,
             const char *digest,
             GError    **error)
{
  const CsFacts *facts = cs_image_get_facts (image);
  g_autofree char *path = make_path (self, film);

  return cs_store_do (self->store, error,
                      "INSERT INTO films (path, digest, width, height, proposed, " CS_FILM_FACTS ")"
                      " VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0)", "ssiisssididi",
                      path, digest, (gint64) cs_image_get_width (image), (gint64) cs_image_get_height (image),
                      facts->case_id, cs_side_to_text (facts->side), cs_view_to_text (facts->view),
                      (gint64) facts->bits,
                      facts->mm_per_pixel, (gint64) facts->spacing, facts->assumed_mm_per_pixel,
                      (gint64) facts->inverted);
}

/* A film the study knows already: its verdicts are what is kept, whatever the file is called now. */
static CsEntry *
welcome_back (CsStudy *self,
              CsEntry *entry,
              GFile   *film,
              GError **error)
{
  cs_entry_look_for_file (entry);
  if (cs_entry_get_missing (entry) && !set_path (self, entry, film, error))
    return NULL;
  if (!cs_entry_is_removed (entry))
    return entry;
  if (!cs_study_begin_act (self, "add", 0, 1, cs_entry_get_id (entry), 0, error))
    return NULL;
  if (!cs_study_end_act (self, cs_study_touch_film (self, cs_entry_get_id (entry), error) &&
                         cs_store_do (self->store, error, "UPDATE films SET removed = 0 WHERE id = ?", "i",
                                      cs_entry_get_id (entry)), error))
    return NULL;
  return entry;
}

gboolean
cs_study_load_films (CsStudy *self,
                     GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT " CS_FILM_COLUMNS " FROM films ORDER BY id",
                                            "");
  g_autoptr (GPtrArray) listed = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;

  while (query != NULL && cs_query_next (query, &failure))
    {
      CsFilmRow row;
      CsEntry *entry;

      read_row (self, &row, query);
      entry = take_in (self, &row);
      if (!cs_entry_is_removed (entry))
        g_ptr_array_add (listed, entry);
    }
  if (!cs_query_ended (query, g_steal_pointer (&failure), error))
    return FALSE;
  g_list_store_splice (self->entries, 0, 0, listed->pdata, listed->len);
  return load_counts (self, error);
}

gboolean
cs_study_sync_film (CsStudy *self,
                    gint64   id)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT " CS_FILM_COLUMNS " FROM films WHERE id = ?",
                                            "i", id);
  CsEntry *entry = cs_study_get_entry (self, id);
  CsFilmRow row;

  if (query == NULL || !cs_query_next (query, NULL))
    return FALSE;
  g_clear_pointer (&self->days, g_hash_table_unref);
  read_row (self, &row, query);
  if (entry != NULL)
    cs_entry_set_row (entry, &row);
  else
    entry = take_in (self, &row);
  cs_entry_look_for_file (entry);
  sync_listing (self, entry);
  return TRUE;
}

void
cs_study_flush_counts (CsStudy *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->stale);
  while (g_hash_table_iter_next (&iter, &entry, NULL))
    renew_counts (self, entry);
  g_hash_table_remove_all (self->stale);
}

CsEntry *
cs_study_get_entry (CsStudy *self,
                    gint64   id)
{
  return g_hash_table_lookup (self->films, &id);
}

GListModel *
cs_study_get_entries (CsStudy *self)
{
  return G_LIST_MODEL (self->entries);
}

CsEntry *
cs_study_add (CsStudy *self,
              GFile   *film,
              CsImage *image,
              GError **error)
{
  /* Of the pixels alone: facts may be set by hand, and are no part of what the film is. */
  const char *digest = cs_image_get_pixels_digest (image);
  CsEntry *known;
  gboolean ok;
  gint64 id;

  if (!cs_study_may_write (self, error))
    return NULL;
  known = find_by_digest (self, digest);
  if (known != NULL)
    return welcome_back (self, known, film, error);
  if (!cs_store_begin (self->store, error))
    return NULL;
  ok = insert_film (self, film, image, digest, error);
  id = cs_store_last_id (self->store);
  ok = ok && cs_study_write_told (self, id, cs_image_get_details (image), error);
  if (!cs_store_end (self->store, ok && cs_study_note (self, "film", 1, id, digest, error), error))
    return NULL;
  cs_study_sync_film (self, id);
  cs_study_notify_acts (self);
  return cs_study_get_entry (self, id);
}

gboolean
cs_study_remove (CsStudy *self,
                 CsEntry *entry,
                 GError **error)
{
  gint64 id = cs_entry_get_id (entry);

  if (!cs_study_begin_act (self, "remove", 0, 1, id, 0, error))
    return FALSE;
  return cs_study_end_act (self, cs_study_touch_film (self, id, error) &&
                           cs_store_do (self->store, error, "UPDATE films SET removed = 1 WHERE id = ?", "i", id),
                           error);
}

gboolean
cs_study_set_facts (CsStudy       *self,
                    CsEntry       *entry,
                    const CsFacts *facts,
                    GError       **error)
{
  gint64 id = cs_entry_get_id (entry);

  if (!cs_study_begin_act (self, "facts", 0, 1, id, 0, error))
    return FALSE;
  return cs_study_end_act (self, cs_study_touch_film (self, id, error) &&
    cs_store_do (self->store, error,
                 "UPDATE films SET case_id = ?, side = ?, view = ?, bits = ?, mm_per_pixel = ?,"
                 " spacing = ?, assumed = ?,"
                 " inverted = ? WHERE id = ?", "sssididii",
                 facts->case_id != NULL ? facts->case_id : "", cs_side_to_text (facts->side),
                 cs_view_to_text (facts->view),
                 (gint64) facts->bits, facts->mm_per_pixel, (gint64) facts->spacing, facts->assumed_mm_per_pixel,
                 (gint64) facts->inverted, id), error);
}

gboolean
cs_study_move_film (CsStudy *self,
                    gint64   film,
                    GFile   *file,
                    GError **error)
{
  CsEntry *entry = cs_study_get_entry (self, film);

  return entry != NULL && cs_study_may_write (self, error) && set_path (self, entry, file, error);
}
