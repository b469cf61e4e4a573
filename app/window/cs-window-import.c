/* Marks out of files: a chooser for the form, a job that reads, another that writes them where they are many, and what
 * came and what did not, told. */
#include "cs-window-private.h"

#include <glib/gi18n.h>
#include "cs-count.h"
#include "cs-export.h"
#include "cs-intake.h"

/* So many marks are written within a frame. */
#define AT_ONCE 200

typedef struct { const CsExport *export; CsRecord *record; GFile *from; } Order;

/* Whose marks they are: the window may be gone, or have another study, when they come. */
typedef struct { GWeakRef window, study; } Errand;

static void
order_free (gpointer data)
{
  Order *order = data;

  cs_record_unref (order->record);
  g_object_unref (order->from);
  g_free (order);
}

static void
errand_free (Errand *errand)
{
  g_weak_ref_clear (&errand->window);
  g_weak_ref_clear (&errand->study);
  g_free (errand);
}

static gpointer
read_marks (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;

  return cs_export_read (order->export, order->record, order->from, cs_job_get_cancellable (job), error);
}

static void
tell (CsWindow *self, const CsHarvest *harvest, const CsTaken *taken)
{
  g_autofree char *notes = cs_harvest_tell (harvest);
  g_autofree char *marks = cs_count (CS_COUNT_MARKS, taken->n_added);
  g_autofree char *verdicts = cs_count (CS_COUNT_VERDICTS, taken->n_judged);
  g_autofree char *words = cs_count (CS_COUNT_WORDS, taken->n_words);
  /* Translators: "4 marks", "3 verdicts", "2 words", and how many marks were there before */
  g_autofree char *counts = g_strdup_printf (_("Added: %s, %s, %s; there already: %u"), marks, verdicts, words,
                                             taken->n_there);

  if (*notes)
    {
      g_autofree char *text = g_strdup_printf ("%s\n\n%s", counts, notes);

      cs_window_tell (self, _("Not everything fitted"), text);
    }
  else
    cs_window_toast (self, counts);
}

/* Whose marks they are: the study stays until their end, the window need not. */
typedef struct { GWeakRef window; CsStudy *study; CsIntake *intake; GError *error; } Delivery;

static void
report (double fraction, gpointer job)
{
  cs_job_report (job, fraction, NULL);
}

static gpointer
write_marks (CsJob *job, gpointer intake, GError **error)
{
  cs_intake_run (intake, report, job, cs_job_get_cancellable (job), error);
  return NULL;
}

static void
end (Delivery *delivery)
{
  g_autoptr (CsWindow) self = g_weak_ref_get (&delivery->window);
  CsTaken taken;
  g_autoptr (CsHarvest) harvest = cs_intake_end (delivery->intake, delivery->study, &taken);

  /* A cancel that came too late took nothing back. */
  if (harvest && self)
    tell (self, harvest, &taken);
  else if (self)
    cs_window_tell_error (self, delivery->error);
  g_weak_ref_clear (&delivery->window);
  g_clear_error (&delivery->error);
  g_object_unref (delivery->study);
  g_free (delivery);
}

static gboolean
show_cb (gpointer data)
{
  Delivery *delivery = data;

  if (cs_intake_read (delivery->intake, delivery->study))
    return G_SOURCE_CONTINUE;
  end (delivery);
  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Delivery *delivery = data;

  cs_job_finish (CS_JOB (source), result, &delivery->error);
  g_idle_add (show_cb, delivery);
}

/* Takes @harvest. */
static void
take_in_job (CsWindow *self, CsStudy *study, CsHarvest *harvest)
{
  g_autoptr (GError) error = NULL;
  CsIntake *intake = cs_intake_begin (study, harvest, &error);
  g_autoptr (CsJob) job = NULL;
  Delivery *delivery;

  cs_window_tell_error (self, error);
  if (!intake)
    return;
  delivery = g_new0 (Delivery, 1);
  g_weak_ref_init (&delivery->window, self);
  delivery->study = g_object_ref (study);
  delivery->intake = intake;
  job = cs_job_start (_("Importing marks"), write_marks, intake, NULL, NULL, written_cb, delivery);
  cs_jobs_add (cs_session_get_jobs (self->session), job);
}

static void
take (CsWindow *self, CsStudy *study, CsHarvest *harvest)
{
  g_autoptr (GError) error = NULL;
  CsTaken taken;

  if (cs_study_take (study, harvest, &taken, &error))
    tell (self, harvest, &taken);
  cs_window_tell_error (self, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *errand = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsHarvest) harvest = cs_job_finish (CS_JOB (source), result, &error);
  g_autoptr (CsWindow) self = g_weak_ref_get (&errand->window);
  g_autoptr (CsStudy) study = g_weak_ref_get (&errand->study);

  errand_free (errand);
  if (!self || study != cs_session_get_study (self->session) || g_error_matches (error, G_IO_ERROR,
                                                                                  G_IO_ERROR_CANCELLED))
    return;
  cs_window_tell_error (self, error);
  if (harvest && study && cs_harvest_get_n (harvest) > AT_ONCE)
    take_in_job (self, study, g_steal_pointer (&harvest));
  else if (harvest && study)
    take (self, study, harvest);
}

void
cs_window_import (CsWindow *self, const CsExport *export, GFile *from)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (CsJob) job = NULL;
  Order *order = g_new0 (Order, 1);
  Errand *errand = g_new0 (Errand, 1);

  *order = (Order) { export, cs_study_freeze (study), g_object_ref (from) };
  g_weak_ref_init (&errand->window, self);
  g_weak_ref_init (&errand->study, study);
  job = cs_job_start (_("Importing marks"), read_marks, order, order_free, (GDestroyNotify) cs_harvest_free, read_cb,
                      errand);
  cs_jobs_add (cs_session_get_jobs (self->session), job);
}

static void
response_cb (GtkNativeDialog *chooser, int response, CsWindow *self)
{
  g_autoptr (GFile) from = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && from && cs_session_get_study (self->session))
    cs_window_import (self, g_object_get_data (G_OBJECT (chooser), "export"), from);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  const CsExport *export = cs_export_find (g_variant_get_string (parameter, NULL));

  if (!export || !cs_session_get_study (self->session))
    return;
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_(export->title), GTK_WINDOW (self), *export->suffix ?
                                               GTK_FILE_CHOOSER_ACTION_OPEN : GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                               _("_Import"), NULL);
  g_object_set_data (G_OBJECT (self->chooser), "export", (gpointer) export);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
cs_window_class_install_import (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.import", "s", import_action);
}

void
cs_window_init_import (CsWindow *self)
{
  for (guint i = 0; cs_exports[i]; i++)
    {
      g_autoptr (GMenuItem) line = g_menu_item_new (_(cs_exports[i]->title), NULL);

      if (!cs_exports[i]->read)
        continue;
      g_menu_item_set_action_and_target (line, "win.import", "s", cs_exports[i]->id);
      g_menu_append_item (self->import_menu, line);
    }
}
