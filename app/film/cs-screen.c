#include "cs-screen.h"

#include <stdlib.h>
#ifdef GDK_WINDOWING_WAYLAND
#include <gdk/wayland/gdkwayland.h>
#include <wayland-client.h>
#endif
#ifdef GDK_WINDOWING_X11
#include <X11/extensions/Xrandr.h>
#include <gdk/x11/gdkx.h>
#endif

#define FRACTION "calcspot-fraction"       /* of a monitor: a double */
#define TOLD     "calcspot-fraction-told"

double
cs_screen_fraction (int logical, int factor, int pixels)
{
  /* A logical size is rounded: as much as one of its pixels may be missing or too many. */
  return pixels <= 0 || logical <= 0 || abs (logical * factor - pixels) <= factor ? 0 : pixels / (double) logical;
}

#ifdef GDK_WINDOWING_WAYLAND

typedef struct { struct wl_output *output; int x, y, width, height; gboolean lies; } Panel;

static void
place_cb (void *data, struct wl_output *output, int32_t x, int32_t y, int32_t mm_wide, int32_t mm_high,
          int32_t subpixel, const char *make, const char *model, int32_t transform)
{
  Panel *panel = data;

  panel->x = x;
  panel->y = y;
  panel->lies = transform & 1;             /* all that turn by a quarter */
}

static void
mode_cb (void *data, struct wl_output *output, uint32_t flags, int32_t width, int32_t height, int32_t refresh)
{
  Panel *panel = data;

  if (!(flags & WL_OUTPUT_MODE_CURRENT))
    return;
  panel->width = width;
  panel->height = height;
}

static void
done_cb (void *data, struct wl_output *output)
{
}

static void
scale_cb (void *data, struct wl_output *output, int32_t factor)
{
}

static const struct wl_output_listener output_listener = {
  .geometry = place_cb, .mode = mode_cb, .done = done_cb, .scale = scale_cb,
};

static void
global_cb (void *data, struct wl_registry *registry, uint32_t name, const char *interface, uint32_t version)
{
  Panel *panel;

  if (!g_str_equal (interface, wl_output_interface.name))
    return;
  panel = g_new0 (Panel, 1);
  panel->output = wl_registry_bind (registry, name, &wl_output_interface, MIN (version, 2));
  wl_output_add_listener (panel->output, &output_listener, panel);
  g_ptr_array_add (data, panel);
}

static void
global_gone_cb (void *data, struct wl_registry *registry, uint32_t name)
{
}

static const struct wl_registry_listener registry_listener = { .global = global_cb, .global_remove = global_gone_cb };

static void
free_panel (gpointer data)
{
  wl_output_destroy (((Panel *) data)->output);
  g_free (data);
}

static int
find_width (GPtrArray *panels, const GdkRectangle *place)
{
  for (guint i = 0; i < panels->len; i++)
    {
      const Panel *panel = panels->pdata[i];

      if (panel->x == place->x && panel->y == place->y)
        return panel->lies ? panel->height : panel->width;
    }
  return 0;
}

/* GTK has asked the same, and keeps the answer to itself: on a queue of our own its events are not touched. */
static int
ask_wayland (GdkMonitor *monitor, const GdkRectangle *place)
{
  struct wl_display *server = gdk_wayland_display_get_wl_display (gdk_monitor_get_display (monitor));
  struct wl_event_queue *queue = wl_display_create_queue (server);
  struct wl_display *wrapper = wl_proxy_create_wrapper (server);
  GPtrArray *panels = g_ptr_array_new_with_free_func (free_panel);
  struct wl_registry *registry;
  int width;

  wl_proxy_set_queue ((struct wl_proxy *) wrapper, queue);
  registry = wl_display_get_registry (wrapper);
  wl_registry_add_listener (registry, &registry_listener, panels);
  for (int i = 0; i < 2; i++)              /* what there is, then what each is */
    wl_display_roundtrip_queue (server, queue);
  wl_registry_destroy (registry);
  wl_proxy_wrapper_destroy (wrapper);
  width = find_width (panels, place);
  g_ptr_array_unref (panels);              /* before the queue they listen on */
  wl_event_queue_destroy (queue);
  return width;
}

#endif
#ifdef GDK_WINDOWING_X11

/* What the mode of a screen's controller has across, as it hangs: the server scales to it what is drawn. */
static int
measure_mode (const XRRScreenResources *all, const XRRCrtcInfo *crtc)
{
  for (int i = 0; crtc && i < all->nmode; i++)
    if (all->modes[i].id == crtc->mode)
      return (int) (crtc->rotation & (RR_Rotate_90 | RR_Rotate_270) ? all->modes[i].height : all->modes[i].width);
  return 0;
}

static int
ask_x11 (GdkMonitor *monitor)
{
  GdkDisplay *display = gdk_monitor_get_display (monitor);
  Display *server = gdk_x11_display_get_xdisplay (display);
  XRRScreenResources *all;
  XRROutputInfo *output;
  XRRCrtcInfo *crtc;
  int opcode, event, error, pixels;

  if (XQueryExtension (server, "XWAYLAND", &opcode, &event, &error))
    return 0;
  gdk_x11_display_error_trap_push (display);
  all = XRRGetScreenResourcesCurrent (server, gdk_x11_display_get_xrootwindow (display));
  output = all ? XRRGetOutputInfo (server, all, gdk_x11_monitor_get_output (monitor)) : NULL;
  crtc = output && output->crtc ? XRRGetCrtcInfo (server, all, output->crtc) : NULL;
  pixels = all ? measure_mode (all, crtc) : 0;
  g_clear_pointer (&crtc, XRRFreeCrtcInfo);
  g_clear_pointer (&output, XRRFreeOutputInfo);
  g_clear_pointer (&all, XRRFreeScreenResources);
  gdk_x11_display_error_trap_pop_ignored (display);
  return pixels;
}

#endif

static int
ask (GdkMonitor *monitor, const GdkRectangle *place)
{
#ifdef GDK_WINDOWING_WAYLAND
  if (GDK_IS_WAYLAND_MONITOR (monitor))
    return ask_wayland (monitor, place);
#endif
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_MONITOR (monitor))
    return ask_x11 (monitor);
#endif
  return 0;
}

static void
changed_cb (GdkMonitor *monitor)
{
  g_object_set_data (G_OBJECT (monitor), FRACTION, NULL);
}

/* NULL: on none yet. */
static GdkMonitor *
monitor_of (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native ? gtk_native_get_surface (native) : NULL;

  return surface ? gdk_display_get_monitor_at_surface (gdk_surface_get_display (surface), surface) : NULL;
}

static double *
measure (GdkMonitor *monitor)
{
  double *fraction = g_new (double, 1);
  GdkRectangle place;

  gdk_monitor_get_geometry (monitor, &place);
  *fraction = cs_screen_fraction (place.width, gdk_monitor_get_scale_factor (monitor), ask (monitor, &place));
  if (!g_signal_handler_find (monitor, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, changed_cb, NULL))
    {
      g_signal_connect (monitor, "notify::geometry", G_CALLBACK (changed_cb), NULL);
      g_signal_connect (monitor, "notify::scale-factor", G_CALLBACK (changed_cb), NULL);
    }
  g_object_set_data_full (G_OBJECT (monitor), FRACTION, fraction, g_free);
  return fraction;
}

double
cs_screen_get_fraction (GtkWidget *widget)
{
  const char *pretended = g_getenv ("CALCSPOT_SCREEN_SCALE");      /* to see what is said, without such a screen */
  GdkMonitor *monitor = monitor_of (widget);
  double *fraction;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 0);
  if (!monitor || pretended)
    return monitor ? g_ascii_strtod (pretended, NULL) : 0;
  fraction = g_object_get_data (G_OBJECT (monitor), FRACTION);
  return fraction ? *fraction : *measure (monitor);
}

gboolean
cs_screen_tell_once (GtkWidget *widget)
{
  GdkMonitor *monitor = monitor_of (widget);

  if (!monitor || g_object_get_data (G_OBJECT (monitor), TOLD))
    return FALSE;
  g_object_set_data (G_OBJECT (monitor), TOLD, GINT_TO_POINTER (TRUE));
  return TRUE;
}
