#include "cs-training.h"

#include <glib/gi18n.h>

#include "cs-epoch-row.h"
#include "cs-file.h"

/* What a training takes with it. */
typedef struct
{
  CsCourse *course;
  CsOutset *outset;
  CsCoursePlan plan;
  GFile *state, *begun;       /* begun: where the outset is kept */
  gboolean resume;
  GCancellable *enough, *discard;
  CsJob *job;
  guint n_sent;               /* epochs that were told of */
} Training;

static void
training_free (gpointer data)
{
  Training *training = data;

  cs_course_free (training->course);
  cs_outset_unref (training->outset);
  g_object_unref (training->state);
  g_object_unref (training->begun);
  g_object_unref (training->enough);
  g_object_unref (training->discard);
  g_free (training);
}

/* A file of the training in its home. The folder may not be there before the first network is. */
static GFile *
training_file (CsStudy *study, const char *name)
{
  g_autoptr (GFile) networks = g_file_get_child (cs_study_get_folder (study), "networks");

  g_file_make_directory_with_parents (networks, NULL, NULL);
  return g_file_get_child (networks, name);
}

/* In the job's thread, from here to train(). */
static void
gathered_cb (double fraction, const char *title, gpointer data)
{
  Training *training = data;

  cs_job_report (training->job, fraction, title ? _(title) : NULL);
}

/* How much of the allowed time or epochs has gone: what is nearer to its end counts. */
static double
fraction_of (const Training *training, guint epoch, guint batch, guint n_batches)
{
  guint n;
  const NnEpoch *epochs = cs_course_get_epochs (training->course, &n);
  double by_epochs = (epoch - 1 + (double) batch / MAX (n_batches, 1)) / MAX (training->plan.plan.max_epochs, 1);
  double seconds = n > 0 ? epochs[n - 1].seconds * (1 + (double) batch / MAX (n_batches, 1) / n) : 0;
  double by_minutes = training->plan.plan.minutes > 0 ? seconds / (60 * training->plan.plan.minutes) : 0;

  return CLAMP (MAX (by_epochs, by_minutes), 0, 1);
}

static void
batch_cb (guint epoch, guint batch, guint n_batches, double loss, gpointer data)
{
  Training *training = data;
  g_autofree char *text = NULL;

  /* Translators: how a training fares: number of the epoch, of the batch in it, of all its batches, and the loss. */
  text = g_strdup_printf (_("Epoch %u, batch %u of %u, loss %.3f"), epoch, batch, n_batches, loss);
  cs_job_report (training->job, fraction_of (training, epoch, batch, n_batches), text);
}

static void
send_epoch (Training *training, const NnEpoch *epoch)
{
  cs_job_send (training->job, cs_epoch_row_new (epoch), g_object_unref);
  training->n_sent = epoch->number;
}

/* The epochs from before a resume come with the first new one, so that the curves are whole. */
static void
epoch_cb (const NnEpoch *epoch, gpointer data)
{
  Training *training = data;
  guint n;
  const NnEpoch *epochs = cs_course_get_epochs (training->course, &n);

  for (guint i = training->n_sent; i < n; i++)
    send_epoch (training, &epochs[i]);
  if (training->n_sent < epoch->number)
    send_epoch (training, epoch);
}

static void
enough_cb (GCancellable *cancellable, gpointer enough)
{
  g_cancellable_cancel (enough);
}

/* Ends with the job or, keeping what is best, with "enough". */
static gboolean
train_until_enough (Training *training, const CsCourseWatch *watch, gboolean *stopped, GError **error)
{
  GCancellable *cancellable = cs_job_get_cancellable (training->job);
  gulong link = g_cancellable_connect (cancellable, G_CALLBACK (enough_cb), training->enough, NULL);
  g_autoptr (GError) ended = NULL;
  gboolean done = cs_course_train (training->course, training->state, training->resume, watch,
                                   training->enough, &ended);

  g_cancellable_disconnect (cancellable, link);
  if (g_cancellable_is_cancelled (training->discard))
    cs_training_delete (training->state, training->begun);
  *stopped = !done;
  if (done || (!g_cancellable_is_cancelled (cancellable) && g_error_matches (ended, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&ended));
  return FALSE;
}

/* A training that goes on has its own weights. */
static gboolean
take_first (Training *training, GError **error)
{
  GFile *first = cs_outset_get_first (training->outset);
  g_autoptr (NnNet) net = NULL;

  if (!first || training->resume)
    return TRUE;
  net = nn_net_load (first, error);
  return net && cs_course_begin_from (training->course, net, error);
}

/* On disk before the first epoch is: whenever the program ends, what it left can go on. */
static gboolean
keep_outset (Training *training, GError **error)
{
  if (training->resume && g_file_query_exists (training->begun, NULL))
    return TRUE;
  if (!training->resume)
    cs_training_delete (training->state, training->begun);
  return cs_outset_save (training->outset, training->begun, error);
}

/* What fails before its first epoch leaves nothing. */
static gpointer
leave_nothing (Training *training)
{
  if (!g_file_query_exists (training->state, NULL))
    cs_file_delete (training->begun);
  return NULL;
}

static gpointer
train (CsJob *job, gpointer input, GError **error)
{
  Training *training = input;
  CsCourseWatch watch = { gathered_cb, batch_cb, epoch_cb, training };
  gboolean stopped;
  CsTrained *trained;

  training->job = job;
  if (!take_first (training, error) || !keep_outset (training, error) ||
      !train_until_enough (training, &watch, &stopped, error))
    return leave_nothing (training);
  if (!cs_course_score (training->course, &watch, cs_job_get_cancellable (job), error))
    return NULL;
  trained = g_new0 (CsTrained, 1);
  trained->net = cs_course_get_network (training->course);
  trained->figures = cs_course_get_figures (training->course);
  trained->why = cs_course_get_stop (training->course);
  trained->stopped = stopped;
  return trained;
}

static Training *
training_new (CsStudy *study, CsOutset *outset, gboolean resume)
{
  Training *training = g_new0 (Training, 1);

  training->outset = cs_outset_ref (outset);
  training->plan = *cs_outset_get_plan (outset);
  training->course = cs_course_new (cs_outset_get_record (outset), cs_outset_get_settings (outset), NULL,
                                    &training->plan);
  training->state = cs_training_state (study);
  training->begun = cs_training_begun (study);
  training->resume = resume;
  return training;
}

void
cs_trained_free (gpointer trained)
{
  CsTrained *self = trained;

  g_clear_pointer (&self->net, nn_net_unref);
  g_free (self->figures);
  g_free (self);
}

CsJob *
cs_training_start (CsStudy *study, CsOutset *outset, gboolean resume, GCancellable *enough, GCancellable *discard,
                   GAsyncReadyCallback ready, gpointer user_data)
{
  Training *training = training_new (study, outset, resume);

  training->enough = g_object_ref (enough);
  training->discard = g_object_ref (discard);
  return cs_job_start (_("Training"), train, training, training_free, cs_trained_free, ready, user_data);
}

GFile *
cs_training_state (CsStudy *study)
{
  return training_file (study, "training.state");
}

GFile *
cs_training_begun (CsStudy *study)
{
  return training_file (study, "training.outset");
}

/* The state first: alone it would be taken for a training whose verdicts are lost. */
void
cs_training_delete (GFile *state, GFile *begun)
{
  cs_file_delete (state);
  cs_file_delete (begun);
}
