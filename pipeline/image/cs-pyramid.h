/* Halved levels of a raster: mean for pixels, maximum for masks, so a one-pixel spot survives zooming out.
 * Thread rule: an immutable value. Level 0 is the raster itself; level n has ceil (size / 2^n) pixels a side. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

typedef enum { CS_HALVE_MEAN, CS_HALVE_MAXIMUM } CsHalve;

typedef struct _CsPyramid CsPyramid;

CsPyramid      *cs_pyramid_new          (const CsRaster *raster, CsHalve halve);  /* levels down to at most 256 px a side */
CsPyramid      *cs_pyramid_ref          (CsPyramid *self);
void            cs_pyramid_unref        (CsPyramid *self);
/* One level: half of each side, rounded up. Transfer full. */
CsRaster       *cs_raster_halve         (const CsRaster *raster, CsHalve halve);
guint           cs_pyramid_get_n_levels (const CsPyramid *self);
const CsRaster *cs_pyramid_get_level    (const CsPyramid *self, guint level);  /* borrowed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPyramid, cs_pyramid_unref)

G_END_DECLS
