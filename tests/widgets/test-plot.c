/* CsPlot: ranges and words with holes in the data, and that there is something to see. */
#include "cs-plot.h"
#include "render.h"

#include <math.h>
#include <string.h>

static void
test_range (void)
{
  g_autoptr (GtkWidget) plot = g_object_ref_sink (cs_plot_new ());
  float x[] = { 1, 2, NAN, 4 }, y[] = { 10, NAN, 99, -3 }, at = 7;
  CsCurve curves[] = { { "A", CS_CURVE_LINE, 4, x, y, NULL }, { "Cut", CS_CURVE_UPRIGHT, 1, &at, NULL, NULL } };
  double range[4];

  g_assert_false (cs_plot_get_range (CS_PLOT (plot), range));
  cs_plot_set_curves (CS_PLOT (plot), curves, 2);
  memset (x, 0, sizeof x);
  g_assert_true (cs_plot_get_range (CS_PLOT (plot), range));
  g_assert_cmpfloat (range[0], ==, 1);
  g_assert_cmpfloat (range[1], ==, 7);
  g_assert_cmpfloat (range[2], ==, -3);
  g_assert_cmpfloat (range[3], ==, 10);
  cs_plot_set_curves (CS_PLOT (plot), NULL, 0);
  g_assert_false (cs_plot_get_range (CS_PLOT (plot), range));
}

static void
test_words (void)
{
  g_autoptr (GtkWidget) plot = g_object_ref_sink (cs_plot_new ());
  float x[] = { 0, 1, 2 }, y[] = { 5, 6, NAN }, bars[] = { 1, 2, 3 };
  CsCurve curves[] = { { "Loss", CS_CURVE_LINE, 3, x, y, NULL }, { "Rate", CS_CURVE_BARS, 3, x, bars, NULL } };
  g_autofree char *empty = cs_plot_summarise (CS_PLOT (plot)), *full = NULL, *reading = NULL;

  g_assert_nonnull (strstr (empty, "No data"));
  g_assert_null (cs_plot_read (CS_PLOT (plot), 1));
  cs_plot_set_titles (CS_PLOT (plot), "Training", "Epoch", NULL);
  cs_plot_set_curves (CS_PLOT (plot), curves, 2);
  full = cs_plot_summarise (CS_PLOT (plot));
  g_assert_cmpstr (full, ==, "Training. 2 curves: Loss, Rate. Epoch from 0 to 2, y from 0 to 6");
  /* The nearest point that is one. */
  reading = cs_plot_read (CS_PLOT (plot), 1.9);
  g_assert_cmpstr (reading, ==, "1.9: Loss 6, Rate 3");
}

/* How many pixels of the lower, inner part are painted. */
static int
count_ink (GtkWidget *plot)
{
  int width, height, n = 0;
  g_autofree guint8 *pixels = render_widget (plot, &width, &height);

  for (int i = 0; i < width * height; i++)
    n += pixels[i * 4 + 3] > 100;
  return n;
}

static void
test_draw (void)
{
  GtkWidget *plot = cs_plot_new ();
  GtkWindow *window = render_window (plot, 300, 200);
  float x[2000], y[2000];
  CsCurve curve = { NULL, CS_CURVE_LINE, 2000, x, y, NULL };
  int empty = count_ink (plot), flat;

  for (int i = 0; i < 2000; i++)
    {
      x[i] = i;
      y[i] = 1;
    }
  cs_plot_set_curves (CS_PLOT (plot), &curve, 1);
  flat = count_ink (plot);
  g_assert_cmpint (flat, !=, empty);
  for (CsCurveStyle style = CS_CURVE_LINE; style <= CS_CURVE_UPRIGHT; style++)
    {
      curve.style = style;
      cs_plot_set_curves (CS_PLOT (plot), &curve, 1);
      g_assert_cmpint (count_ink (plot), >, 300);
    }
  /* Extremes and holes alone must not stop it. */
  for (int i = 0; i < 2000; i++)
    y[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : 3e38f;
  curve.style = CS_CURVE_LINE;
  cs_plot_set_curves (CS_PLOT (plot), &curve, 1);
  g_assert_cmpint (count_ink (plot), >, 0);
  gtk_window_destroy (window);
}

static void
test_keys (void)
{
  g_autoptr (GtkWidget) plot = g_object_ref_sink (cs_plot_new ());
  float x[] = { 0, 100 }, y[] = { 0, 1 };
  CsCurve curve = { "A", CS_CURVE_LINE, 2, x, y, NULL };

  cs_plot_set_curves (CS_PLOT (plot), &curve, 1);
  g_assert_true (gtk_widget_activate_action (plot, "plot.read", "d", 0.02));
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "50: A 0");
  g_assert_true (gtk_widget_activate_action (plot, "plot.read", "d", 1.0));
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "100: A 1");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/range", test_range);
  g_test_add_func ("/plot/words", test_words);
  g_test_add_func ("/plot/draw", test_draw);
  g_test_add_func ("/plot/keys", test_keys);
  return g_test_run ();
}
