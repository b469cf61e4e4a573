/* The keyboard is never lost in the frame of the window: whatever of it has the focus, the page's keys act. */
#include "cs-window-private.h"

#include "cs-page.h"

/* The page in sight; NULL without a study. */
static GtkWidget *
find_page (CsWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);

  return page && gtk_widget_get_mapped (page) ? page : NULL;
}

/* A menu that was left by a key for a chooser, or out of a submenu, keeps the focus though it is gone. */
static void
leave_hidden (CsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self)), *page = find_page (self);

  if (!focus || gtk_widget_get_mapped (focus))
    return;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  if (page)
    cs_page_take_focus (CS_PAGE (page));
}

static void
active_changed_cb (CsWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    leave_hidden (self);
}

/* After a menu was closed by Escape its button has the focus: it knows Space and Enter, and no other key. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint code, GdkModifierType state, CsWindow *self)
{
  GtkWidget *page = find_page (self), *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean in_frame = page && focus && !gtk_widget_is_ancestor (focus, page);

  if (!in_frame || (gtk_widget_get_mapped (focus) && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER)))
    return GDK_EVENT_PROPAGATE;
  leave_hidden (self);
  return gtk_event_controller_key_forward (controller, page);
}

void
cs_window_init_keys (CsWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);
}
