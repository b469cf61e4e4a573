#include "cs-preset-bar.h"

#include <glib/gi18n.h>

#include "cs-blind-bar.h"
#include "cs-compare-window.h"
#include "cs-preset-chooser.h"
#include "cs-preset.h"

struct _CsPresetBar
{
  AdwBin parent_instance;

  CsPresetChooser *chooser;
  CsPage *page;              /* not owned: it owns us */
  GSimpleActionGroup *actions;
  GtkFileChooserNative *files;
};

G_DEFINE_FINAL_TYPE (CsPresetBar, cs_preset_bar, ADW_TYPE_BIN)

static CsSession *
session_of (CsPresetBar *self)
{
  return cs_page_get_session (self->page);
}

static CsSettings *
settings_of (CsPresetBar *self)
{
  return cs_session_get_settings (session_of (self));
}

static void
settings_changed_cb (CsPresetBar *self)
{
  gboolean named = cs_settings_get_name (settings_of (self)) != NULL;
  GAction *remove = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "remove");

  cs_preset_chooser_set_settings (self->chooser, settings_of (self));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (remove), named);
}

static void
chosen_cb (CsPresetBar *self)
{
  cs_session_set_settings (session_of (self), cs_preset_chooser_get_settings (self->chooser));
}

gboolean
cs_preset_bar_save (CsPresetBar *self, const char *name, GError **error)
{
  g_autoptr (GFile) folder = cs_preset_folder ();
  g_autoptr (CsSettings) named = cs_settings_with_name (settings_of (self), name, error);

  g_return_val_if_fail (CS_IS_PRESET_BAR (self), FALSE);
  if (!named || !cs_preset_save (folder, named, error))
    return FALSE;
  cs_session_set_settings (session_of (self), named);
  cs_preset_chooser_refresh (self->chooser);
  return TRUE;
}

static GtkWindow *
window_of (CsPresetBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root ? GTK_WINDOW (root) : NULL;
}

/* Saving: a name is asked for. */

static void
name_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autoptr (CsSettings) plain = cs_settings_new (NULL);
  g_autoptr (CsSettings) named = cs_settings_with_name (plain, gtk_editable_get_text (entry), NULL);

  adw_message_dialog_set_response_enabled (dialog, "save", named != NULL);
}

static void
named_cb (AdwMessageDialog *dialog, const char *response, CsPresetBar *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "save"))
    cs_preset_bar_save (self, gtk_editable_get_text (entry), &error);
  cs_page_tell_error (self->page, error);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsPresetBar *self = data;
  const char *name = cs_settings_get_name (settings_of (self));
  GtkWidget *window = adw_message_dialog_new (window_of (self), _("Save these values"), NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (window);
  GtkWidget *entry = gtk_entry_new ();

  adw_message_dialog_set_body (dialog, _("A preset of that name is replaced."));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "save", _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_extra_child (dialog, entry);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the preset"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (name_changed_cb), dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (named_cb), self, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), name ? name : "");
  name_changed_cb (GTK_EDITABLE (entry), dialog);
  gtk_window_present (GTK_WINDOW (window));
}

static void
remove_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsPresetBar *self = data;
  g_autoptr (GFile) folder = cs_preset_folder ();
  g_autoptr (CsSettings) plain = NULL;
  g_autoptr (GError) error = NULL;

  if (!cs_preset_remove (folder, cs_settings_get_name (settings_of (self)), &error))
    cs_page_tell_error (self->page, error);
  /* The values stay; they only have no name any more. */
  plain = cs_settings_with_name (settings_of (self), NULL, NULL);
  cs_session_set_settings (session_of (self), plain);
  cs_preset_chooser_refresh (self->chooser);
}

/* Files. */

static void
file_chosen_cb (GtkNativeDialog *files, int response, CsPresetBar *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (files)), folder = cs_preset_folder ();
  gboolean importing = gtk_file_chooser_get_action (GTK_FILE_CHOOSER (files)) == GTK_FILE_CHOOSER_ACTION_OPEN;
  g_autoptr (CsSettings) settings = NULL;
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT || !file)
    return;
  if (!importing)
    cs_preset_export (settings_of (self), file, &error);
  else if ((settings = cs_preset_import (file, &error)) && cs_preset_save (folder, settings, &error))
    cs_session_set_settings (session_of (self), settings);
  cs_preset_chooser_refresh (self->chooser);
  cs_page_tell_error (self->page, error);
}

static void
open_files (CsPresetBar *self, const char *title, GtkFileChooserAction action, const char *accept)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  const char *name = cs_settings_get_name (settings_of (self));
  g_autofree char *suggestion = g_strconcat (name ? name : "calcspot", CS_PRESET_SUFFIX, NULL);

  g_clear_object (&self->files);
  self->files = gtk_file_chooser_native_new (title, window_of (self), action, accept, NULL);
  gtk_file_filter_add_pattern (filter, "*" CS_PRESET_SUFFIX);
  gtk_file_filter_set_name (filter, _("Presets"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->files), filter);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->files), suggestion);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
  g_signal_connect_object (self->files, "response", G_CALLBACK (file_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

static void
import_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_files (data, _("Import a preset"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"));
}

static void
export_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_files (data, _("Export these values"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"));
}

static void
compare_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsPresetBar *self = data;
  g_autofree char *hidden = cs_blind_bar_why (session_of (self));

  if (hidden)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", hidden);
  else
    gtk_window_present (GTK_WINDOW (cs_compare_window_new (window_of (self), session_of (self))));
}

static void
dispose (GObject *object)
{
  CsPresetBar *self = CS_PRESET_BAR (object);

  g_clear_object (&self->files);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (cs_preset_bar_parent_class)->dispose (object);
}

static void
cs_preset_bar_class_init (CsPresetBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (CS_TYPE_PRESET_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-preset-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPresetBar, chooser);
}

static void
cs_preset_bar_init (CsPresetBar *self)
{
  static const GActionEntry entries[] = {
    { "save", save_action, NULL, NULL, NULL, { 0 } }, { "remove", remove_action, NULL, NULL, NULL, { 0 } },
    { "import", import_action, NULL, NULL, NULL, { 0 } }, { "export", export_action, NULL, NULL, NULL, { 0 } },
    { "compare", compare_action, NULL, NULL, NULL, { 0 } },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

void
cs_preset_bar_serve (CsPresetBar *self, CsPage *page)
{
  g_return_if_fail (CS_IS_PRESET_BAR (self) && self->page == NULL);
  g_return_if_fail (CS_IS_PAGE (page) && cs_page_get_session (page));
  self->page = page;
  gtk_widget_insert_action_group (GTK_WIDGET (page), "preset", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (self->chooser, "notify::settings", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session_of (self), "notify::settings", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  settings_changed_cb (self);
}
