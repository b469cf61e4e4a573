/* The eight handles of a box: where they are, which one is under the pointer, what pulling at it does. Private to the box layer. */
#pragma once

#include "cs-viewport.h"

G_BEGIN_DECLS

/* Which edges move, -1, 0 or 1 across and down; 0, 0: no handle. As seen, or as stored: each function says which. */
typedef struct { int x, y; } CsBoxHandle;

/* As seen; @shown: where the box is shown, widget coordinates. The nearest within reach. */
CsBoxHandle cs_box_handles_find   (const graphene_rect_t *shown, double x, double y);
void        cs_box_handles_draw   (const graphene_rect_t *shown, GtkSnapshot *snapshot);
const char *cs_box_handles_cursor (CsBoxHandle handle);                      /* of CSS; as seen; NULL: none */
CsBoxHandle cs_box_handles_stored (CsBoxHandle seen, CsViewport *viewport);  /* which edges of the box as stored that is */
/* @box, image pixels, with the edges of @stored moved that far: whole pixels, at least @least of them a side, within
 * @width x @height. An edge that lies outside is brought in, one that is not pulled at stays. */
void        cs_box_handles_pull   (CsBoxHandle stored, double dx, double dy, double least, double width, double height,
                                   graphene_rect_t *box);

G_END_DECLS
