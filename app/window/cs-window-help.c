#include "cs-window-private.h"

#include "cs-chapter.h"
#include "cs-help-window.h"
#include "cs-history-window.h"
#include "cs-key-overlay.h"
#include "cs-preferences-window.h"

static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_help_window_show (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* The page that belongs to what is on the screen; of the stages, that of the one being looked at. */
static void
manual_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  const char *page = cs_session_get_study (self->session) ? adw_view_stack_get_visible_child_name (self->pages) : NULL;

  if (g_strcmp0 (page, "stages") != 0 ||
      !gtk_widget_activate_action (adw_view_stack_get_visible_child (self->pages), "stages.help", NULL))
    cs_help_window_show (GTK_WINDOW (self), cs_chapter_of_page (page)->id);
}

static void
history_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSession *session = CS_WINDOW (widget)->session;

  if (cs_session_get_study (session))
    cs_history_window_show (GTK_WINDOW (widget), session);
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_preferences_window_show (GTK_WINDOW (widget), NULL);
}

/* Those of the page in sight are in front. */
static void
keys_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  const char *page = cs_session_get_study (self->session) ? adw_view_stack_get_visible_child_name (self->pages) : NULL;

  gtk_window_present (cs_key_overlay_new (GTK_WINDOW (self), page));
}

void
cs_window_class_install_help (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.help", "s", help_action);
  gtk_widget_class_install_action (widget_class, "win.manual", NULL, manual_action);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, history_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, keys_action);
}
