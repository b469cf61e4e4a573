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

  if (!key || !gtk_widget_get_tooltip_text (button) || (!usual && !cs_keymap_is_changed (keymap, key)))
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
