#include "cs-wheel.h"

static GtkWidget *
find_number (GtkWidget *at)
{
  GtkWidget *spin = gtk_widget_get_ancestor (at, GTK_TYPE_SPIN_BUTTON);
  return spin ? spin : gtk_widget_get_ancestor (at, GTK_TYPE_SCALE);
}

/* GTK 4.8 has no property for it; what is deaf once stays so. */
static void
deafen (GtkWidget *number)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (number);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

/* What the pointer is over, in whichever surface, the window's own or a popover's. A turn of the wheel tells no place,
 * and the device it comes from none that X11 would know: the seat's pointer does. */
static GtkWidget *
pick (GdkEvent *event)
{
  GdkSurface *surface = gdk_event_get_surface (event);
  GtkNative *native = gtk_native_get_for_surface (surface);
  GdkDevice *pointer = gdk_seat_get_pointer (gdk_event_get_seat (event));
  double x, y, left, top;

  if (!native || !pointer || !gdk_surface_get_device_position (surface, pointer, &x, &y, NULL))
    return NULL;
  gtk_native_get_surface_transform (native, &left, &top);
  return gtk_widget_pick (GTK_WIDGET (native), x - left, y - top, GTK_PICK_DEFAULT);
}

/* Before the number itself is asked: a control that nobody has scrolled over needs no care, nor does who makes one. */
static gboolean
event_cb (GtkEventController *controller, GdkEvent *event, gpointer data)
{
  GtkWidget *at, *number;

  if (gdk_event_get_event_type (event) != GDK_SCROLL)
    return GDK_EVENT_PROPAGATE;
  at = pick (event);
  number = at ? find_number (at) : NULL;
  if (number && gtk_widget_get_ancestor (number, GTK_TYPE_SCROLLED_WINDOW))
    deafen (number);
  return GDK_EVENT_PROPAGATE;
}

void
cs_wheel_watch (GtkWidget *root)
{
  GtkEventController *controller;

  g_return_if_fail (GTK_IS_ROOT (root));
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (event_cb), NULL);
  gtk_widget_add_controller (root, controller);
}
