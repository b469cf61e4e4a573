#include "cs-key-row.h"

#include <glib/gi18n.h>
#include "cs-key-catcher.h"

struct _CsKeyRow
{
  AdwActionRow parent_instance;
  CsKeymap *keymap;
  const CsKey *key;
  GtkBox *keys;
  GtkWidget *reset;
};

G_DEFINE_FINAL_TYPE (CsKeyRow, cs_key_row, ADW_TYPE_ACTION_ROW)

static void
ask (CsKeyRow *self, const char *old)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (cs_key_catcher_new (window, self->keymap, self->key, old));
}

static void
change_cb (GtkButton *button, CsKeyRow *self)
{
  ask (self, g_object_get_data (G_OBJECT (button), "accel"));
}

static void
add_cb (CsKeyRow *self)
{
  ask (self, NULL);
}

/* What stands in the way is said where it can be put right. */
static void
reset_cb (CsKeyRow *self)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (!cs_keymap_reset (self->keymap, self->key, &error) && ADW_IS_PREFERENCES_WINDOW (window))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (error->message));
}

GtkWidget *
cs_key_cap_new (const char *accel)
{
  g_autofree char *text = cs_keymap_spell (accel);
  GtkWidget *cap = gtk_label_new (text);

  gtk_widget_add_css_class (cap, "key");
  gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
  return cap;
}

static void
add_button (CsKeyRow *self, const char *accel)
{
  GtkWidget *button = gtk_button_new (), *label = cs_key_cap_new (accel);
  g_autofree char *key = cs_keymap_spell (accel);
  /* Translators: a key, and what it does */
  g_autofree char *name = g_strdup_printf (_("Change %s: %s"), key, _(self->key->title));

  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "accel", g_strdup (accel), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (change_cb), self, 0);
  gtk_box_append (self->keys, button);
}

static void
show_keys (CsKeyRow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->keys))))
    gtk_box_remove (self->keys, child);
  for (const char *const *accel = cs_keymap_get (self->keymap, self->key); *accel; accel++)
    add_button (self, *accel);
  gtk_widget_set_sensitive (self->reset, cs_keymap_is_changed (self->keymap, self->key));
}

static GtkWidget *
new_button (CsKeyRow *self, const char *icon_name, const char *tip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);
  /* Translators: what a button does, and to which line of a list */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), tip, _(self->key->title));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  return button;
}

static void
dispose (GObject *object)
{
  g_clear_object (&CS_KEY_ROW (object)->keymap);
  G_OBJECT_CLASS (cs_key_row_parent_class)->dispose (object);
}

static void
cs_key_row_class_init (CsKeyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
cs_key_row_init (CsKeyRow *self)
{
  self->keys = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
}

GtkWidget *
cs_key_row_new (CsKeymap *keymap, const CsKey *key)
{
  CsKeyRow *self = g_object_new (CS_TYPE_KEY_ROW, "title", _(key->title), "use-markup", FALSE, NULL);

  self->keymap = g_object_ref (keymap);
  self->key = key;
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->keys));
  new_button (self, "list-add-symbolic", _("One more key"), G_CALLBACK (add_cb));
  self->reset = new_button (self, "edit-undo-symbolic", _("Back to the usual keys"), G_CALLBACK (reset_cb));
  g_signal_connect_object (keymap, "changed", G_CALLBACK (show_keys), self, G_CONNECT_SWAPPED);
  show_keys (self);
  return GTK_WIDGET (self);
}

gboolean
cs_key_row_matches (CsKeyRow *self, const char *text)
{
  g_return_val_if_fail (CS_IS_KEY_ROW (self), FALSE);
  return cs_keymap_matches (self->keymap, self->key, text);
}
