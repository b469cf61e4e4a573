#include "cs-store.h"

#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <string.h>

#include "cs-error.h"

#define BUSY_MS 2000
#define COPY_PAGES 1024      /* 4 MB */
#define STEPS_ASKED 10000    /* of a statement, a millisecond or less */

struct _CsStore
{
  sqlite3    *db;
  char       *path;
  GHashTable *ready;      /* sql -> sqlite3_stmt that nobody uses now */
  GCancellable *stop;     /* borrowed; NULL */
  GError     *unread;     /* why rows that were asked for in this transaction are missing; NULL: none is */
};

struct _CsQuery
{
  CsStore      *store;
  sqlite3_stmt *statement;
  const char   *sql;
};

static const char *
remedy (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return _("the disk is full; make room and try again");
    case SQLITE_IOERR:
      return _("the disk refused; see whether it is full, unplugged or broken, and try again");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return _("another program is writing to it; close that program and try again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return _("it may not be written; copy the study to a folder of your own");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return _("it is damaged or not a study; restore it from a backup");
    case SQLITE_CANTOPEN:
      return _("it cannot be opened; see whether the folder exists and may be read and written");
    case SQLITE_NOMEM:
      return _("there is not enough memory; close other programs and try again");
    default:
      return _("the database refused");
    }
}

/* The destroy function of a table gives nothing back. */
static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static void
set_error (CsStore *self,
           int      code,
           GError **error)
{
  const char *words = self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (code);
  g_autofree char *reason = g_utf8_make_valid (words, -1);      /* it quotes what is damaged */

  if ((code & 0xff) == SQLITE_INTERRUPT && g_cancellable_set_error_if_cancelled (self->stop, error))
    return;
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, "“%s”: %s (%s)", self->path, remedy (code), reason);
}

static int
connect_to (CsStore    *self,
            const char *query,
            int         flags)
{
  g_autofree char *escaped = g_uri_escape_string (self->path, "/", FALSE);
  g_autofree char *uri = g_strconcat ("file:", escaped, query, NULL);
  int code;

  g_clear_pointer (&self->db, sqlite3_close_v2);
  code = sqlite3_open_v2 (uri, &self->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK)
    return code;
  sqlite3_busy_timeout (self->db, BUSY_MS);
  /* The first look into the file: only now is it known whether it can be read. */
  return sqlite3_exec (self->db, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
}

/* Changes another program left in the write-ahead log must not be passed over in silence. */
static gboolean
has_log (CsStore *self)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL,
                                                  NULL);

  return info != NULL && g_file_info_get_size (info) > 0;
}

static int
connect_reading (CsStore *self)
{
  int code = connect_to (self, "", SQLITE_OPEN_READONLY);

  /* A write-ahead log needs a shared index beside it, which a read-only medium cannot have. */
  if ((code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_IOERR)
    if (!has_log (self))
      code = connect_to (self, "?immutable=1", SQLITE_OPEN_READONLY);
  return code;
}

static sqlite3_stmt *
take_statement (CsStore    *self,
                const char *sql,
                GError    **error)
{
  gpointer statement = NULL;
  int code;

  if (g_hash_table_steal_extended (self->ready, sql, NULL, &statement))
    return statement;
  code = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, (sqlite3_stmt **) &statement, NULL);
  if (code != SQLITE_OK)
    set_error (self, code, error);
  return statement;
}

static int
bind_bytes (sqlite3_stmt *statement,
            int           index,
            GBytes       *bytes)
{
  gsize size = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return bytes != NULL ? sqlite3_bind_blob64 (statement, index, data, size, SQLITE_TRANSIENT)
                       : sqlite3_bind_null (statement, index);
}

/* What is too large, or finds no memory, would else be written as nothing. */
static int
bind_all (sqlite3_stmt *statement,
          const char   *types,
          va_list       arguments)
{
  int code = SQLITE_OK;

  for (int i = 0; types[i] != '\0' && code == SQLITE_OK; i++)
    switch (types[i])
      {
      case 'i':
        code = sqlite3_bind_int64 (statement, i + 1, va_arg (arguments, gint64));
        break;
      case 'd':
        code = sqlite3_bind_double (statement, i + 1, va_arg (arguments, double));
        break;
      case 's':
        code = sqlite3_bind_text (statement, i + 1, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
        break;
      case 'b':
        code = bind_bytes (statement, i + 1, va_arg (arguments, GBytes *));
        break;
      default:
        g_assert_not_reached ();
      }
  return code;
}

static CsQuery *
ask (CsStore    *self,
     GError    **error,
     const char *sql,
     const char *types,
     va_list     arguments)
{
  sqlite3_stmt *statement = take_statement (self, sql, error);
  CsQuery *query;
  int code;

  if (statement == NULL)
    return NULL;
  query = g_new (CsQuery, 1);
  *query = (CsQuery) { self, statement, sql };
  code = bind_all (statement, types, arguments);
  if (code == SQLITE_OK)
    return query;
  set_error (self, code, error);
  cs_query_end (query);
  return NULL;
}

static CsStore *
open_store (GFile   *file,
            gboolean read_only,
            GError **error)
{
  g_autoptr (CsStore) self = g_new0 (CsStore, 1);
  int code;

  self->path = g_file_get_path (file);
  self->ready = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, finalize_statement);
  if (self->path == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("A study must lie in a folder of this computer; copy it to one"));
      return NULL;
    }
  if (read_only)
    code = connect_reading (self);
  else
    code = connect_to (self, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (code != SQLITE_OK)
    {
      set_error (self, code, error);
      return NULL;
    }
  if (!cs_store_run (self, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL", error))
    return NULL;
  return g_steal_pointer (&self);
}

CsStore *
cs_store_open_plain (GFile   *file,
                     GError **error)
{
  return open_store (file, FALSE, error);
}

CsStore *
cs_store_open (GFile   *file,
               gboolean read_only,
               GError **error)
{
  g_autoptr (CsStore) self = open_store (file, read_only, error);

  if (self == NULL)
    return NULL;
  if (!cs_store_is_read_only (self) && !cs_store_run (self, "PRAGMA journal_mode = WAL", error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cs_store_close (CsStore *self)
{
  g_hash_table_unref (self->ready);
  g_clear_error (&self->unread);
  sqlite3_close_v2 (self->db);
  g_free (self->path);
  g_free (self);
}

gboolean
cs_store_is_read_only (CsStore *self)
{
  return sqlite3_db_readonly (self->db, "main") == 1;
}

gint64
cs_store_last_id (CsStore *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

gboolean
cs_store_run (CsStore    *self,
              const char *sql,
              GError    **error)
{
  int code = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  set_error (self, code, error);
  return FALSE;
}

gboolean
cs_store_do (CsStore    *self,
             GError    **error,
             const char *sql,
             const char *types,
             ...)
{
  g_autoptr (CsQuery) query = NULL;
  va_list arguments;
  int code;

  va_start (arguments, types);
  query = ask (self, error, sql, types, arguments);
  va_end (arguments);
  if (query == NULL)
    return FALSE;
  do
    code = sqlite3_step (query->statement);
  while (code == SQLITE_ROW);
  if (code == SQLITE_DONE)
    return TRUE;
  set_error (self, code, error);
  return FALSE;
}

CsQuery *
cs_store_ask (CsStore    *self,
              GError    **error,
              const char *sql,
              const char *types,
              ...)
{
  CsQuery *query;
  va_list arguments;

  va_start (arguments, types);
  query = ask (self, error, sql, types, arguments);
  va_end (arguments);
  return query;
}

gint64
cs_store_ask_int (CsStore    *self,
                  const char *sql,
                  gint64      otherwise)
{
  g_autoptr (CsQuery) query = cs_store_ask (self, NULL, sql, "");

  return query != NULL && cs_query_next (query, NULL) ? cs_query_int (query, 0) : otherwise;
}

gboolean
cs_query_next (CsQuery *self,
               GError **error)
{
  int code = sqlite3_step (self->statement);

  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return code == SQLITE_ROW;
  if (self->store->unread == NULL)
    set_error (self->store, code, &self->store->unread);
  set_error (self->store, code, error);
  return FALSE;
}

gboolean
cs_query_ended (const CsQuery *self,
                GError        *failure,
                GError       **error)
{
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  return self != NULL;
}

gint64
cs_query_int (CsQuery *self,
              int      column)
{
  return sqlite3_column_int64 (self->statement, column);
}

double
cs_query_double (CsQuery *self,
                 int      column)
{
  return sqlite3_column_double (self->statement, column);
}

const char *
cs_query_text (CsQuery *self,
               int      column)
{
  const char *text = (const char *) sqlite3_column_text (self->statement, column);

  return text != NULL ? text : "";
}

GBytes *
cs_query_bytes (CsQuery *self,
                int      column)
{
  gconstpointer data = sqlite3_column_blob (self->statement, column);

  return data != NULL ? g_bytes_new (data, sqlite3_column_bytes (self->statement, column)) : NULL;
}

static void
feed (GChecksum    *sum,
      char          type,
      gconstpointer data,
      gsize         size)
{
  g_autofree char *head = g_strdup_printf ("%c%" G_GSIZE_FORMAT ":", type, size);

  g_checksum_update (sum, (const guchar *) head, -1);
  if (size > 0)
    g_checksum_update (sum, data, (gssize) size);
}

/* Numbers go in by their bits, not as this or that SQLite writes them. */
static void
feed_column (sqlite3_stmt *statement,
             int           column,
             GChecksum    *sum)
{
  guint64 bits;
  double number;

  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      bits = GUINT64_TO_BE ((guint64) sqlite3_column_int64 (statement, column));
      feed (sum, 'i', &bits, sizeof bits);
      break;
    case SQLITE_FLOAT:
      number = sqlite3_column_double (statement, column);
      memcpy (&bits, &number, sizeof bits);
      bits = GUINT64_TO_BE (bits);
      feed (sum, 'd', &bits, sizeof bits);
      break;
    case SQLITE_NULL:
      feed (sum, 'n', NULL, 0);
      break;
    default:
      feed (sum, sqlite3_column_type (statement, column) == SQLITE_BLOB ? 'b' : 's',
            sqlite3_column_blob (statement, column), (gsize) sqlite3_column_bytes (statement, column));
    }
}

void
cs_query_digest (CsQuery    *self,
                 const char *table,
                 GChecksum  *sum)
{
  feed (sum, 't', table, strlen (table));
  for (int i = 0; i < sqlite3_column_count (self->statement); i++)
    feed_column (self->statement, i, sum);
}

void
cs_query_end (CsQuery *self)
{
  sqlite3_reset (self->statement);
  sqlite3_clear_bindings (self->statement);
  g_hash_table_replace (self->store->ready, (gpointer) self->sql, self->statement);
  g_free (self);
}

gboolean
cs_store_begin (CsStore *self,
                GError **error)
{
  g_clear_error (&self->unread);
  return cs_store_run (self, "BEGIN IMMEDIATE", error);
}

static int
is_stopped (gpointer data)
{
  return g_cancellable_is_cancelled (((CsStore *) data)->stop);
}

void
cs_store_stop_with (CsStore      *self,
                    GCancellable *cancellable)
{
  self->stop = cancellable;
  sqlite3_progress_handler (self->db, STEPS_ASKED, cancellable != NULL ? is_stopped : NULL, self);
}

gboolean
cs_store_end (CsStore *self,
              gboolean ok,
              GError **error)
{
  /* Whoever did not ask whether all rows were read has decided without them. */
  if (ok && self->unread != NULL)
    g_propagate_error (error, g_steal_pointer (&self->unread));
  else if (ok && cs_store_run (self, "COMMIT", error))
    return TRUE;
  /* A full disk may have rolled back by itself: then there is nothing left to roll back. */
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* In steps, so that a cancel is heard; each begins where the last ended, on the state the first one saw. */
static int
copy_pages (CsStore      *self,
            sqlite3      *copy,
            GCancellable *cancellable)
{
  sqlite3_backup *backup = sqlite3_backup_init (copy, "main", self->db, "main");
  int code = backup != NULL ? SQLITE_OK : sqlite3_errcode (copy);

  while (backup != NULL && code == SQLITE_OK)
    code = g_cancellable_is_cancelled (cancellable) ? SQLITE_INTERRUPT : sqlite3_backup_step (backup, COPY_PAGES);
  sqlite3_backup_finish (backup);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* The copy is a file by itself: a log beside it would be left behind when it is carried away. */
static int
copy_into (CsStore      *self,
           const char   *path,
           GCancellable *cancellable)
{
  sqlite3 *copy = NULL;
  int code = sqlite3_open_v2 (path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, NULL);

  if (code == SQLITE_OK)
    code = copy_pages (self, copy, cancellable);
  if (code == SQLITE_OK)
    code = sqlite3_exec (copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  sqlite3_close_v2 (copy);
  return code;
}

gboolean
cs_store_copy (CsStore      *self,
               GFile        *to,
               GCancellable *cancellable,
               GError      **error)
{
  gboolean ok = cs_store_run (self, "BEGIN; SELECT count(*) FROM sqlite_master", error);
  int code = ok ? copy_into (self, g_file_peek_path (to), cancellable) : SQLITE_OK;

  if (ok)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  if (!ok || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (code == SQLITE_OK)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_STORE, "“%s”: %s (%s)", g_file_peek_path (to), remedy (code),
               sqlite3_errstr (code));
  return FALSE;
}
