#include "cs-switch-rows.h"

#include <glib/gi18n.h>

typedef struct { const CsSwitch *plan_switch; GtkWidget *control; } Row;   /* borrowed: the expander's */

struct _CsSwitchRows
{
  GArray *rows;                /* of Row */
};

static GtkWidget *
add_choice (AdwExpanderRow *into, const CsSwitch *plan_switch)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; plan_switch->choices[i]; i++)
    gtk_string_list_append (titles, _(plan_switch->titles[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(plan_switch->title));
  adw_combo_row_set_model (row, G_LIST_MODEL (titles));
  adw_expander_row_add_row (into, GTK_WIDGET (row));
  return GTK_WIDGET (row);
}

static GtkWidget *
add_number (AdwExpanderRow *into, const CsSwitch *plan_switch)
{
  gboolean counts = plan_switch->kind == CS_SWITCH_COUNT;
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *spin = gtk_spin_button_new_with_range (plan_switch->least, plan_switch->most, counts ? 1 : 0.01);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), counts ? 0 : 3);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(plan_switch->title));
  adw_action_row_set_subtitle (row, _(plan_switch->help));
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, _(plan_switch->title), -1);
  adw_action_row_add_suffix (row, spin);
  adw_action_row_set_activatable_widget (row, spin);
  adw_expander_row_add_row (into, GTK_WIDGET (row));
  return spin;
}

static void
show (const Row *row, const CsCoursePlan *plan)
{
  const CsSwitch *plan_switch = row->plan_switch;
  g_autofree char *value = cs_switch_get (plan_switch, plan);

  if (plan_switch->kind != CS_SWITCH_CHOICE)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->control), g_ascii_strtod (value, NULL));
  else
    for (guint i = 0; plan_switch->choices[i]; i++)
      if (g_str_equal (plan_switch->choices[i], value))
        adw_combo_row_set_selected (ADW_COMBO_ROW (row->control), i);
}

/* What the control shows, as the switch reads it. */
static char *
get_text (const Row *row)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (row->plan_switch->kind == CS_SWITCH_CHOICE)
    return g_strdup (row->plan_switch->choices[adw_combo_row_get_selected (ADW_COMBO_ROW (row->control))]);
  if (row->plan_switch->kind == CS_SWITCH_COUNT)
    return g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (row->control)));
  return g_strdup (g_ascii_formatd (number, sizeof number, "%.6g",
                                    gtk_spin_button_get_value (GTK_SPIN_BUTTON (row->control))));
}

CsSwitchRows *
cs_switch_rows_new (AdwExpanderRow *into, const char *const *names, const CsCoursePlan *plan)
{
  CsSwitchRows *self = g_new (CsSwitchRows, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  for (guint i = 0; names[i]; i++)
    {
      Row row = { cs_switch_find (names[i]), NULL };

      row.control = row.plan_switch->kind == CS_SWITCH_CHOICE ? add_choice (into, row.plan_switch)
                                                              : add_number (into, row.plan_switch);
      g_array_append_val (self->rows, row);
    }
  cs_switch_rows_show (self, plan);
  return self;
}

void
cs_switch_rows_free (CsSwitchRows *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

void
cs_switch_rows_show (const CsSwitchRows *self, const CsCoursePlan *plan)
{
  for (guint i = 0; i < self->rows->len; i++)
    show (&g_array_index (self->rows, Row, i), plan);
}

void
cs_switch_rows_read (const CsSwitchRows *self, CsCoursePlan *plan)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);
      g_autofree char *text = get_text (row);

      cs_switch_set (row->plan_switch, plan, text, NULL);
    }
}

GtkWidget *
cs_switch_rows_get_control (const CsSwitchRows *self, const char *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (g_array_index (self->rows, Row, i).plan_switch->name, name))
      return g_array_index (self->rows, Row, i).control;
  return NULL;
}
