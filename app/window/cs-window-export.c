#include "cs-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cs-blind-bar.h"
#include "cs-export.h"
#include "cs-report-window.h"

/* What a job of exporting or backing up takes with it. */
typedef struct { const CsExport *export; CsExportManner manner; CsRecord *record; GFile *folder, *to; } Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_clear_pointer (&order->record, cs_record_unref);
  g_clear_object (&order->folder);
  g_object_unref (order->to);
  g_free (order);
}

static void
report (double fraction, gpointer job)
{
  cs_job_report (job, fraction, NULL);
}

/* What is said of it: where it is, and how many films are not in it. */
static gpointer
write_export (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;
  CsExportRun run = { .cancellable = cs_job_get_cancellable (job), .report = report, .data = job };
  g_autofree char *name = g_file_get_parse_name (order->to);

  if (!cs_export_write (order->export, order->record, &order->manner, order->to, &run, error))
    return NULL;
  if (run.n_left_out == 0)
    return g_strdup_printf (_("Written to %s"), name);
  return g_strdup_printf (ngettext ("Written to %s without %u film: left-out.txt there says why",
                                    "Written to %s without %u films: left-out.txt there says why", run.n_left_out),
                          name, run.n_left_out);
}

static gpointer
write_backup (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;

  g_autofree char *name = g_file_get_parse_name (order->to);

  if (!cs_study_backup (order->folder, order->to, cs_job_get_cancellable (job), error))
    return NULL;
  return g_strdup_printf (_("Written to %s"), name);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = cs_job_finish (CS_JOB (source), result, &error);
  g_autoptr (CsWindow) self = g_weak_ref_get (data);

  g_weak_ref_clear (data);
  g_free (data);
  if (!self || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  cs_window_tell_error (self, error);
  if (!text)
    return;
  cs_window_toast (self, text);
  if (g_object_get_data (source, "films"))
    cs_window_toast (self, _("Look at the films before you give them away: words may be burnt into their pixels."));
}

/* A job of writing @to, which may be written only after the window is closed: it is held weakly. Takes @order. */
static void
start_job (CsWindow *self, const char *title, CsJobFunc write, Order *order)
{
  gboolean films = order->export && cs_export_holds_films (order->export, &order->manner);
  g_autoptr (CsJob) job = NULL;
  GWeakRef *window = g_new0 (GWeakRef, 1);

  g_weak_ref_init (window, self);
  job = cs_job_start (title, write, order, order_free, g_free, written_cb, window);
  g_object_set_data (G_OBJECT (job), "films", GINT_TO_POINTER (films));
  cs_jobs_add (cs_session_get_jobs (self->session), job);
}

/* A folder round a file is called without the file's suffix. */
static GFile *
place_of (const CsExport *export, const CsExportManner *manner, GFile *to)
{
  g_autofree char *path = g_file_get_path (to);

  if (cs_export_is_wrapped (export, manner) && path && *export->suffix && g_str_has_suffix (path, export->suffix))
    path[strlen (path) - strlen (export->suffix)] = '\0';
  return path ? g_file_new_for_path (path) : g_object_ref (to);
}

static void
start_export (CsWindow *self, const CsExport *export, CsExportManner manner, GFile *to)
{
  CsStudy *study = cs_session_get_study (self->session);
  Order *order = g_new0 (Order, 1);

  *order = (Order) { .export = export, .manner = manner, .record = cs_study_freeze (study),
                     .to = place_of (export, &manner, to) };
  start_job (self, _("Exporting"), write_export, order);
}

static void
start_backup (CsWindow *self, GFile *to)
{
  Order *order = g_new0 (Order, 1);

  *order = (Order) { .folder = g_object_ref (cs_study_get_folder (cs_session_get_study (self->session))),
                     .to = g_object_ref (to) };
  start_job (self, _("Backing up"), write_backup, order);
}

static gboolean
is_chosen (GtkNativeDialog *chooser, const char *choice)
{
  return g_strcmp0 (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (chooser), choice), "true") == 0;
}

static CsExportManner
manner_of (GtkNativeDialog *chooser)
{
  return (CsExportManner) { .named = !is_chosen (chooser, "veiled"), .parted = is_chosen (chooser, "parted"),
                            .films = is_chosen (chooser, "films"), .burnt = is_chosen (chooser, "burnt"), .seed = 1 };
}

static void
response_cb (GtkNativeDialog *chooser, int response, CsWindow *self)
{
  g_autoptr (GFile) to = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  const CsExport *export = g_object_get_data (G_OBJECT (chooser), "export");

  if (response != GTK_RESPONSE_ACCEPT || !to || !cs_session_get_study (self->session))
    return;
  if (export)
    start_export (self, export, manner_of (chooser), to);
  else
    start_backup (self, to);
}

/* Names go out only where somebody asks for it, each time anew. The choices stand in one row, which a small screen must
 * hold. */
static void
add_choices (GtkFileChooser *chooser)
{
  static const struct { const char *id, *title, *begins; } choices[] = {
    { "veiled", N_("Replace names and identity"), "true" },
    { "parted", N_("Train, val and test by case"), "false" },
    { "films", N_("With the films"), "false" },
    { "burnt", N_("Also films with burnt-in words"), "false" } };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      gtk_file_chooser_add_choice (chooser, choices[i].id, _(choices[i].title), NULL, NULL);
      gtk_file_chooser_set_choice (chooser, choices[i].id, choices[i].begins);
    }
}

/* GTK leaves a place beside the choices for what is shown, and says “(None)” there unless it is told. In a word, "SEG":
 * there is no more room in every language, and the dialog's title says the rest. */
static void
name_form (GtkFileChooser *chooser, const CsExport *export)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autofree char *word = g_ascii_strup (export->id, -1);

  gtk_file_filter_set_name (filter, word);
  gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (chooser, filter);
}

/* @export NULL: a backup. */
static void
choose_file (CsWindow *self, const char *title, const char *accept, const char *suggestion, const CsExport *export)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, accept, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), suggestion);
  g_object_set_data (G_OBJECT (self->chooser), "export", (gpointer) export);
  if (export)
    {
      add_choices (GTK_FILE_CHOOSER (self->chooser));
      name_form (GTK_FILE_CHOOSER (self->chooser), export);
    }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* "study-csv.csv"; an export that makes a folder gets a name without suffix. */
static char *
suggest_name (CsWindow *self, const char *what, const char *suffix)
{
  g_autofree char *folder = g_file_get_basename (cs_study_get_folder (cs_session_get_study (self->session)));

  return g_strdup_printf ("%s-%s%s", folder, what, suffix);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  const CsExport *export = cs_export_find (g_variant_get_string (parameter, NULL));
  g_autofree char *suggestion = NULL;

  if (!export || !cs_session_get_study (self->session))
    return;
  suggestion = suggest_name (self, export->id, export->suffix);
  choose_file (self, _(export->title), _("_Export"), suggestion, export);
}

static void
backup_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%F"), *suggestion = NULL;

  if (!cs_session_get_study (self->session))
    return;
  suggestion = suggest_name (self, date, ".calcspot");
  choose_file (self, _("Back up the study"), _("_Back up"), suggestion, NULL);
}

static void
report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  g_autofree char *hidden = cs_blind_bar_why (self->session);

  if (hidden)
    cs_window_toast (self, hidden);
  else if (cs_session_get_entry (self->session))
    cs_report_window_show (GTK_WINDOW (self), self->session);
  else
    cs_window_toast (self, _("Choose a film first: the report is of its case."));
}

void
cs_window_class_install_export (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "win.backup", NULL, backup_action);
  gtk_widget_class_install_action (widget_class, "win.report", NULL, report_action);
}

void
cs_window_init_export (CsWindow *self)
{
  for (guint i = 0; cs_exports[i]; i++)
    {
      g_autoptr (GMenuItem) line = g_menu_item_new (_(cs_exports[i]->title), NULL);

      g_menu_item_set_action_and_target (line, "win.export", "s", cs_exports[i]->id);
      g_menu_append_item (self->export_menu, line);
    }
}
