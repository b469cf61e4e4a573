/* The loupe: every pixel in it is the image pixel under it, as a square, for both powers, any turn and zoom of the
 * canvas. */
#include "cs-loupe.h"

#include <math.h>

#include "cs-tile-layer.h"
#include "render.h"
#include "synthetic-source.h"

#define WIDTH 700
#define HEIGHT 500

typedef struct
{
  CsTileSource *source;
  CsLayer      *layer;
  CsViewport   *viewport;
  GtkWidget    *overlay, *canvas, *loupe;
} Desk;

static gboolean
is_complete (gpointer data)
{
  Desk *desk = data;

  render_frame (desk->loupe);
  return cs_loupe_is_complete (CS_LOUPE (desk->loupe)) && cs_tile_layer_is_complete (CS_TILE_LAYER (desk->layer));
}

static GtkWindow *
set_up (Desk *desk)
{
  desk->source = synthetic_source_new (2000, 1500);
  desk->layer = cs_tile_layer_new (desk->source);
  desk->viewport = cs_viewport_new ();
  cs_viewport_set_image_size (desk->viewport, 2000, 1500);
  desk->canvas = cs_canvas_new (desk->viewport);
  cs_canvas_add_layer (CS_CANVAS (desk->canvas), desk->layer);
  desk->overlay = gtk_overlay_new ();
  desk->loupe = cs_loupe_new (CS_CANVAS (desk->canvas));
  gtk_overlay_set_child (GTK_OVERLAY (desk->overlay), desk->canvas);
  gtk_overlay_add_overlay (GTK_OVERLAY (desk->overlay), desk->loupe);
  return render_window (desk->overlay, WIDTH, HEIGHT);
}

/* Within the rim; @scale: device pixels an image pixel is shown as. */
static void
check (Desk *desk, double scale)
{
  g_autofree guint8 *pixels = NULL;
  int width, height;
  double x, y, cx, cy;

  render_wait (is_complete, desk);
  g_assert_true (cs_loupe_get_place (CS_LOUPE (desk->loupe), &x, &y));
  cs_viewport_to_widget (desk->viewport, x, y, &cx, &cy);
  pixels = render_widget (desk->overlay, &width, &height);
  for (int j = -90; j < 90; j++)
    for (int i = -90; i < 90; i++)
      {
        double dx = (i + 0.5) / scale, dy = (j + 0.5) / scale;
        const guint8 *pixel = pixels + ((int) (round (cy) + j) * width + (int) round (cx) + i) * 4;
        guint8 rgb[3];

        cs_turn_vector (cs_turn_inverse (cs_viewport_get_turn (desk->viewport)), &dx, &dy);
        synthetic_source_pixel (0, 0, (int) floor (x + dx), (int) floor (y + dy), rgb);
        g_assert_true (pixel[0] == rgb[2] && pixel[1] == rgb[1] && pixel[2] == rgb[0]);
      }
}

static void
test_pixels (void)
{
  Desk desk;
  GtkWindow *window = set_up (&desk);

  for (CsTurn turn = CS_TURN_NONE; turn < CS_TURNS; turn++)
    for (int power = 2; power <= 4; power += 2)
      {
        cs_viewport_set_turn (desk.viewport, turn);
        cs_viewport_set_scale (desk.viewport, 0.5);
        cs_loupe_set_power (CS_LOUPE (desk.loupe), power);
        g_signal_emit_by_name (desk.canvas, "motion", 1000.0, 750.0);
        check (&desk, power);
        cs_viewport_set_scale (desk.viewport, 2);
        check (&desk, 2 * power);
      }
  gtk_window_destroy (window);
  g_object_unref (desk.viewport);
  g_object_unref (desk.layer);
  g_object_unref (desk.source);
}

/* Beside the film there is nothing, and the film's edge is where it is: the glass shows it no nearer than its power. */
static void
test_beside (void)
{
  Desk desk;
  GtkWindow *window = set_up (&desk);
  g_autofree guint8 *pixels = NULL;
  int width, height;
  double cx, cy;

  cs_viewport_set_scale (desk.viewport, 0.1);
  cs_loupe_set_power (CS_LOUPE (desk.loupe), 2);
  g_signal_emit_by_name (desk.canvas, "motion", 2000.0 + 30, 750.0);
  render_wait (is_complete, &desk);
  cs_viewport_to_widget (desk.viewport, 2030, 750, &cx, &cy);
  pixels = render_widget (desk.overlay, &width, &height);
  for (int i = -120; i < 120; i++)
    {
      const guint8 *pixel = pixels + ((int) round (cy) * width + (int) round (cx) + i) * 4;
      gboolean dark = !pixel[0] && !pixel[1] && !pixel[2];

      g_assert_cmpint (dark, ==, i >= -60);
    }
  gtk_window_destroy (window);
  g_object_unref (desk.viewport);
  g_object_unref (desk.layer);
  g_object_unref (desk.source);
}

/* Without a pointer over the canvas, or put away, there is no glass. */
static void
test_away (void)
{
  Desk desk;
  GtkWindow *window = set_up (&desk);
  double x, y;

  cs_loupe_set_power (CS_LOUPE (desk.loupe), 2);
  g_assert_false (cs_loupe_get_place (CS_LOUPE (desk.loupe), &x, &y));
  g_signal_emit_by_name (desk.canvas, "motion", 100.0, 200.0);
  g_assert_true (cs_loupe_get_place (CS_LOUPE (desk.loupe), &x, &y));
  g_assert_true (x == 100 && y == 200);
  g_signal_emit_by_name (desk.canvas, "leave");
  g_assert_false (cs_loupe_get_place (CS_LOUPE (desk.loupe), &x, &y));
  g_signal_emit_by_name (desk.canvas, "motion", 100.0, 200.0);
  cs_loupe_set_power (CS_LOUPE (desk.loupe), 0);
  g_assert_false (cs_loupe_get_place (CS_LOUPE (desk.loupe), &x, &y));
  gtk_window_destroy (window);
  g_object_unref (desk.viewport);
  g_object_unref (desk.layer);
  g_object_unref (desk.source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/loupe/pixels", test_pixels);
  g_test_add_func ("/loupe/beside", test_beside);
  g_test_add_func ("/loupe/away", test_away);
  return g_test_run ();
}
