/* Several readers: each one's verdicts in rows of their own, what is decided of them, and what a reader is shown.
 *
 * Table "verdicts" holds one row a mark and reader, and at most one that decides. Table "marks" holds what is decided.
 * Together, whoever judged last has decided. Apart, a decision does; without one, what all who judged a mark agree on;
 * where they do not, nothing is decided: exports and trainings leave the mark out. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-study-private.h"

#define SETTING "readers"
#define SHOWN_COLUMNS "m.id, m.film, m.x, m.y, m.width, m.height, m.suspicion, m.parts," \
                      " coalesce (v.verdict, 'none') AS verdict, m.origin, m.mask," \
                      " coalesce (v.reader, '') AS who, coalesce (v.at, 0) AS at"

static const char *const modes[] = { [CS_READING_TOGETHER] = "together", [CS_READING_APART] = "apart",
                                     [CS_READING_REVEALED] = "revealed" };

gboolean
cs_reading_from_text (const char *text,
                      CsReading  *reading)
{
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_strcmp0 (text, modes[i]) == 0)
      {
        *reading = (CsReading) i;
        return TRUE;
      }
  return FALSE;
}

const char *
cs_reading_to_text (CsReading reading)
{
  return modes[reading];
}

static char *
quote (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *doubled = g_strjoinv ("''", parts);

  return g_strdup_printf ("'%s'", doubled);
}

/* Blind, only what readers drew is shown of a film until this reader has recorded an own reading. */
static char *
blindfold (CsStudy    *self,
           const char *reader)
{
  if (!self->blind)
    return g_strdup ("1");
  return g_strdup_printf ("(m.origin = 'reader' OR EXISTS (SELECT 1 FROM main.descriptors AS d WHERE d.subject ="
                          " 'film ' || m.film AND d.reader = %s AND d.name = 'blind'))", reader);
}

/* What the present reader is shown. Another's drawn box is a verdict, too: it is hidden with the others. */
gboolean
cs_study_renew_view (CsStudy *self,
                     GError **error)
{
  g_autofree char *reader = quote (self->reader), *bound = blindfold (self, reader), *sql = NULL;

  if (self->reading == CS_READING_TOGETHER)
    sql = g_strdup_printf ("CREATE TEMP VIEW shown AS SELECT " CS_MARK_COLUMNS " FROM main.marks AS m WHERE %s", bound);
  else
    sql = g_strdup_printf ("CREATE TEMP VIEW shown AS SELECT " SHOWN_COLUMNS " FROM main.marks AS m"
                           " LEFT JOIN main.verdicts AS v ON v.mark = m.id AND v.reader = %s AND v.decides = 0"
                           " WHERE (m.origin <> 'reader' OR v.reader IS NOT NULL OR %d) AND %s", reader,
                           self->reading == CS_READING_REVEALED, bound);
  return cs_store_run (self->store, "DROP VIEW IF EXISTS temp.shown", error) && cs_store_run (self->store, sql, error);
}

/* Of each login of its own: two people's programs remember two names. */
static char *
name_setting (void)
{
  return g_strdup_printf ("reader of %s", g_get_user_name ());
}

gboolean
cs_study_load_reading (CsStudy *self,
                       GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error,
                                            "SELECT value FROM settings WHERE name = '" SETTING "'", "");
  g_autofree char *setting = name_setting ();

  if (query == NULL)
    return FALSE;
  if (cs_query_next (query, NULL))
    cs_reading_from_text (cs_query_text (query, 0), &self->reading);
  g_clear_pointer (&query, cs_query_end);
  self->blind = cs_store_ask_int (self->store, "SELECT value = 'on' FROM settings WHERE name = 'blind'", 0) != 0;
  query = cs_store_ask (self->store, error, "SELECT value FROM settings WHERE name = ?", "s", setting);
  if (query == NULL)
    return FALSE;
  if (cs_query_next (query, NULL) && cs_query_text (query, 0)[0] != '\0')
    {
      g_free (self->reader);
      self->reader = g_strdup (cs_query_text (query, 0));
    }
  g_clear_pointer (&query, cs_query_end);
  return cs_study_renew_view (self, error);
}

/* The view, the lists that were loaded, the counts, and whose acts are undone: all as this reader sees them. */
gboolean
cs_study_show_anew (CsStudy *self,
                    GError **error)
{
  if (!cs_study_renew_view (self, error) || !cs_study_reload_marks (self, error) || !cs_study_load_acts (self, error))
    return FALSE;
  cs_study_notify_acts (self);
  g_object_notify (G_OBJECT (self), "reading");
  return TRUE;
}

/* Verdicts. */

static gboolean
set_decided (CsStudy    *self,
             gint64      mark,
             const char *verdict,
             const char *who,
             gint64      at,
             GError    **error)
{
  return cs_store_do (self->store, error, "UPDATE marks SET verdict = ?, who = ?, at = ? WHERE id = ?", "ssii", verdict,
                      who, at, mark);
}

/* What is decided of a mark, from its rows; without any, a verdict that is left of one is withdrawn. */
gboolean
cs_study_settle (CsStudy *self,
                 gint64   mark,
                 GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error,
    "SELECT count(*), min (verdict), max (verdict), group_concat (reader, ', '), max (at) FROM"
    " (SELECT * FROM verdicts WHERE mark = ?1 AND decides ="
    " (SELECT max (decides) FROM verdicts WHERE mark = ?1) ORDER BY reader)", "i", mark);
  g_autofree char *verdict = NULL, *who = NULL;
  gboolean agreed;
  gint64 n, at;

  if (query == NULL || !cs_query_next (query, error))
    return FALSE;
  n = cs_query_int (query, 0);
  agreed = g_strcmp0 (cs_query_text (query, 1), cs_query_text (query, 2)) == 0;
  verdict = g_strdup (cs_query_text (query, 2));
  who = g_strdup (cs_query_text (query, 3));
  at = cs_query_int (query, 4);
  g_clear_pointer (&query, cs_query_end);
  if (n == 0)
    return cs_store_do (self->store, error, "UPDATE marks SET verdict = 'none', who = '', at = 0"
                        " WHERE id = ? AND verdict <> 'none'", "i", mark);
  return set_decided (self, mark, agreed ? verdict : "none", who, at, error);
}

static gboolean
put_row (CsStudy  *self,
         gint64    mark,
         CsVerdict verdict,
         gboolean  decides,
         gint64    at,
         GError  **error)
{
  if (decides && !cs_store_do (self->store, error, "DELETE FROM verdicts WHERE mark = ? AND decides = 1", "i", mark))
    return FALSE;
  if (verdict == CS_VERDICT_NONE)
    return cs_store_do (self->store, error, "DELETE FROM verdicts WHERE mark = ? AND reader = ? AND decides = ?", "isi",
                        mark, self->reader, (gint64) decides);
  return cs_store_do (self->store, error, "INSERT OR REPLACE INTO verdicts (mark, reader, decides, verdict, at)"
                      " VALUES (?, ?, ?, ?, ?)", "isisi", mark, self->reader, (gint64) decides,
                      cs_verdict_to_text (verdict), at);
}

gboolean
cs_study_give_verdict (CsStudy  *self,
                       gint64    mark,
                       CsVerdict verdict,
                       GError  **error)
{
  gint64 at = verdict != CS_VERDICT_NONE ? g_get_real_time () / G_USEC_PER_SEC : 0;

  if (!put_row (self, mark, verdict, FALSE, at, error))
    return FALSE;
  if (self->reading != CS_READING_TOGETHER)
    return cs_study_settle (self, mark, error);
  return set_decided (self, mark, cs_verdict_to_text (verdict), verdict != CS_VERDICT_NONE ? self->reader : "", at,
                      error);
}

gboolean
cs_study_decide (CsStudy  *self,
                 gint64    mark,
                 CsVerdict verdict,
                 GError  **error)
{
  g_autoptr (CsQuery) query = NULL;
  gint64 film;

  if (!cs_study_may_write (self, error))
    return FALSE;
  if (self->reading != CS_READING_REVEALED)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("The readers' verdicts are not revealed; reveal them first"));
      return FALSE;
    }
  query = cs_store_ask (self->store, error, "SELECT film FROM marks WHERE id = ?", "i", mark);
  if (query == NULL || !cs_query_next (query, error))
    return FALSE;
  film = cs_query_int (query, 0);
  g_clear_pointer (&query, cs_query_end);
  if (!cs_study_begin_act (self, "decide", verdict, 1, film, mark, error))
    return FALSE;
  return cs_study_end_act (self, cs_study_touch_mark (self, mark, error) &&
                           put_row (self, mark, verdict, TRUE, g_get_real_time () / G_USEC_PER_SEC, error) &&
                           cs_study_settle (self, mark, error), error);
}

gboolean
cs_study_count_decided (CsStudy *self,
                        guint   *n_positive,
                        guint   *n_negative,
                        guint   *n_cases,
                        GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error,
    "SELECT coalesce (sum (m.verdict = 'positive'), 0), coalesce (sum (m.verdict = 'negative'), 0), count (DISTINCT"
    " CASE WHEN m.verdict = 'positive' THEN coalesce (nullif (f.case_id, ''), 'film ' || f.id) END)"
    " FROM main.marks AS m JOIN main.films AS f ON f.id = m.film WHERE m.origin <> 'truth' AND f.removed = 0", "");

  *n_positive = *n_negative = *n_cases = 0;
  if (query == NULL || !cs_query_next (query, error))
    return FALSE;
  *n_positive = (guint) cs_query_int (query, 0);
  *n_negative = (guint) cs_query_int (query, 1);
  *n_cases = (guint) cs_query_int (query, 2);
  return TRUE;
}

/* Undoing puts back rows of one reader; what another did to the very box since stands in the way. */
gboolean
cs_study_check_others (CsStudy *self,
                       gint64   act,
                       GError **error)
{
  g_autoptr (CsQuery) query = NULL;

  if (self->reading == CS_READING_TOGETHER)
    return TRUE;
  query = cs_store_ask (self->store, error, "SELECT who FROM acts JOIN touched ON touched.act = acts.id"
                        " WHERE touched.mark IN (SELECT mark FROM touched WHERE act = ?1) AND acts.id > ?1 AND"
                        " who <> ?2 AND"
                        " (kind IN ('move', 'paint', 'unpaint', 'erase') OR ?3) LIMIT 1", "isi", act, self->reader,
                        (gint64) self->all_hands);
  if (query == NULL)
    return FALSE;
  if (!cs_query_next (query, NULL))
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("“%s” has changed this box since; judge it anew instead"),
               cs_query_text (query, 0));
  return FALSE;
}

/* Readers. */

CsReading
cs_study_get_reading (CsStudy *self)
{
  return self->reading;
}

/* Where two judged the same mark otherwise, it is undecided from now on. */
static gboolean
settle_all (CsStudy *self,
            GError **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (self->store, error, "SELECT mark FROM verdicts WHERE decides = 0"
                                            " GROUP BY mark HAVING count (DISTINCT verdict) > 1", "");
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (query != NULL && cs_query_next (query, NULL))
    {
      gint64 mark = cs_query_int (query, 0);

      g_array_append_val (marks, mark);
    }
  for (guint i = 0; i < marks->len; i++)
    if (!cs_study_touch_mark (self, g_array_index (marks, gint64, i), error) ||
        !cs_study_settle (self, g_array_index (marks, gint64, i), error))
      return FALSE;
  return query != NULL;
}

gboolean
cs_study_set_reading (CsStudy  *self,
                      CsReading reading,
                      GError  **error)
{
  CsReading before = self->reading;

  if (!cs_study_may_write (self, error))
    return FALSE;
  if (reading == before)
    return TRUE;
  if (!cs_study_begin_act (self, modes[reading], 0, 0, 0, 0, error))
    return FALSE;
  if (!cs_study_end_act (self, (before != CS_READING_TOGETHER || settle_all (self, error)) &&
                         cs_store_do (self->store, error, "INSERT OR REPLACE INTO settings (name, value)"
                                      " VALUES ('" SETTING "', ?)", "s", modes[reading]), error))
    return FALSE;
  self->reading = reading;
  return cs_study_show_anew (self, error);
}

void
cs_study_set_reader (CsStudy    *self,
                     const char *who)
{
  char *reader = g_strdup (who != NULL && who[0] != '\0' ? who : g_get_user_name ());
  g_autoptr (GError) error = NULL;

  g_free (self->reader);
  self->reader = reader;
  if (self->store != NULL && !cs_study_show_anew (self, &error))
    g_warning ("%s", error->message);
}

gboolean
cs_study_name_reader (CsStudy    *self,
                      const char *who,
                      GError    **error)
{
  g_autofree char *setting = name_setting ();

  if (!cs_study_may_write (self, error) ||
      !cs_store_do (self->store, error, "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", "ss", setting,
                    who))
    return FALSE;
  cs_study_set_reader (self, who);
  return TRUE;
}

const char *
cs_study_get_reader (CsStudy *self)
{
  return self->reader;
}

/* All verdicts side by side. */

gboolean
cs_study_check_revealed (CsStudy *self,
                         GError **error)
{
  if (self->reading != CS_READING_APART)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("The readers' verdicts are not revealed; reveal them first"));
  return FALSE;
}

CsReadings *
cs_study_collect_readings (CsStudy *self,
                           GError **error)
{
  g_autoptr (CsReadings) readings = NULL;
  g_autoptr (CsQuery) query = NULL;
  g_autoptr (GError) failure = NULL;

  if (!cs_study_check_revealed (self, error))
    return NULL;
  query = cs_store_ask (self->store, error, "SELECT v.mark, m.film, v.reader, v.verdict, v.decides FROM verdicts AS v"
                        " JOIN marks AS m ON m.id = v.mark JOIN films AS f ON f.id = m.film WHERE NOT f.removed"
                        " ORDER BY v.mark, v.decides, v.reader", "");
  readings = query != NULL ? cs_readings_new () : NULL;
  while (query != NULL && cs_query_next (query, &failure))
    {
      CsEntry *entry = cs_study_get_entry (self, cs_query_int (query, 1));
      const char *case_id = cs_entry_get_facts (entry)->case_id;
      CsVerdict verdict = CS_VERDICT_NONE;

      cs_verdict_from_text (cs_query_text (query, 3), &verdict);
      cs_readings_add (readings, case_id[0] != '\0' ? case_id : cs_entry_get_digest (entry),
                       cs_entry_get_id (entry), cs_query_int (query, 0), cs_query_text (query, 2), verdict,
                       cs_query_int (query, 4) != 0);
    }
  return cs_query_ended (query, g_steal_pointer (&failure), error) ? g_steal_pointer (&readings) : NULL;
}

/* A reader's suspicion: see cs-ratings.h. */
static float
rate (CsQuery *query)
{
  CsVerdict verdict = CS_VERDICT_NONE;
  int confidence = (int) g_ascii_strtoll (cs_query_text (query, 7), NULL, 10);

  cs_verdict_from_text (cs_query_text (query, 6), &verdict);
  if (verdict == CS_VERDICT_UNSURE)
    return 0.3f;
  return verdict == CS_VERDICT_POSITIVE ? 0.5f + CLAMP (confidence > 0 ? confidence : 3, 1, 5) / 10.0f : 0;
}

gboolean
cs_study_collect_ratings (CsStudy   *self,
                          CsRatings *ratings,
                          GError   **error)
{
  g_autoptr (CsQuery) query = NULL;
  g_autoptr (GError) failure = NULL;

  if (!cs_study_check_revealed (self, error))
    return FALSE;
  query = cs_store_ask (self->store, error, "SELECT v.reader, m.film, m.x, m.y, m.width, m.height, v.verdict,"
                        " coalesce (d.value, '') FROM verdicts AS v JOIN marks AS m ON m.id = v.mark"
                        " LEFT JOIN descriptors AS d ON d.subject = 'mark ' || v.mark AND d.reader = v.reader AND"
                        " d.name = 'confidence' WHERE v.decides = 0 AND m.origin <> 'truth'"
                        " ORDER BY v.reader, v.mark", "");
  while (query != NULL && cs_query_next (query, &failure))
    {
      CsBox box = cs_box_read (query, 2);

      box.suspicion = rate (query);
      cs_ratings_add_rater (ratings, cs_query_text (query, 0), TRUE);
      if (box.suspicion > 0)
        cs_ratings_add (ratings, cs_query_text (query, 0), cs_query_int (query, 1), &box);
    }
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}
