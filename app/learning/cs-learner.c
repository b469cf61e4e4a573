#include "cs-learner.h"

#include <glib/gi18n.h>

#include "cs-epoch-row.h"
#include "cs-training.h"

struct _CsLearner
{
  GObject parent_instance;

  CsSession *session;
  CsStudy *study;             /* whose training it is: the session's may change meanwhile */
  CsOutset *outset;           /* what it was begun with: reading goes on, and must not change what is learned */
  CsLearnerState state;
  CsJob *job;
  GCancellable *enough;       /* ends the training, not the job: what is best is kept */
  GCancellable *discard;      /* the state is dropped when the job has ended */
  CsTrained *waiting;         /* it came while the study took nothing */
  GListStore *epochs;
  char *message;
};

G_DEFINE_FINAL_TYPE (CsLearner, cs_learner, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_JOB, PROP_MESSAGE, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { TRAINED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_message (CsLearner *self, const char *message)
{
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);
}

static void
set_state (CsLearner *self, CsLearnerState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_job (CsLearner *self, CsJob *job)
{
  if (g_set_object (&self->job, job))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_JOB]);
}

static const char *
why_words (const CsTrained *trained)
{
  if (trained->stopped)
    return _("Stopped; the best network so far was kept.");
  switch (trained->why)
    {
    case NN_STOP_EPOCHS: return _("Trained for all its epochs.");
    case NN_STOP_MINUTES: return _("Trained for all its minutes.");
    default: return _("Trained until it no longer got better.");
    }
}

static gboolean
keep (CsLearner *self, CsTrained *trained, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *title = g_date_time_format (now, _("U-Net of %Y-%m-%d %H:%M"));
  g_autoptr (GFile) file = cs_study_new_network (self->study, title);
  g_autoptr (GFile) state = cs_training_state (self->study), begun = cs_training_begun (self->study);

  if (!nn_net_save (trained->net, file, error) ||
      !cs_study_add_network (self->study, file, title, nn_net_get_digest (trained->net), trained->figures, error))
    return FALSE;
  cs_training_delete (state, begun);
  if (cs_session_get_study (self->session) == self->study)
    cs_session_set_network (self->session, trained->net);
  g_signal_emit (self, signals[TRAINED], 0, file);
  return TRUE;
}

static void
fail (CsLearner *self, GError *error)
{
  set_message (self, error->message);
  g_signal_emit (self, signals[FAILED], 0, error);
}

/* Cancelled, here or from the list of jobs, and its thread has ended: the state is on disk and may be read again. */
static void
end_early (CsLearner *self)
{
  if (g_cancellable_is_cancelled (self->discard))
    {
      g_list_store_remove_all (self->epochs);
      set_message (self, _("Cancelled; nothing was kept."));
      set_state (self, CS_LEARNER_IDLE);
      return;
    }
  set_message (self, _("Paused after the last finished epoch."));
  set_state (self, CS_LEARNER_PAUSED);
}

static void
enter (gpointer data)
{
  CsLearner *self = data;
  CsTrained *trained = g_steal_pointer (&self->waiting);
  g_autoptr (GError) error = NULL;

  if (!trained)
    return;
  set_state (self, CS_LEARNER_IDLE);
  if (keep (self, trained, &error))
    set_message (self, why_words (trained));
  else
    fail (self, error);
  cs_trained_free (trained);
}

static void
trained_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  CsTrained *trained = cs_job_finish (CS_JOB (source), result, &error);
  CsLearner *self = data;

  set_job (self, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      end_early (self);
      return;
    }
  if (error)
    {
      set_state (self, CS_LEARNER_IDLE);
      fail (self, error);
      return;
    }
  self->waiting = trained;
  set_message (self, _("Trained. The network is entered as soon as the study takes changes again."));
  cs_study_when_awake (self->study, enter, self);
}

static void
epoch_received_cb (gpointer item, gpointer data)
{
  g_list_store_append (CS_LEARNER (data)->epochs, item);
}

/* What waits to be entered is lost for nobody: its state is on disk. */
static void
drop_job (CsLearner *self)
{
  g_clear_pointer (&self->waiting, cs_trained_free);
  if (!self->job)
    return;
  cs_job_abandon (&self->job);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_JOB]);
}

/* A training that is resumed keeps its plan; only its limits are those of now. */
static CsOutset *
outset_new (CsLearner *self, const CsCoursePlan *plan, GFile *first, gboolean resume)
{
  CsCoursePlan kept = *plan;
  g_autoptr (CsRecord) record = NULL;

  if (!resume || !self->outset)
    {
      record = cs_study_freeze_part (self->study, FALSE);
      return cs_outset_new (record, cs_session_get_settings (self->session), plan, first);
    }
  kept = *cs_outset_get_plan (self->outset);
  kept.plan.max_epochs = plan->plan.max_epochs;
  kept.plan.minutes = plan->plan.minutes;
  return cs_outset_with_plan (self->outset, &kept);
}

static void
set_outset (CsLearner *self, CsOutset *outset)
{
  g_clear_pointer (&self->outset, cs_outset_unref);
  self->outset = outset;
}

static void
start (CsLearner *self, const CsCoursePlan *plan, GFile *first, gboolean resume)
{
  g_autoptr (CsJob) job = NULL;

  if (self->job || self->waiting || !cs_session_get_study (self->session))
    return;
  g_set_object (&self->study, cs_session_get_study (self->session));
  g_list_store_remove_all (self->epochs);
  g_clear_object (&self->enough);
  g_clear_object (&self->discard);
  self->enough = g_cancellable_new ();
  self->discard = g_cancellable_new ();
  set_outset (self, outset_new (self, plan, first, resume));
  job = cs_training_start (self->study, self->outset, resume, self->enough, self->discard, trained_cb, self);
  cs_job_set_receiver (job, epoch_received_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), job);
  set_message (self, "");
  set_job (self, job);
  set_state (self, CS_LEARNER_RUNNING);
}

/* What a training began with that the last session left. A state of an older Calcspot has none: it goes on with the
 * verdicts of now, if they are the same. */
static void
recall (CsLearner *self, CsStudy *study)
{
  g_autoptr (GFile) begun = cs_training_begun (study);
  g_autoptr (CsRecord) now = cs_study_freeze_part (study, FALSE);
  g_autoptr (GError) error = NULL;

  set_outset (self, cs_outset_load (begun, now, &error));
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    set_message (self, error->message);
}

/* A training that the last session left in the study can go on. */
static void
study_changed_cb (CsLearner *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GFile) state = study && !cs_study_get_read_only (study) ? cs_training_state (study) : NULL;
  gboolean left = state && g_file_query_exists (state, NULL);

  drop_job (self);
  set_outset (self, NULL);
  g_list_store_remove_all (self->epochs);
  set_message (self, "");
  if (left)
    recall (self, study);
  set_state (self, left ? CS_LEARNER_PAUSED : CS_LEARNER_IDLE);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsLearner *self = CS_LEARNER (object);

  switch (id)
    {
    case PROP_STATE: g_value_set_int (value, self->state); break;
    case PROP_JOB: g_value_set_object (value, self->job); break;
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsLearner *self = CS_LEARNER (object);

  drop_job (self);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  set_outset (self, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->study);
  g_clear_object (&self->enough);
  g_clear_object (&self->discard);
  g_clear_object (&self->epochs);
  g_clear_pointer (&self->message, g_free);
  G_OBJECT_CLASS (cs_learner_parent_class)->dispose (object);
}

static void
cs_learner_class_init (CsLearnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, CS_LEARNER_PAUSED, 0, flags);
  props[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, CS_TYPE_JOB, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[TRAINED] = g_signal_new ("trained", CS_TYPE_LEARNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_FILE);
  signals[FAILED] = g_signal_new ("failed", CS_TYPE_LEARNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
cs_learner_init (CsLearner *self)
{
  self->epochs = g_list_store_new (CS_TYPE_EPOCH_ROW);
  self->message = g_strdup ("");
}

CsLearner *
cs_learner_new (CsSession *session)
{
  CsLearner *self = g_object_new (CS_TYPE_LEARNER, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::study", G_CALLBACK (study_changed_cb), self);
  study_changed_cb (self);
  return self;
}

CsLearnerState
cs_learner_get_state (CsLearner *self)
{
  return self->state;
}

CsJob *
cs_learner_get_job (CsLearner *self)
{
  return self->job;
}

const char *
cs_learner_get_message (CsLearner *self)
{
  return self->message;
}

const CsOutset *
cs_learner_get_outset (CsLearner *self)
{
  return self->state == CS_LEARNER_IDLE ? NULL : self->outset;
}

GListModel *
cs_learner_get_epochs (CsLearner *self)
{
  return G_LIST_MODEL (self->epochs);
}

void
cs_learner_start (CsLearner *self, const CsCoursePlan *plan, GFile *first)
{
  start (self, plan, first, FALSE);
}

void
cs_learner_resume (CsLearner *self, const CsCoursePlan *plan)
{
  start (self, plan, NULL, TRUE);
}

void
cs_learner_pause (CsLearner *self)
{
  if (!self->job)
    return;
  set_message (self, _("Pausing…"));
  cs_job_cancel (self->job);
}

void
cs_learner_stop (CsLearner *self)
{
  if (!self->job)
    return;
  set_message (self, _("Scoring the best network so far…"));
  g_cancellable_cancel (self->enough);
}

void
cs_learner_cancel (CsLearner *self)
{
  g_autoptr (GFile) state = NULL;
  g_autoptr (GFile) begun = NULL;

  if (self->job)
    {
      g_cancellable_cancel (self->discard);
      cs_job_cancel (self->job);
      return;
    }
  if (self->state != CS_LEARNER_PAUSED || !cs_session_get_study (self->session))
    return;
  state = cs_training_state (cs_session_get_study (self->session));
  begun = cs_training_begun (cs_session_get_study (self->session));
  cs_training_delete (state, begun);
  g_list_store_remove_all (self->epochs);
  set_message (self, _("Cancelled; nothing was kept."));
  set_state (self, CS_LEARNER_IDLE);
}
