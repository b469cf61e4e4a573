#include "cs-window-level.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-colour.h"
#include "cs-range-handle.h"

#define STEPS 256   /* small steps in the range */

enum { LOW, HIGH, N_HANDLES };

struct _CsWindowLevel
{
  GtkWidget  parent;

  GtkWidget *handles[N_HANDLES];
  double     values[N_HANDLES];
  double     lower, upper;
  float     *heights;          /* of the histogram's bars, 0..1 */
  guint      n_heights;
  gboolean   dragging[N_HANDLES];
  double     dragged_from[N_HANDLES];
};

G_DEFINE_FINAL_TYPE (CsWindowLevel, cs_window_level, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_LOW, PROP_HIGH, N_PROPS };
enum { CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* Handles reach half their width beyond the scale at both ends. */
static double
margin (CsWindowLevel *self)
{
  int width;

  gtk_widget_measure (self->handles[LOW], GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width / 2.0;
}

static double
scale_width (CsWindowLevel *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * margin (self), 1);
}

static double
value_to_x (CsWindowLevel *self, double value)
{
  return margin (self) + (value - self->lower) / (self->upper - self->lower) * scale_width (self);
}

static void
tell_values (CsWindowLevel *self)
{
  for (int i = 0; i < N_HANDLES; i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->handles[i]),
                                    GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, self->lower,
                                    GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, self->upper,
                                    GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, self->values[i], -1);
}

static void
move_by_person (CsWindowLevel *self, double low, double high)
{
  double old_low = self->values[LOW], old_high = self->values[HIGH];

  cs_window_level_set_values (self, low, high);
  if (self->values[LOW] != old_low || self->values[HIGH] != old_high)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
handle_move_cb (CsWindowLevel *self, int steps, GtkWidget *handle)
{
  double by = steps * (self->upper - self->lower) / STEPS;

  /* A handle stops at the other one. */
  if (handle == self->handles[LOW])
    move_by_person (self, MIN (self->values[LOW] + by, self->values[HIGH]), self->values[HIGH]);
  else
    move_by_person (self, self->values[LOW], MAX (self->values[HIGH] + by, self->values[LOW]));
}

/* What is near goes along: one handle, or, pressed between them, both. */
static void
drag_begin_cb (CsWindowLevel *self, double x, double y)
{
  double low = fabs (x - value_to_x (self, self->values[LOW]));
  double high = fabs (x - value_to_x (self, self->values[HIGH]));
  gboolean between = x > value_to_x (self, self->values[LOW]) && x < value_to_x (self, self->values[HIGH]);
  gboolean both = between && MIN (low, high) > 2 * margin (self);

  /* Where both lie in one place, the one that can still move is taken. */
  self->dragging[LOW] = both || low < high || (low == high && self->values[LOW] >= self->upper);
  self->dragging[HIGH] = both || !self->dragging[LOW];
  self->dragged_from[LOW] = self->values[LOW];
  self->dragged_from[HIGH] = self->values[HIGH];
  gtk_widget_grab_focus (self->handles[self->dragging[LOW] ? LOW : HIGH]);
}

static void
drag_update_cb (CsWindowLevel *self, double dx, double dy)
{
  double by = dx / scale_width (self) * (self->upper - self->lower);
  double low = self->dragged_from[LOW], high = self->dragged_from[HIGH];

  if (self->dragging[LOW] && self->dragging[HIGH])
    {
      by = CLAMP (by, self->lower - low, self->upper - high);
      move_by_person (self, low + by, high + by);
    }
  else if (self->dragging[LOW])
    move_by_person (self, MIN (low + by, high), high);
  else
    move_by_person (self, low, MAX (high + by, low));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : 48;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 64;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsWindowLevel *self = CS_WINDOW_LEVEL (widget);

  for (int i = 0; i < N_HANDLES; i++)
    {
      int handle;

      gtk_widget_measure (self->handles[i], GTK_ORIENTATION_HORIZONTAL, -1, &handle, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->handles[i],
                                &(GtkAllocation) { lround (value_to_x (self, self->values[i]) - handle / 2.0), 0,
                                                   handle, height }, -1);
    }
}

static void
draw_histogram (CsWindowLevel *self, cairo_t *cr, const GdkRGBA *colour, double height)
{
  double width = scale_width (self) / MAX (self->n_heights, 1), left = margin (self);

  for (guint i = 0; i < self->n_heights; i++)
    cairo_rectangle (cr, left + i * width, height * (1 - self->heights[i]), width, height * self->heights[i]);
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, 0.4);
  cairo_fill (cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsWindowLevel *self = CS_WINDOW_LEVEL (widget);
  int height = gtk_widget_get_height (widget);
  double low = value_to_x (self, self->values[LOW]), high = value_to_x (self, self->values[HIGH]);
  GdkRGBA colour;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), height));

  cs_colour_get (widget, NULL, &colour);
  draw_histogram (self, cr, &colour, height - 2);
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, 0.4);
  cairo_rectangle (cr, margin (self), height - 2, scale_width (self), 2);
  cairo_fill (cr);
  cs_colour_get (widget, "accent_color", &colour);
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, 0.2);
  cairo_rectangle (cr, low, 0, high - low, height);
  cairo_fill (cr);
  cairo_destroy (cr);
  for (int i = 0; i < N_HANDLES; i++)
    gtk_widget_snapshot_child (widget, self->handles[i], snapshot);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsWindowLevel *self = CS_WINDOW_LEVEL (object);

  if (id == PROP_LOW || id == PROP_HIGH)
    g_value_set_double (value, self->values[id == PROP_LOW ? LOW : HIGH]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsWindowLevel *self = CS_WINDOW_LEVEL (object);

  if (id == PROP_LOW)
    cs_window_level_set_values (self, g_value_get_double (value), self->values[HIGH]);
  else if (id == PROP_HIGH)
    cs_window_level_set_values (self, self->values[LOW], g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dispose (GObject *object)
{
  CsWindowLevel *self = CS_WINDOW_LEVEL (object);

  for (int i = 0; i < N_HANDLES; i++)
    g_clear_pointer (&self->handles[i], gtk_widget_unparent);
  G_OBJECT_CLASS (cs_window_level_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (CS_WINDOW_LEVEL (object)->heights);
  G_OBJECT_CLASS (cs_window_level_parent_class)->finalize (object);
}

static void
cs_window_level_class_init (CsWindowLevelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;

  props[PROP_LOW] = g_param_spec_double ("low", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  props[PROP_HIGH] = g_param_spec_double ("high", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_WINDOW_LEVEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "windowlevel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cs_window_level_init (CsWindowLevel *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->upper = self->values[HIGH] = 1;
  self->handles[LOW] = cs_range_handle_new (_("Black point"));
  self->handles[HIGH] = cs_range_handle_new (_("White point"));
  for (int i = 0; i < N_HANDLES; i++)
    {
      gtk_widget_set_parent (self->handles[i], GTK_WIDGET (self));
      g_signal_connect_swapped (self->handles[i], "move", G_CALLBACK (handle_move_cb), self);
    }
  tell_values (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Brightness range"), -1);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
cs_window_level_new (void)
{
  return g_object_new (CS_TYPE_WINDOW_LEVEL, NULL);
}

void
cs_window_level_set_range (CsWindowLevel *self, double lower, double upper)
{
  g_return_if_fail (CS_IS_WINDOW_LEVEL (self));
  g_return_if_fail (isfinite (lower) && isfinite (upper) && lower < upper);

  if (lower == self->lower && upper == self->upper)
    return;
  self->lower = lower;
  self->upper = upper;
  cs_window_level_set_values (self, self->values[LOW], self->values[HIGH]);
  tell_values (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

double
cs_window_level_get_low (CsWindowLevel *self)
{
  g_return_val_if_fail (CS_IS_WINDOW_LEVEL (self), 0);

  return self->values[LOW];
}

double
cs_window_level_get_high (CsWindowLevel *self)
{
  g_return_val_if_fail (CS_IS_WINDOW_LEVEL (self), 0);

  return self->values[HIGH];
}

void
cs_window_level_set_values (CsWindowLevel *self, double low, double high)
{
  double lowest, highest, old_low, old_high;

  g_return_if_fail (CS_IS_WINDOW_LEVEL (self));
  g_return_if_fail (!isnan (low) && !isnan (high));

  lowest = CLAMP (MIN (low, high), self->lower, self->upper);
  highest = CLAMP (MAX (low, high), self->lower, self->upper);
  old_low = self->values[LOW];
  old_high = self->values[HIGH];
  if (lowest == old_low && highest == old_high)
    return;
  self->values[LOW] = lowest;
  self->values[HIGH] = highest;
  tell_values (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (lowest != old_low)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOW]);
  if (highest != old_high)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HIGH]);
}

void
cs_window_level_set_histogram (CsWindowLevel *self, const guint *counts, guint n)
{
  guint most = 1;

  g_return_if_fail (CS_IS_WINDOW_LEVEL (self));
  g_return_if_fail (counts != NULL || n == 0);

  for (guint i = 0; i < n; i++)
    most = MAX (most, counts[i]);
  g_free (self->heights);
  self->heights = g_new (float, n);
  self->n_heights = n;
  /* Roots: air fills one bin and would flatten all others. */
  for (guint i = 0; i < n; i++)
    self->heights[i] = sqrt ((double) counts[i] / most);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
