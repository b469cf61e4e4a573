/* Paints a mask over a rectangle of image pixels. The layer shows the mask it is given and tells of strokes; whoever
 * owns the mask changes it and gives it back. While "active" it takes main-button drags that begin near its rectangle,
 * and shows the brush under the pointer where one would begin.
 *
 * Signal "stroke" (CsDragPhase phase, double x, double y, double radius, gboolean erase): a disc about x, y (image
 * coordinates); between two of them the owner fills the way. END keeps, CANCEL takes back to before BEGIN. */
#pragma once

#include "cs-layer.h"

G_BEGIN_DECLS

#define CS_TYPE_BRUSH_LAYER (cs_brush_layer_get_type ())
G_DECLARE_FINAL_TYPE (CsBrushLayer, cs_brush_layer, CS, BRUSH_LAYER, CsLayer)

/* Properties: active (boolean, FALSE), radius (double, image pixels, 0.5..64, 1.5), erase (boolean, FALSE). */
CsLayer *cs_brush_layer_new        (void);
/* @mask: width * height bytes, rows contiguous, not 0 = painted; NULL: empty. Takes a reference of its own. The rectangle
 * lies at x, y of the image. 0 x 0: nothing to paint. */
void     cs_brush_layer_set_mask   (CsBrushLayer *self, int x, int y, int width, int height, GBytes *mask);
void     cs_brush_layer_set_active (CsBrushLayer *self, gboolean active);
double   cs_brush_layer_get_radius (CsBrushLayer *self);
void     cs_brush_layer_set_radius (CsBrushLayer *self, double radius);
gboolean cs_brush_layer_get_erase  (CsBrushLayer *self);
void     cs_brush_layer_set_erase  (CsBrushLayer *self, gboolean erase);
/* Where the brush is, image coordinates: under the pointer, or where keys have put it. FALSE: nowhere, the pointer is away. */
gboolean cs_brush_layer_get_place  (CsBrushLayer *self, double *x, double *y);
void     cs_brush_layer_set_place  (CsBrushLayer *self, double x, double y);

G_END_DECLS
