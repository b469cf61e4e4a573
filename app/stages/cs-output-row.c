#include "cs-output-row.h"

#include <glib/gi18n.h>
#include "cs-product-view.h"

struct _CsOutputRow
{
  AdwActionRow parent_instance;

  const CsOutput *output;
  guint index;
  CsFilmView *film;          /* whose canvas the layer lies on */
  CsLayer *layer;            /* NULL: no product yet */
  CsProduct *product;        /* the one the layer shows */
  GtkWidget *shown, *opacity;
};

G_DEFINE_FINAL_TYPE (CsOutputRow, cs_output_row, ADW_TYPE_ACTION_ROW)

enum { PROP_0, PROP_SHOWN, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
show (CsOutputRow *self)
{
  if (!self->layer)
    return;
  cs_layer_set_visible (self->layer, cs_output_row_get_shown (self));
  cs_layer_set_opacity (self->layer, cs_output_row_get_opacity (self));
}

static void
shown_changed_cb (CsOutputRow *self)
{
  gtk_widget_set_sensitive (self->opacity, cs_output_row_get_shown (self));
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOWN]);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SHOWN: g_value_set_boolean (value, cs_output_row_get_shown (CS_OUTPUT_ROW (object))); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SHOWN: cs_output_row_set_shown (CS_OUTPUT_ROW (object), g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsOutputRow *self = CS_OUTPUT_ROW (object);

  if (self->layer && self->film)
    cs_film_view_remove_layer (self->film, self->layer);
  g_clear_object (&self->layer);
  g_clear_object (&self->film);
  g_clear_pointer (&self->product, cs_product_unref);
  G_OBJECT_CLASS (cs_output_row_parent_class)->dispose (object);
}

static void
cs_output_row_class_init (CsOutputRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  props[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
name (GtkWidget *widget, const char *format, const char *title)
{
  g_autofree char *label = g_strdup_printf (format, title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
cs_output_row_init (CsOutputRow *self)
{
  self->opacity = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 0.05);
  gtk_range_set_value (GTK_RANGE (self->opacity), 1);
  gtk_widget_set_size_request (self->opacity, 90, -1);
  gtk_widget_set_tooltip_text (self->opacity, _("Opacity"));
  gtk_widget_set_sensitive (self->opacity, FALSE);
  self->shown = gtk_switch_new ();
  gtk_widget_set_valign (self->shown, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->opacity);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->shown);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->shown);
  g_signal_connect_swapped (self->opacity, "value-changed", G_CALLBACK (show), self);
  g_signal_connect_swapped (self->shown, "notify::active", G_CALLBACK (shown_changed_cb), self);
}

GtkWidget *
cs_output_row_new (const CsOutput *output, guint index, CsFilmView *film)
{
  CsOutputRow *self = g_object_new (CS_TYPE_OUTPUT_ROW, NULL);

  self->output = output;
  self->index = index;
  self->film = g_object_ref (film);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _(output->title));
  /* Translators: spoken name of a control; %s is what a stage makes, "Breast mask". */
  name (self->opacity, _("Opacity of %s"), _(output->title));
  /* Translators: spoken name of a switch; %s is what a stage makes, "Breast mask". */
  return GTK_WIDGET (self);
}

const CsOutput *
cs_output_row_get_output (CsOutputRow *self)
{
  return self->output;
}

void
cs_output_row_set_product (CsOutputRow *self, CsProduct *product, guint halvings)
{
  g_return_if_fail (CS_IS_OUTPUT_ROW (self));
  if (product == self->product)
    return;
  g_clear_pointer (&self->product, cs_product_unref);
  self->product = product ? cs_product_ref (product) : NULL;
  if (self->layer && product)
    cs_product_view_update (self->layer, product, halvings, self->index);
  else if (self->layer)
    {
      cs_film_view_remove_layer (self->film, self->layer);
      g_clear_object (&self->layer);
    }
  else if (product)
    {
      self->layer = cs_product_view_new_layer (product, halvings, self->index);
      show (self);
      cs_film_view_add_layer (self->film, self->layer);
    }
}

gboolean
cs_output_row_get_shown (CsOutputRow *self)
{
  return gtk_switch_get_active (GTK_SWITCH (self->shown));
}

void
cs_output_row_set_shown (CsOutputRow *self, gboolean shown)
{
  gtk_switch_set_active (GTK_SWITCH (self->shown), shown);
}

double
cs_output_row_get_opacity (CsOutputRow *self)
{
  return gtk_range_get_value (GTK_RANGE (self->opacity));
}

CsLayer *
cs_output_row_get_layer (CsOutputRow *self)
{
  return self->layer;
}
