/* Another copy of the study comes beside this one: a chooser for its folder, a job, and what came, told. */
#include "cs-window-private.h"

#include <glib/gi18n.h>
#include "cs-count.h"
#include "cs-keymap.h"
#include "cs-merge.h"

static void
tell (CsWindow *self, const CsMerged *merged)
{
  g_autofree char *undo = cs_keymap_label_now ("win.undo"), *boxes = cs_count (CS_COUNT_BOXES, merged->n_marks);
  g_autofree char *verdicts = cs_count (CS_COUNT_VERDICTS, merged->n_verdicts);
  g_autofree char *words = cs_count (CS_COUNT_WORDS, merged->n_words);
  /* Translators: "4 boxes", "3 verdicts", "2 words", and a key */
  g_autofree char *counts = g_strdup_printf (_("Added: %s, %s, %s. %s takes it back."), boxes, verdicts, words, undo);
  g_autofree char *rest = NULL;

  if (merged->n_conflicts + merged->n_strange == 0)
    {
      cs_window_toast (self, counts);
      return;
    }
  rest = g_strdup_printf (_("%s\n\nSaid otherwise here: %u. Nothing was overwritten: reveal the verdicts on the "
                            "page Readers, and decide.\nFilms of the other copy that are not in this study: %u."),
                          counts, merged->n_conflicts, merged->n_strange);
  cs_window_tell (self, _("Not everything fitted"), rest);
}

/* Whose merge it is: the study stays until its end, the window need not. */
typedef struct { GWeakRef window; CsStudy *study; CsMerge *merge; GError *error; } Errand;

static void
report (double fraction, gpointer job)
{
  cs_job_report (job, fraction, NULL);
}

static gpointer
run (CsJob *job, gpointer merge, GError **error)
{
  cs_merge_run (merge, report, job, cs_job_get_cancellable (job), error);
  return NULL;
}

static void
end (Errand *errand)
{
  g_autoptr (CsWindow) self = g_weak_ref_get (&errand->window);
  CsMerged merged = cs_merge_end (errand->merge, errand->study);

  /* A cancel that came too late took nothing back. */
  if (self && merged.done)
    tell (self, &merged);
  else if (self)
    cs_window_tell_error (self, errand->error);
  g_weak_ref_clear (&errand->window);
  g_clear_error (&errand->error);
  g_object_unref (errand->study);
  g_free (errand);
}

static gboolean
read_cb (gpointer data)
{
  Errand *errand = data;

  if (cs_merge_read (errand->merge, errand->study))
    return G_SOURCE_CONTINUE;
  end (errand);
  return G_SOURCE_REMOVE;
}

static void
merged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *errand = data;

  cs_job_finish (CS_JOB (source), result, &errand->error);
  g_idle_add (read_cb, errand);
}

void
cs_window_merge (CsWindow *self, GFile *folder)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GError) error = NULL;
  CsMerge *merge = cs_merge_begin (study, folder, &error);
  g_autoptr (CsJob) job = NULL;
  Errand *errand;

  cs_window_tell_error (self, error);
  if (!merge)
    return;
  errand = g_new0 (Errand, 1);
  g_weak_ref_init (&errand->window, self);
  errand->study = g_object_ref (study);
  errand->merge = merge;
  job = cs_job_start (_("Merging"), run, merge, NULL, NULL, merged_cb, errand);
  cs_jobs_add (cs_session_get_jobs (self->session), job);
}

static void
response_cb (GtkNativeDialog *chooser, int response, CsWindow *self)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && folder && cs_session_get_study (self->session))
    cs_window_merge (self, folder);
}

static void
merge_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  if (!cs_session_get_study (self->session))
    return;
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Merge another copy of this study"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Merge"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
cs_window_class_install_merge (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.merge", NULL, merge_action);
}
