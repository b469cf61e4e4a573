#include "cs-job-row.h"

#include <glib/gi18n.h>
#include <math.h>

struct _CsJobRow
{
  AdwBin parent_instance;
  CsJob *job;
  GtkLabel *title, *message;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (CsJobRow, cs_job_row, ADW_TYPE_BIN)

/* In steps that a person can believe. Free it. */
static char *
tell_left (double seconds)
{
  guint minutes = (guint) ceil (seconds / 60), hours = (guint) round (seconds / 3600);

  if (seconds < 0)
    return NULL;
  if (seconds < 55)
    return g_strdup (_("less than a minute left"));
  if (minutes < 90)
    return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", minutes), minutes);
  return g_strdup_printf (ngettext ("about %u hour left", "about %u hours left", hours), hours);
}

static void
progress_changed_cb (CsJobRow *self)
{
  const char *message = cs_job_get_message (self->job);
  g_autofree char *left = tell_left (cs_job_get_left (self->job));
  g_autofree char *text = g_strconcat (message ? message : "", message && left ? " · " : "", left, NULL);
  double fraction = cs_job_get_fraction (self->job);

  gtk_label_set_label (self->message, text);
  if (fraction < 0)
    gtk_progress_bar_pulse (self->progress);
  else
    gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_job_cancel (CS_JOB_ROW (widget)->job);
}

static void
dispose (GObject *object)
{
  CsJobRow *self = CS_JOB_ROW (object);
  if (self->job)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (cs_job_row_parent_class)->dispose (object);
}

static void
cs_job_row_class_init (CsJobRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsJobRow, title);
  gtk_widget_class_bind_template_child (widget_class, CsJobRow, message);
  gtk_widget_class_bind_template_child (widget_class, CsJobRow, progress);
  gtk_widget_class_install_action (widget_class, "job.cancel", NULL, cancel);
}

static void
cs_job_row_init (CsJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_job_row_new (CsJob *job)
{
  CsJobRow *self = g_object_new (CS_TYPE_JOB_ROW, NULL);

  g_return_val_if_fail (CS_IS_JOB (job), NULL);
  self->job = g_object_ref (job);
  gtk_label_set_label (self->title, cs_job_get_title (job));
  g_signal_connect_swapped (job, "notify::fraction", G_CALLBACK (progress_changed_cb), self);
  g_signal_connect_swapped (job, "notify::message", G_CALLBACK (progress_changed_cb), self);
  progress_changed_cb (self);
  return GTK_WIDGET (self);
}
