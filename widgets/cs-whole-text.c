#include "cs-whole-text.h"

static gboolean
is_cut (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)));
}

/* The texts of @widget and of all in it that are cut, a line each. */
static void
gather (GtkWidget *widget, GString *text)
{
  if (is_cut (widget))
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", gtk_label_get_text (GTK_LABEL (widget)));
  for (widget = gtk_widget_get_first_child (widget); widget; widget = gtk_widget_get_next_sibling (widget))
    gather (widget, text);
}

static gboolean
query_cb (GtkWidget *root, int x, int y, gboolean by_key, GtkTooltip *tooltip, gpointer data)
{
  GtkWidget *at = by_key ? gtk_root_get_focus (GTK_ROOT (root)) : gtk_widget_pick (root, x, y, GTK_PICK_INSENSITIVE);
  g_autoptr (GString) text = g_string_new (NULL);
  graphene_rect_t room;

  if (!at || at == root || (!by_key && !GTK_IS_LABEL (at)))
    return FALSE;
  gather (at, text);
  if (!text->len)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text->str);
  if (gtk_widget_compute_bounds (at, root, &room))
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { (int) room.origin.x, (int) room.origin.y,
                                                         (int) room.size.width, (int) room.size.height });
  return TRUE;
}

void
cs_whole_text_watch (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_ROOT (root));
  gtk_widget_set_has_tooltip (root, TRUE);
  g_signal_connect (root, "query-tooltip", G_CALLBACK (query_cb), NULL);
}
