/* Erosion, dilation and opening with a disc: exact, and cheap at any radius. Per pixel, in vectors of many pixels: one
 * minimum for each row of the disc, and one for each length of chord in it.
 * The disc holds the pixels with dx^2 + dy^2 <= radius^2 (radius in px, 1 gives the 3x3 cross). What lies outside the
 * raster does not count. U8 or U16; NULL with G_IO_ERROR_CANCELLED. Any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

CsRaster *cs_morph_erode  (const CsRaster *raster, double radius, GCancellable *cancellable, GError **error);
CsRaster *cs_morph_dilate (const CsRaster *raster, double radius, GCancellable *cancellable, GError **error);
CsRaster *cs_morph_open   (const CsRaster *raster, double radius, GCancellable *cancellable, GError **error);
/* The square 3x3 element of sections 3.2 and 3.3: the disc of radius 1.5. */
#define CS_MORPH_SQUARE 1.5

G_END_DECLS
