#include "cs-layer.h"

typedef struct
{
  gboolean visible;
  double   opacity;
} CsLayerPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CsLayer, cs_layer, G_TYPE_OBJECT)

enum { PROP_0, PROP_VISIBLE, PROP_OPACITY, N_PROPS };
enum { CHANGED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static CsLayerPrivate *
private (CsLayer *self)
{
  return cs_layer_get_instance_private (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsLayerPrivate *priv = private (CS_LAYER (object));

  switch (id)
    {
    case PROP_VISIBLE:
      g_value_set_boolean (value, priv->visible);
      break;
    case PROP_OPACITY:
      g_value_set_double (value, priv->opacity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsLayer *self = CS_LAYER (object);

  switch (id)
    {
    case PROP_VISIBLE:
      cs_layer_set_visible (self, g_value_get_boolean (value));
      break;
    case PROP_OPACITY:
      cs_layer_set_opacity (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_layer_class_init (CsLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;

  props[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, flags);
  props[PROP_OPACITY] = g_param_spec_double ("opacity", NULL, NULL, 0, 1, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_layer_init (CsLayer *self)
{
  private (self)->visible = TRUE;
  private (self)->opacity = 1;
}

gboolean
cs_layer_get_visible (CsLayer *self)
{
  g_return_val_if_fail (CS_IS_LAYER (self), FALSE);

  return private (self)->visible;
}

void
cs_layer_set_visible (CsLayer *self, gboolean visible)
{
  g_return_if_fail (CS_IS_LAYER (self));

  visible = !!visible;
  if (private (self)->visible == visible)
    return;
  private (self)->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VISIBLE]);
  cs_layer_changed (self);
}

double
cs_layer_get_opacity (CsLayer *self)
{
  g_return_val_if_fail (CS_IS_LAYER (self), 0);

  return private (self)->opacity;
}

void
cs_layer_set_opacity (CsLayer *self, double opacity)
{
  g_return_if_fail (CS_IS_LAYER (self));
  g_return_if_fail (opacity >= 0 && opacity <= 1);

  if (private (self)->opacity == opacity)
    return;
  private (self)->opacity = opacity;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPACITY]);
  cs_layer_changed (self);
}

void
cs_layer_snapshot (CsLayer *self, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot)
{
  CsLayerPrivate *priv;

  g_return_if_fail (CS_IS_LAYER (self));

  priv = private (self);
  if (!priv->visible || priv->opacity == 0 || CS_LAYER_GET_CLASS (self)->snapshot == NULL)
    return;
  if (priv->opacity < 1)
    gtk_snapshot_push_opacity (snapshot, priv->opacity);
  CS_LAYER_GET_CLASS (self)->snapshot (self, viewport, canvas, snapshot);
  if (priv->opacity < 1)
    gtk_snapshot_pop (snapshot);
}

gboolean
cs_layer_pick (CsLayer *self, CsViewport *viewport, double x, double y)
{
  g_return_val_if_fail (CS_IS_LAYER (self), FALSE);

  if (!private (self)->visible || CS_LAYER_GET_CLASS (self)->pick == NULL)
    return FALSE;
  return CS_LAYER_GET_CLASS (self)->pick (self, viewport, x, y);
}

gboolean
cs_layer_drag (CsLayer *self, CsViewport *viewport, CsDragPhase phase, double x, double y)
{
  g_return_val_if_fail (CS_IS_LAYER (self), FALSE);

  /* A layer hidden in the middle of a drag still gets its end. */
  if (CS_LAYER_GET_CLASS (self)->drag == NULL || (phase == CS_DRAG_BEGIN && !private (self)->visible))
    return FALSE;
  return CS_LAYER_GET_CLASS (self)->drag (self, viewport, phase, x, y);
}

void
cs_layer_hover (CsLayer *self, CsViewport *viewport, gboolean inside, double x, double y)
{
  g_return_if_fail (CS_IS_LAYER (self));

  if (CS_LAYER_GET_CLASS (self)->hover != NULL)
    CS_LAYER_GET_CLASS (self)->hover (self, viewport, inside, x, y);
}

const char *
cs_layer_get_cursor (CsLayer *self, CsViewport *viewport, double x, double y)
{
  g_return_val_if_fail (CS_IS_LAYER (self), NULL);

  if (!private (self)->visible || CS_LAYER_GET_CLASS (self)->cursor == NULL)
    return NULL;
  return CS_LAYER_GET_CLASS (self)->cursor (self, viewport, x, y);
}

void
cs_layer_changed (CsLayer *self)
{
  g_return_if_fail (CS_IS_LAYER (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
