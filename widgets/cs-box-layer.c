#include "cs-box-layer.h"

#include <math.h>

#include "cs-box-handles.h"
#include "cs-box-outline.h"

#define LEAST 12.0   /* widget pixels a box is shown and hit with, at least */
#define REACH 24.0   /* an outline may stand out of its rectangle so far, labels aside */

/* An item as last read. */
typedef struct
{
  CsBoxLayer         *layer;
  GObject            *item;
  GtkExpressionWatch *watches[CS_BOX_FIELDS];
  double              fields[CS_BOX_FIELD_LABEL];   /* the numbers */
  char               *label;
} Box;

/* A drag at a handle. */
typedef struct
{
  CsBoxHandle     handle;    /* as stored; 0, 0: none is held */
  guint           position;
  double          x, y;      /* where it began, and the box then: image pixels */
  graphene_rect_t box;
} Grip;

struct _CsBoxLayer
{
  CsLayer            parent;

  GtkSelectionModel *model;
  GtkExpression     *expressions[CS_BOX_FIELDS];
  GPtrArray         *boxes;    /* of Box, in the model's order */
  GtkBitset         *chosen;
  gboolean           handles;
  Grip               grip;
};

G_DEFINE_FINAL_TYPE (CsBoxLayer, cs_box_layer, CS_TYPE_LAYER)

enum { PROP_0, PROP_MODEL, PROP_HANDLES, N_PROPS };
enum { RESHAPED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static double
number_of (const GValue *value)
{
  g_auto (GValue) number = G_VALUE_INIT;

  if (G_VALUE_HOLDS_ENUM (value))
    return g_value_get_enum (value);
  g_value_init (&number, G_TYPE_DOUBLE);
  if (!g_value_transform (value, &number) || !isfinite (g_value_get_double (&number)))
    return 0;
  return g_value_get_double (&number);
}

static void
box_read (Box *box, CsBoxField field)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean known = gtk_expression_evaluate (box->layer->expressions[field], box->item, &value);

  if (field != CS_BOX_FIELD_LABEL)
    box->fields[field] = known ? number_of (&value) : 0;
  else
    {
      g_free (box->label);
      box->label = known && G_VALUE_HOLDS_STRING (&value) ? g_value_dup_string (&value) : NULL;
    }
}

static void
box_read_all (Box *box)
{
  for (CsBoxField field = 0; field < CS_BOX_FIELDS; field++)
    if (box->layer->expressions[field] != NULL)
      box_read (box, field);
  cs_layer_changed (CS_LAYER (box->layer));
}

/* A watch does not say what it watches: the box reads all again. */
static void
box_changed_cb (gpointer data)
{
  box_read_all (data);
}

static Box *
box_new (CsBoxLayer *layer, GObject *item)
{
  Box *box = g_new0 (Box, 1);

  box->layer = layer;
  box->item = g_object_ref (item);
  for (CsBoxField field = 0; field < CS_BOX_FIELDS; field++)
    if (layer->expressions[field] != NULL)
      {
        box->watches[field] = gtk_expression_watch (layer->expressions[field], item, box_changed_cb, box, NULL);
        box_read (box, field);
      }
  return box;
}

static void
box_free (gpointer data)
{
  Box *box = data;

  for (CsBoxField field = 0; field < CS_BOX_FIELDS; field++)
    if (box->watches[field] != NULL)
      gtk_expression_watch_unwatch (box->watches[field]);
  g_object_unref (box->item);
  g_free (box->label);
  g_free (box);
}

static CsBoxState
box_state (const Box *box)
{
  return CLAMP ((int) box->fields[CS_BOX_FIELD_STATE], CS_BOX_STATE_NONE, CS_BOX_STATE_UNSURE);
}

static CsBoxOrigin
box_origin (const Box *box)
{
  return CLAMP ((int) box->fields[CS_BOX_FIELD_ORIGIN], CS_BOX_ORIGIN_FOUND, CS_BOX_ORIGIN_KNOWN);
}

/* Where it is shown: whole widget pixels, never too small to be seen or hit. */
static void
place_box (const Box *box, CsViewport *viewport, graphene_rect_t *rect)
{
  const double *fields = box->fields;
  graphene_rect_t image;
  double x0, y0, x1, y1;

  graphene_rect_init (&image, fields[CS_BOX_FIELD_X], fields[CS_BOX_FIELD_Y], fields[CS_BOX_FIELD_WIDTH],
                      fields[CS_BOX_FIELD_HEIGHT]);
  cs_viewport_rect_to_widget (viewport, &image, rect);
  x0 = rect->origin.x;
  y0 = rect->origin.y;
  x1 = x0 + rect->size.width;
  y1 = y0 + rect->size.height;
  x0 = floor (MIN (x0, (x0 + x1 - LEAST) / 2));
  y0 = floor (MIN (y0, (y0 + y1 - LEAST) / 2));
  x1 = ceil (MAX (x1, x0 + LEAST));
  y1 = ceil (MAX (y1, y0 + LEAST));
  graphene_rect_init (rect, x0, y0, x1 - x0, y1 - y0);
}

static gboolean
is_selected (CsBoxLayer *self, guint i)
{
  return gtk_selection_model_is_selected (self->model, i) || gtk_bitset_contains (self->chosen, i);
}

static guint
position_with_handles (CsBoxLayer *self)
{
  if (!self->handles || !GTK_IS_SINGLE_SELECTION (self->model))
    return GTK_INVALID_LIST_POSITION;
  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (self->model));
}

static void
items_changed_cb (CsBoxLayer *self, guint position, guint removed, guint added, GListModel *model)
{
  gtk_bitset_remove_all (self->chosen);
  self->grip.handle = (CsBoxHandle) { 0, 0 };
  if (removed > 0)
    g_ptr_array_remove_range (self->boxes, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, position + i);

      g_ptr_array_insert (self->boxes, position + i, box_new (self, item));
    }
  cs_layer_changed (CS_LAYER (self));
}

static void
read_all (CsBoxLayer *self)
{
  g_ptr_array_set_size (self->boxes, 0);
  if (self->model != NULL)
    items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->model)), G_LIST_MODEL (self->model));
  else
    cs_layer_changed (CS_LAYER (self));
}

static void
draw_box (CsBoxLayer *self, guint i, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot)
{
  Box *box = self->boxes->pdata[i];
  CsBoxOutline outline = { .state = box_state (box), .origin = box_origin (box),
                           .label = box->label != NULL ? box->label : "" };
  graphene_rect_t view;
  int width, height;

  place_box (box, viewport, &outline.rect);
  cs_viewport_get_widget_size (viewport, &width, &height);
  view = GRAPHENE_RECT_INIT (-REACH, -REACH, width + 2 * REACH, height + 2 * REACH);
  if (!graphene_rect_intersection (&view, &outline.rect, NULL))
    return;
  outline.selected = is_selected (self, i);
  cs_box_outline_draw (&outline, canvas, snapshot);
  if (i == position_with_handles (self))
    cs_box_handles_draw (&outline.rect, snapshot);
}

/* The selected ones come last, on top. */
static void
snapshot (CsLayer *layer, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot)
{
  CsBoxLayer *self = CS_BOX_LAYER (layer);

  for (int selected = FALSE; selected <= TRUE; selected++)
    for (guint i = 0; i < self->boxes->len; i++)
      if (is_selected (self, i) == selected)
        draw_box (self, i, viewport, canvas, snapshot);
}

static gboolean
pick (CsLayer *layer, CsViewport *viewport, double x, double y)
{
  CsBoxLayer *self = CS_BOX_LAYER (layer);
  guint found = cs_box_layer_find (self, viewport, x, y);

  if (found == GTK_INVALID_LIST_POSITION)
    return FALSE;
  gtk_selection_model_select_item (self->model, found, TRUE);
  return TRUE;
}

/* The handle at this image point, as seen. */
static CsBoxHandle
find_handle (CsBoxLayer *self, CsViewport *viewport, double x, double y)
{
  guint position = position_with_handles (self);
  graphene_rect_t shown;

  if (position >= self->boxes->len)
    return (CsBoxHandle) { 0, 0 };
  place_box (self->boxes->pdata[position], viewport, &shown);
  cs_viewport_to_widget (viewport, x, y, &x, &y);
  return cs_box_handles_find (&shown, x, y);
}

static const char *
cursor (CsLayer *layer, CsViewport *viewport, double x, double y)
{
  return cs_box_handles_cursor (find_handle (CS_BOX_LAYER (layer), viewport, x, y));
}

static gboolean
is_held (const Grip *grip)
{
  return grip->handle.x != 0 || grip->handle.y != 0;
}

static gboolean
take_hold (CsBoxLayer *self, CsViewport *viewport, double x, double y)
{
  Grip *grip = &self->grip;
  const double *fields;

  grip->handle = cs_box_handles_stored (find_handle (self, viewport, x, y), viewport);
  if (!is_held (grip))
    return FALSE;
  grip->position = position_with_handles (self);
  grip->x = x;
  grip->y = y;
  fields = ((Box *) self->boxes->pdata[grip->position])->fields;
  graphene_rect_init (&grip->box, fields[CS_BOX_FIELD_X], fields[CS_BOX_FIELD_Y], fields[CS_BOX_FIELD_WIDTH],
                      fields[CS_BOX_FIELD_HEIGHT]);
  return TRUE;
}

/* The box is shown where it is dragged to; its item learns of it at the end. */
static void
pull (CsBoxLayer *self, CsViewport *viewport, double x, double y, graphene_rect_t *to)
{
  Box *box = self->boxes->pdata[self->grip.position];
  int width, height;

  *to = self->grip.box;
  cs_viewport_get_image_size (viewport, &width, &height);
  cs_box_handles_pull (self->grip.handle, x - self->grip.x, y - self->grip.y, CS_BOX_LEAST, width, height, to);
  box->fields[CS_BOX_FIELD_X] = to->origin.x;
  box->fields[CS_BOX_FIELD_Y] = to->origin.y;
  box->fields[CS_BOX_FIELD_WIDTH] = to->size.width;
  box->fields[CS_BOX_FIELD_HEIGHT] = to->size.height;
  cs_layer_changed (CS_LAYER (self));
}

static void
let_go (CsBoxLayer *self, CsDragPhase phase, const graphene_rect_t *to)
{
  Grip grip = self->grip;

  self->grip.handle = (CsBoxHandle) { 0, 0 };
  if (phase == CS_DRAG_END && !graphene_rect_equal (to, &grip.box))
    g_signal_emit (self, signals[RESHAPED], 0, grip.position, to);
  if (grip.position < self->boxes->len)
    box_read_all (self->boxes->pdata[grip.position]);
}

static gboolean
drag (CsLayer *layer, CsViewport *viewport, CsDragPhase phase, double x, double y)
{
  CsBoxLayer *self = CS_BOX_LAYER (layer);
  graphene_rect_t to;

  if (phase == CS_DRAG_BEGIN)
    return take_hold (self, viewport, x, y);
  if (!is_held (&self->grip))
    return FALSE;
  pull (self, viewport, x, y, &to);
  if (phase == CS_DRAG_END || phase == CS_DRAG_CANCEL)
    let_go (self, phase, &to);
  return TRUE;
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MODEL)
    g_value_set_object (value, CS_BOX_LAYER (object)->model);
  else if (id == PROP_HANDLES)
    g_value_set_boolean (value, CS_BOX_LAYER (object)->handles);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MODEL)
    cs_box_layer_set_model (CS_BOX_LAYER (object), g_value_get_object (value));
  else if (id == PROP_HANDLES)
    cs_box_layer_set_handles (CS_BOX_LAYER (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dispose (GObject *object)
{
  CsBoxLayer *self = CS_BOX_LAYER (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_ptr_array_set_size (self->boxes, 0);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (cs_box_layer_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CsBoxLayer *self = CS_BOX_LAYER (object);

  for (CsBoxField field = 0; field < CS_BOX_FIELDS; field++)
    g_clear_pointer (&self->expressions[field], gtk_expression_unref);
  g_ptr_array_unref (self->boxes);
  gtk_bitset_unref (self->chosen);
  G_OBJECT_CLASS (cs_box_layer_parent_class)->finalize (object);
}

static void
cs_box_layer_class_init (CsBoxLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  CS_LAYER_CLASS (klass)->snapshot = snapshot;
  CS_LAYER_CLASS (klass)->pick = pick;
  CS_LAYER_CLASS (klass)->drag = drag;
  CS_LAYER_CLASS (klass)->cursor = cursor;

  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, GTK_TYPE_SELECTION_MODEL, flags);
  props[PROP_HANDLES] = g_param_spec_boolean ("handles", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[RESHAPED] = g_signal_new ("reshaped", CS_TYPE_BOX_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    2, G_TYPE_UINT, G_TYPE_POINTER);
}

static void
cs_box_layer_init (CsBoxLayer *self)
{
  self->boxes = g_ptr_array_new_with_free_func (box_free);
  self->chosen = gtk_bitset_new_empty ();
}

CsLayer *
cs_box_layer_new (GtkSelectionModel *model)
{
  return g_object_new (CS_TYPE_BOX_LAYER, "model", model, NULL);
}

GtkSelectionModel *
cs_box_layer_get_model (CsBoxLayer *self)
{
  g_return_val_if_fail (CS_IS_BOX_LAYER (self), NULL);

  return self->model;
}

void
cs_box_layer_set_model (CsBoxLayer *self, GtkSelectionModel *model)
{
  g_return_if_fail (CS_IS_BOX_LAYER (self));
  g_return_if_fail (model == NULL || GTK_IS_SELECTION_MODEL (model));

  if (model == self->model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    {
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
      g_signal_connect_swapped (model, "selection-changed", G_CALLBACK (cs_layer_changed), self);
    }
  read_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODEL]);
}

void
cs_box_layer_set_expression (CsBoxLayer *self, CsBoxField field, GtkExpression *expression)
{
  g_return_if_fail (CS_IS_BOX_LAYER (self));
  g_return_if_fail (field < CS_BOX_FIELDS);
  g_return_if_fail (expression == NULL || GTK_IS_EXPRESSION (expression));

  if (expression != NULL)
    gtk_expression_ref (expression);
  g_clear_pointer (&self->expressions[field], gtk_expression_unref);
  self->expressions[field] = expression;
  read_all (self);
}

void
cs_box_layer_bind (CsBoxLayer *self, CsBoxField field, GType item_type, const char *property)
{
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (item_type, NULL, property);

  cs_box_layer_set_expression (self, field, expression);
}

void
cs_box_layer_set_chosen (CsBoxLayer *self, const GtkBitset *positions)
{
  g_return_if_fail (CS_IS_BOX_LAYER (self));

  gtk_bitset_unref (self->chosen);
  self->chosen = positions != NULL ? gtk_bitset_copy (positions) : gtk_bitset_new_empty ();
  cs_layer_changed (CS_LAYER (self));
}

void
cs_box_layer_set_handles (CsBoxLayer *self, gboolean handles)
{
  g_return_if_fail (CS_IS_BOX_LAYER (self));

  if (self->handles == !!handles)
    return;
  self->handles = !!handles;
  cs_layer_changed (CS_LAYER (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HANDLES]);
}

guint
cs_box_layer_find (CsBoxLayer *self, CsViewport *viewport, double x, double y)
{
  guint found = GTK_INVALID_LIST_POSITION;
  double least = G_MAXDOUBLE;
  graphene_point_t point, middle;

  g_return_val_if_fail (CS_IS_BOX_LAYER (self), found);

  cs_viewport_to_widget (viewport, x, y, &x, &y);
  graphene_point_init (&point, x, y);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      graphene_rect_t rect;
      double size;

      place_box (self->boxes->pdata[i], viewport, &rect);
      if (!graphene_rect_contains_point (&rect, &point))
        continue;
      /* The smallest is meant; of those of one size, as far out all are, the one whose middle is nearest. */
      graphene_rect_get_center (&rect, &middle);
      size = rect.size.width * (double) rect.size.height + graphene_point_distance (&point, &middle, NULL, NULL) / 1000;
      if (size >= least)
        continue;
      least = size;
      found = i;
    }
  return found;
}
