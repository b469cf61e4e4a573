#include "cs-own-window-dialog.h"

#include <glib/gi18n.h>
#include "cs-own-windows.h"

/* What the answer needs; the dialog's. */
typedef struct { GtkEditable *title; GtkSwitch *bound; char *scanner; double low, high; } Question;

static void
question_free (gpointer data)
{
  g_free (((Question *) data)->scanner);
  g_free (data);
}

static void
title_changed_cb (GtkEditable *title, AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "keep", *gtk_editable_get_text (title) != '\0');
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  CsOwnWindow window = { (char *) gtk_editable_get_text (question->title), question->scanner, question->low,
                         question->high };
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "keep"))
    return;
  if (!gtk_switch_get_active (question->bound))
    window.scanner = (char *) "";
  if (!cs_own_windows_keep (&window, &error))
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", error->message);
}

static GtkWidget *
new_rows (Question *question)
{
  GtkWidget *list = gtk_list_box_new (), *title = adw_entry_row_new (), *row = adw_action_row_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (title), _("Name of the window"));
  question->title = GTK_EDITABLE (title);
  gtk_list_box_append (GTK_LIST_BOX (list), title);
  question->bound = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (question->bound), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->bound), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Only on films of this scanner"), -1);
  g_object_set (row, "title", _("Only on films of this scanner"), "use-markup", FALSE, "visible",
                *question->scanner != '\0', "subtitle", question->scanner, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (question->bound));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (question->bound));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return list;
}

GtkWindow *
cs_own_window_dialog_new (GtkWindow *parent, const char *scanner, double low, double high)
{
  GtkWidget *window = adw_message_dialog_new (parent, _("Keep this window"), NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (window);
  Question *question = g_new0 (Question, 1);

  *question = (Question) { .scanner = g_strdup (scanner), .low = low, .high = high };
  /* Translators: the film's values that are shown as black and as white */
  adw_message_dialog_format_body (dialog, _("Black at %.0f, white at %.0f. One of the same name is replaced."), low,
                                  high);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "keep", _("_Keep"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "keep", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, "keep", FALSE);
  adw_message_dialog_set_default_response (dialog, "keep");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_extra_child (dialog, new_rows (question));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (question->title), TRUE);
  g_signal_connect_object (question->title, "changed", G_CALLBACK (title_changed_cb), dialog, 0);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question,
                         (GClosureNotify) (void (*) (void)) question_free, 0);
  return GTK_WINDOW (window);
}
