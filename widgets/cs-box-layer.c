#include "cs-box-layer.h"

#include <math.h>

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

struct _CsBoxLayer
{
  CsLayer            parent;

  GtkSelectionModel *model;
  GtkExpression     *expressions[CS_BOX_FIELDS];
  GPtrArray         *boxes;    /* of Box, in the model's order */
  GtkBitset         *chosen;
};

G_DEFINE_FINAL_TYPE (CsBoxLayer, cs_box_layer, CS_TYPE_LAYER)

enum { PROP_0, PROP_MODEL, N_PROPS };

static GParamSpec *props[N_PROPS];

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

/* A watch does not say what it watches: the box reads all again. */
static void
box_changed_cb (gpointer data)
{
  Box *box = data;

  for (CsBoxField field = 0; field < CS_BOX_FIELDS; field++)
    if (box->layer->expressions[field] != NULL)
      box_read (box, field);
  cs_layer_changed (CS_LAYER (box->layer));
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

static void
items_changed_cb (CsBoxLayer *self, guint position, guint removed, guint added, GListModel *model)
{
  gtk_bitset_remove_all (self->chosen);
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
  CsBoxOutline outline = { .state = box_state (box), .label = box->label != NULL ? box->label : "" };
  graphene_rect_t view;
  int width, height;

  place_box (box, viewport, &outline.rect);
  cs_viewport_get_widget_size (viewport, &width, &height);
  view = GRAPHENE_RECT_INIT (-REACH, -REACH, width + 2 * REACH, height + 2 * REACH);
  if (!graphene_rect_intersection (&view, &outline.rect, NULL))
    return;
  outline.selected = is_selected (self, i);
  cs_box_outline_draw (&outline, canvas, snapshot);
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

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MODEL)
    g_value_set_object (value, CS_BOX_LAYER (object)->model);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MODEL)
    cs_box_layer_set_model (CS_BOX_LAYER (object), g_value_get_object (value));
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
cs_box_layer_class_init (CsBoxLayerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  CS_LAYER_CLASS (class)->snapshot = snapshot;
  CS_LAYER_CLASS (class)->pick = pick;

  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, GTK_TYPE_SELECTION_MODEL,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
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
