/* What hangs together with one pixel, found from that pixel alone: for a question about one place, where labelling the
 * whole mask would be too slow. Pure functions, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* The box and area of the pixels that are not 0 and connected (8 neighbours) with x, y; area 0: that pixel is 0.
 * @most: the search ends with this area, and the box is then that of a part. */
typedef struct { int x, y, width, height; guint area; } CsSpread;

CsSpread cs_spread_find (const CsRaster *mask, guint x, guint y, guint most);

G_END_DECLS
