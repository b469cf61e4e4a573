#include "cs-key-catcher.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define CS_TYPE_KEY_CATCHER (cs_key_catcher_get_type ())
G_DECLARE_FINAL_TYPE (CsKeyCatcher, cs_key_catcher, CS, KEY_CATCHER, AdwWindow)

struct _CsKeyCatcher
{
  AdwWindow parent_instance;
  CsKeymap *keymap;
  const CsKey *key;
  char *old;
  GtkLabel *question, *refusal;
};

G_DEFINE_FINAL_TYPE (CsKeyCatcher, cs_key_catcher, ADW_TYPE_WINDOW)

/* What the key would have: the old one replaced by @accel, or taken away. Free with g_strfreev(). */
static GStrv
change (CsKeyCatcher *self, const char *accel)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (const char *const *now = cs_keymap_get (self->keymap, self->key); *now; now++)
    if (g_strcmp0 (*now, self->old) != 0)
      {
        if (g_strcmp0 (*now, accel) != 0)
          g_strv_builder_add (builder, *now);
      }
    else if (accel)
      g_strv_builder_add (builder, accel);
  if (accel && !self->old)
    g_strv_builder_add (builder, accel);
  return g_strv_builder_end (builder);
}

static void
take (CsKeyCatcher *self, const char *accel)
{
  g_auto (GStrv) accels = change (self, accel);
  g_autoptr (GError) error = NULL;

  if (cs_keymap_set (self->keymap, self->key, (const char *const *) accels, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_label (self->refusal, error->message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, error->message, -1);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint code, GdkModifierType state, CsKeyCatcher *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  g_autofree char *accel = NULL;
  GdkModifierType modifiers;
  guint key;

  if (gdk_key_event_is_modifier (event) || !gdk_key_event_get_match (event, &key, &modifiers))
    return TRUE;
  if (key == GDK_KEY_Escape && !modifiers)
    gtk_window_close (GTK_WINDOW (self));
  else if (key == GDK_KEY_BackSpace && !modifiers && self->old)
    take (self, NULL);
  else
    {
      accel = gtk_accelerator_name (key, modifiers);
      take (self, accel);
    }
  return TRUE;
}

static void
dispose (GObject *object)
{
  CsKeyCatcher *self = CS_KEY_CATCHER (object);

  g_clear_object (&self->keymap);
  g_clear_pointer (&self->old, g_free);
  G_OBJECT_CLASS (cs_key_catcher_parent_class)->dispose (object);
}

static void
cs_key_catcher_class_init (CsKeyCatcherClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/calcspot/Calcspot/ui/cs-key-catcher.ui");
  gtk_widget_class_bind_template_child (widget_class, CsKeyCatcher, question);
  gtk_widget_class_bind_template_child (widget_class, CsKeyCatcher, refusal);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
cs_key_catcher_init (CsKeyCatcher *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cs_key_catcher_new (GtkWindow *parent, CsKeymap *keymap, const CsKey *key, const char *old)
{
  CsKeyCatcher *self = g_object_new (CS_TYPE_KEY_CATCHER, "transient-for", parent, NULL);
  /* Translators: what the key is to do */
  g_autofree char *question = g_strdup_printf (_("Press the key for “%s”"), _(key->title));

  self->keymap = g_object_ref (keymap);
  self->key = key;
  self->old = g_strdup (old);
  gtk_label_set_label (self->question, question);
  gtk_window_set_title (GTK_WINDOW (self), question);
  /* So that Ctrl+Q is a key here too, and not the end. */
  gtk_window_set_application (GTK_WINDOW (self), NULL);
  return GTK_WINDOW (self);
}
