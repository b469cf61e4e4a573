#include "cs-crew.h"

#include <unistd.h>

#include "cs-rows.h"

/* What a film under work takes over the whole pipeline: 23 bytes a pixel, measured on 24 megapixels, and some room. */
#define BYTES_PER_PIXEL 32

typedef struct
{
  guint         n, next, taken, ahead;   /* films; next to begin; taken; how far next may run ahead of taken */
  CsCrewWork    work;
  gpointer      data;
  GCancellable *cancellable;             /* the caller's, or cancelled by the first error */
  GMutex        mutex;
  GCond         changed;
  gpointer     *results;
  GError      **errors;
} Crew;

static gboolean
is_done (const Crew *crew,
         guint       i)
{
  return crew->results[i] != NULL || crew->errors[i] != NULL;
}

static gpointer
worker_main (gpointer data)
{
  Crew *crew = data;

  g_mutex_lock (&crew->mutex);
  while (crew->next < crew->n)
    {
      guint i = crew->next;
      GError *error = NULL;
      gpointer result;

      if (i >= crew->taken + crew->ahead)
        {
          g_cond_wait (&crew->changed, &crew->mutex);
          continue;
        }
      crew->next++;
      g_mutex_unlock (&crew->mutex);
      result = crew->work (i, crew->data, crew->cancellable, &error);
      g_mutex_lock (&crew->mutex);
      crew->results[i] = result;
      crew->errors[i] = error;
      g_cond_broadcast (&crew->changed);
    }
  g_mutex_unlock (&crew->mutex);
  return NULL;
}

static gboolean
take_all (Crew          *crew,
          CsCrewTake     take,
          GDestroyNotify free_result,
          GError       **error)
{
  for (guint i = 0; i < crew->n; i++)
    {
      g_mutex_lock (&crew->mutex);
      while (!is_done (crew, i))
        g_cond_wait (&crew->changed, &crew->mutex);
      g_mutex_unlock (&crew->mutex);
      if (crew->errors[i] != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&crew->errors[i]));
          return FALSE;
        }
      if (!take (i, crew->results[i], crew->data, error))
        return FALSE;
      g_mutex_lock (&crew->mutex);
      g_clear_pointer (&crew->results[i], free_result);
      crew->taken = i + 1;
      g_cond_broadcast (&crew->changed);
      g_mutex_unlock (&crew->mutex);
    }
  return TRUE;
}

/* No further film is begun, and those under work are told to leave. */
static void
send_home (Crew *crew)
{
  g_cancellable_cancel (crew->cancellable);
  g_mutex_lock (&crew->mutex);
  crew->next = crew->n;
  g_cond_broadcast (&crew->changed);
  g_mutex_unlock (&crew->mutex);
}

static void
crew_cancelled_cb (GCancellable *caller,
                   gpointer      data)
{
  g_cancellable_cancel (data);
}

gboolean
cs_crew_run (guint          n,
             guint          workers,
             CsCrewWork     work,
             CsCrewTake     take,
             GDestroyNotify free_result,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GCancellable) inner = g_cancellable_new ();
  Crew crew = { .n = n, .ahead = 2 * MAX (workers, 1), .work = work, .data = data, .cancellable = inner,
                .results = g_new0 (gpointer, n + 1), .errors = g_new0 (GError *, n + 1) };
  g_autofree GThread **threads = g_new0 (GThread *, MAX (workers, 1));
  gulong id = g_cancellable_connect (cancellable, G_CALLBACK (crew_cancelled_cb), inner, NULL);
  gboolean ok;

  g_mutex_init (&crew.mutex);
  g_cond_init (&crew.changed);
  for (guint i = 0; i < MAX (workers, 1); i++)
    threads[i] = g_thread_new ("crew", worker_main, &crew);
  ok = take_all (&crew, take, free_result, error);
  send_home (&crew);
  for (guint i = 0; i < MAX (workers, 1); i++)
    g_thread_join (threads[i]);
  g_cancellable_disconnect (cancellable, id);
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&crew.results[i], free_result);
      g_clear_error (&crew.errors[i]);
    }
  g_free (crew.results);
  g_free (crew.errors);
  g_cond_clear (&crew.changed);
  g_mutex_clear (&crew.mutex);
  return ok;
}

guint
cs_crew_workers (guint   n,
                 guint64 pixels,
                 guint   threads)
{
  guint64 memory = (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE) / 2;
  guint64 fitting = memory / MAX (pixels * BYTES_PER_PIXEL, 1);
  guint workers;

  if (threads == 0)
    threads = g_get_num_processors ();
  workers = (guint) CLAMP (MIN (fitting, n), 1, threads);
  cs_rows_set_threads (MAX (threads / workers, 1));
  return workers;
}
