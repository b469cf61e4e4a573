/* CsBrushLayer: takes strokes only when it may, tells them whole, and shows exactly the pixels of its mask. */
#include "cs-brush-layer.h"
#include "cs-canvas.h"
#include "render.h"

typedef struct { guint n; CsDragPhase phase; double x, y, radius; gboolean erase; } Stroke;

static void
stroke_cb (CsBrushLayer *layer, int phase, double x, double y, double radius, gboolean erase, Stroke *stroke)
{
  *stroke = (Stroke) { stroke->n + 1, phase, x, y, radius, erase };
}

static void
test_strokes (void)
{
  CsLayer *layer = cs_brush_layer_new ();
  g_autoptr (CsViewport) viewport = cs_viewport_new ();
  Stroke last = { 0 };

  g_signal_connect (layer, "stroke", G_CALLBACK (stroke_cb), &last);
  cs_brush_layer_set_mask (CS_BRUSH_LAYER (layer), 100, 100, 20, 20, NULL);
  g_assert_false (cs_layer_drag (layer, viewport, CS_DRAG_BEGIN, 110, 110));
  cs_brush_layer_set_active (CS_BRUSH_LAYER (layer), TRUE);
  g_assert_false (cs_layer_drag (layer, viewport, CS_DRAG_BEGIN, 130, 110));
  g_assert_cmpuint (last.n, ==, 0);
  g_assert_true (cs_layer_drag (layer, viewport, CS_DRAG_BEGIN, 121, 110));
  g_assert_cmpint (last.phase, ==, CS_DRAG_BEGIN);
  cs_brush_layer_set_radius (CS_BRUSH_LAYER (layer), 4);
  cs_brush_layer_set_erase (CS_BRUSH_LAYER (layer), TRUE);
  /* Once begun it may leave the rectangle. */
  g_assert_true (cs_layer_drag (layer, viewport, CS_DRAG_MOVE, 150, 90));
  g_assert_cmpfloat (last.x, ==, 150);
  g_assert_cmpfloat (last.y, ==, 90);
  g_assert_cmpfloat (last.radius, ==, 4);
  g_assert_true (last.erase);
  cs_layer_drag (layer, viewport, CS_DRAG_END, 150, 90);
  g_assert_cmpint (last.phase, ==, CS_DRAG_END);
  g_assert_cmpuint (last.n, ==, 3);
  g_assert_finalize_object (layer);
}

static void
test_pixels (void)
{
  static const char mask[] = { 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (mask, sizeof mask);
  g_autoptr (CsLayer) layer = cs_brush_layer_new ();
  g_autoptr (CsViewport) viewport = cs_viewport_new ();
  g_autofree guint8 *pixels = NULL;
  GtkWidget *canvas = cs_canvas_new (viewport);
  GtkWindow *window;
  int width, height;

  cs_brush_layer_set_mask (CS_BRUSH_LAYER (layer), 10, 20, 4, 3, bytes);
  cs_canvas_add_layer (CS_CANVAS (canvas), layer);
  cs_viewport_set_image_size (viewport, 50, 50);
  window = render_window (canvas, 200, 200);
  cs_viewport_set_scale (viewport, 8);
  cs_viewport_set_centre (viewport, 12, 21);
  pixels = render_widget (canvas, &width, &height);
  for (int j = 0; j < height; j++)
    for (int i = 0; i < width; i++)
      {
        double x, y;
        gboolean painted = pixels[(j * width + i) * 4 + 3] > 0, inside;

        cs_viewport_to_image (viewport, i + 0.5, j + 0.5, &x, &y);
        inside = x >= 10 && x < 14 && y >= 20 && y < 23;
        g_assert_cmpint (painted, ==, inside && mask[((int) y - 20) * 4 + (int) x - 10] != 0);
      }
  gtk_window_destroy (window);
}

static guint
count_drawn (GtkWidget *canvas)
{
  int width, height;
  g_autofree guint8 *pixels = render_widget (canvas, &width, &height);
  guint n = 0;

  for (int i = 0; i < width * height; i++)
    n += pixels[4 * i + 3] > 0;
  return n;
}

/* Where a drag would move the film and paint nothing, there is no brush to be seen. */
static void
test_reach (void)
{
  g_autoptr (CsLayer) layer = cs_brush_layer_new ();
  g_autoptr (CsViewport) viewport = cs_viewport_new ();
  GtkWidget *canvas = cs_canvas_new (viewport);
  GtkWindow *window;
  guint away, far, near, painting;

  cs_brush_layer_set_mask (CS_BRUSH_LAYER (layer), 20, 20, 10, 10, NULL);
  cs_brush_layer_set_active (CS_BRUSH_LAYER (layer), TRUE);
  cs_canvas_add_layer (CS_CANVAS (canvas), layer);
  cs_viewport_set_image_size (viewport, 50, 50);
  window = render_window (canvas, 200, 200);
  away = count_drawn (canvas);
  cs_layer_hover (layer, viewport, TRUE, 40, 25);
  far = count_drawn (canvas);
  cs_layer_hover (layer, viewport, TRUE, 31, 25);
  near = count_drawn (canvas);
  cs_layer_drag (layer, viewport, CS_DRAG_BEGIN, 29, 25);
  cs_layer_drag (layer, viewport, CS_DRAG_MOVE, 40, 25);
  painting = count_drawn (canvas);
  g_assert_cmpuint (far, ==, away);
  g_assert_cmpuint (near, >, away);
  g_assert_cmpuint (painting, >, away);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brush-layer/strokes", test_strokes);
  g_test_add_func ("/brush-layer/pixels", test_pixels);
  g_test_add_func ("/brush-layer/reach", test_reach);
  return g_test_run ();
}
