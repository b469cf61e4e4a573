/* CsScaleBar: its length is what its text says, at every zoom, and round. */
#include "cs-scale-bar.h"

#include <math.h>
#include <stdlib.h>

static void
check (CsScaleBar *bar, CsViewport *viewport, double spacing, const char *unit)
{
  char *end;
  double amount = g_strtod (cs_scale_bar_get_text (bar), &end), lead;

  g_assert_cmpstr (end, ==, unit);
  lead = amount / pow (10, floor (log10 (amount) + 1e-9));
  g_assert_true (fabs (lead - 1) < 1e-6 || fabs (lead - 2) < 1e-6 || fabs (lead - 5) < 1e-6);
  g_assert_cmpfloat_with_epsilon (cs_scale_bar_get_length (bar),
                                  cs_viewport_to_widget_length (viewport, amount / spacing), 1e-6);
}

static void
test_round_lengths (void)
{
  g_autoptr (CsViewport) viewport = cs_viewport_new ();
  g_autoptr (GtkWidget) widget = g_object_ref_sink (cs_scale_bar_new (viewport));
  CsScaleBar *bar = CS_SCALE_BAR (widget);

  g_assert_cmpstr (cs_scale_bar_get_text (bar), ==, "");
  g_assert_cmpfloat (cs_scale_bar_get_length (bar), ==, 0);
  cs_viewport_set_widget_size (viewport, 800, 600, 2);
  cs_viewport_set_image_size (viewport, 4000, 6000);
  for (double scale = 1.0 / 64; scale <= 32; scale *= 1.37)
    {
      cs_viewport_set_scale (viewport, scale);
      check (bar, viewport, 1, " px");
      cs_scale_bar_set_spacing (bar, 0.05);
      check (bar, viewport, 0.05, " mm");
      g_assert_cmpfloat (cs_scale_bar_get_length (bar), >, 160 / 2.6);
      g_assert_cmpfloat (cs_scale_bar_get_length (bar), <=, 160.001);
      cs_scale_bar_set_spacing (bar, 0);
    }
}

static void
test_label (void)
{
  g_autoptr (CsViewport) viewport = cs_viewport_new ();
  g_autoptr (GtkWidget) bar = g_object_ref_sink (cs_scale_bar_new (viewport));

  cs_viewport_set_widget_size (viewport, 800, 600, 1);
  cs_viewport_set_image_size (viewport, 4000, 6000);
  cs_viewport_set_scale (viewport, 1);
  cs_scale_bar_set_spacing (CS_SCALE_BAR (bar), 0.05);
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, "Scale bar: 5 mm");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale-bar/round-lengths", test_round_lengths);
  g_test_add_func ("/scale-bar/label", test_label);
  return g_test_run ();
}
