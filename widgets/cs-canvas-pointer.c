#include "cs-canvas-private.h"

#include <math.h>

#define CLICK_RADIUS 4.0     /* widget pixels a click may move */
#define WHEEL_PAN    60.0    /* widget pixels a notch with Shift pans */
#define WHEEL_ADJUST 20.0    /* widget pixels a notch with Ctrl adjusts as if dragged */
#define SMOOTH_STEP  40.0    /* touchpad pixels that make a zoom step with Ctrl */

static void
set_pointer (CsCanvas *self, double x, double y)
{
  self->pointer.x = x;
  self->pointer.y = y;
}

static void
hover (CsCanvas *self, gboolean inside, double x, double y)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i-- > 0;)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->layers), i);

      cs_layer_hover (layer, self->viewport, inside, x, y);
    }
}

/* What a drag would take hold of here; while one lasts, what it holds. */
static void
look_for_cursor (CsCanvas *self, double x, double y)
{
  const char *over = NULL;

  if (self->pointer.drag != CS_CANVAS_DRAG_NONE)
    return;
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i-- > 0 && over == NULL;)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->layers), i);

      over = cs_layer_get_cursor (layer, self->viewport, x, y);
    }
  if (over == self->pointer.over)
    return;
  self->pointer.over = over;
  cs_canvas_show_cursor (self);
}

static void
motion_cb (CsCanvas *self, double x, double y)
{
  double image_x, image_y;

  set_pointer (self, x, y);
  cs_viewport_to_image (self->viewport, x, y, &image_x, &image_y);
  hover (self, TRUE, image_x, image_y);
  look_for_cursor (self, image_x, image_y);
  g_signal_emit (self, cs_canvas_signals[CS_CANVAS_MOTION], 0, image_x, image_y);
}

static void
leave_cb (CsCanvas *self)
{
  hover (self, FALSE, 0, 0);
  g_signal_emit (self, cs_canvas_signals[CS_CANVAS_LEAVE], 0);
}

/* Whole steps of what has been scrolled so far; the rest is kept. */
static int
take_steps (CsCanvas *self, double amount)
{
  int steps;

  self->pointer.steps += amount;
  steps = trunc (self->pointer.steps);
  self->pointer.steps -= steps;
  return steps;
}

/* A notch of the wheel as a short drag: up and down, with Shift across. */
static void
adjust_by_wheel (CsCanvas *self, double notches, gboolean across)
{
  static const CsDragPhase phases[] = { CS_DRAG_BEGIN, CS_DRAG_MOVE, CS_DRAG_END };
  double way = notches * WHEEL_ADJUST;

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    g_signal_emit (self, cs_canvas_signals[CS_CANVAS_ADJUST], 0, phases[i], i > 0 && across ? -way : 0.0,
                   i > 0 && !across ? way : 0.0);
}

static gboolean
scroll_cb (CsCanvas *self, double dx, double dy, GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean smooth = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;

  if (smooth && !(state & GDK_CONTROL_MASK))
    cs_viewport_pan (self->viewport, -dx, -dy);
  else if (!smooth && (state & GDK_CONTROL_MASK))
    adjust_by_wheel (self, dx + dy, state & GDK_SHIFT_MASK);
  else if (!smooth && (state & GDK_SHIFT_MASK))
    cs_viewport_pan (self->viewport, -(dx + dy) * WHEEL_PAN, 0);
  else
    cs_viewport_zoom_at (self->viewport, take_steps (self, -dy / (smooth ? SMOOTH_STEP : 1)),
                         self->pointer.x, self->pointer.y);
  return TRUE;
}

static void
pinch_begin_cb (CsCanvas *self)
{
  self->pointer.pinched_scale = cs_viewport_get_scale (self->viewport);
}

static void
pinch_cb (CsCanvas *self, double factor, GtkGesture *gesture)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y) && factor > 0)
    cs_viewport_set_scale_at (self->viewport, self->pointer.pinched_scale * factor, x, y);
}

static CsLayer *
find_taker (CsCanvas *self, double x, double y)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i-- > 0;)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->layers), i);

      if (cs_layer_drag (layer, self->viewport, CS_DRAG_BEGIN, x, y))
        return g_steal_pointer (&layer);
    }
  return NULL;
}

static CsCanvasDrag
choose_drag (CsCanvas *self, guint button, GdkModifierType state)
{
  CsCanvasPointer *pointer = &self->pointer;

  if (button == GDK_BUTTON_MIDDLE)
    return CS_CANVAS_DRAG_PAN;
  if (button == GDK_BUTTON_SECONDARY || (button == GDK_BUTTON_PRIMARY && (state & GDK_CONTROL_MASK)))
    return CS_CANVAS_DRAG_ADJUST;
  if (button != GDK_BUTTON_PRIMARY)
    return CS_CANVAS_DRAG_NONE;
  pointer->layer = find_taker (self, pointer->x0, pointer->y0);
  if (pointer->layer != NULL)
    return CS_CANVAS_DRAG_LAYER;
  return self->tool == CS_TOOL_PAN ? CS_CANVAS_DRAG_PAN : CS_CANVAS_DRAG_TOOL;
}

static void
use_tool (CsCanvas *self, CsDragPhase phase, double x, double y)
{
  CsCanvasPointer *pointer = &self->pointer;

  if (phase == CS_DRAG_END || phase == CS_DRAG_CANCEL)
    cs_path_layer_clear (CS_PATH_LAYER (self->rubber));
  else
    cs_canvas_set_rubber (self, pointer->x0, pointer->y0, x, y);
  g_signal_emit (self, cs_canvas_signals[CS_CANVAS_TOOL_DRAG], 0, phase, pointer->x0, pointer->y0, x, y);
}

/* @dx, @dy: since the drag began, widget pixels. */
static void
drag_on (CsCanvas *self, CsDragPhase phase, double dx, double dy, double x, double y)
{
  CsCanvasPointer *pointer = &self->pointer;

  switch (pointer->drag)
    {
    case CS_CANVAS_DRAG_NONE:
      break;
    case CS_CANVAS_DRAG_PAN:
      cs_viewport_pan (self->viewport, dx - pointer->dx, dy - pointer->dy);
      pointer->dx = dx;
      pointer->dy = dy;
      break;
    case CS_CANVAS_DRAG_ADJUST:
      g_signal_emit (self, cs_canvas_signals[CS_CANVAS_ADJUST], 0, phase, dx, dy);
      break;
    case CS_CANVAS_DRAG_LAYER:
      cs_layer_drag (pointer->layer, self->viewport, phase, x, y);
      break;
    case CS_CANVAS_DRAG_TOOL:
      use_tool (self, phase, x, y);
      break;
    }
}

static void
drag_begin_cb (CsCanvas *self, double x, double y, GtkGesture *gesture)
{
  CsCanvasPointer *pointer = &self->pointer;
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  pointer->moved = FALSE;
  pointer->dx = pointer->dy = 0;
  cs_viewport_to_image (self->viewport, x, y, &pointer->x0, &pointer->y0);
  pointer->drag = choose_drag (self, button, state);
}

static void
drag_update_cb (CsCanvas *self, double dx, double dy, GtkGestureDrag *gesture)
{
  CsCanvasPointer *pointer = &self->pointer;
  double x, y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  cs_viewport_to_image (self->viewport, x + dx, y + dy, &x, &y);
  if (!pointer->moved && hypot (dx, dy) < CLICK_RADIUS && pointer->drag != CS_CANVAS_DRAG_LAYER)
    return;
  if (!pointer->moved)
    {
      pointer->moved = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      if (pointer->drag != CS_CANVAS_DRAG_LAYER)
        drag_on (self, CS_DRAG_BEGIN, 0, 0, pointer->x0, pointer->y0);
    }
  drag_on (self, CS_DRAG_MOVE, dx, dy, x, y);
}

static void
finish_drag (CsCanvas *self, CsDragPhase phase, double dx, double dy)
{
  CsCanvasPointer *pointer = &self->pointer;
  double x = pointer->x0, y = pointer->y0;

  if (pointer->drag != CS_CANVAS_DRAG_PAN)
    {
      cs_viewport_to_widget (self->viewport, x, y, &x, &y);
      cs_viewport_to_image (self->viewport, x + dx, y + dy, &x, &y);
    }
  if (pointer->moved || pointer->drag == CS_CANVAS_DRAG_LAYER)
    drag_on (self, phase, dx, dy, x, y);
  g_clear_object (&pointer->layer);
  pointer->drag = CS_CANVAS_DRAG_NONE;
}

static void
drag_end_cb (CsCanvas *self, double dx, double dy)
{
  gboolean took = self->pointer.drag == CS_CANVAS_DRAG_LAYER;

  finish_drag (self, CS_DRAG_END, dx, dy);
  /* A stroke is no click, however short. */
  self->pointer.moved |= took;
}

static void
drag_cancel_cb (CsCanvas *self)
{
  if (self->pointer.drag != CS_CANVAS_DRAG_NONE)
    finish_drag (self, CS_DRAG_CANCEL, self->pointer.dx, self->pointer.dy);
}

static void
released_cb (CsCanvas *self, int n_press, double x, double y)
{
  gboolean picked = FALSE;
  double image_x, image_y;

  if (self->pointer.moved || self->pointer.drag == CS_CANVAS_DRAG_LAYER)
    return;
  cs_viewport_to_image (self->viewport, x, y, &image_x, &image_y);
  for (guint i = self->holder ? 0 : g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i-- > 0 && !picked;)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->layers), i);

      picked = cs_layer_pick (layer, self->viewport, image_x, image_y);
    }
  g_signal_emit (self, cs_canvas_signals[CS_CANVAS_CLICKED], 0, image_x, image_y, n_press, picked);
}

static void
add (CsCanvas *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

static void
add_drag (CsCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  add (self, click);
  add (self, drag);
  gtk_gesture_group (drag, click);
}

void
cs_canvas_add_controllers (CsCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add (self, motion);
  add (self, scroll);
  add (self, pinch);
  add_drag (self);
}
