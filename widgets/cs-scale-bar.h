/* How long a length is on the screen: a bar of 1, 2 or 5 times a power of ten, in mm where the spacing is known, else in
 * px. To be laid over a canvas (GtkOverlay), bound to its viewport; takes no clicks. */
#pragma once

#include "cs-viewport.h"

G_BEGIN_DECLS

#define CS_TYPE_SCALE_BAR (cs_scale_bar_get_type ())
G_DECLARE_FINAL_TYPE (CsScaleBar, cs_scale_bar, CS, SCALE_BAR, GtkWidget)

/* Properties: viewport (CsViewport or NULL), spacing (double, mm per image pixel, 0: unknown). */
GtkWidget  *cs_scale_bar_new          (CsViewport *viewport);
CsViewport *cs_scale_bar_get_viewport (CsScaleBar *self);
void        cs_scale_bar_set_viewport (CsScaleBar *self, CsViewport *viewport);
double      cs_scale_bar_get_spacing  (CsScaleBar *self);
void        cs_scale_bar_set_spacing  (CsScaleBar *self, double spacing);
/* What is shown now: the bar's length in widget pixels (0: no image), and its text (borrowed until it changes). */
double      cs_scale_bar_get_length   (CsScaleBar *self);
const char *cs_scale_bar_get_text     (CsScaleBar *self);

G_END_DECLS
