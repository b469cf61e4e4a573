/* Work on another thread that tells how it fares: one GThread a job.
 *
 * The function takes its input whole, touches only immutable values and its own memory, asks its cancellable every few
 * 100 ms and returns one result. What it finds on the way it sends; reports and items reach the main thread by one
 * queued idle, however many there are.
 *
 * Rule of owners: abandon the job in dispose, and whenever a newer one supersedes it. What is abandoned calls nobody any
 * more, so late results are dropped and no owner is met dead. Anyone may cancel, as a person does in the list of jobs:
 * its owner then gets G_IO_ERROR_CANCELLED, never anything else, and goes back to waiting for nothing; what was sent is not
 * received after the cancel. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_TYPE_JOB (cs_job_get_type ())
G_DECLARE_FINAL_TYPE (CsJob, cs_job, CS, JOB, GObject)

/* In the job's thread. NULL with @error set, or with none where NULL is the result. */
typedef gpointer (*CsJobFunc)        (CsJob *self, gpointer input, GError **error);
typedef void     (*CsJobReceiveFunc) (gpointer item, gpointer user_data);   /* on the main thread; @item is borrowed */

/* GObject properties: title message (string), fraction (double, 0..1; below 0: not known), running (boolean) */
CsJob        *cs_job_start           (const char *title, CsJobFunc func, gpointer input, GDestroyNotify free_input,
                                      GDestroyNotify free_result, GAsyncReadyCallback ready, gpointer user_data);
void          cs_job_set_receiver    (CsJob *self, CsJobReceiveFunc receive, gpointer user_data);  /* right after start */
gpointer      cs_job_finish          (CsJob *self, GAsyncResult *result, GError **error);  /* transfer full */
void          cs_job_cancel          (CsJob *self);
void          cs_job_abandon         (CsJob **job);   /* the owner's: cancels, and calls nothing again; clears; NULL: nothing */

/* Any thread. */
void          cs_job_report          (CsJob *self, double fraction, const char *message);  /* @message NULL: as before */
void          cs_job_send            (CsJob *self, gpointer item, GDestroyNotify free_item);  /* takes @item; received in order */
/* Waits until no more than @most of what was sent have not been received: for items that weigh much. FALSE: cancelled. */
gboolean      cs_job_await           (CsJob *self, guint most);
GCancellable *cs_job_get_cancellable (CsJob *self);

/* Main thread: what the last idle brought. */
const char   *cs_job_get_title       (CsJob *self);
const char   *cs_job_get_message     (CsJob *self);
double        cs_job_get_fraction    (CsJob *self);
gboolean      cs_job_get_running     (CsJob *self);
double        cs_job_get_left        (CsJob *self);   /* seconds, at the pace so far; below 0: too early to say */
/* The same of work that came from @from to @to, of 1, in so many seconds. */
double        cs_job_estimate        (double seconds, double from, double to);

G_END_DECLS
