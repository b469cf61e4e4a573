#include "cs-picker.h"

#include <glib/gi18n.h>
#include <math.h>
#include "cs-group.h"
#include "cs-keymap.h"
#include "cs-path-layer.h"

struct _CsPicker
{
  GObject parent_instance;

  CsFilmView *film;
  CsBoxLayer *boxes;
  CsLayer *outline;          /* of a lasso, while it is drawn */
  CsPickerMode mode;
  GArray *path;              /* float: x y x y ... */
  GPtrArray *chosen;
};

G_DEFINE_FINAL_TYPE (CsPicker, cs_picker, G_TYPE_OBJECT)

enum { PROP_0, PROP_MODE, PROP_N_CHOSEN, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { DRAWN, N_SIGNALS };
static guint signals[N_SIGNALS];

static GListModel *
marks_of (CsPicker *self)
{
  return G_LIST_MODEL (cs_box_layer_get_model (self->boxes));
}

/* The pixels between two points of a drag, cut at the film's edge; FALSE: none. */
static gboolean
box_between (CsImage *image, double x0, double y0, double x1, double y1, CsBox *box)
{
  double left = MAX (floor (MIN (x0, x1)), 0), top = MAX (floor (MIN (y0, y1)), 0);
  double right = MIN (ceil (MAX (x0, x1)), cs_image_get_width (image));
  double bottom = MIN (ceil (MAX (y0, y1)), cs_image_get_height (image));

  if (!(right - left >= CS_BOX_LEAST && bottom - top >= CS_BOX_LEAST))
    return FALSE;
  *box = (CsBox) { .x = (int) left, .y = (int) top, .width = (int) (right - left), .height = (int) (bottom - top) };
  return TRUE;
}

/* One direction of a box about a point: whole pixels, within the film. */
static void
stretch_about (double at, double side, guint room, int *origin, int *size)
{
  *size = CLAMP ((int) round (side), CS_BOX_LEAST, (int) room);
  *origin = CLAMP ((int) round (at - *size / 2.0), 0, (int) room - *size);
}

/* FALSE: the point lies outside of the film. */
static gboolean
box_about (CsImage *image, double x, double y, CsBox *box)
{
  guint width = cs_image_get_width (image), height = cs_image_get_height (image);
  double side = cs_image_mm_to_px (image, CS_POINT_MM);

  if (!(x >= 0 && y >= 0 && x < width && y < height && MIN (width, height) >= CS_BOX_LEAST))
    return FALSE;
  *box = (CsBox) { 0 };
  stretch_about (x, side, width, &box->x, &box->width);
  stretch_about (y, side, height, &box->y, &box->height);
  return TRUE;
}

/* Marks may come and go: what is chosen is known by itself, where it stands is asked each time. */
static void
show_chosen (CsPicker *self)
{
  GListModel *marks = marks_of (self);
  g_autoptr (GtkBitset) positions = gtk_bitset_new_empty ();

  for (guint i = 0; self->chosen->len > 0 && i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);

      if (g_ptr_array_find (self->chosen, mark, NULL))
        gtk_bitset_add (positions, i);
    }
  cs_box_layer_set_chosen (self->boxes, positions);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CHOSEN]);
}

static void
choose_within (CsPicker *self)
{
  g_ptr_array_unref (self->chosen);
  self->chosen = cs_group_within (marks_of (self), (const float *) self->path->data, self->path->len / 2);
  show_chosen (self);
}

static void
add_point (CsPicker *self, double x, double y)
{
  float point[] = { (float) x, (float) y };

  g_array_append_vals (self->path, point, 2);
}

static void
set_band (CsPicker *self, double x0, double y0, double x1, double y1)
{
  g_array_set_size (self->path, 0);
  add_point (self, x0, y0);
  add_point (self, x1, y0);
  add_point (self, x1, y1);
  add_point (self, x0, y1);
}

static void
show_lasso (CsPicker *self)
{
  CsPathLayer *outline = CS_PATH_LAYER (self->outline);

  cs_path_layer_clear (outline);
  if (self->mode == CS_PICKER_LASSO)
    cs_path_layer_add (outline, (const float *) self->path->data, self->path->len / 2, FALSE, NULL, NULL, TRUE);
}

static void
finish (CsPicker *self, CsPickerMode mode, double x0, double y0, double x, double y)
{
  CsImage *image = cs_film_view_get_image (self->film);
  CsBox box;

  if (mode == CS_PICKER_BAND)
    set_band (self, x0, y0, x, y);
  if (mode == CS_PICKER_BAND || mode == CS_PICKER_LASSO)
    choose_within (self);
  else if (mode == CS_PICKER_DRAW && image && box_between (image, x0, y0, x, y, &box))
    g_signal_emit (self, signals[DRAWN], 0, &box);
}

static void
tool_drag_cb (CsPicker *self, CsDragPhase phase, double x0, double y0, double x, double y)
{
  CsPickerMode mode = self->mode;

  if (mode == CS_PICKER_REST)
    return;
  if (phase == CS_DRAG_BEGIN)
    g_array_set_size (self->path, 0);
  if (mode == CS_PICKER_LASSO)
    add_point (self, x, y);
  show_lasso (self);
  if (phase != CS_DRAG_END && phase != CS_DRAG_CANCEL)
    return;
  cs_picker_set_mode (self, CS_PICKER_REST);
  if (phase == CS_DRAG_END)
    finish (self, mode, x0, y0, x, y);
}

static void
clicked_cb (CsPicker *self, double x, double y)
{
  CsImage *image = cs_film_view_get_image (self->film);
  CsBox box;

  if (self->mode != CS_PICKER_DRAW || !image || !box_about (image, x, y, &box))
    return;
  cs_picker_set_mode (self, CS_PICKER_REST);
  g_signal_emit (self, signals[DRAWN], 0, &box);
}

static void
set_mode (CsPicker *self, CsPickerMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  cs_path_layer_clear (CS_PATH_LAYER (self->outline));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODE]);
}

/* Another tool was taken up, or ours was put away. */
static void
tool_changed_cb (CsPicker *self)
{
  if (!cs_canvas_is_held_by (cs_film_view_get_canvas (self->film), self))
    set_mode (self, CS_PICKER_REST);
}

/* A mark that is gone is not chosen; another film is another choice. */
static void
marks_changed_cb (CsPicker *self)
{
  GListModel *marks = marks_of (self);
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->chosen->len == 0)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);

      if (g_ptr_array_find (self->chosen, mark, NULL))
        g_ptr_array_add (left, g_steal_pointer (&mark));
    }
  g_ptr_array_unref (self->chosen);
  self->chosen = g_steal_pointer (&left);
  show_chosen (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsPicker *self = CS_PICKER (object);

  switch (id)
    {
    case PROP_MODE: g_value_set_int (value, self->mode); break;
    case PROP_N_CHOSEN: g_value_set_uint (value, self->chosen->len); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
finalize (GObject *object)
{
  CsPicker *self = CS_PICKER (object);

  g_clear_object (&self->film);
  g_clear_object (&self->boxes);
  g_clear_object (&self->outline);
  g_array_unref (self->path);
  g_ptr_array_unref (self->chosen);
  G_OBJECT_CLASS (cs_picker_parent_class)->finalize (object);
}

static void
cs_picker_class_init (CsPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  props[PROP_MODE] = g_param_spec_int ("mode", NULL, NULL, 0, CS_PICKER_LASSO, 0, flags);
  props[PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[DRAWN] = g_signal_new ("drawn", CS_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_POINTER);
}

static void
cs_picker_init (CsPicker *self)
{
  self->path = g_array_new (FALSE, FALSE, sizeof (float));
  self->chosen = g_ptr_array_new_with_free_func (g_object_unref);
  self->outline = cs_path_layer_new ();
}

CsPicker *
cs_picker_new (CsFilmView *film, CsBoxLayer *boxes)
{
  CsPicker *self = g_object_new (CS_TYPE_PICKER, NULL);
  CsCanvas *canvas = cs_film_view_get_canvas (film);

  self->film = g_object_ref (film);
  self->boxes = g_object_ref (boxes);
  cs_film_view_add_layer (film, self->outline);
  g_signal_connect_object (canvas, "tool-drag", G_CALLBACK (tool_drag_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "notify::tool", G_CALLBACK (tool_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (marks_of (self), "items-changed", G_CALLBACK (marks_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

CsPickerMode
cs_picker_get_mode (CsPicker *self)
{
  g_return_val_if_fail (CS_IS_PICKER (self), CS_PICKER_REST);
  return self->mode;
}

void
cs_picker_set_mode (CsPicker *self, CsPickerMode mode)
{
  static const struct { CsTool tool; const char *cursor, *words; } tools[] = {
    [CS_PICKER_DRAW] = { CS_TOOL_BOX, "cell", N_("Box: drag it, or click a point · {review.cancel} ends it") },
    [CS_PICKER_BAND] = { CS_TOOL_BOX, "pointer", N_("Rubber band: drag it over boxes · {review.cancel} ends it") },
    [CS_PICKER_LASSO] = { CS_TOOL_LINE, "pointer", N_("Lasso: drag it round boxes · {review.cancel} ends it") },
  };
  g_autofree char *words = mode != CS_PICKER_REST ? cs_keymap_say_now (_(tools[mode].words)) : NULL;
  CsCanvas *canvas;

  g_return_if_fail (CS_IS_PICKER (self));
  canvas = cs_film_view_get_canvas (self->film);
  if (mode != CS_PICKER_REST)
    cs_canvas_take_tool (canvas, self, tools[mode].tool, tools[mode].cursor, words);
  else if (cs_canvas_is_held_by (canvas, self))
    cs_canvas_put_away (canvas);
  set_mode (self, mode);
}

GPtrArray *
cs_picker_get_chosen (CsPicker *self)
{
  g_return_val_if_fail (CS_IS_PICKER (self), NULL);
  return self->chosen;
}

void
cs_picker_toggle (CsPicker *self, CsMark *mark)
{
  g_return_if_fail (CS_IS_PICKER (self));
  if (!g_ptr_array_remove (self->chosen, mark))
    g_ptr_array_add (self->chosen, g_object_ref (mark));
  show_chosen (self);
}

void
cs_picker_clear (CsPicker *self)
{
  g_return_if_fail (CS_IS_PICKER (self));
  g_ptr_array_set_size (self->chosen, 0);
  show_chosen (self);
}
