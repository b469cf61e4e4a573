/* Every parameter of every stage has a control with a name; a change makes new settings; the button goes back. */
#include "fixture.h"

#include "cs-param-rows.h"

static double
other_value (const CsParam *param)
{
  if (param->type == CS_PARAM_SWITCH)
    return param->standard != 0 ? 0 : 1;
  return param->standard != param->upper ? param->upper : param->lower;
}

static void
set_control (const CsParam *param, GtkWidget *control, double value)
{
  switch (param->type)
    {
    case CS_PARAM_SWITCH: gtk_switch_set_active (GTK_SWITCH (control), value != 0); break;
    case CS_PARAM_CHOICE: adw_combo_row_set_selected (ADW_COMBO_ROW (control), (guint) value); break;
    default: gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), value);
    }
}

/* Its number is not cut. */
static void
check_room (GtkWidget *control)
{
  if (GTK_IS_SPIN_BUTTON (control))
    g_assert_cmpuint (g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (control)), -1), <=,
                      (guint) gtk_editable_get_width_chars (GTK_EDITABLE (control)));
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
check_param (CsParamRows *rows, const CsStage *stage, const CsParam *param)
{
  GtkWidget *control = cs_param_rows_get_control (rows, param->name);
  GtkWidget *reset = cs_param_rows_get_reset (rows, param->name);
  g_autofree char *name = g_strdup_printf ("%s.%s", stage->id, param->name);
  guint n = 0;

  g_test_message ("%s", name);
  g_assert_nonnull (control);
  g_assert_false (gtk_widget_get_sensitive (reset));
  g_signal_connect (rows, "notify::settings", G_CALLBACK (count_cb), &n);
  check_room (control);
  set_control (param, control, other_value (param));
  check_room (control);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat_with_epsilon (cs_settings_get (cs_param_rows_get_settings (rows), name), other_value (param), 1e-9);
  g_assert_true (gtk_widget_get_sensitive (reset));
  g_signal_emit_by_name (reset, "clicked");
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (cs_settings_get (cs_param_rows_get_settings (rows), name), ==, param->standard);
  g_assert_false (gtk_widget_get_sensitive (reset));
  g_signal_handlers_disconnect_by_data (rows, &n);
}

static void
test_stage (gconstpointer data)
{
  const CsStage *stage = data;
  GtkWidget *widget = g_object_ref_sink (cs_param_rows_new (stage));
  CsParamRows *rows = CS_PARAM_ROWS (widget);
  guint n = 0;

  for (const CsParam *param = stage->params; param && param->type != CS_PARAM_END; param++, n++)
    check_param (rows, stage, param);
  g_assert_cmpuint (cs_param_rows_get_n (rows), ==, n);
  g_assert_finalize_object (widget);
}

/* Settings that come from elsewhere are shown, and nobody is told that a person changed something. */
static void
test_show (void)
{
  for (guint i = 0; cs_stages[i]; i++)
    {
      GtkWidget *widget = g_object_ref_sink (cs_param_rows_new (cs_stages[i]));
      g_autoptr (CsSettings) published = cs_settings_new ("published");
      guint n = 0;

      g_signal_connect (widget, "notify::settings", G_CALLBACK (count_cb), &n);
      cs_param_rows_set_settings (CS_PARAM_ROWS (widget), published);
      g_assert_cmpuint (n, ==, 0);
      g_assert_true (cs_settings_equal (cs_param_rows_get_settings (CS_PARAM_ROWS (widget)), published));
      g_assert_finalize_object (widget);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  for (guint i = 0; cs_stages[i]; i++)
    {
      g_autofree char *path = g_strdup_printf ("/param-rows/%s", cs_stages[i]->id);
      g_test_add_data_func (path, cs_stages[i], test_stage);
    }
  g_test_add_func ("/param-rows/show", test_show);
  return g_test_run ();
}
