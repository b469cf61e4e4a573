#include "cs-spoken.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

static void
say (GtkWidget *widget, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
cs_spoken_row (GtkWidget *content, const char *text)
{
  GtkWidget *row = gtk_widget_get_parent (content);

  g_return_if_fail (GTK_IS_WIDGET (content));
  text = text ? text : "";
  say (content, text);
  /* GTK's own type of it is private. */
  if (row && g_str_equal (G_OBJECT_TYPE_NAME (row), "GtkListItemWidget"))
    say (row, text);
}

static void
chosen_cb (GtkDropDown *list)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (list));
  const char *title = gtk_widget_get_tooltip_text (GTK_WIDGET (list));
  GObject *chosen = gtk_drop_down_get_selected_item (list);
  g_autofree char *text = NULL;

  if (GTK_IS_STRING_OBJECT (chosen))
    text = g_strdup_printf ("%s: %s", title ? title : "", gtk_string_object_get_string (GTK_STRING_OBJECT (chosen)));
  if (GTK_IS_TOGGLE_BUTTON (button))
    say (button, text ? text : title ? title : "");
}

static void
tidy_drop_down (GtkDropDown *list)
{
  g_signal_handlers_disconnect_by_func (list, chosen_cb, NULL);
  g_signal_connect (list, "notify::selected-item", G_CALLBACK (chosen_cb), NULL);
  chosen_cb (list);
}

static GtkWidget *
find_scroller (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SCROLLED_WINDOW (widget) ? widget : NULL;

  for (widget = gtk_widget_get_first_child (widget); widget && !found; widget = gtk_widget_get_next_sibling (widget))
    found = find_scroller (widget);
  return found;
}

/* The cross of a toast is a picture alone. */
static gboolean
closes_toast (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "circular")
         && g_str_equal (G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), "AdwToastWidget");
}

static void
tidy_one (GtkWidget *widget)
{
  if (GTK_IS_DROP_DOWN (widget))
    tidy_drop_down (GTK_DROP_DOWN (widget));
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget))
           && gtk_button_get_label (GTK_BUTTON (widget)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
  else if (closes_toast (widget))
    say (widget, _("Close"));
  else if (ADW_IS_STATUS_PAGE (widget) && find_scroller (widget))
    say (find_scroller (widget), adw_status_page_get_title (ADW_STATUS_PAGE (widget)));
}

void
cs_spoken_tidy (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));
  tidy_one (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    cs_spoken_tidy (child);
}
