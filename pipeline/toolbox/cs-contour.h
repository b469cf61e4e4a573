/* The outline of a mask's largest region. Pure function, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* Points x y x y ... (n of them) on the cracks between pixels, clockwise from the first pixel's top left corner; multiplied by
 * @scale. Corners only, so straight edges cost two points. NULL and 0 for an empty mask. Free with g_free(). */
float *cs_contour_trace (const CsRaster *mask, double scale, guint *n);

G_END_DECLS
