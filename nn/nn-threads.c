#include "nn-threads.h"

typedef struct
{
  NnThreadsFunc func;
  gpointer      data;
  guint         n_items;
  gint          next;
} Work;

typedef struct
{
  Work *work;
  guint worker;
} Share;

static gpointer
work_through (gpointer data)
{
  Share *share = data;
  Work *work = share->work;
  guint item;

  while ((item = g_atomic_int_add (&work->next, 1)) < work->n_items)
    work->func (share->worker, item, work->data);
  return NULL;
}

static guint usual;          /* atomic */

void
nn_threads_set_usual (guint n)
{
  g_atomic_int_set ((int *) &usual, (int) n);
}

guint
nn_threads_count (guint wanted)
{
  if (wanted == 0)
    wanted = (guint) g_atomic_int_get ((int *) &usual);
  return CLAMP (wanted > 0 ? wanted : g_get_num_processors (), 1, 64);
}

/* A thread that cannot be had is done without: the others take its items. */
void
nn_threads_run (guint         n_workers,
                guint         n_items,
                NnThreadsFunc func,
                gpointer      data)
{
  Work work = { func, data, n_items, 0 };
  Share shares[64];
  GThread *threads[64] = { NULL };

  n_workers = CLAMP (MIN (n_workers, n_items), 1, G_N_ELEMENTS (shares));
  for (guint i = 0; i < n_workers; i++)
    shares[i] = (Share) { &work, i };
  for (guint i = 1; i < n_workers; i++)
    threads[i] = g_thread_try_new ("nn", work_through, &shares[i], NULL);
  work_through (&shares[0]);
  for (guint i = 1; i < n_workers; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
}
