/* One database file: the home of sqlite3.h. A small wrapper over prepared statements, kept ready by their text.
 * Main thread only. Errors are CS_ERROR_STORE and name the file and what to do. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsStore CsStore;
typedef struct _CsQuery CsQuery;

/* Read-only where asked for, or where the file may not be written. A read-only medium, where WAL cannot keep its index, is met too. */
CsStore    *cs_store_open      (GFile *file, gboolean read_only, GError **error);
CsStore    *cs_store_open_plain (GFile *file, GError **error);       /* to write, without a log beside it: for a file nobody else uses */
void        cs_store_close     (CsStore *self);
gboolean    cs_store_is_read_only (CsStore *self);
gint64      cs_store_last_id   (CsStore *self);       /* of the last row inserted */

gboolean    cs_store_run       (CsStore *self, const char *sql, GError **error);   /* one or more statements without arguments */

/* @types has one letter per argument: i gint64, d double, s string or NULL, b GBytes or NULL. @sql is a literal: kept by address. */
gboolean    cs_store_do        (CsStore *self, GError **error, const char *sql, const char *types, ...);
CsQuery    *cs_store_ask       (CsStore *self, GError **error, const char *sql, const char *types, ...);
gint64      cs_store_ask_int   (CsStore *self, const char *sql, gint64 otherwise);  /* first column of the first row */

gboolean    cs_query_next      (CsQuery *self, GError **error);      /* FALSE: no more rows, or an error */
/* What a loop over rows returns: FALSE where it was not asked (NULL, its error is set) or broke off with @failure, which is taken. */
gboolean    cs_query_ended     (const CsQuery *self, GError *failure, GError **error);
gint64      cs_query_int       (CsQuery *self, int column);
double      cs_query_double    (CsQuery *self, int column);
const char *cs_query_text      (CsQuery *self, int column);          /* borrowed until next(); never NULL */
GBytes     *cs_query_bytes     (CsQuery *self, int column);          /* a copy; NULL: no value */
void        cs_query_digest    (CsQuery *self, const char *table, GChecksum *sum);   /* feeds the present row, types and lengths with it */
void        cs_query_end       (CsQuery *self);

/* Writes the whole database, as it is at one moment, into the file @to, which must not be a database in use: one file without
 * a log. Others may go on reading and writing the while. Asks @cancellable every few pages. */
gboolean    cs_store_copy      (CsStore *self, GFile *to, GCancellable *cancellable, GError **error);

/* A statement that is running when @cancellable (borrowed; NULL: none) is cancelled ends with G_IO_ERROR_CANCELLED. */
void        cs_store_stop_with (CsStore *self, GCancellable *cancellable);

/* A transaction: all or nothing. end() with @ok FALSE rolls back and returns FALSE; so it does where rows asked for in it could not
 * be read, whoever passed over that. */
gboolean    cs_store_begin     (CsStore *self, GError **error);
gboolean    cs_store_end       (CsStore *self, gboolean ok, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStore, cs_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsQuery, cs_query_end)

G_END_DECLS
