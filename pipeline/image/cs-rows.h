/* A function over bands of rows on helper threads: the only place the pipeline meets threads.
 * Leaf work: @func touches only its band and immutable values. Results never depend on the number of threads:
 * bands have a fixed height, not one that follows the number. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* rows first <= y < last */
typedef void (*CsRowsFunc) (guint first, guint last, gpointer data);

/* Calls @func for bands of @band rows (0: a sensible height) until all @height rows are done or @cancellable (may be
 * NULL) is cancelled; returns FALSE then, with G_IO_ERROR_CANCELLED set. Blocks; the calling thread works too. */
gboolean cs_rows_run         (guint height, guint band, CsRowsFunc func, gpointer data,
                              GCancellable *cancellable, GError **error);
guint    cs_rows_get_threads (void);
void     cs_rows_set_threads (guint n);  /* 0: one a processor. Tests, batch and preferences. */

G_END_DECLS
