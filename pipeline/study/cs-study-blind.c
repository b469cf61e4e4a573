/* Blind first: an own reading is recorded before the machine's boxes are shown; and what came of it. Notes, not acts:
 * what was seen stays seen. */

#include "cs-blind.h"
#include "cs-study-private.h"

gboolean
cs_study_get_blind (CsStudy *self)
{
  return self->blind;
}

gboolean
cs_study_set_blind (CsStudy *self,
                    gboolean blind,
                    GError **error)
{
  if (!cs_study_may_write (self, error))
    return FALSE;
  if (self->blind == blind)
    return TRUE;
  if (!cs_study_begin_act (self, blind ? "blind-on" : "blind-off", 0, 0, 0, 0, error) ||
      !cs_study_end_act (self, cs_store_do (self->store, error, "INSERT OR REPLACE INTO settings (name, value)"
                                            " VALUES ('blind', ?)", "s", blind ? "on" : "off"), error))
    return FALSE;
  self->blind = blind;
  return cs_study_show_anew (self, error);
}

static gboolean
has_own_reading (CsStudy *self,
                 CsEntry *entry)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT 1 FROM descriptors WHERE subject = 'film ' || ?"
                                            " AND reader = ? AND name = 'blind'", "is", cs_entry_get_id (entry),
                                            self->reader);

  return query != NULL && cs_query_next (query, NULL);
}

gboolean
cs_study_is_hidden (CsStudy *self,
                    CsEntry *entry)
{
  return self->blind && self->store != NULL && !has_own_reading (self, entry);
}

/* How many boxes this reader has drawn and accepted on the film. */
static gint64
count_drawn (CsStudy *self,
             CsEntry *entry)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, NULL, "SELECT count(*) FROM verdicts AS v JOIN marks AS m ON"
                                            " m.id = v.mark WHERE m.film = ? AND m.origin = 'reader' AND v.reader = ?"
                                            " AND v.decides = 0 AND v.verdict = 'positive'", "is",
                                            cs_entry_get_id (entry), self->reader);

  return query != NULL && cs_query_next (query, NULL) ? cs_query_int (query, 0) : 0;
}

/* "2 4A": two boxes, category 4A. */
gboolean
cs_study_record_blind (CsStudy *self,
                       CsEntry *entry,
                       GError **error)
{
  g_autofree char *subject = g_strdup_printf ("film %" G_GINT64_FORMAT, cs_entry_get_id (entry));
  g_autofree char *value = NULL, *category = NULL;

  if (!cs_study_may_write (self, error))
    return FALSE;
  if (!cs_study_is_hidden (self, entry))
    return TRUE;
  category = cs_study_get_description (self, entry, NULL, "category");
  value = g_strdup_printf ("%" G_GINT64_FORMAT " %s", count_drawn (self, entry), category);
  if (!cs_study_begin_act (self, "blind", 0, 1, cs_entry_get_id (entry), 0, error) ||
      !cs_study_end_act (self, cs_study_say (self, subject, self->reader, "blind", value, g_get_real_time (), error),
                         error))
    return FALSE;
  return cs_study_show_anew (self, error);
}

/* A box drawn before it counts as kept while its verdict is that of then: given no later than the own reading. */
#define INFLUENCE \
  "SELECT f.path, iif (f.case_id <> '', f.case_id, f.digest), b.reader, b.value," \
  " sum (v.verdict = 'positive')," \
  " sum (v.verdict = 'positive' AND m.origin = 'reader' AND v.at * 1000000 <= b.at)," \
  " sum (v.verdict = 'positive' AND m.origin = 'machine'), f.id" \
  " FROM descriptors AS b JOIN films AS f ON b.subject = 'film ' || f.id" \
  " LEFT JOIN marks AS m ON m.film = f.id" \
  " LEFT JOIN verdicts AS v ON v.mark = m.id AND v.reader = b.reader AND v.decides = 0" \
  " WHERE b.name = 'blind' AND NOT f.removed GROUP BY f.id, b.reader ORDER BY f.id, b.reader"

static void
append_influence (CsStudy *self,
                  GString *table,
                  CsQuery *row)
{
  CsEntry *entry = cs_study_get_entry (self, cs_query_int (row, 7));
  g_autofree char *category = cs_study_hear_of (self, cs_descriptor_find ("category"), entry, 0,
                                                cs_query_text (row, 2));
  g_autofree char *film = g_path_get_basename (cs_query_text (row, 0));
  g_auto (GStrv) before = g_strsplit (cs_query_text (row, 3), " ", 2);

  g_string_append_printf (table, "%s\t%s\t", film, cs_query_text (row, 1));
  g_string_append_printf (table, "%s\t%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%s\t",
                          cs_query_text (row, 2), before[0] != NULL ? before[0] : "", cs_query_int (row, 4),
                          cs_query_int (row, 5), cs_query_int (row, 6),
                          before[0] != NULL && before[1] != NULL ? before[1] : "");
  g_string_append_printf (table, "%s\n", category);
}

char *
cs_study_tell_influence (CsStudy *self,
                         GError **error)
{
  g_autoptr (GString) table = g_string_new ("film\tcase\treader\tboxes_before\tboxes_after\town_kept\t"
                                            "machine_accepted\tcategory_before\tcategory_after\n");
  g_autoptr (CsQuery) row = NULL;
  g_autoptr (GError) failure = NULL;

  if (!cs_study_check_revealed (self, error))
    return NULL;
  row = cs_store_ask (self->store, error, INFLUENCE, "");
  while (row != NULL && cs_query_next (row, &failure))
    append_influence (self, table, row);
  if (!cs_query_ended (row, g_steal_pointer (&failure), error))
    return NULL;
  return g_string_free (g_steal_pointer (&table), FALSE);
}
