/* What the two halves of CsCanvas share: cs-canvas.c (layers, scrolling, keys) and cs-canvas-pointer.c (gestures). */
#pragma once

#include "cs-canvas.h"
#include "cs-path-layer.h"

G_BEGIN_DECLS

enum { CS_CANVAS_MOTION, CS_CANVAS_LEAVE, CS_CANVAS_CLICKED, CS_CANVAS_TOOL_DRAG, CS_CANVAS_ADJUST, CS_CANVAS_SIGNALS };

extern guint cs_canvas_signals[CS_CANVAS_SIGNALS];

/* What the drag in hand does. */
typedef enum { CS_CANVAS_DRAG_NONE, CS_CANVAS_DRAG_PAN, CS_CANVAS_DRAG_ADJUST, CS_CANVAS_DRAG_LAYER,
               CS_CANVAS_DRAG_TOOL } CsCanvasDrag;

typedef struct
{
  double        x, y;            /* last place of the pointer, widget coordinates */
  CsCanvasDrag  drag;
  CsLayer      *layer;           /* that took the drag; owned */
  gboolean      moved;           /* farther than a click may */
  double        x0, y0;          /* where it began: image coordinates */
  double        dx, dy;          /* offset panned so far, widget pixels */
  double        steps;           /* parts of a zoom step scrolled so far */
  double        pinched_scale;   /* when the pinch began */
  const char   *over;            /* the pointer's name by the layer it is over; NULL: the tool's; static */
} CsCanvasPointer;

struct _CsCanvas
{
  GtkWidget        parent;

  CsViewport      *viewport;
  GListStore      *layers;
  CsLayer         *rubber;       /* a CsPathLayer; not among the layers */
  CsTool           tool;
  gpointer         holder;       /* of the tool in hand; NULL: panning */
  char            *cursor, *words;   /* of the tool in hand; NULL: panning */
  CsCanvasPointer  pointer;

  GtkAdjustment   *adjustments[2];   /* horizontal, vertical; may be NULL */
  guint            policies[2];
  gboolean         configuring;      /* the adjustments are being set from the viewport */
};

void cs_canvas_add_controllers (CsCanvas *self);   /* once, at init */
void cs_canvas_set_rubber      (CsCanvas *self, double x0, double y0, double x1, double y1);
void cs_canvas_show_cursor     (CsCanvas *self);   /* the layer's, or the tool's */

G_END_DECLS
