/* GLib is not built for the thread sanitizer, which therefore sees neither its locks nor its counts of references, and
 * calls everything they guard a race. Preloaded, this tells it what each of them puts in order. It adds no order that
 * GLib does not give: what our threads share without a lock is still found.
 */
#define _GNU_SOURCE   /* RTLD_NEXT */
#include <dlfcn.h>
#include <gio/gio.h>

/* Missing in programs that are not instrumented, such as Python. */
extern void __tsan_acquire (void *where) __attribute__ ((weak));
extern void __tsan_release (void *where) __attribute__ ((weak));

#define REAL(name) \
  ({ static typeof (&name) next; if (next == NULL) next = (typeof (&name)) dlsym (RTLD_NEXT, #name); next; })

static void
come_after (gconstpointer where)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire ((void *) where);
}

static void
go_before (gconstpointer where)
{
  if (__tsan_release != NULL)
    __tsan_release ((void *) where);
}

/* Locks */

#define LOCK(name, Type) void (name) (Type *lock) { REAL (name) (lock); come_after (lock); }
#define UNLOCK(name, Type) void (name) (Type *lock) { go_before (lock); REAL (name) (lock); }

LOCK (g_mutex_lock, GMutex)
UNLOCK (g_mutex_unlock, GMutex)
LOCK (g_rec_mutex_lock, GRecMutex)
UNLOCK (g_rec_mutex_unlock, GRecMutex)
LOCK (g_rw_lock_reader_lock, GRWLock)
UNLOCK (g_rw_lock_reader_unlock, GRWLock)
LOCK (g_rw_lock_writer_lock, GRWLock)
UNLOCK (g_rw_lock_writer_unlock, GRWLock)

gboolean
(g_mutex_trylock) (GMutex *lock)
{
  gboolean taken = REAL (g_mutex_trylock) (lock);

  if (taken)
    come_after (lock);
  return taken;
}

void
(g_cond_wait) (GCond *cond, GMutex *lock)
{
  go_before (lock);
  REAL (g_cond_wait) (cond, lock);
  come_after (lock);
}

gboolean
(g_cond_wait_until) (GCond *cond, GMutex *lock, gint64 end)
{
  gboolean signalled;

  go_before (lock);
  signalled = REAL (g_cond_wait_until) (cond, lock, end);
  come_after (lock);
  return signalled;
}

void
(g_once_init_leave) (volatile void *where, gsize result)
{
  go_before ((gconstpointer) where);
  REAL (g_once_init_leave) (where, result);
}

/* Counts of references: whoever drops the last comes after all who dropped theirs. */

static void
drop (gconstpointer counted)
{
  go_before (counted);
  come_after (counted);
}

gboolean
(g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  gboolean last;

  go_before (count);
  last = REAL (g_atomic_ref_count_dec) (count);
  come_after (count);
  return last;
}

gboolean
(g_atomic_ref_count_compare) (gatomicrefcount *count, int value)
{
  gboolean same = REAL (g_atomic_ref_count_compare) (count, value);

  come_after (count);
  return same;
}

void
(g_atomic_rc_box_release_full) (gpointer box, GDestroyNotify clear)
{
  drop (box);
  REAL (g_atomic_rc_box_release_full) (box, clear);
}

void
(g_object_unref) (gpointer object)
{
  drop (object);
  REAL (g_object_unref) (object);
}

void
(g_bytes_unref) (GBytes *bytes)
{
  drop (bytes);
  REAL (g_bytes_unref) (bytes);
}

gpointer
(g_weak_ref_get) (GWeakRef *ref)
{
  gpointer object = REAL (g_weak_ref_get) (ref);

  if (object != NULL)
    come_after (object);
  return object;
}

/* Cancelling */

void
(g_cancellable_cancel) (GCancellable *cancellable)
{
  if (cancellable != NULL)
    go_before (cancellable);
  REAL (g_cancellable_cancel) (cancellable);
}

gboolean
(g_cancellable_is_cancelled) (GCancellable *cancellable)
{
  gboolean cancelled = REAL (g_cancellable_is_cancelled) (cancellable);

  if (cancelled)
    come_after (cancellable);
  return cancelled;
}

/* What one thread asks another to run comes after the asking. */

typedef struct
{
  GSourceFunc    run;
  gpointer       data;
  GDestroyNotify clear;
} Errand;

static gboolean
run_errand (gpointer data)
{
  const Errand *errand = data;

  come_after (errand);
  return errand->run (errand->data);
}

static void
clear_errand (gpointer data)
{
  Errand *errand = data;

  if (errand->clear != NULL)
    errand->clear (errand->data);
  g_free (errand);
}

guint
(g_idle_add_full) (int priority, GSourceFunc run, gpointer data, GDestroyNotify clear)
{
  Errand *errand = g_new (Errand, 1);

  *errand = (Errand) { run, data, clear };
  go_before (errand);
  return REAL (g_idle_add_full) (priority, run_errand, errand, clear_errand);
}

guint
(g_idle_add) (GSourceFunc run, gpointer data)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, run, data, NULL);
}

/* A pool's functions, kept for good: a pool may outlive whoever frees it. */
typedef struct
{
  GFunc    run;
  gpointer data;
} Duty;

static void
do_duty (gpointer work, gpointer data)
{
  const Duty *duty = data;

  come_after (work);
  duty->run (work, duty->data);
  go_before (duty);
}

GThreadPool *
(g_thread_pool_new) (GFunc run, gpointer data, int most, gboolean exclusive, GError **error)
{
  Duty *duty = g_new (Duty, 1);

  *duty = (Duty) { run, data };
  return REAL (g_thread_pool_new) (do_duty, duty, most, exclusive, error);
}

gboolean
(g_thread_pool_push) (GThreadPool *pool, gpointer work, GError **error)
{
  go_before (work);
  return REAL (g_thread_pool_push) (pool, work, error);
}

void
(g_thread_pool_free) (GThreadPool *pool, gboolean immediate, gboolean wait)
{
  gpointer duty = pool->user_data;

  REAL (g_thread_pool_free) (pool, immediate, wait);
  if (wait)
    come_after (duty);
}
