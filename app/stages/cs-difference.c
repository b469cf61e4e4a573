#include "cs-difference.h"

#include <glib/gi18n.h>

#include "cs-box-layer.h"

struct _CsDifference
{
  GObject parent_instance;
  CsBox box;
  guint side, rank;
  gboolean shared;
};

G_DEFINE_FINAL_TYPE (CsDifference, cs_difference, G_TYPE_OBJECT)

enum { PROP_0, PROP_X, PROP_Y, PROP_WIDTH, PROP_HEIGHT, PROP_STATE, PROP_TITLE, N_PROPS };

static CsBoxState
state_of (CsDifference *self)
{
  return self->shared ? CS_BOX_STATE_NONE : self->side == 0 ? CS_BOX_STATE_NEGATIVE : CS_BOX_STATE_POSITIVE;
}

static char *
describe (CsDifference *self)
{
  const char *form = self->shared ? _("In both: box %u, suspicion %.2f")
                     : self->side == 0 ? _("Lost: box %u, suspicion %.2f") : _("Found: box %u, suspicion %.2f");

  return g_strdup_printf (form, self->rank + 1, self->box.suspicion);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsDifference *self = CS_DIFFERENCE (object);

  switch (id)
    {
    case PROP_X: g_value_set_int (value, self->box.x); break;
    case PROP_Y: g_value_set_int (value, self->box.y); break;
    case PROP_WIDTH: g_value_set_int (value, self->box.width); break;
    case PROP_HEIGHT: g_value_set_int (value, self->box.height); break;
    case PROP_STATE: g_value_set_int (value, (int) state_of (self)); break;
    case PROP_TITLE: g_value_take_string (value, describe (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cs_difference_class_init (CsDifferenceClass *klass)
{
  static const char *const names[] = { NULL, "x", "y", "width", "height", "state" };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->get_property = get_property;
  for (guint id = 1; id < G_N_ELEMENTS (names); id++)
    g_object_class_install_property (G_OBJECT_CLASS (klass), id,
                                     g_param_spec_int (names[id], NULL, NULL, G_MININT, G_MAXINT, 0, flags));
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_TITLE,
                                   g_param_spec_string ("title", NULL, NULL, NULL, flags));
}

static void
cs_difference_init (CsDifference *self)
{
}

CsDifference *
cs_difference_new (const CsBox *box, guint side, guint rank, gboolean shared)
{
  CsDifference *self = g_object_new (CS_TYPE_DIFFERENCE, NULL);

  self->box = *box;
  self->side = side;
  self->rank = rank;
  self->shared = shared;
  return self;
}

const CsBox *
cs_difference_get_box (CsDifference *self)
{
  g_return_val_if_fail (CS_IS_DIFFERENCE (self), NULL);
  return &self->box;
}

guint
cs_difference_get_side (CsDifference *self)
{
  g_return_val_if_fail (CS_IS_DIFFERENCE (self), 0);
  return self->side;
}

guint
cs_difference_get_rank (CsDifference *self)
{
  g_return_val_if_fail (CS_IS_DIFFERENCE (self), 0);
  return self->rank;
}
