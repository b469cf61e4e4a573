#include "cs-key-tips.h"

#include <string.h>
#include "cs-keymap.h"

#define USUAL "usual-tip"

/* "A calcification (A)" -> "A calcification": the layouts, and their translations, write the usual key there. */
static char *
without_key (const char *tip)
{
  const char *bracket = g_str_has_suffix (tip, ")") ? strrchr (tip, '(') : NULL;

  return bracket && bracket > tip ? g_strchomp (g_strndup (tip, (gsize) (bracket - tip))) : g_strdup (tip);
}

static char *
name_slot (const char *property)
{
  return g_strconcat ("keys-in-", property, NULL);
}

static gboolean
says_keys (GtkWidget *widget, const char *property)
{
  g_autofree char *slot = name_slot (property);

  return g_object_get_data (G_OBJECT (widget), slot) != NULL;
}

/* A sentence is known by its braces when it is first met, and kept as it was written. */
static void
say_keys (GtkWidget *widget, const char *property, CsKeymap *keymap)
{
  g_autofree char *slot = name_slot (property), *text = NULL, *said = NULL;

  if (!says_keys (widget, property))
    {
      g_object_get (widget, property, &text, NULL);
      said = text ? cs_keymap_say (keymap, text) : NULL;
      if (g_strcmp0 (text, said) == 0)
        return;
      g_object_set_data_full (G_OBJECT (widget), slot, g_steal_pointer (&text), g_free);
    }
  g_free (said);
  said = cs_keymap_say (keymap, g_object_get_data (G_OBJECT (widget), slot));
  g_object_set (widget, property, said, NULL);
}

/* Those of the application GTK shows by itself. A menu's items cannot be changed, but exchanged. */
static void
show_accel (GMenu *menu, int i, CsKeymap *keymap)
{
  g_autoptr (GMenuItem) item = g_menu_item_new_from_model (G_MENU_MODEL (menu), i);
  g_autoptr (GVariant) action = g_menu_item_get_attribute_value (item, G_MENU_ATTRIBUTE_ACTION, G_VARIANT_TYPE_STRING);
  g_autoptr (GVariant) before = g_menu_item_get_attribute_value (item, "accel", G_VARIANT_TYPE_STRING);
  const CsKeyContext *context = NULL;
  const CsKey *key = action ? cs_key_of_action (g_variant_get_string (action, NULL), &context) : NULL;
  const char *accel = key ? *cs_keymap_get (keymap, key) : NULL;

  if (!key || context->turn == CS_KEYS_APPLICATION ||
      g_strcmp0 (before ? g_variant_get_string (before, NULL) : NULL, accel) == 0)
    return;
  g_menu_item_set_attribute (item, "accel", accel ? "s" : NULL, accel);
  g_menu_remove (menu, i);
  g_menu_insert_item (menu, i, item);
}

static void
show_accels (GMenuModel *menu, CsKeymap *keymap)
{
  for (int i = 0; menu && i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);

      show_accels (section ? section : submenu, keymap);
      if (G_IS_MENU (menu))
        show_accel (G_MENU (menu), i, keymap);
    }
}

static const CsKey *
key_of (GtkActionable *button)
{
  const char *name = gtk_actionable_get_action_name (button);
  GVariant *target = gtk_actionable_get_action_target_value (button);
  g_autofree char *action = name ? g_action_print_detailed_name (name, target) : NULL;

  return action ? cs_key_of_action (action, NULL) : NULL;
}

static void
show_tip (GtkWidget *button, CsKeymap *keymap)
{
  const CsKey *key = key_of (GTK_ACTIONABLE (button));
  const char *usual = g_object_get_data (G_OBJECT (button), USUAL);
  g_autofree char *plain = NULL, *label = NULL, *tip = NULL;

  if (!key || !gtk_widget_get_tooltip_text (button) || says_keys (button, "tooltip-text"))
    return;
  if (!usual && !cs_keymap_is_changed (keymap, key))
    return;
  if (!usual)
    g_object_set_data_full (G_OBJECT (button), USUAL, g_strdup (gtk_widget_get_tooltip_text (button)), g_free);
  usual = g_object_get_data (G_OBJECT (button), USUAL);
  plain = without_key (usual);
  label = *cs_keymap_get (keymap, key) ? cs_keymap_label (keymap, key->name) : NULL;
  tip = label ? g_strdup_printf ("%s (%s)", plain, label) : g_strdup (plain);
  gtk_widget_set_tooltip_text (button, cs_keymap_is_changed (keymap, key) ? tip : usual);
}

static void
show_tips (CsKeymap *keymap, GtkWidget *widget)
{
  say_keys (widget, "tooltip-text", keymap);
  if (GTK_IS_LABEL (widget))
    say_keys (widget, "label", keymap);
  if (GTK_IS_MENU_BUTTON (widget))
    show_accels (gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)), keymap);
  if (GTK_IS_POPOVER_MENU (widget))
    show_accels (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (widget)), keymap);
  if (GTK_IS_ACTIONABLE (widget))
    show_tip (widget, keymap);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    show_tips (keymap, child);
}

void
cs_key_tips_serve (GtkWidget *root)
{
  CsKeymap *keymap = cs_keymap_new ();

  g_return_if_fail (GTK_IS_WIDGET (root));
  g_object_set_data_full (G_OBJECT (root), "key-tips", keymap, g_object_unref);
  g_signal_connect_object (keymap, "changed", G_CALLBACK (show_tips), root, 0);
  show_tips (keymap, root);
}
