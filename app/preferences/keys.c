/* The keys of everything, found by name or key, changed by pressing another. */
#include <adwaita.h>
#include <glib/gi18n.h>

#include "cs-key-row.h"
#include "cs-preferences-window.h"

#define CS_TYPE_KEYS_PREFERENCES (cs_keys_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CsKeysPreferences, cs_keys_preferences, CS, KEYS_PREFERENCES, AdwPreferencesPage)

struct _CsKeysPreferences
{
  AdwPreferencesPage parent_instance;
  CsKeymap *keymap;
  GtkWidget *search, *reset;
  GPtrArray *groups;         /* of AdwPreferencesGroup, one a context */
  GPtrArray *rows;           /* of CsKeyRow, borrowed from the groups, each with its group as "group" */
};

G_DEFINE_FINAL_TYPE (CsKeysPreferences, cs_keys_preferences, ADW_TYPE_PREFERENCES_PAGE)

static void
search_cb (GtkEditable *entry, CsKeysPreferences *self)
{
  const char *text = gtk_editable_get_text (entry);

  for (guint i = 0; i < self->groups->len; i++)
    gtk_widget_set_visible (self->groups->pdata[i], FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    {
      gboolean found = cs_key_row_matches (self->rows->pdata[i], text);

      gtk_widget_set_visible (self->rows->pdata[i], found);
      if (found)
        gtk_widget_set_visible (g_object_get_data (self->rows->pdata[i], "group"), TRUE);
    }
}

/* Escape gives up what is sought, and then the window, as everywhere else in it: the entry keeps the key to itself. */
static void
stop_cb (GtkEditable *entry)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (entry));

  if (*gtk_editable_get_text (entry))
    gtk_editable_set_text (entry, "");
  else if (GTK_IS_WINDOW (window))
    gtk_window_close (GTK_WINDOW (window));
}

static void
keys_changed_cb (CsKeysPreferences *self)
{
  gboolean changed = FALSE;

  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    for (const CsKey *key = context->keys; !changed && key->name; key++)
      changed = cs_keymap_is_changed (self->keymap, key);
  gtk_widget_set_sensitive (self->reset, changed);
}

static void
add_head (CsKeysPreferences *self)
{
  GtkWidget *group = adw_preferences_group_new (), *search = gtk_search_entry_new ();

  self->search = search;
  self->reset = gtk_button_new_with_mnemonic (_("_Reset all"));
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->reset, "clicked", G_CALLBACK (cs_keymap_reset_all), self->keymap, G_CONNECT_SWAPPED);
  g_object_set (search, "placeholder-text", _("Name or key"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name or key"), -1);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (search_cb), self, 0);
  g_signal_connect (search, "stop-search", G_CALLBACK (stop_cb), NULL);
  g_object_set (group, "title", _("Keys"), "header-suffix", self->reset,
                "description", _("Click a key to press another in its place. What is taken is refused."), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), search);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

static void
add_context (CsKeysPreferences *self, const CsKeyContext *context)
{
  GtkWidget *group = adw_preferences_group_new ();

  g_object_set (group, "title", _(context->title), NULL);
  for (const CsKey *key = context->keys; key->name; key++)
    {
      GtkWidget *row = cs_key_row_new (self->keymap, key);

      g_object_set_data (G_OBJECT (row), "group", group);
      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_add (self->groups, group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

/* Whoever comes here looks for something. */
static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_keys_preferences_parent_class)->map (widget);
  gtk_widget_grab_focus (CS_KEYS_PREFERENCES (widget)->search);
}

static void
finalize (GObject *object)
{
  CsKeysPreferences *self = CS_KEYS_PREFERENCES (object);

  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->keymap);
  G_OBJECT_CLASS (cs_keys_preferences_parent_class)->finalize (object);
}

static void
cs_keys_preferences_class_init (CsKeysPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->map = map;
}

static void
cs_keys_preferences_init (CsKeysPreferences *self)
{
  self->keymap = cs_keymap_new ();
  self->groups = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  add_head (self);
  for (const CsKeyContext *context = cs_key_contexts; context->id; context++)
    add_context (self, context);
  g_signal_connect_object (self->keymap, "changed", G_CALLBACK (keys_changed_cb), self, G_CONNECT_SWAPPED);
  keys_changed_cb (self);
}

const CsPreferencesKind cs_preferences_keys = {
  .id = "keys", .title = N_("Keys"), .icon_name = "input-keyboard-symbolic", .get_type = cs_keys_preferences_get_type,
};
