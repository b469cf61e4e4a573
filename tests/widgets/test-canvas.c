/* What the canvas shows against what the source drew, pixel by pixel; its keys, layers and scrolling. */
#include "cs-canvas.h"
#include "cs-path-layer.h"
#include "cs-tile-layer.h"
#include "render.h"
#include "synthetic-source.h"

#include <math.h>
#include <string.h>

#define WIDTH 400
#define HEIGHT 300

typedef struct
{
  CsTileSource *source;
  CsLayer      *layer;
  CsViewport   *viewport;
  GtkWidget    *canvas;
  GtkWindow    *window;
} Stage;

static void
set_up (Stage *stage, int width, int height)
{
  stage->source = synthetic_source_new (width, height);
  stage->layer = cs_tile_layer_new (stage->source);
  stage->viewport = cs_viewport_new ();
  cs_viewport_set_image_size (stage->viewport, width, height);
  stage->canvas = cs_canvas_new (stage->viewport);
  cs_canvas_add_layer (CS_CANVAS (stage->canvas), stage->layer);
  stage->window = render_window (stage->canvas, WIDTH, HEIGHT);
}

static void
tear_down (Stage *stage)
{
  gtk_window_destroy (stage->window);
  g_object_unref (stage->viewport);
  g_object_unref (stage->layer);
  g_object_unref (stage->source);
}

static gboolean
is_complete (gpointer data)
{
  Stage *stage = data;

  render_frame (stage->canvas);
  return cs_tile_layer_is_complete (CS_TILE_LAYER (stage->layer));
}

static gboolean
is_same (const guint8 *bgra, const guint8 *rgb)
{
  return bgra[0] == rgb[2] && bgra[1] == rgb[1] && bgra[2] == rgb[0] && bgra[3] == 255;
}

/* Every pixel in sight, at a scale that shows pixels of a level one to one or enlarged. */
static void
compare (Stage *stage, double scale, int level, guint seed)
{
  g_autofree guint8 *pixels = NULL;
  int width, height, n_inside = 0;

  cs_viewport_set_scale (stage->viewport, scale);
  g_assert_cmpfloat (cs_viewport_get_scale (stage->viewport), ==, scale);
  render_wait (is_complete, stage);
  pixels = render_widget (stage->canvas, &width, &height);
  for (int j = 0; j < height; j++)
    for (int i = 0; i < width; i++)
      {
        double x, y;
        guint8 rgb[3];
        const guint8 *pixel = pixels + (j * width + i) * 4;

        cs_viewport_to_image (stage->viewport, i + 0.5, j + 0.5, &x, &y);
        if (x < 0 || y < 0 || x >= 2000 || y >= 1500)
          continue;
        synthetic_source_pixel (seed, level, (int) (x / (1 << level)), (int) (y / (1 << level)), rgb);
        if (!is_same (pixel, rgb))
          g_error ("scale %g: at %d %d is %d %d %d, not %d %d %d", scale, i, j,
                   pixel[2], pixel[1], pixel[0], rgb[0], rgb[1], rgb[2]);
        n_inside++;
      }
  g_assert_cmpint (n_inside, >=, width * height / 4);
}

static void
test_pixels (void)
{
  Stage stage;

  set_up (&stage, 2000, 1500);
  cs_viewport_set_centre (stage.viewport, 777.3, 512.9);
  compare (&stage, 8, 0, 0);
  compare (&stage, 1, 0, 0);
  compare (&stage, 0.25, 2, 0);
  cs_viewport_set_centre (stage.viewport, 0, 0);
  compare (&stage, 32, 0, 0);
  cs_viewport_set_centre (stage.viewport, 2000, 1500);
  compare (&stage, 2, 0, 0);
  tear_down (&stage);
}

/* The same for all eight ways a film can stand: compare() asks the viewport what lies under each pixel. */
static void
test_turns (void)
{
  for (CsTurn turn = CS_TURN_NONE; turn < CS_TURNS; turn++)
    {
      Stage stage;

      set_up (&stage, 2000, 1500);
      cs_viewport_set_turn (stage.viewport, turn);
      cs_viewport_set_centre (stage.viewport, 777.3, 512.9);
      compare (&stage, 4, 0, 0);
      compare (&stage, 1, 0, 0);
      compare (&stage, 0.25, 2, 0);
      tear_down (&stage);
    }
}

static void
test_change (void)
{
  Stage stage;

  set_up (&stage, 2000, 1500);
  cs_viewport_set_centre (stage.viewport, 700, 600);
  compare (&stage, 1, 0, 0);
  synthetic_source_set_seed (SYNTHETIC_SOURCE (stage.source), 5);
  g_assert_false (cs_tile_layer_is_complete (CS_TILE_LAYER (stage.layer)));
  compare (&stage, 1, 0, 5);
  tear_down (&stage);
}

/* While the workers are stuck, drawing goes on, with what coarser tiles there are. */
static void
test_never_waits (void)
{
  Stage stage;
  g_autofree guint8 *pixels = NULL;
  int width, height;

  set_up (&stage, 2000, 1500);
  render_wait (is_complete, &stage);
  synthetic_source_hold (SYNTHETIC_SOURCE (stage.source), TRUE);
  cs_viewport_set_scale (stage.viewport, 8);
  cs_viewport_set_centre (stage.viewport, 1000, 700);
  for (int i = 0; i < 20; i++)
    {
      cs_viewport_pan (stage.viewport, 31, 17);
      g_free (pixels);
      pixels = render_widget (stage.canvas, &width, &height);
    }
  g_assert_false (cs_tile_layer_is_complete (CS_TILE_LAYER (stage.layer)));
  for (int i = 0; i < width * height; i++)
    g_assert_cmpint (pixels[i * 4 + 3], ==, 255);
  synthetic_source_hold (SYNTHETIC_SOURCE (stage.source), FALSE);
  compare (&stage, 8, 0, 0);
  tear_down (&stage);
}

static void
test_opacity (void)
{
  Stage stage;
  g_autofree guint8 *pixels = NULL;
  int width, height;

  set_up (&stage, 2000, 1500);
  render_wait (is_complete, &stage);
  cs_layer_set_opacity (stage.layer, 0.5);
  pixels = render_widget (stage.canvas, &width, &height);
  g_assert_cmpint (abs (pixels[(height / 2 * width + width / 2) * 4 + 3] - 128), <=, 1);
  cs_layer_set_visible (stage.layer, FALSE);
  g_free (pixels);
  pixels = render_widget (stage.canvas, &width, &height);
  g_assert_cmpint (pixels[(height / 2 * width + width / 2) * 4 + 3], ==, 0);
  tear_down (&stage);
}

static void
test_actions (void)
{
  Stage stage;
  double x, y, before;

  set_up (&stage, 2000, 1500);
  before = cs_viewport_get_scale (stage.viewport);
  g_assert_true (gtk_widget_activate_action (stage.canvas, "canvas.zoom-in", NULL));
  g_assert_cmpfloat (cs_viewport_get_scale (stage.viewport), >, before);
  g_assert_true (gtk_widget_activate_action (stage.canvas, "canvas.one-to-one", NULL));
  g_assert_cmpfloat (cs_viewport_get_scale (stage.viewport), ==, 1);
  g_assert_true (gtk_widget_activate_action (stage.canvas, "canvas.zoom-out", NULL));
  g_assert_cmpfloat (cs_viewport_get_scale (stage.viewport), <, 1);
  g_assert_true (gtk_widget_activate_action (stage.canvas, "canvas.fit", NULL));
  g_assert_true (cs_viewport_get_fitted (stage.viewport));
  g_assert_true (gtk_widget_activate_action (stage.canvas, "canvas.one-to-one", NULL));
  g_assert_true (gtk_widget_activate_action (stage.canvas, "canvas.pan", "(dd)", 0.25, 0.0));
  cs_viewport_get_centre (stage.viewport, &x, &y);
  g_assert_cmpfloat (x, ==, 1000 + 0.25 * gtk_widget_get_width (stage.canvas));
  g_assert_cmpfloat (y, ==, 750);
  tear_down (&stage);
}

static void
test_scrollable (void)
{
  g_autoptr (GtkAdjustment) across = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  Stage stage;
  double x, y;

  set_up (&stage, 2000, 1500);
  g_object_set (stage.canvas, "hadjustment", across, NULL);
  cs_viewport_one_to_one (stage.viewport);
  cs_viewport_set_centre (stage.viewport, 300, 700);
  g_assert_cmpfloat (gtk_adjustment_get_value (across), ==, 300 - gtk_widget_get_width (stage.canvas) / 2.0);
  gtk_adjustment_set_value (across, gtk_adjustment_get_upper (across));
  cs_viewport_get_centre (stage.viewport, &x, &y);
  g_assert_cmpfloat (x, ==, 2000);
  g_assert_cmpfloat (y, ==, 700);
  tear_down (&stage);
}

static void
test_shared_viewport (void)
{
  g_autoptr (CsViewport) viewport = cs_viewport_new ();
  g_autoptr (GtkWidget) one = g_object_ref_sink (cs_canvas_new (viewport));
  g_autoptr (GtkWidget) other = g_object_ref_sink (cs_canvas_new (viewport));

  cs_viewport_set_image_size (viewport, 500, 500);
  gtk_widget_activate_action (one, "canvas.one-to-one", NULL);
  g_assert_true (cs_canvas_get_viewport (CS_CANVAS (other)) == viewport);
  g_assert_cmpfloat (cs_viewport_get_scale (cs_canvas_get_viewport (CS_CANVAS (other))), ==, 1);
}

static void
test_layers (void)
{
  g_autoptr (GtkWidget) canvas = g_object_ref_sink (cs_canvas_new (NULL));
  CsLayer *one = cs_path_layer_new (), *other = cs_path_layer_new ();
  GListModel *layers = cs_canvas_get_layers (CS_CANVAS (canvas));

  cs_canvas_add_layer (CS_CANVAS (canvas), one);
  cs_canvas_add_layer (CS_CANVAS (canvas), other);
  g_assert_cmpuint (g_list_model_get_n_items (layers), ==, 2);
  cs_canvas_remove_layer (CS_CANVAS (canvas), one);
  g_assert_cmpuint (g_list_model_get_n_items (layers), ==, 1);
  g_assert_finalize_object (one);
  cs_canvas_clear (CS_CANVAS (canvas));
  g_assert_cmpuint (g_list_model_get_n_items (layers), ==, 0);
  g_assert_finalize_object (other);
}

static const char *
cursor_of (GtkWidget *canvas)
{
  GdkCursor *cursor = gtk_widget_get_cursor (canvas);

  return cursor ? gdk_cursor_get_name (cursor) : NULL;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* One tool at a time, of one holder, and the pointer and the words are its; each change is told once. */
static void
test_tools (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (cs_canvas_new (NULL));
  CsCanvas *canvas = CS_CANVAS (widget);
  guint n_told = 0;
  int ruler, lasso;

  g_signal_connect_swapped (canvas, "notify::tool", G_CALLBACK (count_cb), &n_told);
  g_assert_true (cs_canvas_is_held_by (canvas, NULL));
  cs_canvas_take_tool (canvas, &ruler, CS_TOOL_LINE, "crosshair", "Ruler");
  g_assert_true (cs_canvas_is_held_by (canvas, &ruler));
  g_assert_cmpstr (cursor_of (widget), ==, "crosshair");
  cs_canvas_take_tool (canvas, &lasso, CS_TOOL_LINE, "pointer", "Lasso");
  g_assert_true (cs_canvas_is_held_by (canvas, &lasso));
  g_assert_false (cs_canvas_is_held_by (canvas, &ruler));
  g_assert_cmpstr (cs_canvas_get_words (canvas), ==, "Lasso");
  g_assert_cmpstr (cursor_of (widget), ==, "pointer");
  g_assert_cmpuint (n_told, ==, 2);
  cs_canvas_put_away (canvas);
  cs_canvas_put_away (canvas);
  g_assert_cmpuint (n_told, ==, 3);
  g_assert_null (cs_canvas_get_words (canvas));
  g_assert_null (cursor_of (widget));
  g_assert_cmpint (cs_canvas_get_tool (canvas), ==, CS_TOOL_PAN);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canvas/pixels", test_pixels);
  g_test_add_func ("/canvas/turns", test_turns);
  g_test_add_func ("/canvas/change", test_change);
  g_test_add_func ("/canvas/never-waits", test_never_waits);
  g_test_add_func ("/canvas/opacity", test_opacity);
  g_test_add_func ("/canvas/actions", test_actions);
  g_test_add_func ("/canvas/scrollable", test_scrollable);
  g_test_add_func ("/canvas/shared-viewport", test_shared_viewport);
  g_test_add_func ("/canvas/layers", test_layers);
  g_test_add_func ("/canvas/tools", test_tools);
  return g_test_run ();
}
