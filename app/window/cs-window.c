#include "cs-window-private.h"

#include <glib/gi18n.h>
#include "cs-http.h"
#include "cs-job-row.h"
#include "cs-key-tips.h"
#include "cs-page.h"
#include "cs-spoken.h"

/* A message of more lines is shown as a list, of this size. */
#define MANY_LINES 12
#define MANY_WIDTH 560
#define MANY_HEIGHT 320

#define DONE "done"       /* there is one notification, whatever has ended last */

G_DEFINE_FINAL_TYPE (CsWindow, cs_window, ADW_TYPE_APPLICATION_WINDOW)

static void
toast (GtkWidget *widget, const char *name, GVariant *text)
{
  cs_window_toast (CS_WINDOW (widget), g_variant_get_string (text, NULL));
}

/* Takes a message away that is not true any more, while it is the last one. */
static void
retract (GtkWidget *widget, const char *name, GVariant *text)
{
  CsWindow *self = CS_WINDOW (widget);
  g_autofree char *plain = g_markup_escape_text (g_variant_get_string (text, NULL), -1);

  if (self->toast && g_strcmp0 (adw_toast_get_title (self->toast), plain) == 0)
    adw_toast_dismiss (self->toast);
}

/* Long work has ended: the desktop says so too where the person is elsewhere. */
static void
say_done (CsWindow *self, const char *text)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = g_notification_new (text);

  cs_window_toast (self, text);
  if (app && !gtk_window_is_active (GTK_WINDOW (self)))
    g_application_send_notification (G_APPLICATION (app), DONE, notification);
}

/* Whoever is back has seen it. */
static void
active_changed_cb (CsWindow *self)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (self));

  if (!gtk_window_is_active (GTK_WINDOW (self)))
    return;
  /* Of two windows on one study each has its order of boxes: verdicts are written with that of the one in front. */
  cs_orderer_tell (self->orderer);
  if (app)
    g_application_withdraw_notification (G_APPLICATION (app), DONE);
}

static void
done (GtkWidget *widget, const char *name, GVariant *text)
{
  say_done (CS_WINDOW (widget), g_variant_get_string (text, NULL));
}

static void
tell (GtkWidget *widget, const char *name, GVariant *text)
{
  cs_window_tell (CS_WINDOW (widget), NULL, g_variant_get_string (text, NULL));
}

static void
show_page (GtkWidget *widget, const char *name, GVariant *id)
{
  cs_window_show_page (CS_WINDOW (widget), g_variant_get_string (id, NULL));
}

static void
propose_again (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_analyst_propose_again (CS_WINDOW (widget)->analyst);
}

static void
propose_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  if (!cs_proposer_start (self->proposer) && !cs_proposer_get_busy (self->proposer))
    cs_window_toast (self, _("Every film of this study was searched already."));
}

static void
proposed_cb (CsProposer *proposer, guint n_films, const char *failures, CsWindow *self)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u film searched", "%u films searched", n_films), n_films);

  if (*failures)
    cs_window_tell (self, _("Some films could not be searched"), failures);
  else
    say_done (self, text);
}

static void
acts_changed_cb (CsStudy *study, GParamSpec *pspec, CsWindow *self)
{
  gboolean can_undo = FALSE, can_redo = FALSE;

  if (study)
    g_object_get (study, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", can_undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo", can_redo);
}

static void
show_notice (CsWindow *self, CsStudy *study)
{
  g_autofree char *why = NULL;
  gboolean read_only = study && cs_study_get_read_only (study);

  if (read_only)
    g_object_get (study, "why-read-only", &why, NULL);
  gtk_label_set_label (self->notice_label, why ? why : "");
  gtk_revealer_set_reveal_child (self->notice, read_only);
}

/* What a study that is open, and that takes anything, can be asked for. */
static void
enable_actions (CsWindow *self, CsStudy *study)
{
  gboolean writable = study && !cs_study_get_read_only (study);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.add-films", !study || writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.add-folder", writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.close-study", study != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export", study != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.backup", study != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.send", study && cs_http_is_built ());
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.merge", writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.history", study != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.propose-again", writable &&
                                 cs_session_get_entry (self->session));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.report", study != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.propose-all", writable);
  show_notice (self, study);
}

/* A study rests while another copy is merged into it. */
static void
rest_changed_cb (CsStudy *study, GParamSpec *pspec, CsWindow *self)
{
  if (study == cs_session_get_study (self->session))
    enable_actions (self, study);
}

static void
study_changed_cb (CsWindow *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autofree char *title = NULL, *window_title = NULL;

  if (study)
    {
      g_object_get (study, "title", &title, NULL);
      g_signal_connect_object (study, "notify::why-read-only", G_CALLBACK (rest_changed_cb), self, 0);
      g_signal_connect_object (study, "notify::can-undo", G_CALLBACK (acts_changed_cb), self, 0);
      g_signal_connect_object (study, "notify::can-redo", G_CALLBACK (acts_changed_cb), self, 0);
    }
  /* Translators: the title of the window: the name of a study and that of the program */
  window_title = title ? g_strdup_printf (_("%s – Calcspot"), title) : g_strdup ("Calcspot");
  gtk_window_set_title (GTK_WINDOW (self), window_title);
  gtk_stack_set_visible_child_name (self->content, study ? "pages" : "start");
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher, study != NULL);
  gtk_widget_set_visible (self->bar, study != NULL);
  enable_actions (self, study);
  acts_changed_cb (study, NULL, self);
}

static void
entry_changed_cb (CsWindow *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.propose-again",
                                 study && !cs_study_get_read_only (study) && cs_session_get_entry (self->session));
}

/* Verdicts are written with the network that was in use when they were given. */
static void
network_changed_cb (CsWindow *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  NnNet *network = cs_session_get_network (self->session);

  if (study)
    cs_study_set_model (study, network ? nn_net_get_digest (network) : NULL);
}

static void
jobs_changed_cb (CsWindow *self)
{
  CsJobs *jobs = cs_session_get_jobs (self->session);
  guint n = cs_jobs_get_n (jobs);
  g_autofree char *words = g_strdup_printf (ngettext ("%u job is running", "%u jobs are running", n), n);
  g_autofree char *tip = g_strdup_printf ("%s · %.0f %%", words, 100 * cs_jobs_get_fraction (jobs));

  /* Where there is room beside the switcher of pages: elsewhere it would push that into another form. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->jobs_button), tip);
  gtk_widget_set_visible (GTK_WIDGET (self->jobs_button), n > 0);
  if (n == 0)
    gtk_menu_button_popdown (self->jobs_button);
}

static GtkWidget *
new_job_row (gpointer item, gpointer data)
{
  return cs_job_row_new (item);
}

static void
failed_cb (CsAnalyst *analyst, const GError *error, CsWindow *self)
{
  cs_window_tell_error (self, error);
}

static void
add_pages (CsWindow *self)
{
  for (guint i = 0; cs_pages[i]; i++)
    {
      GtkWidget *page = g_object_new (cs_pages[i]->get_type (), NULL);
      AdwViewStackPage *entry =
        adw_view_stack_add_titled (self->pages, page, cs_pages[i]->id, _(cs_pages[i]->title));
      adw_view_stack_page_set_icon_name (entry, cs_pages[i]->icon_name);
      cs_page_set_session (CS_PAGE (page), self->session);
    }
}

static void
page_changed_cb (CsWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  /* So that the page's keys work at once. Where the focus is there already, another step would leave its first row. */
  if (page && gtk_widget_get_mapped (GTK_WIDGET (self)) && !(focus && gtk_widget_is_ancestor (focus, page)))
    cs_page_take_focus (CS_PAGE (page));
}

/* The study and its films were there before the window was seen. Where none are yet, the first that come will have the
 * focus, unless somebody has it: the search above them must not. */
static void
mapped_cb (CsWindow *self)
{
  CsStudy *study = cs_session_get_study (self->session);

  if (study && g_list_model_get_n_items (cs_study_get_entries (study)) > 0)
    page_changed_cb (self);
}

static void
remember_size (CsWindow *self)
{
  int width, height;

  if (!self->settings)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 400));
  g_settings_set_int (self->settings, "window-height", MAX (height, 300));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
close_request (GtkWindow *window)
{
  remember_size (CS_WINDOW (window));
  return GTK_WINDOW_CLASS (cs_window_parent_class)->close_request (window);
}

static void
dispose (GObject *object)
{
  CsWindow *self = CS_WINDOW (object);

  if (self->analyst)
    g_object_run_dispose (G_OBJECT (self->analyst));
  if (self->importer)
    g_object_run_dispose (G_OBJECT (self->importer));
  if (self->proposer)
    g_object_run_dispose (G_OBJECT (self->proposer));
  g_clear_object (&self->proposer);
  g_clear_object (&self->orderer);
  g_clear_object (&self->finder);
  g_clear_object (&self->carrier);
  g_clear_weak_pointer (&self->pacs);
  g_clear_object (&self->bookmark);
  g_clear_object (&self->analyst);
  g_clear_object (&self->importer);
  g_clear_object (&self->chooser);
  g_clear_weak_pointer (&self->told);
  g_clear_weak_pointer (&self->toast);
  if (self->session)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      g_signal_handlers_disconnect_by_data (cs_session_get_jobs (self->session), self);
      cs_jobs_stop (cs_session_get_jobs (self->session), 2);
      cs_window_leave_all (self);
    }
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cs_window_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_clear_object (&CS_WINDOW (object)->session);
  g_ptr_array_unref (CS_WINDOW (object)->left);
  G_OBJECT_CLASS (cs_window_parent_class)->finalize (object);
}

static void
cs_window_class_init (CsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, content);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, jobs_list);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, export_menu);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, import_menu);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  cs_window_class_install_open (widget_class);
  cs_window_class_install_export (widget_class);
  cs_window_class_install_import (widget_class);
  cs_window_class_install_merge (widget_class);
  cs_window_class_install_undo (widget_class);
  cs_window_class_install_pacs (widget_class);
  cs_window_class_install_help (widget_class);
  cs_window_class_install_share (widget_class);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast);
  gtk_widget_class_install_action (widget_class, "win.retract", "s", retract);
  gtk_widget_class_install_action (widget_class, "win.done", "s", done);
  gtk_widget_class_install_action (widget_class, "win.tell", "s", tell);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page);
  gtk_widget_class_install_action (widget_class, "win.propose-again", NULL, propose_again);
  gtk_widget_class_install_action (widget_class, "win.propose-all", NULL, propose_all);
}

static void
watch_session (CsWindow *self)
{
  CsJobs *jobs = cs_session_get_jobs (self->session);

  g_signal_connect_swapped (self->session, "notify::study", G_CALLBACK (study_changed_cb), self);
  g_signal_connect_swapped (self->session, "notify::entry", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect_swapped (self->session, "notify::network", G_CALLBACK (network_changed_cb), self);
  g_signal_connect_swapped (jobs, "notify::n-jobs", G_CALLBACK (jobs_changed_cb), self);
  g_signal_connect_swapped (jobs, "notify::fraction", G_CALLBACK (jobs_changed_cb), self);
  gtk_list_box_bind_model (self->jobs_list, G_LIST_MODEL (jobs), new_job_row, NULL, NULL);
  g_signal_connect (self->analyst, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (self->proposer, "finished", G_CALLBACK (proposed_cb), self);
}

static void
cs_window_init (CsWindow *self)
{
  self->left = g_ptr_array_new_with_free_func (g_object_unref);
  self->session = cs_session_new ();
  self->analyst = cs_analyst_new (self->session);
  self->importer = cs_importer_new (self->session);
  self->proposer = cs_proposer_new (self->session);
  self->orderer = cs_orderer_new (self->session);
  gtk_widget_init_template (GTK_WIDGET (self));
  watch_session (self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
  add_pages (self);
  cs_key_tips_serve (GTK_WIDGET (self));
  self->bookmark = cs_bookmark_new (self->session);    /* after the pages: they move the view first */
  g_object_bind_property (self->pages, "visible-child-name", self->bookmark, "page",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  cs_window_init_open (self);
  cs_window_init_export (self);
  cs_window_init_import (self);
  cs_window_init_pacs (self);
  cs_window_init_share (self);
  cs_window_init_keys (self);
  study_changed_cb (self);
  jobs_changed_cb (self);
}

CsWindow *
cs_window_new (GtkApplication *app, GSettings *settings)
{
  CsWindow *self = g_object_new (CS_TYPE_WINDOW, "application", app, NULL);

  if (!settings)
    return self;
  self->settings = g_object_ref (settings);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  return self;
}

CsSession *
cs_window_get_session (CsWindow *self)
{
  g_return_val_if_fail (CS_IS_WINDOW (self), NULL);
  return self->session;
}

void
cs_window_show_page (CsWindow *self, const char *id)
{
  if (adw_view_stack_get_child_by_name (self->pages, id))
    adw_view_stack_set_visible_child_name (self->pages, id);
}

void
cs_window_toast (CsWindow *self, const char *text)
{
  g_autofree char *plain = g_markup_escape_text (text, -1);

  /* A full disk refuses every key: what is being said is not said again after itself. */
  if (self->toast && g_strcmp0 (adw_toast_get_title (self->toast), plain) == 0)
    return;
  g_clear_weak_pointer (&self->toast);
  g_set_weak_pointer (&self->toast, adw_toast_new (plain));
  adw_toast_set_timeout (self->toast, MAX (5, (guint) strlen (text) / 8));   /* as long as it takes to be read */
  adw_toast_overlay_add_toast (self->toasts, self->toast);
  cs_spoken_tidy (gtk_widget_get_last_child (GTK_WIDGET (self->toasts)));
}

/* More lines than a message can hold are a text to scroll through and to copy from. */
static void
show_lines (AdwMessageDialog *dialog, const char *text)
{
  GtkWidget *view = gtk_text_view_new (), *scrolled = gtk_scrolled_window_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_message_dialog_get_heading (dialog), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_size_request (scrolled, MANY_WIDTH, MANY_HEIGHT);
  gtk_widget_add_css_class (scrolled, "frame");
  adw_message_dialog_set_extra_child (dialog, scrolled);
}

static guint
count_lines (const char *text)
{
  guint n = 1;

  for (; (text = strchr (text, '\n')); text++)
    n++;
  return n;
}

void
cs_window_tell (CsWindow *self, const char *heading, const char *text)
{
  GtkWidget *dialog = self->told;
  gboolean many = count_lines (text) > MANY_LINES;

  if (dialog && !many)
    {
      const char *before = adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog));
      g_autofree char *more = g_strdup_printf ("%s\n\n%s", before, text);
      if (!strstr (before, text) && strlen (before) < 1500)
        adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), more);
      return;
    }
  dialog = adw_message_dialog_new (GTK_WINDOW (self), heading ? heading : _("Something went wrong"),
                                   many ? NULL : text);
  if (many)
    show_lines (ADW_MESSAGE_DIALOG (dialog), text);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  if (!many)
    g_set_weak_pointer (&self->told, dialog);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (self));   /* a dialog stands before its window */
  gtk_window_present (GTK_WINDOW (dialog));
}

void
cs_window_tell_error (CsWindow *self, const GError *error)
{
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cs_window_tell (self, NULL, error->message);
}
