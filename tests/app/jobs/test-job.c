/* Jobs: progress is coalesced, a cancel drops everything late, the list follows. */
#include "patience.h"
#include "cs-jobs.h"

typedef struct
{
  guint notifies, items, ready;
  gboolean in_order;
  GError *error;
  gpointer result;
  gint expected;
} Watch;

static void
spin_until (gboolean (*done) (gpointer), gpointer data)
{
  gint64 end = g_get_monotonic_time () + patient_us (20);
  while (!done (data) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  g_assert_true (done (data));
}

static gboolean is_ready (gpointer data) { return ((Watch *) data)->ready > 0; }

static gboolean
is_gone (gpointer data)
{
  g_autoptr (GObject) object = g_weak_ref_get (data);
  return object == NULL;
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Watch *watch = data;
  watch->ready++;
  watch->result = cs_job_finish (CS_JOB (source), result, &watch->error);
}

static void
notify_cb (CsJob *job, GParamSpec *pspec, Watch *watch)
{
  watch->notifies++;
}

static void
receive_cb (gpointer item, gpointer data)
{
  Watch *watch = data;
  watch->items++;
  watch->in_order = watch->in_order && GPOINTER_TO_INT (item) == watch->expected++;
}

static gpointer
report_much (CsJob *job, gpointer input, GError **error)
{
  for (int i = 0; i < 10000; i++)
    cs_job_report (job, i / 10000.0, NULL);
  cs_job_report (job, 1, "done");
  return g_strdup (input);
}

static void
test_progress (void)
{
  Watch watch = { 0 };
  g_autoptr (CsJob) job = cs_job_start ("Title", report_much, g_strdup ("value"), g_free, g_free, ready_cb, &watch);

  g_assert_cmpstr (cs_job_get_title (job), ==, "Title");
  g_assert_true (cs_job_get_running (job));
  g_signal_connect (job, "notify::fraction", G_CALLBACK (notify_cb), &watch);
  g_usleep (100000);   /* the main loop sleeps while the thread reports */
  spin_until (is_ready, &watch);
  g_assert_no_error (watch.error);
  g_assert_cmpstr (watch.result, ==, "value");
  g_assert_false (cs_job_get_running (job));
  g_assert_cmpfloat (cs_job_get_fraction (job), ==, 1);
  g_assert_cmpstr (cs_job_get_message (job), ==, "done");
  g_assert_cmpuint (watch.notifies, >, 0);
  g_assert_cmpuint (watch.notifies, <, 100);
  g_free (watch.result);
}

static void
test_left (void)
{
  g_assert_cmpfloat (cs_job_estimate (10, 0, 0.25), ==, 30);
  g_assert_cmpfloat_with_epsilon (cs_job_estimate (10, 0.5, 0.6), 40, 1e-9);   /* gone on with after a pause */
  g_assert_cmpfloat (cs_job_estimate (10, 0, 1), ==, 0);
  g_assert_cmpfloat (cs_job_estimate (1, 0, 0.5), <, 0);
  g_assert_cmpfloat (cs_job_estimate (10, 0.5, 0.5), <, 0);
  g_assert_cmpfloat (cs_job_estimate (10, 0, -1), <, 0);
}

static gpointer
send_many (CsJob *job, gpointer input, GError **error)
{
  for (int i = 0; i < 1000; i++)
    cs_job_send (job, GINT_TO_POINTER (i), NULL);
  return NULL;
}

static void
test_items (void)
{
  Watch watch = { .in_order = TRUE };
  g_autoptr (CsJob) job = cs_job_start ("", send_many, NULL, NULL, NULL, ready_cb, &watch);

  cs_job_set_receiver (job, receive_cb, &watch);
  spin_until (is_ready, &watch);
  g_assert_cmpuint (watch.items, ==, 1000);
  g_assert_true (watch.in_order);
}

typedef struct { guint most, n_ahead; gint n_received; gboolean stopped; } Pace;

static void
pace_cb (gpointer item, gpointer data)
{
  g_atomic_int_inc (&((Pace *) data)->n_received);
}

static gpointer
send_paced (CsJob *job, gpointer input, GError **error)
{
  Pace *pace = input;

  for (int i = 0; i < 20 && !pace->stopped; i++)
    {
      cs_job_send (job, pace, NULL);
      pace->n_ahead = MAX (pace->n_ahead, (guint) (i + 1 - g_atomic_int_get (&pace->n_received)));
      pace->stopped = !cs_job_await (job, pace->most);
    }
  return NULL;
}

/* Whoever waits is never farther ahead than it said, and a cancel, with nobody there who receives, ends its waiting. */
static void
test_paced (void)
{
  Pace pace = { .most = 2 }, alone = { .most = 2 };
  Watch watch = { 0 }, other = { 0 };
  g_autoptr (CsJob) job = cs_job_start ("", send_paced, &pace, NULL, NULL, ready_cb, &watch);
  g_autoptr (CsJob) left = cs_job_start ("", send_paced, &alone, NULL, NULL, ready_cb, &other);

  cs_job_set_receiver (job, pace_cb, &pace);
  g_usleep (100000);
  cs_job_cancel (left);
  spin_until (is_ready, &watch);
  spin_until (is_ready, &other);
  g_assert_cmpint (pace.n_received, ==, 20);
  g_assert_cmpuint (pace.n_ahead, ==, 3);
  g_assert_false (pace.stopped);
  g_assert_true (alone.stopped);
  g_clear_error (&other.error);
}

static gpointer
fail (CsJob *job, gpointer input, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room");
  return NULL;
}

static void
test_error (void)
{
  Watch watch = { 0 };
  g_autoptr (CsJob) job = cs_job_start ("", fail, NULL, NULL, NULL, ready_cb, &watch);

  spin_until (is_ready, &watch);
  g_assert_error (watch.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&watch.error);
}

static int alive;

static void
value_free (gpointer data)
{
  g_atomic_int_add (&alive, -1);
}

/* Ignores its cancellable, as a job between two questions does, and hands over a result all the same. */
static gpointer
come_late (CsJob *job, gpointer input, GError **error)
{
  while (!g_cancellable_is_cancelled (cs_job_get_cancellable (job)))
    g_usleep (500);
  g_atomic_int_add (&alive, 2);
  cs_job_send (job, GINT_TO_POINTER (1), value_free);
  return GINT_TO_POINTER (2);
}

static void
test_late (void)
{
  Watch watch = { 0 };
  g_autoptr (CsJob) job = cs_job_start ("", come_late, NULL, NULL, value_free, ready_cb, &watch);

  cs_job_set_receiver (job, receive_cb, &watch);
  cs_job_cancel (job);
  spin_until (is_ready, &watch);
  g_assert_error (watch.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (watch.result);
  g_assert_cmpuint (watch.items, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (g_atomic_int_get (&alive), ==, 0);
  g_clear_error (&watch.error);
}

/* What its owner has left calls nobody, whatever it still brings. */
static void
test_abandoned (void)
{
  Watch watch = { 0 };
  CsJob *job = cs_job_start ("", come_late, NULL, NULL, value_free, ready_cb, &watch);
  GWeakRef weak;

  g_weak_ref_init (&weak, job);
  cs_job_set_receiver (job, receive_cb, &watch);
  cs_job_abandon (&job);
  g_assert_null (job);
  cs_job_abandon (&job);
  spin_until (is_gone, &weak);
  g_assert_cmpuint (watch.ready, ==, 0);
  g_assert_cmpuint (watch.items, ==, 0);
  g_assert_cmpint (g_atomic_int_get (&alive), ==, 0);
  g_weak_ref_clear (&weak);
}

static void
test_list (void)
{
  Watch watch = { 0 };
  g_autoptr (CsJobs) jobs = cs_jobs_new ();
  CsJob *job = cs_job_start ("", come_late, NULL, NULL, value_free, ready_cb, &watch);
  GWeakRef weak;

  g_weak_ref_init (&weak, job);
  cs_jobs_add (jobs, job);
  g_object_unref (job);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (jobs)), ==, 1);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (jobs)) == CS_TYPE_JOB);
  cs_jobs_stop (jobs, 20);
  g_assert_cmpuint (cs_jobs_get_n (jobs), ==, 0);
  spin_until (is_ready, &watch);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (g_weak_ref_get (&weak));
  g_weak_ref_clear (&weak);
  g_clear_error (&watch.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/progress", test_progress);
  g_test_add_func ("/job/left", test_left);
  g_test_add_func ("/job/items", test_items);
  g_test_add_func ("/job/paced", test_paced);
  g_test_add_func ("/job/error", test_error);
  g_test_add_func ("/job/late", test_late);
  g_test_add_func ("/job/abandoned", test_abandoned);
  g_test_add_func ("/job/list", test_list);
  return g_test_run ();
}
