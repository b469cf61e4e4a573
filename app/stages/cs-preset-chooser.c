#include "cs-preset-chooser.h"

#include <glib/gi18n.h>

#include "cs-preset.h"

struct _CsPresetChooser
{
  AdwBin parent_instance;

  GtkDropDown *list;
  GPtrArray *choices;        /* of CsSettings, in the order of the list */
  CsSettings *settings;
  gboolean showing;          /* the list follows the settings, not a person */
};

G_DEFINE_FINAL_TYPE (CsPresetChooser, cs_preset_chooser, ADW_TYPE_BIN)

enum { PROP_0, PROP_SETTINGS, N_PROPS };
static GParamSpec *props[N_PROPS];

const char *
cs_preset_describe (CsSettings *settings)
{
  static const char *const titles[] = { N_("Default"), N_("As published") };
  const char *name = cs_settings_get_name (settings);

  for (guint i = 0; !name && i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (cs_settings_get_preset (settings), cs_presets[i]))
      return _(titles[i]);
  return name ? name : _("Values of one’s own");
}

/* The same values count, whatever they are called. */
static guint
find (GPtrArray *choices, CsSettings *settings)
{
  for (guint i = 0; i < choices->len; i++)
    if (cs_settings_equal (choices->pdata[i], settings))
      return i;
  for (guint i = 0; i < choices->len; i++)
    if (g_str_equal (cs_settings_get_digest (choices->pdata[i]), cs_settings_get_digest (settings)))
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static GPtrArray *
collect (void)
{
  g_autoptr (GFile) folder = cs_preset_folder ();
  g_autoptr (GPtrArray) saved = cs_preset_list (folder);
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_settings_unref);

  for (guint i = 0; cs_presets[i]; i++)
    g_ptr_array_add (choices, cs_settings_new (cs_presets[i]));
  for (guint i = 0; i < saved->len; i++)
    g_ptr_array_add (choices, cs_settings_ref (saved->pdata[i]));
  return choices;
}

void
cs_preset_chooser_refresh (CsPresetChooser *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  g_return_if_fail (CS_IS_PRESET_CHOOSER (self));
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = collect ();
  if (find (self->choices, self->settings) == GTK_INVALID_LIST_POSITION)
    g_ptr_array_add (self->choices, cs_settings_ref (self->settings));
  for (guint i = 0; i < self->choices->len; i++)
    gtk_string_list_append (titles, cs_preset_describe (self->choices->pdata[i]));
  self->showing = TRUE;
  gtk_drop_down_set_model (self->list, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->list, find (self->choices, self->settings));
  self->showing = FALSE;
}

static void
chosen_cb (CsPresetChooser *self)
{
  guint i = gtk_drop_down_get_selected (self->list);

  if (self->showing || i >= self->choices->len || cs_settings_equal (self->choices->pdata[i], self->settings))
    return;
  cs_settings_set (&self->settings, self->choices->pdata[i]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SETTINGS]);
}

static void
map (GtkWidget *widget)
{
  cs_preset_chooser_refresh (CS_PRESET_CHOOSER (widget));
  GTK_WIDGET_CLASS (cs_preset_chooser_parent_class)->map (widget);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SETTINGS: g_value_set_pointer (value, CS_PRESET_CHOOSER (object)->settings); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsPresetChooser *self = CS_PRESET_CHOOSER (object);

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  G_OBJECT_CLASS (cs_preset_chooser_parent_class)->finalize (object);
}

static void
cs_preset_chooser_class_init (CsPresetChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->map = map;
  props[PROP_SETTINGS] = g_param_spec_pointer ("settings", NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_preset_chooser_init (CsPresetChooser *self)
{
  self->settings = cs_settings_new (NULL);
  self->list = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Values of all stages"), -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->list), _("Values of all stages"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
  g_signal_connect_object (self->list, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  cs_preset_chooser_refresh (self);
}

GtkWidget *
cs_preset_chooser_new (void)
{
  return g_object_new (CS_TYPE_PRESET_CHOOSER, NULL);
}

void
cs_preset_chooser_set_settings (CsPresetChooser *self, CsSettings *settings)
{
  g_return_if_fail (CS_IS_PRESET_CHOOSER (self));
  g_return_if_fail (settings != NULL);
  if (cs_settings_equal (self->settings, settings))
    return;
  cs_settings_set (&self->settings, settings);
  cs_preset_chooser_refresh (self);
}

CsSettings *
cs_preset_chooser_get_settings (CsPresetChooser *self)
{
  g_return_val_if_fail (CS_IS_PRESET_CHOOSER (self), NULL);
  return self->settings;
}

guint
cs_preset_chooser_get_n (CsPresetChooser *self)
{
  g_return_val_if_fail (CS_IS_PRESET_CHOOSER (self), 0);
  return self->choices->len;
}
