#include "cs-flicker.h"

#include <glib/gi18n.h>
#include "cs-product-view.h"

struct _CsFlicker
{
  GObject parent_instance;

  CsSession *session;
  CsFilmView *film;          /* it owns us, by the wall */
  GtkStringList *choices;
  GPtrArray *names;          /* of outputs, one a choice; NULL: the film */
  CsLayer *layer;            /* NULL: the film is seen */
  CsProduct *product;        /* of the layer */
  guint first, second;
  double opacity;
  gboolean turned;
};

G_DEFINE_FINAL_TYPE (CsFlicker, cs_flicker, G_TYPE_OBJECT)

enum { PROP_0, PROP_FIRST, PROP_SECOND, PROP_OPACITY, PROP_TURNED, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
take_away (CsFlicker *self)
{
  if (self->layer)
    cs_canvas_remove_layer (cs_film_view_get_canvas (self->film), self->layer);
  g_clear_object (&self->layer);
  g_clear_pointer (&self->product, cs_product_unref);
}

/* Right above the film, so that boxes stay in sight. */
static void
lay (CsFlicker *self, CsProduct *product, guint choice)
{
  self->product = cs_product_ref (product);
  self->layer = cs_product_view_new_layer (product, 0, choice);
  cs_layer_set_opacity (self->layer, self->opacity);
  cs_canvas_insert_layer (cs_film_view_get_canvas (self->film), self->layer, 1);
}

static void
show (CsFlicker *self)
{
  guint choice = self->turned ? self->second : self->first;
  const char *name = self->names->pdata[choice];
  CsAnalysis *analysis = cs_session_get_analysis (self->session);
  CsProduct *product = name && analysis ? cs_analysis_get (analysis, name) : NULL;

  if (product == self->product)
    return;
  take_away (self);
  if (product)
    lay (self, product, choice);
}

/* Two pictures may look much alike. */
static void
tell (CsFlicker *self)
{
  guint choice = self->turned ? self->second : self->first;
  const char *title = gtk_string_list_get_string (self->choices, choice);
  g_autofree char *missing = g_strdup_printf (_("%s: not there yet"), title);

  cs_film_view_tell (self->film, self->names->pdata[choice] && !self->layer ? missing : title);
}

static void
add_choice (CsFlicker *self, const char *name, const char *title)
{
  gtk_string_list_append (self->choices, title);
  g_ptr_array_add (self->names, (gpointer) name);
}

/* Whatever the stages make that covers a film. */
static void
add_choices (CsFlicker *self)
{
  add_choice (self, NULL, _("The film"));
  for (guint i = 0; cs_stages[i]; i++)
    for (const CsOutput *output = cs_stages[i]->makes; output->name; output++)
      if (output->kind == CS_PRODUCT_RASTER || output->kind == CS_PRODUCT_MASK)
        add_choice (self, output->name, _(output->title));
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsFlicker *self = CS_FLICKER (object);
  switch (id)
    {
    case PROP_FIRST: g_value_set_uint (value, self->first); break;
    case PROP_SECOND: g_value_set_uint (value, self->second); break;
    case PROP_OPACITY: g_value_set_double (value, self->opacity); break;
    case PROP_TURNED: g_value_set_boolean (value, self->turned); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsFlicker *self = CS_FLICKER (object);
  switch (id)
    {
    case PROP_FIRST: self->first = MIN (g_value_get_uint (value), self->names->len - 1); break;
    case PROP_SECOND: self->second = MIN (g_value_get_uint (value), self->names->len - 1); break;
    case PROP_OPACITY:
      self->opacity = g_value_get_double (value);
      if (self->layer)
        cs_layer_set_opacity (self->layer, self->opacity);
      break;
    case PROP_TURNED: self->turned = g_value_get_boolean (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (self->session)
    show (self);
}

static void
dispose (GObject *object)
{
  CsFlicker *self = CS_FLICKER (object);

  g_clear_object (&self->layer);
  g_clear_pointer (&self->product, cs_product_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_flicker_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_object_unref (CS_FLICKER (object)->choices);
  g_ptr_array_unref (CS_FLICKER (object)->names);
  G_OBJECT_CLASS (cs_flicker_parent_class)->finalize (object);
}

static void
cs_flicker_class_init (CsFlickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  props[PROP_FIRST] = g_param_spec_uint ("first", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_SECOND] = g_param_spec_uint ("second", NULL, NULL, 0, G_MAXUINT, 1, flags);
  props[PROP_OPACITY] = g_param_spec_double ("opacity", NULL, NULL, 0, 1, 1, flags);
  props[PROP_TURNED] = g_param_spec_boolean ("turned", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_flicker_init (CsFlicker *self)
{
  self->choices = gtk_string_list_new (NULL);
  self->names = g_ptr_array_new ();
  self->second = 1;
  self->opacity = 1;
  add_choices (self);
}

/* Another film is seen as it is, not as the one before was last looked at: nothing on the screen would say so. */
static void
entry_changed_cb (CsFlicker *self)
{
  g_object_set (self, "turned", FALSE, NULL);
}

CsFlicker *
cs_flicker_new (CsSession *session, CsFilmView *film)
{
  CsFlicker *self = g_object_new (CS_TYPE_FLICKER, NULL);

  self->session = g_object_ref (session);
  self->film = film;
  g_signal_connect_object (session, "notify::entry", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::analysis", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return self;
}

GListModel *
cs_flicker_get_choices (CsFlicker *self)
{
  g_return_val_if_fail (CS_IS_FLICKER (self), NULL);
  return G_LIST_MODEL (self->choices);
}

void
cs_flicker_turn (CsFlicker *self)
{
  g_return_if_fail (CS_IS_FLICKER (self));
  g_object_set (self, "turned", !self->turned, NULL);
  tell (self);
}

CsLayer *
cs_flicker_get_layer (CsFlicker *self)
{
  g_return_val_if_fail (CS_IS_FLICKER (self), NULL);
  return self->layer;
}
