/* Servers: films come into the study from them, results go to them. */
#include "cs-window-private.h"

#include <glib/gi18n.h>

#include "cs-http.h"
#include "cs-pacs-window.h"
#include "cs-places.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"
#include "cs-servers.h"

/* Where fetched films lie: in the open study, or in the one of lone films. */
static GFile *
films_folder (CsWindow *self)
{
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GFile) lone = cs_places_films ();

  return g_file_get_child (study && !cs_study_get_read_only (study) ? cs_study_get_folder (study) : lone, "films");
}

static void
set_busy (CsWindow *self, gboolean busy, const char *text)
{
  if (!self->pacs)
    return;
  cs_pacs_window_set_busy (CS_PACS_WINDOW (self->pacs), busy);
  cs_pacs_window_say (CS_PACS_WINDOW (self->pacs), text);
}

static void
wanted_cb (CsPacsWindow *pacs, CsPacsServer *server, GPtrArray *studies, CsWindow *self)
{
  g_autoptr (GFile) folder = films_folder (self);

  if (cs_courier_get_busy (self->carrier))
    return;
  set_busy (self, TRUE, _("Fetching…"));
  cs_courier_fetch (self->carrier, server, studies, folder);
}

/* Another study may be open by now: then they are there, and it is said where. */
static void
fetched_cb (CsCourier *carrier, GPtrArray *files, GFile *folder, CsWindow *self)
{
  g_autoptr (GFile) here = films_folder (self);
  g_autofree char *text = NULL;

  if (g_file_equal (here, folder))
    {
      cs_window_open (self, files);
      return;
    }
  text = g_strdup_printf (_("The films are in %s"), g_file_peek_path (folder));
  cs_window_toast (self, text);
}

static void
finished_cb (CsCourier *carrier, const char *told, CsWindow *self)
{
  set_busy (self, FALSE, told);
  cs_window_toast (self, told);
}

static void
failed_cb (CsCourier *carrier, const GError *error, CsWindow *self)
{
  gboolean wished = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  set_busy (self, FALSE, wished ? "" : error->message);
  if (!self->pacs)
    cs_window_tell_error (self, error);
}

static void
password_cb (CsCourier *carrier, const char *message, gboolean keyring, CsWindow *self)
{
  cs_pacs_window_ask (GTK_WINDOW (self->pacs ? self->pacs : GTK_WIDGET (self)), carrier, message, keyring);
}

static void
pacs_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  if (!self->pacs)
    {
      g_set_weak_pointer (&self->pacs, cs_pacs_window_new (GTK_WINDOW (self), self->finder));
      g_signal_connect_object (self->pacs, "wanted", G_CALLBACK (wanted_cb), self, 0);
      cs_pacs_window_set_busy (CS_PACS_WINDOW (self->pacs), cs_courier_get_busy (self->carrier));
    }
  gtk_window_present (GTK_WINDOW (self->pacs));
}

/* What is sent, to whom, and whether with her identity: a dialog. */

static GPtrArray *
dicom_exports (void)
{
  GPtrArray *exports = g_ptr_array_new ();

  for (guint i = 0; cs_exports[i]; i++)
    if (cs_exports[i]->dicom)
      g_ptr_array_add (exports, (gpointer) cs_exports[i]);
  return exports;
}

static void
send_cb (AdwMessageDialog *dialog, const char *response, CsWindow *self)
{
  GtkDropDown *where = g_object_get_data (G_OBJECT (dialog), "where");
  GtkDropDown *what = g_object_get_data (G_OBJECT (dialog), "what");
  GtkCheckButton *veiled = g_object_get_data (G_OBJECT (dialog), "veiled");
  GPtrArray *servers = g_object_get_data (G_OBJECT (dialog), "servers");
  CsStudy *study = cs_session_get_study (self->session);
  g_autoptr (GPtrArray) exports = dicom_exports ();
  g_autoptr (CsRecord) record = NULL;

  if (!g_str_equal (response, "send") || !study)
    return;
  record = cs_study_freeze (study);
  cs_courier_send (self->carrier, servers->pdata[gtk_drop_down_get_selected (where)],
                   exports->pdata[gtk_drop_down_get_selected (what)], record, !gtk_check_button_get_active (veiled));
}

static GtkWidget *
add_choice (GtkWidget *box, const char *title, GtkStringList *choices)
{
  GtkWidget *choice = gtk_drop_down_new (G_LIST_MODEL (choices), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (box), choice);
  return choice;
}

static GtkWidget *
make_choices (GObject *dialog, GPtrArray *servers)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *veiled = gtk_check_button_new_with_mnemonic (_("_Replace her identity"));
  GtkStringList *names = gtk_string_list_new (NULL), *titles = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) exports = dicom_exports ();

  for (guint i = 0; i < servers->len; i++)
    gtk_string_list_append (names, ((CsPacsServer *) servers->pdata[i])->name);
  for (guint i = 0; i < exports->len; i++)
    gtk_string_list_append (titles, _(((const CsExport *) exports->pdata[i])->title));
  g_object_set_data (dialog, "where", add_choice (box, _("Server"), names));
  g_object_set_data (dialog, "what", add_choice (box, _("Results"), titles));
  g_object_set_data (dialog, "veiled", veiled);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (veiled), TRUE);
  gtk_box_append (GTK_BOX (box), veiled);
  return box;
}

static void
ask_what (CsWindow *self, GPtrArray *servers)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Send results to a server"),
    _("With her identity replaced they come to stand alone there; without, the server puts them beside her films."));

  g_object_set_data_full (G_OBJECT (dialog), "servers", servers, (GDestroyNotify) g_ptr_array_unref);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_choices (G_OBJECT (dialog), servers));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "send", _("_Send"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "send", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (send_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  g_autoptr (GSettings) settings = cs_preferences_open ();
  GPtrArray *servers = cs_servers_load (settings);

  if (cs_courier_get_busy (self->carrier))
    cs_window_toast (self, _("Films are being fetched, or results sent. Wait for that, or stop it."));
  else if (servers->len == 0)
    cs_preferences_window_show (GTK_WINDOW (self), "servers");
  else if (cs_session_get_study (self->session))
    ask_what (self, g_ptr_array_ref (servers));
  g_ptr_array_unref (servers);
}

void
cs_window_class_install_pacs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.pacs", NULL, pacs_action);
  gtk_widget_class_install_action (widget_class, "win.send", NULL, send_action);
}

void
cs_window_init_pacs (CsWindow *self)
{
  self->finder = cs_courier_new (self->session, NULL);
  self->carrier = cs_courier_new (self->session, self->finder);
  g_signal_connect_object (self->carrier, "fetched", G_CALLBACK (fetched_cb), self, 0);
  g_signal_connect_object (self->carrier, "finished", G_CALLBACK (finished_cb), self, 0);
  g_signal_connect_object (self->carrier, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (self->carrier, "password-wanted", G_CALLBACK (password_cb), self, 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.pacs", cs_http_is_built ());
}
