/* The audit trail: each act carries a link, the SHA-256 of the link before and of everything the act says: its row, and
 * the rows it touched as they were before and after. Whoever changes, drops or slips in an act breaks the chain there.
 * A chain cannot show that its end was cut off and written anew by one who knows how: for that its last link, which a
 * check tells, is to be kept elsewhere. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-study-private.h"

/* Marks somebody judged, drew, moved or painted; a mask of truth is not painted. See cs_mark_row_is_human(). */
#define HUMAN "(verdict <> 'none' OR who <> '' OR origin = 'reader' OR (mask IS NOT NULL AND origin = 'machine'))"
#define MARKS_NOW "SELECT " CS_MARK_COLUMNS " FROM marks WHERE " HUMAN
#define MARKS_LAST "SELECT " CS_MARK_COLUMNS " FROM mark_changes AS last WHERE later = 1 AND " HUMAN \
                   " AND act = (SELECT max(act) FROM touched WHERE mark = last.id)"
#define FILMS_LAST "SELECT id, " CS_FILM_FACTS " FROM film_changes AS last WHERE later = 1" \
                   " AND act = (SELECT max(act) FROM film_changes WHERE id = last.id)"

static gboolean
feed_rows (CsStore    *store,
           const char *table,
           const char *sql,
           gint64      act,
           GChecksum  *sum,
           GError    **error)
{
  g_autoptr (CsQuery) query = cs_store_ask (store, error, sql, "i", act);
  g_autoptr (GError) failure = NULL;

  while (query != NULL && cs_query_next (query, &failure))
    cs_query_digest (query, table, sum);
  return cs_query_ended (query, g_steal_pointer (&failure), error);
}

/* NULL: the rows cannot be read. */
static char *
make_link (CsStore    *store,
           gint64      act,
           const char *before,
           GError    **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (sum, (const guchar *) before, -1);
  if (!feed_rows (store, "act", "SELECT id, kind, detail, n, film, mark, of_act, who, at, program, settings, model,"
                  " queue, note FROM acts WHERE id = ?", act, sum, error) ||
      !feed_rows (store, "touched", "SELECT mark FROM touched WHERE act = ? ORDER BY mark", act, sum, error) ||
      !feed_rows (store, "mark", "SELECT later, " CS_MARK_COLUMNS " FROM mark_changes WHERE act = ? ORDER BY id, later",
                  act, sum, error) ||
      !feed_rows (store, "film", "SELECT later, id, " CS_FILM_FACTS " FROM film_changes WHERE act = ?"
                  " ORDER BY id, later", act, sum, error) ||
      !feed_rows (store, "verdict", "SELECT later, " CS_VERDICT_COLUMNS " FROM verdict_changes WHERE act = ?"
                  " ORDER BY mark, reader, decides, later", act, sum, error) ||
      !feed_rows (store, "words", "SELECT later, " CS_WORDS_COLUMNS " FROM descriptor_changes WHERE act = ?"
                  " ORDER BY id, later", act, sum, error))
    return NULL;
  return g_strdup (g_checksum_get_string (sum));
}

static char *
link_before (CsStore *store,
             gint64   act)
{
  g_autoptr (CsQuery) query = cs_store_ask (store, NULL, "SELECT link FROM acts WHERE id < ? ORDER BY id DESC LIMIT 1",
                                            "i", act);

  return g_strdup (query != NULL && cs_query_next (query, NULL) ? cs_query_text (query, 0) : "");
}

gboolean
cs_study_seal (CsStore *store,
               gint64   act,
               GError **error)
{
  g_autofree char *before = link_before (store, act);
  g_autofree char *link = make_link (store, act, before, error);

  return link != NULL && cs_store_do (store, error, "UPDATE acts SET link = ? WHERE id = ?", "si", link, act);
}

/* Acts from before the chain kept no rows of undos, and verdicts may be older than acts: the trail begins with an
 * entry that holds all human marks as they are. */
static gboolean
begin_trail (CsStore *store,
             GError **error)
{
  return cs_store_do (store, error, "INSERT INTO acts (kind, detail, n, who, at, program) VALUES ('begin', 0,"
                      " (SELECT count(*) FROM marks WHERE " HUMAN "), ?, ?, ?)", "sis", g_get_user_name (),
                      g_get_real_time () / G_USEC_PER_SEC, CS_PROGRAM) &&
         cs_store_run (store, "INSERT INTO touched SELECT (SELECT max(id) FROM acts), id FROM marks WHERE " HUMAN
                       " UNION SELECT (SELECT max(id) FROM acts), mark FROM touched;"
                       "INSERT INTO mark_changes (act, later, " CS_MARK_COLUMNS ")"
                       " SELECT (SELECT max(id) FROM acts), 1, " CS_MARK_COLUMNS " FROM marks WHERE id IN"
                       " (SELECT mark FROM touched WHERE act = (SELECT max(id) FROM acts));"
                       "INSERT INTO film_changes (act, later, id, " CS_FILM_FACTS ")"
                       " SELECT (SELECT max(id) FROM acts), 1, id, " CS_FILM_FACTS " FROM films;"
                       "INSERT INTO verdict_changes (act, later, " CS_VERDICT_COLUMNS ")"
                       " SELECT (SELECT max(id) FROM acts), 1, " CS_VERDICT_COLUMNS " FROM verdicts", error);
}

gboolean
cs_study_seal_all (CsStore *store,
                   GError **error)
{
  gint64 last;

  if (cs_store_ask_int (store, "SELECT count(*) FROM films", 0) > 0 && !begin_trail (store, error))
    return FALSE;
  last = cs_store_ask_int (store, "SELECT max(id) FROM acts", 0);
  for (gint64 act = 1; act <= last; act++)
    if (!cs_study_seal (store, act, error))
      return FALSE;
  return TRUE;
}

/* Checking. */

static gboolean
broken (CsStudy    *self,
        GError    **error,
        const char *format,
        ...)
{
  g_autoptr (GFile) file = g_file_get_child (self->folder, "study.db");
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s”: %s; compare it with a backup"), g_file_peek_path (file), what);
  return FALSE;
}

static gboolean
broken_link (CsStudy *self,
             gint64   act,
             CsQuery *row,
             GError **error)
{
  g_autofree char *words = cs_study_act_words (self, act, CS_ACT_DONE);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (cs_query_int (row, 2));
  g_autofree char *date = when != NULL ? g_date_time_format (when, "%F %T") : g_strdup ("?");

  return broken (self, error, _("the audit trail is broken at link %u (“%s”, %s, %s): it was changed, or what stood"
                                " before it was"), (guint) act, words != NULL ? words : "?",
                 cs_query_text (row, 1), date);
}

/* Ids are given out in a row, within the transaction that writes the act: a gap is an act that was taken out. */
static gboolean
check_links (CsStudy *self,
             guint   *n,
             char   **last,
             GError **error)
{
  g_autoptr (CsQuery) row = cs_store_ask (self->store, error, "SELECT id, who, at, link FROM acts ORDER BY id", "");
  g_autofree char *before = g_strdup ("");
  g_autoptr (GError) failure = NULL;

  for (*n = 0; row != NULL && cs_query_next (row, &failure); (*n)++)
    {
      gint64 act = cs_query_int (row, 0);
      g_autofree char *link = NULL;

      if (act != (gint64) *n + 1)
        return broken (self, error, _("link %u of the audit trail is missing"), *n + 1);
      link = make_link (self->store, act, before, error);
      if (link == NULL)
        return FALSE;
      if (!g_str_equal (link, cs_query_text (row, 3)))
        return broken_link (self, act, row, error);
      g_free (before);
      before = g_steal_pointer (&link);
    }
  *last = g_steal_pointer (&before);
  return cs_query_ended (row, g_steal_pointer (&failure), error);
}

static gboolean
check_end (CsStudy *self,
           guint    n,
           GError **error)
{
  gint64 given = cs_store_ask_int (self->store, "SELECT seq FROM sqlite_sequence WHERE name = 'acts'", 0);

  return given <= (gint64) n || broken (self, error, _("link %u of the audit trail is missing"), n + 1);
}

/* What the trail says last of each mark and film is what the study says now. */
static gboolean
check_state (CsStudy *self,
             GError **error)
{
  g_autoptr (CsQuery) marks = cs_store_ask (self->store, error,
    "SELECT film, id FROM (SELECT * FROM (" MARKS_LAST " EXCEPT " MARKS_NOW ") UNION ALL"
    " SELECT * FROM (" MARKS_NOW " EXCEPT " MARKS_LAST ")) LIMIT 1", "");
  g_autoptr (CsQuery) films = cs_store_ask (self->store, error,
    "SELECT id FROM (" FILMS_LAST " EXCEPT SELECT id, " CS_FILM_FACTS " FROM films) LIMIT 1", "");
  g_autoptr (CsQuery) verdicts = cs_store_ask (self->store, error, "SELECT mark FROM (SELECT " CS_VERDICT_COLUMNS
    " FROM verdicts EXCEPT SELECT " CS_VERDICT_COLUMNS " FROM verdict_changes WHERE later = 1) LIMIT 1", "");
  g_autoptr (CsQuery) words = cs_store_ask (self->store, error, "SELECT subject FROM (SELECT " CS_WORDS_COLUMNS
    " FROM descriptors EXCEPT SELECT " CS_WORDS_COLUMNS " FROM descriptor_changes AS last WHERE later = 1"
    " AND act = (SELECT max(act) FROM descriptor_changes WHERE id = last.id)) LIMIT 1", "");
  g_autofree char *title = NULL;
  CsEntry *entry;

  if (marks == NULL || films == NULL || verdicts == NULL || words == NULL)
    return FALSE;
  if (cs_query_next (words, NULL))
    return broken (self, error, _("what was said of “%s” is not as the audit trail left it"), cs_query_text (words, 0));
  if (cs_query_next (verdicts, NULL))
    return broken (self, error, _("a verdict on box %u is not as the audit trail left it"),
                   (guint) cs_query_int (verdicts, 0));
  if (cs_query_next (marks, NULL))
    {
      entry = cs_study_get_entry (self, cs_query_int (marks, 0));
      if (entry != NULL)
        g_object_get (entry, "title", &title, NULL);
      return broken (self, error, _("box %u of “%s” is not as the audit trail left it"),
                     (guint) cs_query_int (marks, 1), title != NULL ? title : "?");
    }
  if (cs_query_next (films, NULL))
    return broken (self, error, _("the facts of film %u are not as the audit trail left them"),
                   (guint) cs_query_int (films, 0));
  return TRUE;
}

gboolean
cs_study_verify (CsStudy *self,
                 guint   *n_links,
                 char   **last_link,
                 GError **error)
{
  g_autofree char *last = NULL;
  guint n;

  if (self->store == NULL)
    return broken (self, error, _("the study is closed; open it again"));
  if (!check_links (self, &n, &last, error) || !check_end (self, n, error) || !check_state (self, error))
    return FALSE;
  if (n_links != NULL)
    *n_links = n;
  if (last_link != NULL)
    *last_link = g_steal_pointer (&last);
  return TRUE;
}
