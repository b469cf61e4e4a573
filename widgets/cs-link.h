/* Views that move together: whichever is panned or zoomed, the others follow, at the same physical size, and mirrored
 * where their chest walls lie on different sides. Main thread only.
 *
 * Places are measured from the wall (across) and from the middle (down), in mm where both spacings are known, else in pixels. */
#pragma once

#include "cs-viewport.h"

G_BEGIN_DECLS

#define CS_TYPE_LINK (cs_link_get_type ())
G_DECLARE_FINAL_TYPE (CsLink, cs_link, CS, LINK, GObject)

CsLink  *cs_link_new        (void);
/* @spacing: mm per image pixel, 0: not known. @wall: -1, 1: the side as shown from which places are measured; 0: from the middle.
 * Takes a reference of its own. Adding a view again changes what is known of it. */
void     cs_link_add        (CsLink *self, CsViewport *viewport, double spacing, int wall);
void     cs_link_clear      (CsLink *self);
/* Not active: each view moves alone. At first active. */
void     cs_link_set_active (CsLink *self, gboolean active);
/* All others go to where @viewport is, active or not. */
void     cs_link_follow     (CsLink *self, CsViewport *viewport);

G_END_DECLS
