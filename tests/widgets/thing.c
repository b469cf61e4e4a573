#include "thing.h"

struct _TestThing
{
  GObject parent;

  int     left, top, across;
  double  down;
  guint   verdict, origin;
  char   *name;
};

G_DEFINE_FINAL_TYPE (TestThing, test_thing, G_TYPE_OBJECT)

enum { PROP_0, PROP_LEFT, PROP_TOP, PROP_ACROSS, PROP_DOWN, PROP_VERDICT, PROP_ORIGIN, PROP_NAME };

static int *
whole_field (TestThing *self, guint id)
{
  return id == PROP_LEFT ? &self->left : id == PROP_TOP ? &self->top : &self->across;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TestThing *self = TEST_THING (object);

  if (id <= PROP_ACROSS)
    g_value_set_int (value, *whole_field (self, id));
  else if (id == PROP_DOWN)
    g_value_set_double (value, self->down);
  else if (id == PROP_VERDICT)
    g_value_set_uint (value, self->verdict);
  else if (id == PROP_ORIGIN)
    g_value_set_uint (value, self->origin);
  else
    g_value_set_string (value, self->name);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TestThing *self = TEST_THING (object);

  if (id <= PROP_ACROSS)
    *whole_field (self, id) = g_value_get_int (value);
  else if (id == PROP_DOWN)
    self->down = g_value_get_double (value);
  else if (id == PROP_VERDICT)
    self->verdict = g_value_get_uint (value);
  else if (id == PROP_ORIGIN)
    self->origin = g_value_get_uint (value);
  else
    {
      g_free (self->name);
      self->name = g_value_dup_string (value);
    }
}

static void
finalize (GObject *object)
{
  g_free (TEST_THING (object)->name);
  G_OBJECT_CLASS (test_thing_parent_class)->finalize (object);
}

static void
test_thing_class_init (TestThingClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->finalize = finalize;
  g_object_class_install_property (object_class, PROP_LEFT,
                                   g_param_spec_int ("left", NULL, NULL, 0, G_MAXINT, 0, flags));
  g_object_class_install_property (object_class, PROP_TOP,
                                   g_param_spec_int ("top", NULL, NULL, 0, G_MAXINT, 0, flags));
  g_object_class_install_property (object_class, PROP_ACROSS,
                                   g_param_spec_int ("across", NULL, NULL, 0, G_MAXINT, 0, flags));
  g_object_class_install_property (object_class, PROP_DOWN,
                                   g_param_spec_double ("down", NULL, NULL, 0, G_MAXINT, 0, flags));
  g_object_class_install_property (object_class, PROP_VERDICT,
                                   g_param_spec_uint ("verdict", NULL, NULL, 0, 9, 0, flags));
  g_object_class_install_property (object_class, PROP_ORIGIN,
                                   g_param_spec_uint ("origin", NULL, NULL, 0, 9, 0, flags));
  g_object_class_install_property (object_class, PROP_NAME,
                                   g_param_spec_string ("name", NULL, NULL, NULL, flags));
}

static void
test_thing_init (TestThing *self)
{
}

TestThing *
test_thing_new (int left, int top, int across, int down, guint verdict)
{
  return g_object_new (TEST_TYPE_THING, "left", left, "top", top, "across", across, "down", (double) down,
                       "verdict", verdict, "name", "A thing", NULL);
}

CsLayer *
test_thing_layer (GtkSelectionModel *model)
{
  static const char *const names[CS_BOX_FIELDS] = { "left", "top", "across", "down", "verdict", "origin", "name" };
  CsLayer *layer = cs_box_layer_new (model);

  for (CsBoxField field = 0; field < CS_BOX_FIELDS; field++)
    cs_box_layer_bind (CS_BOX_LAYER (layer), field, TEST_TYPE_THING, names[field]);
  return layer;
}
