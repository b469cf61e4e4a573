#include "cs-preferences-rows.h"

#include <glib/gi18n.h>
#include "cs-preferences.h"

static gboolean
value_to_place (GValue *place, GVariant *value, gpointer choices)
{
  const CsPreferencesChoice *all = choices;

  for (guint i = 0; all[i].value; i++)
    if (g_str_equal (all[i].value, g_variant_get_string (value, NULL)))
      g_value_set_uint (place, i);
  return TRUE;
}

static GVariant *
place_to_value (const GValue *place, const GVariantType *type, gpointer choices)
{
  return g_variant_new_string (((const CsPreferencesChoice *) choices)[g_value_get_uint (place)].value);
}

GtkWidget *
cs_preferences_choice_row_new (const char *preference, const char *title, const char *subtitle,
                               const CsPreferencesChoice *choices)
{
  g_autoptr (GSettings) settings = cs_preferences_open ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GtkWidget *row;

  for (const CsPreferencesChoice *choice = choices; choice->value; choice++)
    gtk_string_list_append (titles, _(choice->title));
  row = g_object_new (ADW_TYPE_COMBO_ROW, "title", title, "subtitle", subtitle, "model", titles,
                      "sensitive", settings != NULL, NULL);
  if (settings)
    g_settings_bind_with_mapping (settings, preference, row, "selected", G_SETTINGS_BIND_DEFAULT, value_to_place,
                                  place_to_value, (gpointer) choices, NULL);
  return row;
}

static gboolean
number_to_adjustment (GValue *value, GVariant *number, gpointer data)
{
  g_value_set_double (value, g_variant_get_uint32 (number));
  return TRUE;
}

static GVariant *
adjustment_to_number (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_uint32 ((guint) (g_value_get_double (value) + 0.5));
}

static GtkAdjustment *
range_of (GSettings *settings, const char *preference, guint step)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autoptr (GVariant) range = NULL, ends = NULL;
  guint lower, upper;

  g_object_get (settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, preference);
  range = g_settings_schema_key_get_range (key);
  g_variant_get (range, "(&sv)", NULL, &ends);
  g_variant_get (ends, "(uu)", &lower, &upper);
  return gtk_adjustment_new (lower, lower, upper, step, step, 0);
}

GtkWidget *
cs_preferences_number_row_new (const char *preference, const char *title, const char *subtitle, guint step)
{
  g_autoptr (GSettings) settings = cs_preferences_open ();
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", subtitle, NULL);
  GtkWidget *number = gtk_spin_button_new (NULL, 1, 0);

  gtk_widget_set_valign (number, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (number), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), number);
  gtk_widget_set_sensitive (row, settings != NULL);
  if (settings)
    {
      GtkAdjustment *adjustment = range_of (settings, preference, step);

      gtk_spin_button_set_adjustment (GTK_SPIN_BUTTON (number), adjustment);
      g_settings_bind_with_mapping (settings, preference, adjustment, "value", G_SETTINGS_BIND_DEFAULT,
                                    number_to_adjustment, adjustment_to_number, NULL, NULL);
    }
  return row;
}
