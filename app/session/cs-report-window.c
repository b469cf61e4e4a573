#include "cs-report-window.h"

#include <glib/gi18n.h>

#include "cs-case-pages.h"
#include "cs-case-words.h"
#include "cs-keymap.h"
#include "cs-record-forms.h"

struct _CsReportWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkBox *sheets;
  GtkToggleButton *named;
  AdwStatusPage *trouble;
  AdwToastOverlay *toasts;
  GtkWidget *scroller;

  CsSession *session;
  CsEntry *entry;
  CsJob *job, *writing;
  CsCasePages *pages;                /* NULL: not yet there */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (CsReportWindow, cs_report_window, ADW_TYPE_WINDOW)

/* What the job of laying out takes with it. */
typedef struct { CsRecord *record; gint64 film; gboolean named; char *network, *settings; GArray *said; } Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  cs_record_unref (order->record);
  g_array_unref (order->said);
  g_free (order->network);
  g_free (order->settings);
  g_free (order);
}

/* What the case of @film is called in @record. */
static const char *
case_of (CsRecord *record, gint64 film)
{
  for (guint i = 0; i < cs_record_get_n_films (record); i++)
    if (cs_record_get_film (record, i)->id == film)
      return cs_record_get_case (record, i);
  return "";
}

static void
report (double fraction, const char *message, gpointer job)
{
  cs_job_report (job, fraction, message);
}

static gpointer
lay_out (CsJob *job, gpointer input, GError **error)
{
  Order *order = input;
  g_autoptr (CsRecord) shown = order->named ? cs_record_ref (order->record) : cs_record_veil (order->record);
  const CsCaseNotes notes = { order->network, order->settings, order->said, g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (CsCase) told = cs_case_new (shown, case_of (shown, order->film), &notes, error);

  return told ? cs_case_pages_new (told, report, job, cs_job_get_cancellable (job), error) : NULL;
}

static void
draw_sheet (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  CsReportWindow *self = data;
  double paper_width, paper_height, scale;

  if (!self->pages)
    return;
  cs_case_pages_get_size (self->pages, &paper_width, &paper_height);
  scale = MIN (width / paper_width, height / paper_height);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, paper_width, paper_height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
  cs_case_pages_draw (self->pages, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (area), "page")), cr);
}

static GtkWidget *
new_sheet (CsReportWindow *self, guint page)
{
  g_autofree char *name = g_strdup_printf (_("Page %u of %u"), page + 1, cs_case_pages_get_n (self->pages));
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
  double width, height;

  cs_case_pages_get_size (self->pages, &width, &height);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), (int) (width * 1.4));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), (int) (height * 1.4));
  gtk_widget_set_halign (area, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (area), "page", GUINT_TO_POINTER (page));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_sheet, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return area;
}

static void
show_pages (CsReportWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sheets))))
    gtk_box_remove (self->sheets, child);
  for (guint page = 0; self->pages && page < cs_case_pages_get_n (self->pages); page++)
    gtk_box_append (self->sheets, new_sheet (self, page));
  gtk_stack_set_visible_child_name (self->stack, self->pages ? "sheets" : "reading");
  if (self->pages)      /* Page Down turns them */
    gtk_widget_grab_focus (self->scroller);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.print", self->pages != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.save", self->pages != NULL);
}

static void
laid_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsReportWindow *self = data;
  g_autoptr (GError) error = NULL;

  self->pages = cs_job_finish (CS_JOB (source), result, &error);
  g_clear_object (&self->job);
  show_pages (self);
  if (self->pages)
    return;
  adw_status_page_set_description (self->trouble, error ? error->message : "");
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

/* The network in use, as the study calls it. */
static char *
network_words (CsSession *session)
{
  NnNet *network = cs_session_get_network (session);
  GListModel *networks = cs_study_get_networks (cs_session_get_study (session));
  const char *digest = network ? nn_net_get_digest (network) : "";

  for (guint i = 0; network && i < g_list_model_get_n_items (networks); i++)
    {
      g_autoptr (CsNetwork) known = g_list_model_get_item (networks, i);

      if (g_strcmp0 (cs_network_get_digest (known), digest) == 0)
        return g_strdup_printf ("%s (%.12s)", cs_network_get_title (known), digest);
    }
  return g_strdup_printf ("%.12s", digest);
}

static void
start (CsReportWindow *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  Order *order = g_new0 (Order, 1);

  cs_job_abandon (&self->job);
  g_clear_pointer (&self->pages, cs_case_pages_unref);
  show_pages (self);
  order->record = cs_study_freeze (study);
  order->film = cs_entry_get_id (self->entry);
  order->named = gtk_toggle_button_get_active (self->named);
  order->network = network_words (self->session);
  order->settings = cs_case_settings_words (cs_session_get_settings (self->session));
  order->said = cs_case_hear (study, order->record, case_of (order->record, order->film), order->named);
  self->job = cs_job_start (_("Making the report"), lay_out, order, order_free, (GDestroyNotify) cs_case_pages_unref,
                            laid_out_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->job);
}

static void
named_toggled_cb (CsReportWindow *self)
{
  if (self->session)
    start (self);
}

static void
say (CsReportWindow *self, const char *text)
{
  g_autofree char *plain = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (plain));
}

typedef struct { CsCasePages *pages; GFile *to; } Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  cs_case_pages_unref (writing->pages);
  g_object_unref (writing->to);
  g_free (writing);
}

static gpointer
write_file (CsJob *job, gpointer input, GError **error)
{
  Writing *writing = input;
  g_autoptr (CsCasePdf) pdf = cs_case_pdf_new ();

  cs_case_pdf_add (pdf, writing->pages);
  if (g_cancellable_set_error_if_cancelled (cs_job_get_cancellable (job), error) ||
      !cs_case_pdf_write (pdf, writing->to, error))
    return NULL;
  return g_file_get_parse_name (writing->to);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsReportWindow *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = cs_job_finish (CS_JOB (source), result, &error), *text = NULL;

  g_clear_object (&self->writing);
  text = name ? g_strdup_printf (_("Written to %s"), name) : g_strdup (error ? error->message : "");
  if (name || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, text);
}

static void
response_cb (GtkNativeDialog *chooser, int response, CsReportWindow *self)
{
  g_autoptr (GFile) to = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  Writing *writing;

  if (response != GTK_RESPONSE_ACCEPT || !to || !self->pages)
    return;
  writing = g_new0 (Writing, 1);
  *writing = (Writing) { cs_case_pages_ref (self->pages), g_steal_pointer (&to) };
  cs_job_abandon (&self->writing);
  self->writing = cs_job_start (_("Writing the report"), write_file, writing, writing_free, g_free, written_cb, self);
  cs_jobs_add (cs_session_get_jobs (self->session), self->writing);
}

static void
save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsReportWindow *self = CS_REPORT_WINDOW (widget);
  g_autofree char *name = g_strdup_printf ("%s.pdf", cs_case_pages_get_case (self->pages)->title);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save the report"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* The sheet of A4 as large as the paper takes it. */
static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, CsCasePages *pages)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width, height, scale;

  cs_case_pages_get_size (pages, &width, &height);
  scale = MIN (gtk_print_context_get_width (context) / width, gtk_print_context_get_height (context) / height);
  cairo_scale (cr, scale, scale);
  cs_case_pages_draw (pages, (guint) page, cr);
}

static void
printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, CsReportWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  say (self, error ? error->message : _("The report was not printed"));
}

static void
print (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsReportWindow *self = CS_REPORT_WINDOW (widget);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();

  gtk_print_operation_set_n_pages (operation, (int) cs_case_pages_get_n (self->pages));
  gtk_print_operation_set_job_name (operation, cs_case_pages_get_case (self->pages)->title);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), cs_case_pages_ref (self->pages),
                         (GClosureNotify) (void (*) (void)) cs_case_pages_unref, 0);
  g_signal_connect_object (operation, "done", G_CALLBACK (printed_cb), self, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), NULL);
}

static void
dispose (GObject *object)
{
  CsReportWindow *self = CS_REPORT_WINDOW (object);

  cs_job_abandon (&self->job);
  cs_job_abandon (&self->writing);
  g_clear_pointer (&self->pages, cs_case_pages_unref);
  g_clear_object (&self->chooser);
  g_clear_object (&self->entry);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_report_window_parent_class)->dispose (object);
}

static void
cs_report_window_class_init (CsReportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-report-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsReportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CsReportWindow, sheets);
  gtk_widget_class_bind_template_child (widget_class, CsReportWindow, named);
  gtk_widget_class_bind_template_child (widget_class, CsReportWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsReportWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsReportWindow, scroller);
  gtk_widget_class_bind_template_callback (widget_class, named_toggled_cb);
  gtk_widget_class_install_action (widget_class, "report.print", NULL, print);
  gtk_widget_class_install_action (widget_class, "report.save", NULL, save);
}

static void
cs_report_window_init (CsReportWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_keymap_serve (GTK_WIDGET (self), "report");
  cs_keymap_serve (GTK_WIDGET (self), "dialog");
}

void
cs_report_window_show (GtkWindow *parent, CsSession *session)
{
  CsReportWindow *self;

  g_return_if_fail (CS_IS_SESSION (session));
  if (!cs_session_get_study (session) || !cs_session_get_entry (session))
    return;
  self = g_object_new (CS_TYPE_REPORT_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  self->session = g_object_ref (session);
  self->entry = g_object_ref (cs_session_get_entry (session));
  g_signal_connect_object (session, "notify::study", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);
  start (self);
  gtk_window_present (GTK_WINDOW (self));
}
