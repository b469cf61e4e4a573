/* All widgets at once, for eyes: tests/widgets/manual/demo [dark] [scale]. Not part of the suite. */
#include "cs-box-layer.h"
#include "cs-brush-layer.h"
#include "cs-canvas.h"
#include "cs-path-layer.h"
#include "cs-plot.h"
#include "cs-scale-bar.h"
#include "cs-tile-layer.h"
#include "cs-window-level.h"
#include "synthetic-source.h"
#include "thing.h"

#include <math.h>
#include <stdlib.h>

static CsLayer *
make_boxes (double scale)
{
  g_autoptr (GListStore) store = g_list_store_new (TEST_TYPE_THING);
  g_autoptr (GtkSelectionModel) model = NULL;

  for (int i = 0; i < 8; i++)
    {
      g_autoptr (TestThing)
          thing = test_thing_new ((int) (1000 + (i % 4 - 2) * 130 / scale), (int) (700 + (i / 4 - 1) * 130 / scale),
                                  (int) (70 / scale), (int) ((i < 4 ? 50 : 70) / scale), i % 4);

      g_list_store_append (store, thing);
    }
  model = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_steal_pointer (&store))));
  gtk_selection_model_select_item (model, 5, TRUE);
  return test_thing_layer (model);
}

static GtkWidget *
make_canvas (double scale)
{
  g_autoptr (CsTileSource) source = synthetic_source_new (4000, 3000);
  g_autoptr (CsLayer) image = cs_tile_layer_new (source);
  g_autoptr (CsLayer) boxes = make_boxes (scale);
  g_autoptr (CsLayer) paths = cs_path_layer_new ();
  g_autoptr (CsLayer) brush = cs_brush_layer_new ();
  g_autoptr (GBytes) mask = g_bytes_new ("\1\1\0\1\1\0\1\1\1", 9);
  GtkWidget *canvas = cs_canvas_new (NULL), *overlay = gtk_overlay_new ();
  CsViewport *viewport = cs_canvas_get_viewport (CS_CANVAS (canvas));
  GtkWidget *bar = cs_scale_bar_new (viewport);
  float xy[] = { 950, 600, 1000, 700, 1050, 690, 1100, 800 };

  cs_path_layer_add (CS_PATH_LAYER (paths), xy, 4, FALSE, "Skin line", NULL, TRUE);
  cs_brush_layer_set_mask (CS_BRUSH_LAYER (brush), 1000, 703, 3, 3, mask);
  cs_brush_layer_set_active (CS_BRUSH_LAYER (brush), TRUE);
  cs_layer_set_opacity (image, 0.35);
  cs_viewport_set_image_size (viewport, 4000, 3000);
  cs_viewport_set_scale (viewport, scale);
  cs_viewport_set_centre (viewport, 1000, 700);
  cs_canvas_add_layer (CS_CANVAS (canvas), image);
  cs_canvas_add_layer (CS_CANVAS (canvas), paths);
  cs_canvas_add_layer (CS_CANVAS (canvas), brush);
  cs_canvas_add_layer (CS_CANVAS (canvas), boxes);
  cs_scale_bar_set_spacing (CS_SCALE_BAR (bar), 0.05);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), canvas);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), bar);
  return overlay;
}

static GtkWidget *
make_plot (void)
{
  GtkWidget *plot = cs_plot_new ();
  float x[100], bars[100], low[100], high[100], cut = 41, px[] = { 10, 30, 80 }, py[] = { 20, 70, 50 },
                                                size[] = { 1, 2, 5 };
  CsCurve curves[] = {
    { "Frequency", CS_CURVE_BARS, 100, x, bars, NULL }, { "Background", CS_CURVE_LINE, 100, x, low, NULL },
    { "Suspicious", CS_CURVE_LINE, 100, x, high, NULL }, { "Threshold", CS_CURVE_UPRIGHT, 1, &cut, NULL, NULL },
    { "Centroids", CS_CURVE_POINTS, 3, px, py, size },
  };

  for (int i = 0; i < 100; i++)
    {
      x[i] = i;
      bars[i] = 90 * exp (-(i - 25) * (i - 25) / 200.0) + 5;
      low[i] = 100 / (1 + exp ((i - 41) / 6.0));
      high[i] = i == 70 ? NAN : 100 - low[i];
    }
  cs_plot_set_titles (CS_PLOT (plot), "Frequency histogram", "Grey level", "Share, %");
  cs_plot_set_curves (CS_PLOT (plot), curves, G_N_ELEMENTS (curves));
  return plot;
}

static GtkWidget *
make_side (void)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *level = cs_window_level_new ();
  guint counts[64];

  for (int i = 0; i < 64; i++)
    counts[i] = 1000 * exp (-(i - 20) * (i - 20) / 80.0) + (i == 0 ? 5000 : 0);
  cs_window_level_set_histogram (CS_WINDOW_LEVEL (level), counts, 64);
  cs_window_level_set_values (CS_WINDOW_LEVEL (level), 0.2, 0.6);
  gtk_box_append (GTK_BOX (side), make_plot ());
  gtk_box_append (GTK_BOX (side), cs_plot_new ());
  gtk_box_append (GTK_BOX (side), level);
  gtk_widget_set_size_request (side, 420, -1);
  gtk_widget_set_margin_start (side, 12);
  return side;
}

int
main (int argc, char **argv)
{
  GtkWidget *window, *box;

  gtk_init ();
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme",
                argc > 1 && g_str_equal (argv[1], "dark"), NULL);
  window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (box), make_canvas (argc > 2 ? atof (argv[2]) : 1));
  gtk_box_append (GTK_BOX (box), make_side ());
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 640);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
