/* A table in comma-separated values: RFC 4180, columns found by the names in its first line. The text is hostile.
 * Read in one piece, then any thread may ask it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CsCsv CsCsv;

/* CS_ERROR_DAMAGED where a quote is left open, a line has not as many fields as the first, or the text is no UTF-8. */
CsCsv      *cs_csv_read     (GFile *file, GCancellable *cancellable, GError **error);
void        cs_csv_free     (CsCsv *self);
guint       cs_csv_get_n    (const CsCsv *self);                                /* lines without the first */
/* Number of the column called @name; -1 with error: there is none. */
int         cs_csv_column   (const CsCsv *self, const char *name, GError **error);
const char *cs_csv_get      (const CsCsv *self, guint row, int column);         /* borrowed */
gboolean    cs_csv_get_int  (const CsCsv *self, guint row, int column, int *value, GError **error);

/* A field of a table that is written: in quotes where it must be. */
void        cs_csv_quote    (GString *csv, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCsv, cs_csv_free)

G_END_DECLS
