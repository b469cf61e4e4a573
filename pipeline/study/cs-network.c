#include "cs-study-private.h"

#include <glib/gi18n-lib.h>

#include "cs-shipped.h"

struct _CsNetwork
{
  GObject parent_instance;
  GFile  *file;
  char   *title, *digest, *figures;
  gint64  when;
};

G_DEFINE_FINAL_TYPE (CsNetwork, cs_network, G_TYPE_OBJECT)

enum { PROP_0, PROP_TITLE, PROP_DIGEST, PROP_FIGURES, PROP_WHEN, N_PROPS };

static GParamSpec *props[N_PROPS];

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  CsNetwork *self = CS_NETWORK (object);

  switch (id)
    {
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_DIGEST: g_value_set_string (value, self->digest); break;
    case PROP_FIGURES: g_value_set_string (value, self->figures); break;
    case PROP_WHEN: g_value_set_int64 (value, self->when); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsNetwork *self = CS_NETWORK (object);

  g_object_unref (self->file);
  g_free (self->title);
  g_free (self->digest);
  g_free (self->figures);
  G_OBJECT_CLASS (cs_network_parent_class)->finalize (object);
}

static void
cs_network_class_init (CsNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_DIGEST] = g_param_spec_string ("digest", NULL, NULL, NULL, flags);
  props[PROP_FIGURES] = g_param_spec_string ("figures", NULL, NULL, NULL, flags);
  props[PROP_WHEN] = g_param_spec_int64 ("when", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_network_init (CsNetwork *self)
{
}

GFile *
cs_network_get_file (CsNetwork *self)
{
  return self->file;
}

const char *
cs_network_get_title (CsNetwork *self)
{
  return self->title;
}

const char *
cs_network_get_digest (CsNetwork *self)
{
  return self->digest;
}

CsNetwork *
cs_network_new (GFile      *file,
                const char *title,
                const char *digest,
                const char *figures,
                gint64      when)
{
  CsNetwork *self = g_object_new (CS_TYPE_NETWORK, NULL);

  self->file = g_object_ref (file);
  self->title = g_strdup (title);
  self->digest = g_strdup (digest);
  self->figures = g_strdup (figures);
  self->when = when;
  return self;
}

CsNetwork *
cs_network_new_shipped (void)
{
  g_autoptr (GFile) file = cs_shipped_find ();

  return file != NULL ? cs_network_new (file, _("Simulated training only"), NULL, NULL, 0) : NULL;
}
