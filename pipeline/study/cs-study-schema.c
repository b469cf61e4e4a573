/* The tables of study.db, and how an older database becomes a newer one: step i leads from user_version i to i + 1. */
#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-study-private.h"

/* "Cspt": so that another program's database is told from a study's. */
#define APPLICATION_ID 0x43737074

/* The version from which on acts are links of a chain that holds all there is. */
#define CHAINED 5

#define FACTS_TABLE \
  "case_id TEXT NOT NULL, side TEXT NOT NULL, view TEXT NOT NULL, bits INTEGER NOT NULL, mm_per_pixel REAL NOT NULL," \
  "spacing INTEGER NOT NULL, assumed REAL NOT NULL, inverted INTEGER NOT NULL, removed INTEGER NOT NULL"
#define MARK_TABLE \
  "film INTEGER NOT NULL REFERENCES films (id), x INTEGER NOT NULL, y INTEGER NOT NULL, width INTEGER NOT NULL," \
  "height INTEGER NOT NULL, suspicion REAL NOT NULL, parts TEXT NOT NULL," \
  "verdict TEXT NOT NULL, origin TEXT NOT NULL," \
  "mask BLOB, who TEXT NOT NULL, at INTEGER NOT NULL"

#define VERDICT_TABLE \
  "mark INTEGER NOT NULL, reader TEXT NOT NULL, decides INTEGER NOT NULL, verdict TEXT NOT NULL, at INTEGER NOT NULL"

#define WORDS_TABLE \
  "subject TEXT NOT NULL, reader TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL"

static const char *const steps[] = {
  /* Films, marks and what was made of them. Ids are never used twice: the acts speak of rows that are gone. */
  "CREATE TABLE films (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,"
  "  width INTEGER NOT NULL, height INTEGER NOT NULL, proposed INTEGER NOT NULL, settings TEXT," FACTS_TABLE ");"
  "CREATE TABLE marks (id INTEGER PRIMARY KEY AUTOINCREMENT, " MARK_TABLE ");"
  "CREATE INDEX marks_of_film ON marks (film, origin, verdict);"
  "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
  "CREATE TABLE networks (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, title TEXT NOT NULL,"
  "  digest TEXT NOT NULL, figures TEXT NOT NULL, at INTEGER NOT NULL);"
  "CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, digest TEXT NOT NULL,"
  "  result TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL);",

  /* The history: rows are only ever added. later 0 is before the act, 1 after it; a mark without a row was not
   * there. */
  "CREATE TABLE acts (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, detail INTEGER NOT NULL,"
  "  n INTEGER NOT NULL,"
  "  film INTEGER REFERENCES films (id), mark INTEGER,"
  "  of_act INTEGER REFERENCES acts (id), who TEXT NOT NULL, at INTEGER NOT NULL);"
  "CREATE TABLE mark_changes (act INTEGER NOT NULL REFERENCES acts (id), later INTEGER NOT NULL, id INTEGER NOT NULL, "
  MARK_TABLE ", PRIMARY KEY (act, id, later)) WITHOUT ROWID;"
  "CREATE TABLE touched (act INTEGER NOT NULL REFERENCES acts (id), mark INTEGER NOT NULL,"
  "  PRIMARY KEY (act, mark)) WITHOUT ROWID;"
  "CREATE TABLE film_changes (act INTEGER NOT NULL REFERENCES acts (id), later INTEGER NOT NULL, id INTEGER NOT NULL, "
  FACTS_TABLE ", PRIMARY KEY (act, id, later)) WITHOUT ROWID;",

  /* The history becomes an audit trail: with what an act was done (program, digests of settings and network), in which
   * order of the queue, and the link that binds it to the one before: see cs-study-trail.c. */
  "ALTER TABLE acts ADD COLUMN program TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE acts ADD COLUMN settings TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE acts ADD COLUMN model TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE acts ADD COLUMN queue TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE acts ADD COLUMN note TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE acts ADD COLUMN link TEXT NOT NULL DEFAULT '';"
  "CREATE INDEX touched_by_mark ON touched (mark, act);",

  /* How films are looked at. turn: how a film stands on the screen beside how it is stored; seen: which blocks of it a
   * reader saw at one to one or nearer, and which share of the breast that is. */
  "CREATE TABLE film_views (film INTEGER PRIMARY KEY REFERENCES films (id), turn INTEGER NOT NULL);"
  "CREATE TABLE seen (film INTEGER NOT NULL REFERENCES films (id), who TEXT NOT NULL, blocks BLOB NOT NULL,"
  "  share REAL NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (film, who)) WITHOUT ROWID;",

  /* Several readers: see cs-study-readers.c. A row that decides is beside its giver's own. */
  "CREATE TABLE verdicts (" VERDICT_TABLE ", PRIMARY KEY (mark, reader, decides)) WITHOUT ROWID;"
  "CREATE TABLE verdict_changes (act INTEGER NOT NULL REFERENCES acts (id), later INTEGER NOT NULL, "
  VERDICT_TABLE ", PRIMARY KEY (act, mark, reader, decides, later)) WITHOUT ROWID;"
  "INSERT INTO verdicts SELECT id, who, 0, verdict, at FROM marks WHERE verdict <> 'none' AND who <> '';",

  /* What readers say in words: see cs-study-describe.c. Subject: "mark 12", "film 3",
   * "exam 2019-03-02 NAME", "case NAME". */
  "CREATE TABLE descriptors (id INTEGER PRIMARY KEY AUTOINCREMENT, " WORDS_TABLE ", UNIQUE (subject, reader, name));"
  "CREATE TABLE descriptor_changes (act INTEGER NOT NULL REFERENCES acts (id), later INTEGER NOT NULL,"
  "  id INTEGER NOT NULL, " WORDS_TABLE ", PRIMARY KEY (act, id, later)) WITHOUT ROWID;",

  /* When films were taken (YYYY-MM-DD), and which case is an earlier one of the same woman: see cs-study-exams.c. */
  "CREATE TABLE examined (film INTEGER PRIMARY KEY REFERENCES films (id), date TEXT NOT NULL,"
  "  by_hand INTEGER NOT NULL);"
  "CREATE TABLE earlier_cases (later TEXT PRIMARY KEY, earlier TEXT NOT NULL) WITHOUT ROWID;",

  /* What a set of films calls a mark of its truth ("PUNCTATE CLUSTERED BENIGN"), in the set's own words. */
  "CREATE TABLE truth_words (mark INTEGER PRIMARY KEY, word TEXT NOT NULL);",

  /* What a film is beside the usual one of its view: cs_kind_to_text(). */
  "CREATE TABLE film_kinds (film INTEGER PRIMARY KEY REFERENCES films (id), kind TEXT NOT NULL);",
};

static gboolean
take_step (CsStore *store,
           guint    from,
           GError **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %u; PRAGMA application_id = %d", from + 1,
                                              APPLICATION_ID);

  return cs_store_run (store, steps[from], error) && cs_store_run (store, version, error);
}

static gboolean
refuse (GFile      *file,
        const char *why,
        GError    **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, "“%s”: %s", g_file_peek_path (file), why);
  return FALSE;
}

/* The pages' own sums: a study that is cut short or overwritten is refused as a whole, before anything is shown. */
static gboolean
is_sound (CsStore *store)
{
  g_autoptr (CsQuery) query = cs_store_ask (store, NULL, "PRAGMA quick_check(1)", "");

  return query != NULL && cs_query_next (query, NULL) && g_strcmp0 (cs_query_text (query, 0), "ok") == 0;
}

gboolean
cs_study_check_schema (CsStore *store,
                       GFile   *file,
                       GError **error)
{
  gint64 version = cs_store_ask_int (store, "PRAGMA user_version", -1);
  gint64 application = cs_store_ask_int (store, "PRAGMA application_id", 0);
  gint64 n_tables = cs_store_ask_int (store, "SELECT count(*) FROM sqlite_master", 0);

  if (version < 0 || !is_sound (store))
    return refuse (file, _("it is damaged; restore it from a backup"), error);
  if ((version == 0 && n_tables > 0) || (version > 0 && application != APPLICATION_ID))
    return refuse (file, _("it is a database of another program; choose another folder"), error);
  if (version > (gint64) G_N_ELEMENTS (steps))
    return refuse (file, _("it was written by a newer Calcspot; open it with that one"), error);
  return TRUE;
}

gboolean
cs_study_meet_schema (CsStore *store,
                      GFile   *file,
                      GError **error)
{
  gint64 version = cs_store_ask_int (store, "PRAGMA user_version", -1);
  gboolean ok = TRUE;

  if (!cs_study_check_schema (store, file, error))
    return FALSE;
  if (version == G_N_ELEMENTS (steps))
    return TRUE;
  if (cs_store_is_read_only (store))
    return refuse (file,
                   _("it was written by an older Calcspot and must be brought up to date, but it may not be written; "
                           "copy the study to a folder of your own"), error);
  if (!cs_store_begin (store, error))
    return FALSE;
  for (guint i = (guint) version; ok && i < G_N_ELEMENTS (steps); i++)
    ok = take_step (store, i, error);
  ok = ok && (version == 0 || version >= CHAINED || cs_study_seal_all (store, error));
  return cs_store_end (store, ok, error);
}
