/* Films in parallel: @work in helper threads, its results taken in order by the thread that asked. Bounded: no more than two
 * films a worker are under work or wait to be taken. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gpointer (*CsCrewWork) (guint i, gpointer data, GCancellable *cancellable, GError **error);  /* any thread; NULL: error is set */
typedef gboolean (*CsCrewTake) (guint i, gpointer result, gpointer data, GError **error);            /* the calling thread; borrowed */

/* The first error, in order, ends it; everything taken before stays taken. */
gboolean cs_crew_run     (guint n, guint workers, CsCrewWork work, CsCrewTake take, GDestroyNotify free_result,
                          gpointer data, GCancellable *cancellable, GError **error);

/* How many films of @pixels pixels may be worked on at once with @threads threads (0: one a processor) and half of the memory;
 * the threads that are left over go to the rows of each film. */
guint    cs_crew_workers (guint n, guint64 pixels, guint threads);

G_END_DECLS
