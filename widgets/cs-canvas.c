#include "cs-canvas-private.h"

#include <glib/gi18n-lib.h>

enum { PROP_0, PROP_VIEWPORT, PROP_TOOL, N_PROPS, PROP_HADJUSTMENT = N_PROPS, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY,
       PROP_VSCROLL_POLICY };

static GParamSpec *props[N_PROPS];
guint cs_canvas_signals[CS_CANVAS_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (CsCanvas, cs_canvas, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* The centre may go from one edge of the image to the other, so half a view lies beyond each. */
static void
configure_adjustment (CsCanvas *self, GtkAdjustment *adjustment, double centre, int image, int view)
{
  double content = cs_viewport_to_widget_length (self->viewport, image);
  double value = cs_viewport_to_widget_length (self->viewport, centre) - view / 2.0;

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, value, -view / 2.0, content + view / 2.0, view * 0.1, view * 0.9, view);
}

static void
configure_adjustments (CsCanvas *self)
{
  int image[2], view[2];
  double x, y;

  cs_viewport_get_shown_size (self->viewport, &image[0], &image[1]);
  cs_viewport_get_widget_size (self->viewport, &view[0], &view[1]);
  cs_viewport_get_shown_centre (self->viewport, &x, &y);
  self->configuring = TRUE;
  configure_adjustment (self, self->adjustments[0], x, image[0], view[0]);
  configure_adjustment (self, self->adjustments[1], y, image[1], view[1]);
  self->configuring = FALSE;
}

static void
viewport_changed_cb (CsCanvas *self)
{
  configure_adjustments (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
value_changed_cb (CsCanvas *self)
{
  double x, y;
  int view[2];

  if (self->configuring)
    return;
  cs_viewport_get_shown_centre (self->viewport, &x, &y);
  cs_viewport_get_widget_size (self->viewport, &view[0], &view[1]);
  if (self->adjustments[0] != NULL)
    x = cs_viewport_to_image_length (self->viewport, gtk_adjustment_get_value (self->adjustments[0]) + view[0] / 2.0);
  if (self->adjustments[1] != NULL)
    y = cs_viewport_to_image_length (self->viewport, gtk_adjustment_get_value (self->adjustments[1]) + view[1] / 2.0);
  cs_viewport_set_shown_centre (self->viewport, x, y);
}

static void
set_adjustment (CsCanvas *self, int which, GtkAdjustment *adjustment)
{
  if (adjustment != NULL && adjustment == self->adjustments[which])
    return;
  if (self->adjustments[which] != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustments[which], value_changed_cb, self);
  g_clear_object (&self->adjustments[which]);
  if (adjustment == NULL)
    return;
  self->adjustments[which] = g_object_ref_sink (adjustment);
  configure_adjustments (self);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
}

static void
zoom_middle (CsCanvas *self, int steps)
{
  GtkWidget *widget = GTK_WIDGET (self);

  cs_viewport_zoom_at (self->viewport, steps, gtk_widget_get_width (widget) / 2.0,
                       gtk_widget_get_height (widget) / 2.0);
}

static void
zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom_middle (CS_CANVAS (widget), 1);
}

static void
zoom_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom_middle (CS_CANVAS (widget), -1);
}

static void
zoom_fit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_viewport_fit (CS_CANVAS (widget)->viewport);
}

static void
zoom_one_to_one (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_viewport_one_to_one (CS_CANVAS (widget)->viewport);
}

static void
pan (GtkWidget *widget, const char *name, GVariant *parameter)
{
  double x, y;

  g_variant_get (parameter, "(dd)", &x, &y);
  cs_viewport_pan (CS_CANVAS (widget)->viewport, -x * gtk_widget_get_width (widget),
                   -y * gtk_widget_get_height (widget));
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  cs_viewport_set_widget_size (CS_CANVAS (widget)->viewport, width, height, gtk_widget_get_scale_factor (widget));
}

static void
set_viewport_size (CsCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (gtk_widget_get_width (widget) > 0)
    size_allocate (widget, gtk_widget_get_width (widget), gtk_widget_get_height (widget), -1);
}

/* A canvas that comes back into sight is not allocated anew, and another may have set the shared viewport meanwhile. */
static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cs_canvas_parent_class)->map (widget);
  set_viewport_size (CS_CANVAS (widget));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 48;
  *natural = 256;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsCanvas *self = CS_CANVAS (widget);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i++)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->layers), i);

      cs_layer_snapshot (layer, self->viewport, widget, snapshot);
    }
  cs_layer_snapshot (self->rubber, self->viewport, widget, snapshot);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsCanvas *self = CS_CANVAS (object);

  switch (id)
    {
    case PROP_VIEWPORT:
      g_value_set_object (value, self->viewport);
      break;
    case PROP_TOOL:
      g_value_set_int (value, self->tool);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsCanvas *self = CS_CANVAS (object);

  switch (id)
    {
    case PROP_VIEWPORT:
      cs_canvas_set_viewport (self, g_value_get_object (value));
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id - PROP_HADJUSTMENT, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsCanvas *self = CS_CANVAS (object);

  set_adjustment (self, 0, NULL);
  set_adjustment (self, 1, NULL);
  if (self->layers != NULL)
    cs_canvas_clear (self);
  if (self->viewport != NULL)
    g_signal_handlers_disconnect_by_data (self->viewport, self);
  if (self->rubber != NULL)
    g_signal_handlers_disconnect_by_data (self->rubber, self);
  g_clear_object (&self->pointer.layer);
  G_OBJECT_CLASS (cs_canvas_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsCanvas *self = CS_CANVAS (object);

  g_object_unref (self->layers);
  g_object_unref (self->viewport);
  g_object_unref (self->rubber);
  g_free (self->cursor);
  g_free (self->words);
  G_OBJECT_CLASS (cs_canvas_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const struct { guint key; double x, y; } keys[] = {
    { GDK_KEY_Left, -0.125, 0 }, { GDK_KEY_Right, 0.125, 0 }, { GDK_KEY_Up, 0, -0.125 }, { GDK_KEY_Down, 0, 0.125 },
  };

  gtk_widget_class_install_action (klass, "canvas.zoom-in", NULL, zoom_in);
  gtk_widget_class_install_action (klass, "canvas.zoom-out", NULL, zoom_out);
  gtk_widget_class_install_action (klass, "canvas.fit", NULL, zoom_fit);
  gtk_widget_class_install_action (klass, "canvas.one-to-one", NULL, zoom_one_to_one);
  gtk_widget_class_install_action (klass, "canvas.pan", "(dd)", pan);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, 0, "canvas.pan", "(dd)", keys[i].x, keys[i].y);
}

static void
install_signals (void)
{
  guint *signals = cs_canvas_signals;

  signals[CS_CANVAS_MOTION] =
    g_signal_new ("motion", CS_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[CS_CANVAS_LEAVE] =
    g_signal_new ("leave", CS_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CS_CANVAS_CLICKED] =
    g_signal_new ("clicked", CS_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_INT, G_TYPE_BOOLEAN);
  signals[CS_CANVAS_TOOL_DRAG] =
    g_signal_new ("tool-drag", CS_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5,
                  G_TYPE_INT, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[CS_CANVAS_ADJUST] =
    g_signal_new ("adjust", CS_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                  G_TYPE_INT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
cs_canvas_class_init (CsCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->size_allocate = size_allocate;
  widget_class->map = map;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;

  props[PROP_VIEWPORT] = g_param_spec_object ("viewport", NULL, NULL, CS_TYPE_VIEWPORT, flags);
  props[PROP_TOOL] = g_param_spec_int ("tool", NULL, NULL, CS_TOOL_PAN, CS_TOOL_BOX, CS_TOOL_PAN,
                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  install_signals ();
  install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cs_canvas_init (CsCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->viewport = cs_viewport_new ();
  g_signal_connect_swapped (self->viewport, "changed", G_CALLBACK (viewport_changed_cb), self);
  self->layers = g_list_store_new (CS_TYPE_LAYER);
  self->rubber = cs_path_layer_new ();
  g_signal_connect_swapped (self->rubber, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (set_viewport_size), NULL);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Image"), -1);
  cs_canvas_add_controllers (self);
}

GtkWidget *
cs_canvas_new (CsViewport *viewport)
{
  GtkWidget *self = g_object_new (CS_TYPE_CANVAS, NULL);

  if (viewport != NULL)
    cs_canvas_set_viewport (CS_CANVAS (self), viewport);
  return self;
}

CsViewport *
cs_canvas_get_viewport (CsCanvas *self)
{
  g_return_val_if_fail (CS_IS_CANVAS (self), NULL);

  return self->viewport;
}

void
cs_canvas_set_viewport (CsCanvas *self, CsViewport *viewport)
{
  g_return_if_fail (CS_IS_CANVAS (self));
  g_return_if_fail (CS_IS_VIEWPORT (viewport));

  if (viewport == self->viewport)
    return;
  g_signal_handlers_disconnect_by_data (self->viewport, self);
  g_set_object (&self->viewport, viewport);
  g_signal_connect_swapped (viewport, "changed", G_CALLBACK (viewport_changed_cb), self);
  set_viewport_size (self);
  viewport_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEWPORT]);
}

CsTool
cs_canvas_get_tool (CsCanvas *self)
{
  g_return_val_if_fail (CS_IS_CANVAS (self), CS_TOOL_PAN);

  return self->tool;
}

static void
hold (CsCanvas *self, gpointer holder, CsTool tool, const char *cursor, const char *words)
{
  if (holder == self->holder && tool == self->tool && g_strcmp0 (words, self->words) == 0)
    return;
  self->holder = holder;
  self->tool = tool;
  g_free (self->cursor);
  self->cursor = g_strdup (cursor);
  g_free (self->words);
  self->words = g_strdup (words);
  cs_canvas_show_cursor (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TOOL]);
}

void
cs_canvas_take_tool (CsCanvas *self, gpointer holder, CsTool tool, const char *cursor, const char *words)
{
  g_return_if_fail (CS_IS_CANVAS (self));
  g_return_if_fail (holder != NULL && tool > CS_TOOL_PAN && tool <= CS_TOOL_BOX);

  hold (self, holder, tool, cursor, words);
}

void
cs_canvas_put_away (CsCanvas *self)
{
  g_return_if_fail (CS_IS_CANVAS (self));

  hold (self, NULL, CS_TOOL_PAN, NULL, NULL);
}

gboolean
cs_canvas_is_held_by (CsCanvas *self, gpointer holder)
{
  g_return_val_if_fail (CS_IS_CANVAS (self), FALSE);

  return self->holder == holder;
}

const char *
cs_canvas_get_words (CsCanvas *self)
{
  g_return_val_if_fail (CS_IS_CANVAS (self), NULL);

  return self->words;
}

void
cs_canvas_add_layer (CsCanvas *self, CsLayer *layer)
{
  g_return_if_fail (CS_IS_CANVAS (self));

  cs_canvas_insert_layer (self, layer, g_list_model_get_n_items (G_LIST_MODEL (self->layers)));
}

void
cs_canvas_insert_layer (CsCanvas *self, CsLayer *layer, guint position)
{
  g_return_if_fail (CS_IS_CANVAS (self));
  g_return_if_fail (CS_IS_LAYER (layer));

  g_signal_connect_swapped (layer, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
  g_list_store_insert (self->layers, MIN (position, g_list_model_get_n_items (G_LIST_MODEL (self->layers))), layer);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cs_canvas_remove_layer (CsCanvas *self, CsLayer *layer)
{
  guint position;

  g_return_if_fail (CS_IS_CANVAS (self));

  if (!g_list_store_find (self->layers, layer, &position))
    return;
  g_signal_handlers_disconnect_by_func (layer, gtk_widget_queue_draw, self);
  g_list_store_remove (self->layers, position);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cs_canvas_clear (CsCanvas *self)
{
  g_return_if_fail (CS_IS_CANVAS (self));

  while (g_list_model_get_n_items (G_LIST_MODEL (self->layers)) > 0)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->layers), 0);

      cs_canvas_remove_layer (self, layer);
    }
}

GListModel *
cs_canvas_get_layers (CsCanvas *self)
{
  g_return_val_if_fail (CS_IS_CANVAS (self), NULL);

  return G_LIST_MODEL (self->layers);
}

void
cs_canvas_set_rubber (CsCanvas *self, double x0, double y0, double x1, double y1)
{
  CsPathLayer *rubber = CS_PATH_LAYER (self->rubber);
  gboolean box = self->tool == CS_TOOL_BOX;
  float line[] = { x0, y0, x1, y1 };
  float corners[] = { x0, y0, x1, y0, x1, y1, x0, y1 };

  cs_path_layer_clear (rubber);
  cs_path_layer_add (rubber, box ? corners : line, box ? 4 : 2, box, NULL, NULL, box);
}

void
cs_canvas_show_cursor (CsCanvas *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->pointer.over ? self->pointer.over : self->cursor);
}
