/* Boxes of the items of a GtkSelectionModel. The layer has never met the items: rectangle, state and label are read by
 * GtkExpressions, and followed as the items notify. A click selects the smallest box under it.
 *
 * States differ by shape and line, not by colour alone:
 *   NONE      thin corner brackets
 *   POSITIVE  solid box, a plus at its corner
 *   NEGATIVE  dashed box, struck through at its corner (a cross)
 *   UNSURE    dotted box, a question mark at its corner
 * So do origins, by what is at the other upper corner: nothing where a machine FOUND it, a triangle where somebody has DRAWN
 * it, a rhombus where it was KNOWN beforehand.
 * The selected one is wider, in the accent colour, with a gap around it and its label. Boxes are drawn just outside their pixels and
 * never smaller than 12 widget pixels, so that they never hide what they mark. Where handles are wanted, the one that a single
 * selection selects has eight (a small one four), by which its edges are dragged, film pixel by film pixel, live.
 */
#pragma once

#include "cs-layer.h"

G_BEGIN_DECLS

typedef enum { CS_BOX_STATE_NONE, CS_BOX_STATE_POSITIVE, CS_BOX_STATE_NEGATIVE, CS_BOX_STATE_UNSURE } CsBoxState;
typedef enum { CS_BOX_ORIGIN_FOUND, CS_BOX_ORIGIN_DRAWN, CS_BOX_ORIGIN_KNOWN } CsBoxOrigin;
typedef enum { CS_BOX_FIELD_X, CS_BOX_FIELD_Y, CS_BOX_FIELD_WIDTH, CS_BOX_FIELD_HEIGHT, CS_BOX_FIELD_STATE,
               CS_BOX_FIELD_ORIGIN, CS_BOX_FIELD_LABEL, CS_BOX_FIELDS } CsBoxField;

#define CS_TYPE_BOX_LAYER (cs_box_layer_get_type ())
G_DECLARE_FINAL_TYPE (CsBoxLayer, cs_box_layer, CS, BOX_LAYER, CsLayer)

/* As small as a box may be dragged, image pixels a side. */
#define CS_BOX_LEAST 2

/* Properties: model (GtkSelectionModel or NULL), handles (boolean, FALSE).
 * Signal "reshaped" (guint position, const graphene_rect_t *box): dragged to this, image pixels, at the end of a drag. What is
 * shown afterwards is what the item says then. */
CsLayer           *cs_box_layer_new            (GtkSelectionModel *model);   /* NULL: empty; takes a reference of its own */
GtkSelectionModel *cs_box_layer_get_model      (CsBoxLayer *self);           /* borrowed */
void               cs_box_layer_set_model      (CsBoxLayer *self, GtkSelectionModel *model);
/* @expression: evaluates on an item to an int, uint, int64, float, double, enum (numbers, state) or a string (label);
 * takes a reference of its own. X, Y, WIDTH, HEIGHT in image pixels. Unset fields are 0 and "". */
void               cs_box_layer_set_expression (CsBoxLayer *self, CsBoxField field, GtkExpression *expression);
/* The same for the common case: reads the property of this name from the items. */
void               cs_box_layer_bind           (CsBoxLayer *self, CsBoxField field, GType item_type, const char *property);
/* Boxes shown as selected beside those of the model, of which a single selection has but one: positions; NULL: none. Copied;
 * forgotten when the model's items change. */
void               cs_box_layer_set_chosen     (CsBoxLayer *self, const GtkBitset *positions);
void               cs_box_layer_set_handles    (CsBoxLayer *self, gboolean handles);
/* Position of the smallest box at this image point, or GTK_INVALID_LIST_POSITION. */
guint              cs_box_layer_find           (CsBoxLayer *self, CsViewport *viewport, double x, double y);

G_END_DECLS
