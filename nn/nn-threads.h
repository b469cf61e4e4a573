/* A function over the patches of a batch: the only place the network meets threads.
 * Priority: nothing here sets one. Helper threads are made by the thread that asks, and on Linux take over its own: a job of the
 * window stands back (app/jobs/cs-job.c: nice 10), and so do its helpers; calcspot-batch runs as it was started. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called once an @item, in no order; items of one @worker never overlap in time. What an item writes must depend on the
 * item alone, so that any number of threads gives the same numbers. */
typedef void (*NnThreadsFunc) (guint worker, guint item, gpointer data);

guint nn_threads_count (guint wanted);                  /* 0: the usual number */
void  nn_threads_set_usual (guint n);                   /* 0: one a processor, as at first. Any thread; work under way keeps its own */
void  nn_threads_run   (guint n_workers, guint n_items, NnThreadsFunc func, gpointer data);  /* returns when all are done */

G_END_DECLS
