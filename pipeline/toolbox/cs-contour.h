/* The outline of a mask's largest region, and which side of it is flat. Pure functions, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* Points x y x y ... (n of them) on the cracks between pixels, clockwise from the first pixel's top left corner;
 * multiplied by @scale. Corners only, so straight edges cost two points. NULL and 0 for an empty mask. Free with
 * g_free(). */
float *cs_contour_trace (const CsRaster *mask, double scale, guint *n);

/* A breast's chest wall is the flat side of its mask: TRUE where the mask lies along the left side of its own box. */
gboolean cs_contour_flat_left (const CsRaster *mask);

G_END_DECLS
