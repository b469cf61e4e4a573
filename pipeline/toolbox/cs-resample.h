/* A raster on another grid: the same picture with more or fewer pixels. Pure; any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* F32. Along each side: where there are fewer pixels each is the mean of what it covers; where there are more it is interpolated
 * between the middles of two. Outside a raster the edge goes on. */
CsRaster *cs_resample (const CsRaster *raster, guint width, guint height, GCancellable *cancellable, GError **error);

G_END_DECLS
