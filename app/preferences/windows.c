/* The grey windows of one's own: what there is, and away with it. They are made where they are seen, at a film. */
#include <adwaita.h>
#include <glib/gi18n.h>

#include "cs-own-windows.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"

#define CS_TYPE_WINDOWS_PREFERENCES (cs_windows_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CsWindowsPreferences, cs_windows_preferences, CS, WINDOWS_PREFERENCES, AdwPreferencesPage)

struct _CsWindowsPreferences
{
  AdwPreferencesPage parent_instance;
  GSettings *settings;       /* or NULL */
  AdwPreferencesGroup *group;
  GPtrArray *rows;           /* borrowed from the group */
  GPtrArray *windows;        /* of CsOwnWindow, one a row */
};

G_DEFINE_FINAL_TYPE (CsWindowsPreferences, cs_windows_preferences, ADW_TYPE_PREFERENCES_PAGE)

static void
remove_cb (GtkButton *button, CsWindowsPreferences *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (!cs_own_windows_remove (g_object_get_data (G_OBJECT (button), "window"), &error) &&
      ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (error->message));
}

static void
add_row (CsWindowsPreferences *self, CsOwnWindow *window)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: the film's values shown as black and white, and the scanner whose films the window is for */
  g_autofree char *facts = g_strdup_printf (_("%.0f to %.0f · %s"), window->low, window->high,
                                            *window->scanner ? window->scanner : _("all films"));
  g_autofree char *name = g_strdup_printf (_("Remove the window “%s”"), window->title);

  g_object_set (row, "use-markup", FALSE, "title", window->title, "subtitle", facts, NULL);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "window", window);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
show (CsWindowsPreferences *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->windows, g_ptr_array_unref);
  self->windows = cs_own_windows_list (NULL);
  for (guint i = 0; i < self->windows->len; i++)
    add_row (self, self->windows->pdata[i]);
}

static void
finalize (GObject *object)
{
  CsWindowsPreferences *self = CS_WINDOWS_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->windows);
  G_OBJECT_CLASS (cs_windows_preferences_parent_class)->finalize (object);
}

static void
cs_windows_preferences_class_init (CsWindowsPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
cs_windows_preferences_init (CsWindowsPreferences *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_object_set (self->group, "title", _("Windows of one’s own"), "description",
                _("Set brightness and contrast on a film, then choose “Keep this window…” in its menu of windows. "
                  "It is offered there from then on."), NULL);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->group);
  self->settings = cs_preferences_open ();
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::" CS_PREFERENCE_WINDOWS, G_CALLBACK (show), self,
                             G_CONNECT_SWAPPED);
  show (self);
}

const CsPreferencesKind cs_preferences_windows = {
  .id = "windows", .title = N_("Windows"), .icon_name = "display-brightness-symbolic",
  .get_type = cs_windows_preferences_get_type,
};
