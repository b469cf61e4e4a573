/* Undo and redo, over films and restarts: at once, or, of an act of many rows such as a merge, in a job. */
#include "cs-window-private.h"

#include <glib/gi18n.h>
#include "cs-takeback.h"

/* So many marks change back within a frame. */
#define AT_ONCE 200

/* Whose act it is: the study stays until its end, the window need not. */
typedef struct { GWeakRef window; CsStudy *study; CsTakeback *takeback; GError *error; } Errand;

/* Shows where an act was undone or redone: it may be another film. */
static void
show_act (CsWindow *self, CsEntry *entry, CsMark *mark)
{
  if (entry)
    cs_session_set_entry (self->session, entry);
  if (mark)
    cs_session_select (self->session, mark);
}

static void
report (double fraction, gpointer job)
{
  cs_job_report (job, fraction, NULL);
}

static gpointer
run (CsJob *job, gpointer takeback, GError **error)
{
  cs_takeback_run (takeback, report, job, cs_job_get_cancellable (job), error);
  return NULL;
}

static void
end (Errand *errand)
{
  g_autoptr (CsWindow) self = g_weak_ref_get (&errand->window);
  CsEntry *entry;
  CsMark *mark;

  /* A cancel that came too late took nothing back. */
  if (!cs_takeback_end (errand->takeback, errand->study, &entry, &mark) && self)
    cs_window_tell_error (self, errand->error);
  else if (self && cs_session_get_study (self->session) == errand->study)
    show_act (self, entry, mark);
  g_weak_ref_clear (&errand->window);
  g_clear_error (&errand->error);
  g_object_unref (errand->study);
  g_free (errand);
}

static gboolean
read_cb (gpointer data)
{
  Errand *errand = data;

  if (cs_takeback_read (errand->takeback, errand->study))
    return G_SOURCE_CONTINUE;
  end (errand);
  return G_SOURCE_REMOVE;
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *errand = data;

  cs_job_finish (CS_JOB (source), result, &errand->error);
  g_idle_add (read_cb, errand);
}

static void
go_in_job (CsWindow *self, CsStudy *study, gboolean redo)
{
  g_autoptr (GError) error = NULL;
  CsTakeback *takeback = cs_takeback_begin (study, redo, &error);
  g_autoptr (CsJob) job = NULL;
  Errand *errand;

  cs_window_tell_error (self, error);
  if (!takeback)
    return;
  errand = g_new0 (Errand, 1);
  g_weak_ref_init (&errand->window, self);
  errand->study = g_object_ref (study);
  errand->takeback = takeback;
  job = cs_job_start (redo ? _("Redoing") : _("Undoing"), run, takeback, NULL, NULL, taken_back_cb, errand);
  cs_jobs_add (cs_session_get_jobs (self->session), job);
}

static void
go (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  CsStudy *study = cs_session_get_study (self->session);
  gboolean redo = g_str_equal (name, "win.redo");
  g_autoptr (GError) error = NULL;
  CsEntry *entry = NULL;
  CsMark *mark = NULL;

  if (!study)
    return;
  if (cs_takeback_weigh (study, redo) > AT_ONCE)
    {
      go_in_job (self, study, redo);
      return;
    }
  if (redo ? cs_study_redo (study, &entry, &mark, &error) : cs_study_undo (study, &entry, &mark, &error))
    show_act (self, entry, mark);
  cs_window_tell_error (self, error);
}

void
cs_window_class_install_undo (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, go);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, go);
}
