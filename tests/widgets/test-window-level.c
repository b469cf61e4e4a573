/* CsWindowLevel: order and limits hold, code and person are told apart, both handles work by key. */
#include "cs-window-level.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_values (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (cs_window_level_new ());
  CsWindowLevel *self = CS_WINDOW_LEVEL (widget);
  guint n_low = 0, n_high = 0, n_changed = 0;

  cs_window_level_set_range (self, 0, 4095);
  g_signal_connect_swapped (self, "notify::low", G_CALLBACK (count_cb), &n_low);
  g_signal_connect_swapped (self, "notify::high", G_CALLBACK (count_cb), &n_high);
  g_signal_connect_swapped (self, "changed", G_CALLBACK (count_cb), &n_changed);
  cs_window_level_set_values (self, 3000, 1000);
  g_assert_cmpfloat (cs_window_level_get_low (self), ==, 1000);
  g_assert_cmpfloat (cs_window_level_get_high (self), ==, 3000);
  cs_window_level_set_values (self, 1000, 9999);
  g_assert_cmpfloat (cs_window_level_get_high (self), ==, 4095);
  cs_window_level_set_values (self, 1000, 9999);
  g_assert_cmpuint (n_low, ==, 1);
  g_assert_cmpuint (n_high, ==, 2);
  g_assert_cmpuint (n_changed, ==, 0);
  cs_window_level_set_range (self, 0, 100);
  g_assert_cmpfloat (cs_window_level_get_low (self), ==, 100);
}

static void
test_handles (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (cs_window_level_new ());
  CsWindowLevel *self = CS_WINDOW_LEVEL (widget);
  GtkWidget *low = gtk_widget_get_first_child (widget), *high = gtk_widget_get_last_child (widget);
  guint n_changed = 0;

  cs_window_level_set_range (self, 0, 256);
  cs_window_level_set_values (self, 100, 110);
  g_signal_connect_swapped (self, "changed", G_CALLBACK (count_cb), &n_changed);
  g_signal_emit_by_name (low, "move", -1);
  g_assert_cmpfloat (cs_window_level_get_low (self), ==, 99);
  g_signal_emit_by_name (high, "move", 16);
  g_assert_cmpfloat (cs_window_level_get_high (self), ==, 126);
  g_assert_cmpuint (n_changed, ==, 2);
  /* They stop at each other and at the ends. */
  g_signal_emit_by_name (low, "move", 1000);
  g_assert_cmpfloat (cs_window_level_get_low (self), ==, 126);
  g_assert_cmpfloat (cs_window_level_get_high (self), ==, 126);
  g_signal_emit_by_name (high, "move", 1000);
  g_assert_cmpfloat (cs_window_level_get_high (self), ==, 256);
  g_signal_emit_by_name (high, "move", 1);
  g_assert_cmpuint (n_changed, ==, 4);
  gtk_test_accessible_assert_role (low, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (low, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 126.0);
  gtk_test_accessible_assert_property (high, GTK_ACCESSIBLE_PROPERTY_LABEL, "White point");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-level/values", test_values);
  g_test_add_func ("/window-level/handles", test_handles);
  return g_test_run ();
}
