/* CsBoxLayer reads any items by expression, follows them, selects by click; its states differ in grey. */
#include "cs-canvas.h"
#include "render.h"
#include "thing.h"

typedef struct
{
  GListStore         *store;
  GtkSingleSelection *model;
  CsLayer            *layer;
  CsViewport         *viewport;
} Stage;

static void
set_up (Stage *stage)
{
  stage->store = g_list_store_new (TEST_TYPE_THING);
  stage->model = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (stage->store)));
  gtk_single_selection_set_autoselect (stage->model, FALSE);
  gtk_single_selection_set_can_unselect (stage->model, TRUE);
  stage->layer = test_thing_layer (GTK_SELECTION_MODEL (stage->model));
  stage->viewport = cs_viewport_new ();
  cs_viewport_set_widget_size (stage->viewport, 200, 200, 1);
  cs_viewport_set_image_size (stage->viewport, 200, 200);
}

static void
tear_down (Stage *stage)
{
  g_object_unref (stage->viewport);
  g_assert_finalize_object (stage->layer);
  g_assert_finalize_object (stage->model);
  g_assert_finalize_object (stage->store);
}

static TestThing *
add (Stage *stage, int x, int y, int width, int height, guint state)
{
  TestThing *thing = test_thing_new (x, y, width, height, state);

  g_list_store_append (stage->store, thing);
  g_object_unref (thing);
  return thing;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_pick (void)
{
  Stage stage;

  set_up (&stage);
  add (&stage, 10, 10, 100, 100, 0);
  add (&stage, 40, 40, 20, 20, 1);
  add (&stage, 150, 150, 2, 2, 2);
  g_assert_true (cs_layer_pick (stage.layer, stage.viewport, 20, 20));
  g_assert_cmpuint (gtk_single_selection_get_selected (stage.model), ==, 0);
  g_assert_true (cs_layer_pick (stage.layer, stage.viewport, 50, 50));
  g_assert_cmpuint (gtk_single_selection_get_selected (stage.model), ==, 1);
  /* A tiny one is hit nearby. */
  g_assert_true (cs_layer_pick (stage.layer, stage.viewport, 147, 154));
  g_assert_cmpuint (gtk_single_selection_get_selected (stage.model), ==, 2);
  g_assert_false (cs_layer_pick (stage.layer, stage.viewport, 190, 20));
  g_assert_cmpuint (gtk_single_selection_get_selected (stage.model), ==, 2);
  cs_layer_set_visible (stage.layer, FALSE);
  g_assert_false (cs_layer_pick (stage.layer, stage.viewport, 50, 50));
  tear_down (&stage);
}

static void
test_follows (void)
{
  CsBoxLayer *layer;
  Stage stage;
  TestThing *thing;
  guint n_changed = 0;

  set_up (&stage);
  layer = CS_BOX_LAYER (stage.layer);
  thing = add (&stage, 10, 10, 30, 30, 0);
  add (&stage, 100, 100, 30, 30, 0);
  g_signal_connect_swapped (stage.layer, "changed", G_CALLBACK (count_cb), &n_changed);
  g_object_set (thing, "verdict", 2u, NULL);
  g_assert_cmpuint (n_changed, ==, 1);
  g_object_set (thing, "left", 150, NULL);
  g_assert_cmpuint (cs_box_layer_find (layer, stage.viewport, 20, 20), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (cs_box_layer_find (layer, stage.viewport, 160, 20), ==, 0);
  n_changed = 0;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (stage.model), 1, TRUE);
  g_assert_cmpuint (n_changed, ==, 1);
  g_list_store_remove (stage.store, 0);
  g_assert_cmpuint (cs_box_layer_find (layer, stage.viewport, 160, 20), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (cs_box_layer_find (layer, stage.viewport, 110, 110), ==, 0);
  g_list_store_remove_all (stage.store);
  g_assert_cmpuint (cs_box_layer_find (layer, stage.viewport, 110, 110), ==, GTK_INVALID_LIST_POSITION);
  tear_down (&stage);
}

/* The pixels of one box alone. */
static guint8 *
draw_shape (guint state, guint origin, gboolean selected)
{
  Stage stage;
  GtkWidget *canvas;
  GtkWindow *window;
  guint8 *pixels;
  int width, height;

  set_up (&stage);
  g_object_set (add (&stage, 60, 60, 60, 60, state), "origin", origin, NULL);
  if (selected)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (stage.model), 0, TRUE);
  canvas = cs_canvas_new (stage.viewport);
  cs_canvas_add_layer (CS_CANVAS (canvas), stage.layer);
  window = render_window (canvas, 200, 200);
  pixels = render_widget (canvas, &width, &height);
  g_assert_cmpint (width, ==, 200);
  g_assert_cmpint (height, ==, 200);
  gtk_window_destroy (window);
  tear_down (&stage);
  return pixels;
}

/* Where something is painted in one and not in the other: colour left out. */
static int
count_other (const guint8 *one, const guint8 *other)
{
  int n = 0;

  for (int i = 0; i < 200 * 200; i++)
    n += (one[i * 4 + 3] > 200) != (other[i * 4 + 3] > 200);
  return n;
}

static void
test_shapes (void)
{
  guint8 *shapes[8];

  for (guint i = 0; i < 8; i++)
    shapes[i] = draw_shape (i % 4, 0, i >= 4);
  for (guint i = 0; i < 8; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpint (count_other (shapes[i], shapes[j]), >, 60);
  /* What the box marks is never painted over. */
  for (guint i = 0; i < 8; i++)
    for (int y = 61; y < 119; y++)
      for (int x = 61; x < 119; x++)
        g_assert_cmpint (shapes[i][(y * 200 + x) * 4 + 3], ==, 0);
  for (guint i = 0; i < 8; i++)
    g_free (shapes[i]);
}

/* Who made a box is seen beside any verdict. */
static void
test_origins (void)
{
  for (guint state = 0; state < 4; state++)
    {
      guint8 *shapes[3];

      for (guint i = 0; i < 3; i++)
        shapes[i] = draw_shape (state, i, FALSE);
      for (guint i = 0; i < 3; i++)
        g_assert_cmpint (count_other (shapes[i], shapes[(i + 1) % 3]), >, 12);
      for (guint i = 0; i < 3; i++)
        g_free (shapes[i]);
    }
}

static int
count_colour (const guint8 *pixels, guint32 rgb)
{
  int n = 0;

  for (int i = 0; i < 200 * 200; i++)
    n += pixels[i * 4 + 2] == rgb >> 16 && pixels[i * 4 + 1] == (rgb >> 8 & 255) && pixels[i * 4] == (rgb & 255);
  return n;
}

/* A film is dark in every style: a light style's colours, made for white paper, never get onto it. */
static void
test_light_style (void)
{
  static const guint32 marks[] = { 0x8ff0a4, 0xff7b63, 0xf8e45c };
  GtkCssProvider *light = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (light, "@define-color success_color #26a269; @define-color error_color #c01c28;"
                                          "@define-color warning_color #ae7b03; @define-color accent_color #1c71d8;",
                                   -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (light),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);
  for (guint state = 1; state < 4; state++)
    {
      g_autofree guint8 *pixels = draw_shape (state, 0, FALSE);
      g_autofree guint8 *selected = draw_shape (state, 0, TRUE);

      g_assert_cmpint (count_colour (pixels, marks[state - 1]), >, 60);
      g_assert_cmpint (count_colour (selected, 0x78aeed), >, 60);
    }
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (light));
  g_object_unref (light);
}

static int
count_painted (const guint8 *pixels)
{
  int n = 0;

  for (int i = 0; i < 200 * 200; i++)
    n += pixels[i * 4 + 3] > 200;
  return n;
}

static void
test_high_contrast (void)
{
  GtkCssProvider *strong = gtk_css_provider_new ();
  g_autofree guint8 *thin = draw_shape (0, 0, FALSE), *thick = NULL;

  gtk_css_provider_load_from_data (strong, "@define-color film_line_color white;", -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (strong),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);
  thick = draw_shape (0, 0, FALSE);
  g_assert_cmpint (count_painted (thick), >, count_painted (thin) * 3 / 2);
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (strong));
  g_object_unref (strong);
}

/* What a drag by the pointer is to a layer: from a film pixel to another. */
static gboolean
pull (Stage *stage, double x0, double y0, double x, double y, CsDragPhase end)
{
  if (!cs_layer_drag (stage->layer, stage->viewport, CS_DRAG_BEGIN, x0, y0))
    return FALSE;
  g_assert_true (cs_layer_drag (stage->layer, stage->viewport, CS_DRAG_MOVE, (x0 + x) / 2, (y0 + y) / 2));
  g_assert_true (cs_layer_drag (stage->layer, stage->viewport, CS_DRAG_MOVE, x, y));
  return cs_layer_drag (stage->layer, stage->viewport, end, x, y);
}

typedef struct { guint n; graphene_rect_t box; } Heard;

static void
reshaped_cb (CsBoxLayer *layer, guint position, const graphene_rect_t *box, Heard *heard)
{
  g_assert_cmpuint (position, ==, 0);
  heard->n++;
  heard->box = *box;
}

static void
assert_heard (Heard *heard, float x, float y, float width, float height)
{
  g_assert_cmpuint (heard->n, ==, 1);
  g_assert_true (graphene_rect_equal (&heard->box, &GRAPHENE_RECT_INIT (x, y, width, height)));
  heard->n = 0;
}

static void
select_with_handles (Stage *stage, Heard *heard)
{
  cs_box_layer_set_handles (CS_BOX_LAYER (stage->layer), TRUE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (stage->model), 0, TRUE);
  g_signal_connect (stage->layer, "reshaped", G_CALLBACK (reshaped_cb), heard);
}

/* The line of a selected box lies some pixels outside of it, the handles on the line. Each drag is told once, at its
 * end: whole pixels, within the film, never smaller than may be. The item never follows here: each drag begins anew. */
static void
test_handles (void)
{
  Heard heard = { 0 };
  Stage stage;

  set_up (&stage);
  add (&stage, 60, 60, 80, 60, 1);
  add (&stage, 10, 10, 20, 20, 1);
  g_assert_false (pull (&stage, 144, 90, 160, 90, CS_DRAG_END));
  select_with_handles (&stage, &heard);
  g_assert_true (pull (&stage, 144, 90, 159.4, 30, CS_DRAG_END));
  assert_heard (&heard, 60, 60, 95, 60);
  g_assert_true (pull (&stage, 56, 56, 46, 66, CS_DRAG_END));
  assert_heard (&heard, 50, 70, 90, 50);
  g_assert_true (pull (&stage, 100, 124, 90, 500, CS_DRAG_END));
  assert_heard (&heard, 60, 60, 80, 140);
  g_assert_true (pull (&stage, 56, 90, 500, 90, CS_DRAG_END));
  assert_heard (&heard, 138, 60, CS_BOX_LEAST, 60);
  /* No way, no change; a drag that is broken off is none; nor is one inside, or at a box that is not selected. */
  g_assert_true (pull (&stage, 144, 90, 144.2, 90, CS_DRAG_END));
  g_assert_true (pull (&stage, 144, 90, 160, 90, CS_DRAG_CANCEL));
  g_assert_false (pull (&stage, 100, 90, 160, 90, CS_DRAG_END));
  g_assert_false (pull (&stage, 6, 6, 16, 16, CS_DRAG_END));
  g_assert_cmpuint (heard.n, ==, 0);
  tear_down (&stage);
}

/* While it is dragged the box is where the pointer is; when it is gone nothing is held any more. */
static void
test_drag_live (void)
{
  Heard heard = { 0 };
  Stage stage;

  set_up (&stage);
  add (&stage, 60, 60, 80, 60, 1);
  select_with_handles (&stage, &heard);
  g_assert_true (cs_layer_drag (stage.layer, stage.viewport, CS_DRAG_BEGIN, 144, 90));
  g_assert_true (cs_layer_drag (stage.layer, stage.viewport, CS_DRAG_MOVE, 184, 90));
  g_assert_cmpuint (cs_box_layer_find (CS_BOX_LAYER (stage.layer), stage.viewport, 170, 90), ==, 0);
  g_list_store_remove (stage.store, 0);
  g_assert_false (cs_layer_drag (stage.layer, stage.viewport, CS_DRAG_MOVE, 190, 90));
  g_assert_false (cs_layer_drag (stage.layer, stage.viewport, CS_DRAG_END, 190, 90));
  g_assert_cmpuint (heard.n, ==, 0);
  tear_down (&stage);
}

/* In each of the eight ways a film may stand, the handle at the right as seen moves the edge that is seen there. */
static void
test_handles_turned (void)
{
  for (guint turn = 0; turn < CS_TURNS; turn++)
    {
      Heard heard = { 0 };
      graphene_rect_t shown;
      double x, y, x1, y1;
      Stage stage;

      set_up (&stage);
      add (&stage, 60, 60, 80, 40, 1);
      cs_viewport_set_turn (stage.viewport, (CsTurn) turn);
      select_with_handles (&stage, &heard);
      cs_viewport_rect_to_widget (stage.viewport, &GRAPHENE_RECT_INIT (60, 60, 80, 40), &shown);
      x = shown.origin.x + shown.size.width + 4;
      y = shown.origin.y + shown.size.height / 2;
      cs_viewport_to_image (stage.viewport, x + 10, y + 3, &x1, &y1);
      cs_viewport_to_image (stage.viewport, x, y, &x, &y);
      g_assert_cmpstr (cs_layer_get_cursor (stage.layer, stage.viewport, x, y), ==, "e-resize");
      g_assert_true (pull (&stage, x, y, x1, y1, CS_DRAG_END));
      g_assert_cmpuint (heard.n, ==, 1);
      cs_viewport_rect_to_widget (stage.viewport, &heard.box, &heard.box);
      g_assert_true (graphene_rect_equal (&heard.box, &GRAPHENE_RECT_INIT (shown.origin.x, shown.origin.y,
                                                                           shown.size.width + 10, shown.size.height)));
      tear_down (&stage);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/box-layer/pick", test_pick);
  g_test_add_func ("/box-layer/follows", test_follows);
  g_test_add_func ("/box-layer/handles", test_handles);
  g_test_add_func ("/box-layer/drag-live", test_drag_live);
  g_test_add_func ("/box-layer/handles-turned", test_handles_turned);
  g_test_add_func ("/box-layer/shapes", test_shapes);
  g_test_add_func ("/box-layer/origins", test_origins);
  g_test_add_func ("/box-layer/high-contrast", test_high_contrast);
  g_test_add_func ("/box-layer/light-style", test_light_style);
  return g_test_run ();
}
