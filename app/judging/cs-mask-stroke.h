/* Strokes of a round brush on the mask of a box. Places are those of the film. */
#pragma once

#include "cs-product.h"

G_BEGIN_DECLS

/* From one place to another: the pixels whose centres the disc covers on its way, and in any case those under its middle. What
 * lies outside of the box is left alone. @value: 255 paints, 0 erases. */
void cs_mask_stroke (CsRaster *mask, const CsBox *box, double x0, double y0, double x, double y, double radius, guint8 value);

G_END_DECLS
