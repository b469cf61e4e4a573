#include "cs-crosser.h"

#include <glib/gi18n.h>

struct _CsCrosser
{
  GObject parent_instance;

  CsSession *session;
  CsStudy *study;                          /* whose figures these are */
  CsJob *job, *reading;
  CsStanding *standing;
  CsHistory current[CS_CROSSER_SETS];      /* of the set that trains now; else empty */
  char *message;
};

G_DEFINE_FINAL_TYPE (CsCrosser, cs_crosser, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What a run takes with it. */
typedef struct { GFile *folder; CsRecord *record; CsSettings *settings; CsCoursePlan plan; CsJob *job; } Order;

/* What it sends: the losses of a set so far, or how all sets stand. */
typedef struct { guint set; CsHistory history; CsStanding *standing; } News;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_object_unref (order->folder);
  g_clear_pointer (&order->record, cs_record_unref);
  g_clear_pointer (&order->settings, cs_settings_unref);
  g_free (order);
}

static void
news_free (gpointer data)
{
  News *news = data;

  cs_history_clear (&news->history);
  g_clear_pointer (&news->standing, cs_standing_free);
  g_free (news);
}

static void
tell (CsCrosser *self, const char *message)
{
  if (message)
    {
      g_free (self->message);
      self->message = g_strdup (message);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* In the job's thread, from here to run(). */

static void
progress_cb (guint set, double fraction, const char *title, gpointer data)
{
  const Order *order = data;
  g_autofree char *text = NULL;

  /* Translators: "Set 2 of 5: Epoch 3, loss 0.100, validation 0.200". */
  text = title ? g_strdup_printf (_("Set %u of %u: %s"), set + 1, order->plan.n_folds, _(title)) : NULL;
  cs_job_report (order->job, (set + CLAMP (fraction, 0, 1)) / order->plan.n_folds, text);
}

static void
epochs_cb (guint set, const NnEpoch *epochs, guint n, gpointer data)
{
  const Order *order = data;
  News *news = g_new0 (News, 1);

  *news = (News) { set, cs_history_new (epochs, n), NULL };
  cs_job_send (order->job, news, news_free);
}

static void
standing_cb (const CsStanding *standing, gpointer data)
{
  const Order *order = data;
  News *news = g_new0 (News, 1);

  news->standing = cs_cross_find (order->folder, &order->plan);
  cs_job_send (order->job, news, news_free);
}

static gpointer
run (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;
  CsCrossWatch watch = { progress_cb, epochs_cb, standing_cb, order };

  order->job = job;
  if (!cs_cross_run (order->folder, order->record, order->settings, &order->plan, &watch,
                     cs_job_get_cancellable (job), error))
    return NULL;
  return cs_cross_find (order->folder, &order->plan);
}

static gpointer
read_kept (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;

  return cs_cross_find (order->folder, &order->plan);
}

/* On the main thread again. */

static void
clear_current (CsCrosser *self)
{
  for (guint i = 0; i < CS_CROSSER_SETS; i++)
    cs_history_clear (&self->current[i]);
}

/* Takes @standing. */
static void
set_standing (CsCrosser *self, CsStanding *standing)
{
  g_clear_pointer (&self->standing, cs_standing_free);
  self->standing = standing;
  clear_current (self);
}

static void
received_cb (gpointer item, gpointer data)
{
  CsCrosser *self = data;
  News *news = item;

  if (news->standing)
    set_standing (self, g_steal_pointer (&news->standing));
  else if (news->set < CS_CROSSER_SETS)
    {
      cs_history_clear (&self->current[news->set]);
      self->current[news->set] = news->history;
      news->history = (CsHistory) { 0 };
    }
  tell (self, NULL);
}

static void
drop_jobs (CsCrosser *self)
{
  if (self->job)
    g_signal_handlers_disconnect_by_data (self->job, self);
  cs_job_abandon (&self->job);
  cs_job_abandon (&self->reading);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsStanding *standing = cs_job_finish (CS_JOB (source), result, NULL);
  CsCrosser *self = data;

  g_clear_object (&self->reading);
  if (standing)
    set_standing (self, standing);
  tell (self, NULL);
}

static const char *
words_for (const GError *error)
{
  if (!error)
    return _("All sets are done.");
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error->message;
  return _("Stopped. Finished sets are kept; the begun one goes on where it was.");
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  CsStanding *standing = cs_job_finish (CS_JOB (source), result, &error);
  CsCrosser *self = data;

  g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  if (standing)
    set_standing (self, standing);
  tell (self, words_for (error));
}

static void
job_moved_cb (CsCrosser *self)
{
  tell (self, cs_job_get_message (self->job));
}

static Order *
order_new (CsCrosser *self, const CsCoursePlan *plan)
{
  Order *order = g_new0 (Order, 1);
  g_autoptr (GFile) networks = g_file_get_child (cs_study_get_folder (self->study), "networks");

  order->folder = g_file_get_child (networks, "folds");
  order->plan = *plan;
  order->plan.n_folds = CS_CROSSER_SETS;
  return order;
}

static void
study_changed_cb (CsCrosser *self)
{
  CsCoursePlan plan;

  drop_jobs (self);
  g_set_object (&self->study, cs_session_get_study (self->session));
  set_standing (self, NULL);
  if (self->study)
    {
      cs_course_plan_init (&plan);
      self->reading = cs_job_start (_("Reading the figures"), read_kept, order_new (self, &plan), order_free,
                                    (GDestroyNotify) cs_standing_free, read_cb, self);
    }
  tell (self, "");
}

static void
dispose (GObject *object)
{
  CsCrosser *self = CS_CROSSER (object);

  drop_jobs (self);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->study);
  set_standing (self, NULL);
  g_clear_pointer (&self->message, g_free);
  G_OBJECT_CLASS (cs_crosser_parent_class)->dispose (object);
}

static void
cs_crosser_class_init (CsCrosserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_CROSSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_crosser_init (CsCrosser *self)
{
  self->message = g_strdup ("");
}

CsCrosser *
cs_crosser_new (CsSession *session)
{
  CsCrosser *self = g_object_new (CS_TYPE_CROSSER, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::study", G_CALLBACK (study_changed_cb), self);
  study_changed_cb (self);
  return self;
}

void
cs_crosser_start (CsCrosser *self, const CsCoursePlan *plan)
{
  Order *order;

  if (self->job || !self->study)
    return;
  cs_job_abandon (&self->reading);
  order = order_new (self, plan);
  order->record = cs_study_freeze_part (self->study, FALSE);
  order->settings = cs_settings_ref (cs_session_get_settings (self->session));
  self->job = cs_job_start (_("Cross-validation"), run, order, order_free, (GDestroyNotify) cs_standing_free, ran_cb,
                            self);
  cs_job_set_receiver (self->job, received_cb, self);
  g_signal_connect_swapped (self->job, "notify::fraction", G_CALLBACK (job_moved_cb), self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->job);
  tell (self, "");
}

void
cs_crosser_stop (CsCrosser *self)
{
  if (!self->job)
    return;
  cs_job_cancel (self->job);
  tell (self, _("Stopping…"));
}

gboolean
cs_crosser_get_running (CsCrosser *self)
{
  return self->job != NULL;
}

double
cs_crosser_get_fraction (CsCrosser *self)
{
  return self->job ? cs_job_get_fraction (self->job) : 0;
}

const char *
cs_crosser_get_message (CsCrosser *self)
{
  return self->message;
}

const CsStanding *
cs_crosser_get_standing (CsCrosser *self)
{
  return self->standing;
}

const CsHistory *
cs_crosser_get_history (CsCrosser *self, guint set)
{
  static const CsHistory none = { 0 };

  if (set >= CS_CROSSER_SETS)
    return &none;
  if (self->current[set].n > 0 || !self->standing)
    return &self->current[set];
  return &g_array_index (self->standing->histories, CsHistory, set);
}
