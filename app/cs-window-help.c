#include "cs-window-private.h"

#include "cs-help-window.h"

static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_help_window_show (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

void
cs_window_class_install_help (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.help", "s", help_action);
}
