#include "cs-param-rows.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include "cs-labels.h"

typedef struct
{
  CsParamRows *rows;         /* its owner */
  const CsParam *param;
  GtkWidget *control, *reset;
} Row;

struct _CsParamRows
{
  AdwPreferencesGroup parent_instance;
  const CsStage *stage;
  CsSettings *settings;
  GPtrArray *rows;
  gboolean showing;          /* the controls follow the settings, not a person */
};

G_DEFINE_FINAL_TYPE (CsParamRows, cs_param_rows, ADW_TYPE_PREFERENCES_GROUP)

enum { PROP_0, PROP_SETTINGS, N_PROPS };
static GParamSpec *props[N_PROPS];

static char *
full_name (Row *row)
{
  return g_strdup_printf ("%s.%s", row->rows->stage->id, row->param->name);
}

/* What "back" goes back to: the value of the preset these settings began as. */
static double
standard_of (Row *row)
{
  gboolean published = g_strcmp0 (cs_settings_get_base (row->rows->settings), "published") == 0;
  return published ? row->param->published : row->param->standard;
}

static double
value_of (Row *row)
{
  g_autofree char *name = full_name (row);
  return cs_settings_get (row->rows->settings, name);
}

static void
change (Row *row, double value)
{
  g_autofree char *name = full_name (row);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsSettings) settings = NULL;

  if (row->rows->showing || value == value_of (row))
    return;
  settings = cs_settings_with (row->rows->settings, name, value, &error);
  if (!settings)
    {
      g_warning ("%s", error->message);
      return;
    }
  cs_param_rows_set_settings (row->rows, settings);
  g_object_notify_by_pspec (G_OBJECT (row->rows), props[PROP_SETTINGS]);
}

static void
show (Row *row)
{
  double value = value_of (row);

  switch (row->param->type)
    {
    case CS_PARAM_SWITCH:
      gtk_switch_set_active (GTK_SWITCH (row->control), value != 0);
      break;
    case CS_PARAM_CHOICE:
      adw_combo_row_set_selected (ADW_COMBO_ROW (row->control), (guint) value);
      break;
    default:
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->control), value);
    }
  gtk_widget_set_sensitive (row->reset, value != standard_of (row));
}

static void
spin_changed_cb (GtkSpinButton *spin, Row *row)
{
  change (row, gtk_spin_button_get_value (spin));
}

static void
switch_changed_cb (GtkSwitch *widget, GParamSpec *pspec, Row *row)
{
  change (row, gtk_switch_get_active (widget));
}

static void
choice_changed_cb (AdwComboRow *combo, GParamSpec *pspec, Row *row)
{
  change (row, adw_combo_row_get_selected (combo));
}

static void
reset_cb (GtkButton *button, Row *row)
{
  change (row, standard_of (row));
}

static GtkWidget *
new_reset (Row *row)
{
  g_autofree char *label = g_strdup_printf (_("Reset %s"), _(row->param->title));
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  gtk_widget_set_tooltip_text (button, _("Back to the default"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (reset_cb), row);
  return button;
}

/* A step a person can feel: about a hundredth of the range, rounded to 1, 2 or 5 times a power of ten. */
static double
step_of (const CsParam *param)
{
  double raw = (param->upper - param->lower) / 100, power, ratio;

  if (param->type == CS_PARAM_INT || !(raw > 0))
    return 1;
  power = pow (10, floor (log10 (raw)));
  ratio = raw / power;
  return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
}

static guint
digits_of (const CsParam *param, double step)
{
  return param->type == CS_PARAM_INT ? 0 : (guint) CLAMP (ceil (-log10 (step)) + 1, 1, 8);
}

/* Room for the longest number, and no less than all the others have. */
static int
count_chars (const CsParam *param, guint digits)
{
  g_autofree char *lower = g_strdup_printf ("%.*f", (int) digits, param->lower);
  g_autofree char *upper = g_strdup_printf ("%.*f", (int) digits, param->upper);

  return (int) MAX (4, MAX (strlen (lower), strlen (upper)));
}

static GtkWidget *
new_spin (Row *row)
{
  const CsParam *param = row->param;
  double step = step_of (param);
  int n_chars = count_chars (param, digits_of (param, step));
  GtkAdjustment *adjustment = gtk_adjustment_new (param->standard, param->lower, param->upper, step, 10 * step, 0);
  GtkWidget *spin = gtk_spin_button_new (adjustment, step, digits_of (param, step));

  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), n_chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), n_chars);
  g_signal_connect (spin, "value-changed", G_CALLBACK (spin_changed_cb), row);
  return spin;
}

static GtkWidget *
new_scale (GtkWidget *spin)
{
  GtkAdjustment *adjustment = gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (spin));
  GtkWidget *scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);

  gtk_widget_set_hexpand (scale, TRUE);
  gtk_widget_set_valign (scale, GTK_ALIGN_CENTER);
  /* The spin button says the same to keyboard and screen reader. A range that is not focusable holds Tab back all the
   * same: only one that cannot have the focus lets it pass. */
  gtk_widget_set_can_focus (scale, FALSE);
  return scale;
}

static GtkWidget *
new_title (Row *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *title;

  title = cs_label_new_prose (_(row->param->title), NULL);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  if (row->param->unit && *row->param->unit)
    {
      GtkWidget *unit = gtk_label_new (_(row->param->unit));
      gtk_widget_add_css_class (unit, "dim-label");
      gtk_box_append (GTK_BOX (box), unit);
    }
  gtk_box_append (GTK_BOX (box), row->reset);
  return box;
}

/* The name has a line of its own: beside it a slider would be too short to be moved by a hand. */
static GtkWidget *
new_number_row (Row *row)
{
  GtkWidget *line = adw_preferences_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  row->control = new_spin (row);
  gtk_box_append (GTK_BOX (controls), new_scale (row->control));
  gtk_box_append (GTK_BOX (controls), row->control);
  gtk_box_append (GTK_BOX (box), new_title (row));
  gtk_box_append (GTK_BOX (box), controls);
  gtk_widget_add_css_class (box, "number");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), box);
  gtk_widget_set_focusable (line, FALSE);
  return line;
}

static GtkWidget *
new_switch_row (Row *row)
{
  GtkWidget *line = adw_action_row_new ();

  row->control = gtk_switch_new ();
  gtk_widget_set_valign (row->control, GTK_ALIGN_CENTER);
  g_signal_connect (row->control, "notify::active", G_CALLBACK (switch_changed_cb), row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), row->control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (line), row->control);
  return line;
}

static GtkWidget *
new_choice_row (Row *row)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (const char *const *choice = row->param->choices; *choice; choice++)
    gtk_string_list_append (list, _(*choice));
  row->control = adw_combo_row_new ();
  adw_combo_row_set_model (ADW_COMBO_ROW (row->control), G_LIST_MODEL (list));
  g_signal_connect (row->control, "notify::selected", G_CALLBACK (choice_changed_cb), row);
  return row->control;
}

/* Help, range and standard value: beside the controls there is no room for them. */
static char *
explain (Row *row)
{
  const CsParam *param = row->param;
  const char *help = param->help && *param->help ? _(param->help) : "";

  if (param->type != CS_PARAM_INT && param->type != CS_PARAM_DOUBLE)
    return g_strdup (help);
  /* Translators: the help of a number, then its range and its standard value. */
  return g_strdup_printf (_("%s\nFrom %g to %g; default %g"), help, param->lower, param->upper, param->standard);
}

static void
describe (Row *row, GtkWidget *line)
{
  g_autofree char *text = explain (row);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), _(row->param->title));
  gtk_widget_set_tooltip_text (line, text);
  if (row->control != line)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row->control),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _(row->param->title),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
add_row (CsParamRows *self, const CsParam *param)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *line;

  row->rows = self;
  row->param = param;
  row->reset = new_reset (row);
  line = param->type == CS_PARAM_SWITCH ? new_switch_row (row)
         : param->type == CS_PARAM_CHOICE ? new_choice_row (row) : new_number_row (row);
  describe (row, line);
  if (ADW_IS_ACTION_ROW (line))
    adw_action_row_add_suffix (ADW_ACTION_ROW (line), row->reset);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), line);
}

static Row *
find_row (CsParamRows *self, const char *param)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];
      if (g_strcmp0 (row->param->name, param) == 0)
        return row;
    }
  return NULL;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SETTINGS: g_value_set_pointer (value, CS_PARAM_ROWS (object)->settings); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dispose (GObject *object)
{
  CsParamRows *self = CS_PARAM_ROWS (object);
  self->showing = TRUE;      /* what dying controls say is nobody's wish */
  G_OBJECT_CLASS (cs_param_rows_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsParamRows *self = CS_PARAM_ROWS (object);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->settings, cs_settings_unref);
  G_OBJECT_CLASS (cs_param_rows_parent_class)->finalize (object);
}

static void
cs_param_rows_class_init (CsParamRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  props[PROP_SETTINGS] = g_param_spec_pointer ("settings", NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_param_rows_init (CsParamRows *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->settings = cs_settings_new (NULL);
}

GtkWidget *
cs_param_rows_new (const CsStage *stage)
{
  CsParamRows *self = g_object_new (CS_TYPE_PARAM_ROWS, NULL);

  g_return_val_if_fail (stage != NULL, NULL);
  self->stage = stage;
  self->showing = TRUE;
  for (const CsParam *param = stage->params; param && param->type != CS_PARAM_END; param++)
    add_row (self, param);
  self->showing = FALSE;
  cs_param_rows_set_settings (self, self->settings);
  return GTK_WIDGET (self);
}

void
cs_param_rows_set_settings (CsParamRows *self, CsSettings *settings)
{
  g_return_if_fail (CS_IS_PARAM_ROWS (self));
  g_return_if_fail (settings != NULL);
  cs_settings_set (&self->settings, settings);
  self->showing = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    show (self->rows->pdata[i]);
  self->showing = FALSE;
}

CsSettings *
cs_param_rows_get_settings (CsParamRows *self)
{
  g_return_val_if_fail (CS_IS_PARAM_ROWS (self), NULL);
  return self->settings;
}

guint
cs_param_rows_get_n (CsParamRows *self)
{
  g_return_val_if_fail (CS_IS_PARAM_ROWS (self), 0);
  return self->rows->len;
}

GtkWidget *
cs_param_rows_get_control (CsParamRows *self, const char *param)
{
  Row *row = find_row (self, param);
  return row ? row->control : NULL;
}

GtkWidget *
cs_param_rows_get_reset (CsParamRows *self, const char *param)
{
  Row *row = find_row (self, param);
  return row ? row->reset : NULL;
}
