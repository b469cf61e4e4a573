/* Small pictures of parts of a film. Pure, any thread. */
#pragma once

#include <gdk/gdk.h>
#include "cs-raster.h"

G_BEGIN_DECLS

/* Part of a raster (edges replicated) as grey from 0 to 255; low >= high: by the part's own range. Transfer full. */
CsRaster   *cs_film_grey    (const CsRaster *raster, int x, int y, guint width, guint height, double low, double high);
GdkTexture *cs_film_texture (const CsRaster *grey);      /* of U8 */
/* Both at once. */
GdkTexture *cs_film_crop    (const CsRaster *raster, int x, int y, guint width, guint height, double low, double high);

G_END_DECLS
