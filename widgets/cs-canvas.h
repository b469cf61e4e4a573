/* Shows a stack of layers through a viewport: zoom, pan, keys, scrolling. Draws nothing itself.
 *
 * Pointer: wheel zooms to the pointer, with Ctrl it adjusts (with Shift too: across); touchpads scroll, and zoom with Ctrl or by
 * pinch; middle drag pans, main drag
 * pans unless a layer or the tool takes it; secondary drag, or main drag with Ctrl, is "adjust".
 * Keys, also as widget actions: + canvas.zoom-in, - canvas.zoom-out, 0 canvas.fit, 1 canvas.one-to-one, arrows
 * canvas.pan (dd: parts of the view).
 * Works alone or in a GtkScrolledWindow (GtkScrollable). Role: img; give it a name by gtk_accessible_update_property().
 * All positions in signals are image coordinates; they may lie outside of the image.
 *
 * Signals:
 *   "motion"    (double x, double y)                    the pointer moved
 *   "leave"     ()
 *   "clicked"   (double x, double y, int n_press, gboolean picked)   main button; @picked: a layer took it, which none is
 *                                                                    asked to while a tool is in hand
 *   "tool-drag" (CsDragPhase phase, double x0, double y0, double x, double y)   from x0, y0 to x, y by the LINE or BOX tool
 *   "adjust"    (CsDragPhase phase, double dx, double dy)  since the drag began, in widget pixels; for window/level
 */
#pragma once

#include "cs-layer.h"

G_BEGIN_DECLS

/* What a main-button drag does when no layer takes it. LINE and BOX draw their rubber while dragging. */
typedef enum { CS_TOOL_PAN, CS_TOOL_LINE, CS_TOOL_BOX } CsTool;

#define CS_TYPE_CANVAS (cs_canvas_get_type ())
G_DECLARE_FINAL_TYPE (CsCanvas, cs_canvas, CS, CANVAS, GtkWidget)

/* Properties: viewport (CsViewport, never NULL), tool (int, read-only; notified whenever a tool is taken up or put away), and
 * those of GtkScrollable. */
GtkWidget  *cs_canvas_new          (CsViewport *viewport);                 /* NULL: one of its own */
CsViewport *cs_canvas_get_viewport (CsCanvas *self);                       /* borrowed */
void        cs_canvas_set_viewport (CsCanvas *self, CsViewport *viewport);
CsTool      cs_canvas_get_tool     (CsCanvas *self);
/* One tool is in hand at a time: whoever takes one up puts the one before away, and drags are the holder's alone. @holder is
 * compared only. @cursor: a name as of CSS; @words: what the tool wants, for whoever shows it; copied. */
void        cs_canvas_take_tool    (CsCanvas *self, gpointer holder, CsTool tool, const char *cursor, const char *words);
void        cs_canvas_put_away     (CsCanvas *self);                       /* whatever tool is in hand: back to panning */
gboolean    cs_canvas_is_held_by   (CsCanvas *self, gpointer holder);      /* NULL: by nobody */
const char *cs_canvas_get_words    (CsCanvas *self);                       /* of the tool in hand; NULL: none; borrowed */

void        cs_canvas_add_layer    (CsCanvas *self, CsLayer *layer);       /* on top; takes a reference of its own */
void        cs_canvas_insert_layer (CsCanvas *self, CsLayer *layer, guint position);   /* 0: at the bottom */
void        cs_canvas_remove_layer (CsCanvas *self, CsLayer *layer);
void        cs_canvas_clear        (CsCanvas *self);                       /* removes all layers */
GListModel *cs_canvas_get_layers   (CsCanvas *self);                       /* of CsLayer, lowest first; borrowed */

G_END_DECLS
