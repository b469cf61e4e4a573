#include "cs-page.h"

typedef struct { CsSession *session; } CsPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CsPage, cs_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_SESSION, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SESSION: g_value_set_object (value, cs_page_get_session (CS_PAGE (object))); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SESSION: cs_page_set_session (CS_PAGE (object), g_value_get_object (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (object));
  g_clear_object (&priv->session);
  G_OBJECT_CLASS (cs_page_parent_class)->dispose (object);
}

static void
cs_page_class_init (CsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CS_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_page_init (CsPage *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

CsSession *
cs_page_get_session (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);
  g_return_val_if_fail (CS_IS_PAGE (self), NULL);
  return priv->session;
}

void
cs_page_set_session (CsPage *self, CsSession *session)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));
  if (!session)
    return;
  g_return_if_fail (priv->session == NULL);
  priv->session = g_object_ref (session);
  if (CS_PAGE_GET_CLASS (self)->session_set)
    CS_PAGE_GET_CLASS (self)->session_set (self, session);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

void
cs_page_take_focus (CsPage *self)
{
  CsPageClass *klass = CS_PAGE_GET_CLASS (self);

  g_return_if_fail (CS_IS_PAGE (self));
  if (!klass->take_focus || !klass->take_focus (self))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
cs_page_toast (CsPage *self, const char *text)
{
  g_return_if_fail (CS_IS_PAGE (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

void
cs_page_tell_error (CsPage *self, GError *error)
{
  g_return_if_fail (CS_IS_PAGE (self));
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cs_page_toast (self, error->message);
}

void
cs_page_class_set_layout (GtkWidgetClass *widget_class, const char *stem)
{
  g_autofree char *path = g_strdup_printf ("/io/github/calcspot/Calcspot/ui/%s.ui", stem);
  gtk_widget_class_set_template_from_resource (widget_class, path);
}
