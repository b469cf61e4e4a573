/* Small pictures of parts of a film. Pure, any thread. */
#pragma once

#include <gdk/gdk.h>
#include "cs-raster.h"

G_BEGIN_DECLS

/* A picture of part of a raster (edges replicated); low >= high: by the part's own range. Transfer full. */
GdkTexture *cs_film_crop (const CsRaster *raster, int x, int y, guint width, guint height, double low, double high);

G_END_DECLS
