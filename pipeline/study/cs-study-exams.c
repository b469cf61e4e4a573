/* When films were taken, and which case is an earlier examination of which woman. No acts: neither is a verdict, and
 * both can be set back by hand; what was set by hand is noted in the trail. What a file tells never overwrites it. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-date.h"
#include "cs-error.h"
#include "cs-study-private.h"

gboolean
cs_study_load_exams (CsStudy *self, GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT later, earlier FROM earlier_cases", "");
  g_autoptr (GError) failure = NULL;

  g_hash_table_remove_all (self->earlier);
  while (query != NULL && cs_query_next (query, &failure))
    g_hash_table_insert (self->earlier, g_strdup (cs_query_text (query, 0)), g_strdup (cs_query_text (query, 1)));
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

gboolean
cs_study_write_told (CsStudy *self, gint64 film, CsDetails *details, GError **error)
{
  g_autofree char *date = details != NULL ? cs_date_to_text (cs_details_get_day (details)) : NULL;

  if (details == NULL)
    return TRUE;
  return (*date == '\0' ||
          cs_store_do (self->store, error, "INSERT INTO examined (film, date, by_hand) VALUES (?, ?, 0)"
                       " ON CONFLICT (film) DO UPDATE SET date = excluded.date WHERE NOT by_hand", "is", film,
                       date)) &&
         (cs_details_get_turn (details) == 0 ||
          cs_store_do (self->store, error, "INSERT OR IGNORE INTO film_views (film, turn) VALUES (?, ?)", "ii", film,
                       (gint64) cs_details_get_turn (details))) &&
         (cs_details_get_kind (details) == CS_KIND_USUAL ||
          cs_store_do (self->store, error, "INSERT OR REPLACE INTO film_kinds (film, kind) VALUES (?, ?)", "is", film,
                       cs_kind_to_text (cs_details_get_kind (details))));
}

gboolean
cs_study_learn (CsStudy *self, CsEntry *entry, CsDetails *details, GError **error)
{
  gint64 film = cs_entry_get_id (entry);

  g_return_val_if_fail (CS_IS_STUDY (self) && CS_IS_ENTRY (entry), FALSE);
  if (self->read_only || self->store == NULL || details == NULL)
    return TRUE;
  if (!cs_store_begin (self->store, error) ||
      !cs_store_end (self->store, cs_study_write_told (self, film, details, error), error))
    return FALSE;
  cs_study_sync_film (self, film);
  return TRUE;
}

/* "" for a case of several days: which of them a film without one is of, nobody knows. */
static GHashTable *
collect_days (CsStudy *self)
{
  GHashTable *days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->entries));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);
      const char *case_id = cs_entry_get_facts (entry)->case_id, *day = cs_entry_get_date (entry);
      const char *known = g_hash_table_lookup (days, case_id);

      if (*day != '\0' && (known == NULL || !g_str_equal (known, day)))
        g_hash_table_insert (days, g_strdup (case_id), g_strdup (known == NULL ? day : ""));
    }
  return days;
}

const char *
cs_study_get_exam_day (CsStudy *self, CsEntry *entry)
{
  const char *day = cs_entry_get_date (entry), *case_id = cs_entry_get_facts (entry)->case_id;

  g_return_val_if_fail (CS_IS_STUDY (self), "");
  if (*day != '\0' || *case_id == '\0')
    return day;
  if (self->days == NULL)
    self->days = collect_days (self);
  day = g_hash_table_lookup (self->days, case_id);
  return day != NULL ? day : "";
}

/* Its words are said of an examination: they go with the last film that leaves the old day. */
static gboolean
write_date (CsStudy *self, CsEntry *entry, const char *before, const char *date, GError **error)
{
  return cs_store_do (self->store, error, "INSERT OR REPLACE INTO examined (film, date, by_hand) VALUES (?, ?, 1)",
                      "is", cs_entry_get_id (entry), date) &&
         (*before == '\0' || cs_study_move_words (self, entry, before, date, error)) &&
         cs_store_do (self->store, error, "UPDATE acts SET note = ? WHERE id = ?", "si", date, self->act);
}

gboolean
cs_study_set_date (CsStudy *self, CsEntry *entry, const char *date, GError **error)
{
  gint64 film = cs_entry_get_id (entry);
  g_autofree char *before = NULL;

  g_return_val_if_fail (CS_IS_STUDY (self) && date != NULL, FALSE);
  if (*date != '\0' && cs_date_parse (date) == 0)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("“%s” is no date; write it as year-month-day, such as "
                                                        "2019-03-02"), date);
      return FALSE;
    }
  before = g_strdup (cs_study_get_exam_day (self, entry));
  /* The film would leave what was signed. */
  if (!cs_study_check_signed (self, film, "facts", error) || !cs_study_begin_act (self, "date", 0, 1, film, 0, error) ||
      !cs_study_end_act (self, write_date (self, entry, before, date, error), error))
    return FALSE;
  cs_study_sync_film (self, film);
  cs_study_notify_acts (self);
  return TRUE;
}

const char *
cs_study_get_earlier (CsStudy *self, const char *case_id)
{
  const char *earlier;

  g_return_val_if_fail (CS_IS_STUDY (self) && case_id != NULL, "");
  earlier = g_hash_table_lookup (self->earlier, case_id);
  return earlier != NULL ? earlier : "";
}

/* Whether the examinations before @case_id, back and back, come to @wanted. */
static gboolean
leads_to (CsStudy *self, const char *case_id, const char *wanted)
{
  while (*case_id != '\0' && !g_str_equal (case_id, wanted))
    case_id = cs_study_get_earlier (self, case_id);
  return *case_id != '\0';
}

gboolean
cs_study_link_earlier (CsStudy *self, const char *later, const char *earlier, GError **error)
{
  g_autofree char *note = NULL;
  gboolean ok;

  g_return_val_if_fail (CS_IS_STUDY (self) && later != NULL && *later != '\0' && earlier != NULL, FALSE);
  if (leads_to (self, earlier, later))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("Case “%s” cannot be earlier than “%s”: it was linked as a "
                                                        "later one. Take that link away first"), earlier, later);
      return FALSE;
    }
  if (!cs_study_may_write (self, error) || !cs_store_begin (self->store, error))
    return FALSE;
  note = g_strdup_printf ("%s <- %s", earlier, later);
  ok = *earlier != '\0'
    ? cs_store_do (self->store, error, "INSERT OR REPLACE INTO earlier_cases (later, earlier) VALUES (?, ?)", "ss",
                   later, earlier)
    : cs_store_do (self->store, error, "DELETE FROM earlier_cases WHERE later = ?", "s", later);
  if (!cs_store_end (self->store, ok && cs_study_note (self, "link-case", 1, 0, note, error), error) ||
      !cs_study_load_exams (self, error))
    return FALSE;
  cs_study_notify_acts (self);      /* whoever hangs films is told */
  return TRUE;
}

/* The case that was linked as later than @case_id; NULL: none. Of several the first by name, so that it stays one. */
static const char *
find_later (CsStudy *self, const char *case_id)
{
  const char *found = NULL;
  gpointer later, earlier;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->earlier);
  while (g_hash_table_iter_next (&iter, &later, &earlier))
    if (g_str_equal (earlier, case_id) && (found == NULL || strcmp (later, found) < 0))
      found = later;
  return found;
}

char *
cs_study_get_woman (CsStudy *self, CsEntry *entry)
{
  const char *woman = cs_entry_get_facts (entry)->case_id;

  g_return_val_if_fail (CS_IS_STUDY (self), NULL);
  if (*woman == '\0')
    return g_strdup (cs_entry_get_digest (entry));
  for (const char *later = woman; later != NULL; later = find_later (self, woman))
    woman = later;
  return g_strdup (woman);
}
