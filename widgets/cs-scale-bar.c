#include "cs-scale-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-nice.h"

#define LONGEST 160.0   /* widget pixels */
#define MARGIN  6
#define BAR     4

struct _CsScaleBar
{
  GtkWidget   parent;

  CsViewport *viewport;
  double      spacing, length;
  char       *text;
};

G_DEFINE_FINAL_TYPE (CsScaleBar, cs_scale_bar, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_VIEWPORT, PROP_SPACING, N_PROPS };

static GParamSpec *props[N_PROPS];

static char *
describe (double amount, gboolean is_mm)
{
  /* Translators: a length on the screen, in millimetres or image pixels */
  return g_strdup_printf (is_mm ? _("%g mm") : _("%g px"), amount);
}

static gboolean
has_image (CsScaleBar *self)
{
  int width = 0, height = 0;

  if (self->viewport != NULL)
    cs_viewport_get_image_size (self->viewport, &width, &height);
  return width > 0 && height > 0;
}

/* The longest round length that fits; in px never a part of a pixel. */
static void
measure_bar (CsScaleBar *self)
{
  double unit = self->spacing > 0 ? self->spacing : 1;
  double amount, length;

  if (!has_image (self))
    {
      self->length = 0;
      g_free (self->text);
      self->text = g_strdup ("");
      return;
    }
  amount = cs_nice_below (cs_viewport_to_image_length (self->viewport, LONGEST) * unit);
  if (self->spacing <= 0)
    amount = MAX (amount, 1);
  length = cs_viewport_to_widget_length (self->viewport, amount / unit);
  self->length = length;
  g_free (self->text);
  self->text = describe (amount, self->spacing > 0);
}

static void
update (CsScaleBar *self)
{
  g_autofree char *old = g_strdup (self->text);

  measure_bar (self);
  if (g_strcmp0 (old, self->text) != 0)
    {
      g_autofree char *label = g_strdup_printf (_("Scale bar: %s"), self->text);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  /* Of one size at every zoom, so that zooming never lays the window out again. */
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0 mm");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) LONGEST + 2 * MARGIN
                                                                  : height + BAR + 3 * MARGIN;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsScaleBar *self = CS_SCALE_BAR (widget);
  g_autoptr (PangoLayout) layout = NULL;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), text_width, text_height;
  double length = round (self->length), left = width - MARGIN - length;

  if (length < 1)
    return;
  layout = gtk_widget_create_pango_layout (widget, self->text);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 0.55 },
                             &GRAPHENE_RECT_INIT (width - MAX (length, text_width) - 2 * MARGIN, 0,
                                                  MAX (length, text_width) + 2 * MARGIN, height));
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 1, 1, 1, 1 },
                             &GRAPHENE_RECT_INIT (left, height - MARGIN - BAR, length, BAR));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width - MARGIN - text_width, MARGIN));
  gtk_snapshot_append_layout (snapshot, layout, &(GdkRGBA) { 1, 1, 1, 1 });
  gtk_snapshot_restore (snapshot);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsScaleBar *self = CS_SCALE_BAR (object);

  switch (id)
    {
    case PROP_VIEWPORT:
      g_value_set_object (value, self->viewport);
      break;
    case PROP_SPACING:
      g_value_set_double (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsScaleBar *self = CS_SCALE_BAR (object);

  switch (id)
    {
    case PROP_VIEWPORT:
      cs_scale_bar_set_viewport (self, g_value_get_object (value));
      break;
    case PROP_SPACING:
      cs_scale_bar_set_spacing (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsScaleBar *self = CS_SCALE_BAR (object);

  if (self->viewport != NULL)
    g_signal_handlers_disconnect_by_data (self->viewport, self);
  g_clear_object (&self->viewport);
  G_OBJECT_CLASS (cs_scale_bar_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (CS_SCALE_BAR (object)->text);
  G_OBJECT_CLASS (cs_scale_bar_parent_class)->finalize (object);
}

static void
cs_scale_bar_class_init (CsScaleBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;

  props[PROP_VIEWPORT] = g_param_spec_object ("viewport", NULL, NULL, CS_TYPE_VIEWPORT, flags);
  props[PROP_SPACING] = g_param_spec_double ("spacing", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "scalebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cs_scale_bar_init (CsScaleBar *self)
{
  self->text = g_strdup ("");
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Scale bar"), -1);
}

GtkWidget *
cs_scale_bar_new (CsViewport *viewport)
{
  return g_object_new (CS_TYPE_SCALE_BAR, "viewport", viewport, NULL);
}

CsViewport *
cs_scale_bar_get_viewport (CsScaleBar *self)
{
  g_return_val_if_fail (CS_IS_SCALE_BAR (self), NULL);

  return self->viewport;
}

void
cs_scale_bar_set_viewport (CsScaleBar *self, CsViewport *viewport)
{
  g_return_if_fail (CS_IS_SCALE_BAR (self));
  g_return_if_fail (viewport == NULL || CS_IS_VIEWPORT (viewport));

  if (viewport == self->viewport)
    return;
  if (self->viewport != NULL)
    g_signal_handlers_disconnect_by_data (self->viewport, self);
  g_set_object (&self->viewport, viewport);
  if (viewport != NULL)
    g_signal_connect_swapped (viewport, "changed", G_CALLBACK (update), self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEWPORT]);
}

double
cs_scale_bar_get_spacing (CsScaleBar *self)
{
  g_return_val_if_fail (CS_IS_SCALE_BAR (self), 0);

  return self->spacing;
}

void
cs_scale_bar_set_spacing (CsScaleBar *self, double spacing)
{
  g_return_if_fail (CS_IS_SCALE_BAR (self));
  g_return_if_fail (spacing >= 0 && isfinite (spacing));

  if (spacing == self->spacing)
    return;
  self->spacing = spacing;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPACING]);
}

double
cs_scale_bar_get_length (CsScaleBar *self)
{
  g_return_val_if_fail (CS_IS_SCALE_BAR (self), 0);

  return self->length;
}

const char *
cs_scale_bar_get_text (CsScaleBar *self)
{
  g_return_val_if_fail (CS_IS_SCALE_BAR (self), "");

  return self->text;
}
