#include "cs-job.h"

#include <sys/resource.h>

/* How far a job stands back behind what a person sees and types: see nice(1). */
#define PATIENCE 10
/* What has gone on for less time, or is less of the whole, tells nothing of the rest. */
#define LEAST_SECONDS 3
#define LEAST_PART 0.02
/* Who waits for items to be received looks this often whether to go on waiting. */
#define LOOK_EVERY (G_USEC_PER_SEC / 20)

typedef struct { gpointer data; GDestroyNotify free; } Item;

/* What the thread has told and the main thread has not yet seen. */
typedef struct
{
  GMutex mutex;
  GCond received;
  double fraction;
  char *message;
  GPtrArray *items;
  guint n_sent;              /* and not yet received: @items, and those that are on their way */
  gboolean queued;
} Mail;

typedef struct { CsJobFunc func; gpointer input, result; GDestroyNotify free_input, free_result; GError *error; } Work;

struct _CsJob
{
  GObject parent_instance;

  char *title, *message;
  double fraction;
  gint64 begun;                /* monotonic time of the first word of how far it is */
  double from;                 /* and how far that was: a training goes on from where it was paused */
  gboolean running;

  Mail mail;
  Work work;
  GTask *task;
  GCancellable *cancellable;
  GAsyncReadyCallback ready;   /* NULL: nobody waits, or no longer */
  gpointer ready_data;
  CsJobReceiveFunc receive;
  gpointer receive_data;
};

G_DEFINE_FINAL_TYPE (CsJob, cs_job, G_TYPE_OBJECT)

enum { PROP_0, PROP_TITLE, PROP_MESSAGE, PROP_FRACTION, PROP_RUNNING, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
item_free (gpointer data)
{
  Item *item = data;
  if (item->free)
    item->free (item->data);
  g_free (item);
}

static void
show_progress (CsJob *self, double fraction, char *message)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (fraction >= 0 && !self->begun)
    {
      self->begun = g_get_monotonic_time ();
      self->from = fraction;
    }
  if (fraction != self->fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
  if (message)
    {
      g_free (self->message);
      self->message = message;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
note_received (CsJob *self)
{
  g_mutex_lock (&self->mail.mutex);
  self->mail.n_sent--;
  g_cond_signal (&self->mail.received);
  g_mutex_unlock (&self->mail.mutex);
}

static void
receive_items (CsJob *self, GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      Item *item = items->pdata[i];
      if (self->receive && !g_cancellable_is_cancelled (self->cancellable))
        self->receive (item->data, self->receive_data);
      note_received (self);
    }
}

/* Empties the mail box: the only way from the thread to what a person sees. */
static void
open_mail (CsJob *self)
{
  g_autoptr (GPtrArray) items = NULL;
  char *message;
  double fraction;

  g_mutex_lock (&self->mail.mutex);
  self->mail.queued = FALSE;
  fraction = self->mail.fraction;
  message = g_steal_pointer (&self->mail.message);
  items = g_steal_pointer (&self->mail.items);
  self->mail.items = g_ptr_array_new_with_free_func (item_free);
  g_mutex_unlock (&self->mail.mutex);

  show_progress (self, fraction, message);
  receive_items (self, items);
}

static gboolean
mail_cb (gpointer data)
{
  open_mail (data);
  return G_SOURCE_REMOVE;
}

/* Called with the mutex held. The idle owns a reference, so the last one is always dropped on the main thread. */
static void
queue_mail (CsJob *self)
{
  if (self->mail.queued)
    return;
  self->mail.queued = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, mail_cb, g_object_ref (self), g_object_unref);
}

static gboolean
done_cb (gpointer data)
{
  CsJob *self = data;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  open_mail (self);
  if (self->work.free_input)
    g_clear_pointer (&self->work.input, self->work.free_input);
  self->running = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
  if (self->work.error)
    g_task_return_error (task, g_steal_pointer (&self->work.error));
  else
    g_task_return_pointer (task, g_steal_pointer (&self->work.result), self->work.free_result);
  return G_SOURCE_REMOVE;
}

/* The task has its result, and drops it by itself where nobody takes it. */
static void
returned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsJob *self = CS_JOB (source);

  if (self->ready)
    self->ready (source, result, self->ready_data);
}

static gpointer
work_thread (gpointer data)
{
  CsJob *self = data;

  /* On Linux this is the thread's own, and goes over to the threads it starts. Refused, the job is only less polite. */
  setpriority (PRIO_PROCESS, 0, PATIENCE);
  self->work.result = self->work.func (self, self->work.input, &self->work.error);
  g_idle_add_full (G_PRIORITY_DEFAULT, done_cb, self, g_object_unref);
  return NULL;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsJob *self = CS_JOB (object);
  switch (id)
    {
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    case PROP_FRACTION: g_value_set_double (value, self->fraction); break;
    case PROP_RUNNING: g_value_set_boolean (value, self->running); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsJob *self = CS_JOB (object);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->mail.message, g_free);
  g_clear_pointer (&self->mail.items, g_ptr_array_unref);
  g_mutex_clear (&self->mail.mutex);
  g_cond_clear (&self->mail.received);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (cs_job_parent_class)->finalize (object);
}

static void
cs_job_class_init (CsJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, 0, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_job_init (CsJob *self)
{
  g_mutex_init (&self->mail.mutex);
  g_cond_init (&self->mail.received);
  self->mail.items = g_ptr_array_new_with_free_func (item_free);
  self->cancellable = g_cancellable_new ();
}

CsJob *
cs_job_start (const char *title, CsJobFunc func, gpointer input, GDestroyNotify free_input,
              GDestroyNotify free_result, GAsyncReadyCallback ready, gpointer user_data)
{
  CsJob *self = g_object_new (CS_TYPE_JOB, NULL);

  g_return_val_if_fail (func != NULL, NULL);
  self->title = g_strdup (title);
  self->work = (Work) { .func = func, .input = input, .free_input = free_input, .free_result = free_result };
  self->task = g_task_new (self, self->cancellable, returned_cb, NULL);
  self->ready = ready;
  self->ready_data = user_data;
  g_task_set_source_tag (self->task, cs_job_start);
  self->running = TRUE;
  g_thread_unref (g_thread_new ("job", work_thread, g_object_ref (self)));
  return self;
}

void
cs_job_set_receiver (CsJob *self, CsJobReceiveFunc receive, gpointer user_data)
{
  g_return_if_fail (CS_IS_JOB (self));
  self->receive = receive;
  self->receive_data = user_data;
}

gpointer
cs_job_finish (CsJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cs_job_cancel (CsJob *self)
{
  g_return_if_fail (CS_IS_JOB (self));
  g_cancellable_cancel (self->cancellable);
}

void
cs_job_abandon (CsJob **job)
{
  CsJob *self = *job;

  if (!self)
    return;
  self->ready = NULL;
  self->receive = NULL;
  cs_job_cancel (self);
  g_clear_object (job);
}

void
cs_job_report (CsJob *self, double fraction, const char *message)
{
  g_return_if_fail (CS_IS_JOB (self));
  g_mutex_lock (&self->mail.mutex);
  self->mail.fraction = CLAMP (fraction, -1, 1);
  if (message)
    {
      g_free (self->mail.message);
      self->mail.message = g_strdup (message);
    }
  queue_mail (self);
  g_mutex_unlock (&self->mail.mutex);
}

void
cs_job_send (CsJob *self, gpointer item, GDestroyNotify free_item)
{
  Item *wrapped = g_new (Item, 1);

  g_return_if_fail (CS_IS_JOB (self));
  *wrapped = (Item) { item, free_item };
  g_mutex_lock (&self->mail.mutex);
  g_ptr_array_add (self->mail.items, wrapped);
  self->mail.n_sent++;
  queue_mail (self);
  g_mutex_unlock (&self->mail.mutex);
}

gboolean
cs_job_await (CsJob *self, guint most)
{
  g_return_val_if_fail (CS_IS_JOB (self), FALSE);
  g_mutex_lock (&self->mail.mutex);
  while (self->mail.n_sent > most && !g_cancellable_is_cancelled (self->cancellable))
    g_cond_wait_until (&self->mail.received, &self->mail.mutex, g_get_monotonic_time () + LOOK_EVERY);
  g_mutex_unlock (&self->mail.mutex);
  return !g_cancellable_is_cancelled (self->cancellable);
}

GCancellable *
cs_job_get_cancellable (CsJob *self)
{
  g_return_val_if_fail (CS_IS_JOB (self), NULL);
  return self->cancellable;
}

const char *
cs_job_get_title (CsJob *self)
{
  g_return_val_if_fail (CS_IS_JOB (self), NULL);
  return self->title;
}

const char *
cs_job_get_message (CsJob *self)
{
  g_return_val_if_fail (CS_IS_JOB (self), NULL);
  return self->message;
}

double
cs_job_get_fraction (CsJob *self)
{
  g_return_val_if_fail (CS_IS_JOB (self), 0);
  return self->fraction;
}

gboolean
cs_job_get_running (CsJob *self)
{
  g_return_val_if_fail (CS_IS_JOB (self), FALSE);
  return self->running;
}

double
cs_job_estimate (double seconds, double from, double to)
{
  return to - from >= LEAST_PART && seconds >= LEAST_SECONDS ? seconds * (1 - to) / (to - from) : -1;
}

double
cs_job_get_left (CsJob *self)
{
  double seconds;

  g_return_val_if_fail (CS_IS_JOB (self), -1);
  seconds = (g_get_monotonic_time () - self->begun) / (double) G_USEC_PER_SEC;
  return self->begun ? cs_job_estimate (seconds, self->from, self->fraction) : -1;
}
