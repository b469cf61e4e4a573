/* One sheet of what a canvas shows: draws itself in the viewport's space and answers the pointer.
 * All coordinates given to it are image coordinates, except those of the snapshot (widget coordinates: use the viewport).
 * Main thread only. A layer may lie on several canvases.
 */
#pragma once

#include "cs-viewport.h"

G_BEGIN_DECLS

/* The course of a drag: one BEGIN, any number of MOVE, then END or CANCEL (forget what was begun). */
typedef enum { CS_DRAG_BEGIN, CS_DRAG_MOVE, CS_DRAG_END, CS_DRAG_CANCEL } CsDragPhase;

#define CS_TYPE_LAYER (cs_layer_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsLayer, cs_layer, CS, LAYER, GObject)

struct _CsLayerClass
{
  GObjectClass parent_class;

  /* Draws; must not block. @canvas: for colours and text. Opacity is already applied; the clip is the canvas. */
  void     (*snapshot) (CsLayer *self, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot);
  /* A click: TRUE when the layer took it (a box was hit and selected); the layers below are then not asked. */
  gboolean (*pick)     (CsLayer *self, CsViewport *viewport, double x, double y);
  /* A drag by the main button: the first layer from the top to answer TRUE to BEGIN gets the rest of it. */
  gboolean (*drag)     (CsLayer *self, CsViewport *viewport, CsDragPhase phase, double x, double y);
  /* The pointer is at x, y, or has left (@inside FALSE). */
  void     (*hover)    (CsLayer *self, CsViewport *viewport, gboolean inside, double x, double y);

  /* The name of the pointer over x, y, such as "nw-resize" where a drag would be taken; NULL: none of its own. Static. */
  const char *(*cursor) (CsLayer *self, CsViewport *viewport, double x, double y);

  gpointer padding[3];
};

/* Properties: visible (boolean, TRUE), opacity (double 0..1, 1). Signal "changed" (): must be drawn again. */
gboolean cs_layer_get_visible (CsLayer *self);
void     cs_layer_set_visible (CsLayer *self, gboolean visible);
double   cs_layer_get_opacity (CsLayer *self);
void     cs_layer_set_opacity (CsLayer *self, double opacity);

/* What a canvas calls. An invisible layer draws nothing and takes nothing. */
void     cs_layer_snapshot    (CsLayer *self, CsViewport *viewport, GtkWidget *canvas, GtkSnapshot *snapshot);
gboolean cs_layer_pick        (CsLayer *self, CsViewport *viewport, double x, double y);
gboolean cs_layer_drag        (CsLayer *self, CsViewport *viewport, CsDragPhase phase, double x, double y);
void     cs_layer_hover       (CsLayer *self, CsViewport *viewport, gboolean inside, double x, double y);
const char *cs_layer_get_cursor (CsLayer *self, CsViewport *viewport, double x, double y);

/* For subclasses. */
void     cs_layer_changed     (CsLayer *self);

G_END_DECLS
