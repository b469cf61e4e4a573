#include "cs-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (CsPlot, cs_plot, GTK_TYPE_WIDGET)

static void
free_curves (CsPlot *self)
{
  for (guint i = 0; i < self->n_curves; i++)
    {
      g_free (self->curves[i].title);
      g_free (self->curves[i].x);
      g_free (self->curves[i].y);
      g_free (self->curves[i].size);
    }
  g_clear_pointer (&self->curves, g_free);
  self->n_curves = 0;
}

static float *
copy_floats (const float *from, guint n)
{
  return from != NULL ? g_memdup2 (from, n * sizeof *from) : NULL;
}

/* An UPRIGHT without a finite x is left out; so is every point without two finite values. */
static gboolean
is_point (const CsPlotCurve *curve, guint i)
{
  return isfinite (curve->x[i]) && (curve->style == CS_CURVE_UPRIGHT || isfinite (curve->y[i]));
}

static void
extend (double range[4], const CsPlotCurve *curve, guint i)
{
  range[0] = MIN (range[0], curve->x[i]);
  range[1] = MAX (range[1], curve->x[i]);
  if (curve->style == CS_CURVE_UPRIGHT)
    return;
  range[2] = MIN (range[2], curve->style == CS_CURVE_BARS ? MIN (curve->y[i], 0) : curve->y[i]);
  range[3] = MAX (range[3], curve->style == CS_CURVE_BARS ? MAX (curve->y[i], 0) : curve->y[i]);
}

/* The point of a curve nearest in x; FALSE: it has none. */
static gboolean
find_nearest (const CsPlotCurve *curve, double x, guint *found)
{
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < curve->n; i++)
    if (is_point (curve, i) && fabs (curve->x[i] - x) < least)
      {
        least = fabs (curve->x[i] - x);
        *found = i;
      }
  return least < G_MAXDOUBLE;
}

static void
tell_reading (CsPlot *self)
{
  g_autofree char *text = self->reading ? cs_plot_read (self, self->read_at) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tell_summary (CsPlot *self)
{
  g_autofree char *text = cs_plot_summarise (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  tell_reading (self);
}

static void
motion_cb (CsPlot *self, double x, double y)
{
  double axes[4];

  self->reading = self->area.size.width > 0 && cs_plot_get_axes (self, axes)
                  && graphene_rect_contains_point (&self->area, &GRAPHENE_POINT_INIT (x, y));
  if (self->reading)
    self->read_at = axes[0] + (x - self->area.origin.x) / self->area.size.width * (axes[1] - axes[0]);
  tell_reading (self);
}

static void
leave_cb (CsPlot *self)
{
  self->reading = FALSE;
  tell_reading (self);
}

static void
move_reading (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPlot *self = CS_PLOT (widget);
  double axes[4];

  if (!cs_plot_get_axes (self, axes))
    return;
  if (!self->reading)
    self->read_at = (axes[0] + axes[1]) / 2;
  else
    self->read_at += g_variant_get_double (parameter) * (axes[1] - axes[0]);
  self->read_at = CLAMP (self->read_at, axes[0], axes[1]);
  self->reading = TRUE;
  tell_reading (self);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 140;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 360 : 220;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  cs_plot_draw (CS_PLOT (widget), snapshot);
}

static void
finalize (GObject *object)
{
  CsPlot *self = CS_PLOT (object);

  free_curves (self);
  g_free (self->title);
  g_free (self->x_title);
  g_free (self->y_title);
  G_OBJECT_CLASS (cs_plot_parent_class)->finalize (object);
}

static void
cs_plot_class_init (CsPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_install_action (widget_class, "plot.read", "d", move_reading);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "plot.read", "d", -0.02);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "plot.read", "d", 0.02);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, 0, "plot.read", "d", -1.0);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_End, 0, "plot.read", "d", 1.0);
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cs_plot_init (CsPlot *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  tell_summary (self);
}

GtkWidget *
cs_plot_new (void)
{
  return g_object_new (CS_TYPE_PLOT, NULL);
}

void
cs_plot_set_titles (CsPlot *self, const char *title, const char *x_title, const char *y_title)
{
  g_return_if_fail (CS_IS_PLOT (self));

  g_free (self->title);
  g_free (self->x_title);
  g_free (self->y_title);
  self->title = g_strdup (title);
  self->x_title = g_strdup (x_title);
  self->y_title = g_strdup (y_title);
  tell_summary (self);
}

void
cs_plot_set_curves (CsPlot *self, const CsCurve *curves, guint n)
{
  g_return_if_fail (CS_IS_PLOT (self));
  g_return_if_fail (curves != NULL || n == 0);

  free_curves (self);
  self->curves = g_new0 (CsPlotCurve, n);
  self->n_curves = n;
  for (guint i = 0; i < n; i++)
    {
      const CsCurve *from = &curves[i];
      gboolean upright = from->style == CS_CURVE_UPRIGHT;

      self->curves[i] = (CsPlotCurve) {
        .title = g_strdup (from->title), .style = from->style, .n = upright ? MIN (from->n, 1) : from->n,
        .x = copy_floats (from->x, from->n), .y = upright ? NULL : copy_floats (from->y, from->n),
        .size = from->style == CS_CURVE_POINTS ? copy_floats (from->size, from->n) : NULL };
    }
  tell_summary (self);
}

gboolean
cs_plot_get_range (CsPlot *self, double range[4])
{
  g_return_val_if_fail (CS_IS_PLOT (self), FALSE);

  range[0] = range[2] = G_MAXDOUBLE;
  range[1] = range[3] = -G_MAXDOUBLE;
  for (guint i = 0; i < self->n_curves; i++)
    for (guint j = 0; j < self->curves[i].n; j++)
      if (is_point (&self->curves[i], j))
        extend (range, &self->curves[i], j);
  if (range[0] > range[1])
    return FALSE;
  if (range[2] > range[3])   /* uprights alone */
    {
      range[2] = 0;
      range[3] = 1;
    }
  return TRUE;
}

char *
cs_plot_read (CsPlot *self, double x)
{
  GString *text;
  guint n_values = 0;

  g_return_val_if_fail (CS_IS_PLOT (self), NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%.4g:", x);
  for (guint i = 0; i < self->n_curves; i++)
    {
      const CsPlotCurve *curve = &self->curves[i];
      guint found = 0;

      if (curve->style == CS_CURVE_UPRIGHT || !find_nearest (curve, x, &found))
        continue;
      g_string_append (text, n_values++ > 0 ? ", " : " ");
      if (curve->title != NULL)
        g_string_append_printf (text, "%s ", curve->title);
      g_string_append_printf (text, "%.4g", curve->y[found]);
    }
  return g_string_free (text, n_values == 0);
}

char *
cs_plot_summarise (CsPlot *self)
{
  g_autoptr (GString) text = NULL;
  double range[4];

  g_return_val_if_fail (CS_IS_PLOT (self), NULL);

  text = g_string_new (self->title != NULL ? self->title : _("Plot"));
  if (!cs_plot_get_range (self, range))
    {
      g_string_append_printf (text, ". %s", _("No data yet"));
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  g_string_append (text, ". ");
  g_string_append_printf (text, ngettext ("%u curve", "%u curves", self->n_curves), self->n_curves);
  for (guint i = 0; i < self->n_curves; i++)
    if (self->curves[i].title != NULL)
      g_string_append_printf (text, "%s %s", i == 0 ? ":" : ",", self->curves[i].title);
  g_string_append (text, ". ");
  /* Translators: name of an axis, then the lowest and highest value on it */
  g_string_append_printf (text, _("%s from %.4g to %.4g"), self->x_title != NULL ? self->x_title : "x",
                          range[0], range[1]);
  g_string_append (text, ", ");
  g_string_append_printf (text, _("%s from %.4g to %.4g"), self->y_title != NULL ? self->y_title : "y",
                          range[2], range[3]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
cs_plot_get_axes (CsPlot *self, double axes[4])
{
  double air;

  if (!cs_plot_get_range (self, axes))
    return FALSE;
  for (int i = 0; i < 4; i += 2)
    if (axes[i + 1] - axes[i] <= 1e-6 * MAX (fabs (axes[i]), fabs (axes[i + 1])) || axes[i + 1] == axes[i])
      {
        double half = MAX (fabs (axes[i]) * 0.1, 0.5);

        axes[i] -= half;
        axes[i + 1] += half;
      }
  air = 0.05 * (axes[3] - axes[2]);
  axes[3] += air;
  /* Curves that stand on 0 keep standing on it. */
  if (axes[2] != 0)
    axes[2] -= air;
  return TRUE;
}
