/* How far a film's grey levels reach, and which of them is air. Pure functions, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

typedef struct { float darkest, span; } CsRange;   /* levels; span > 0 */

/* @raster, F32 with one owner: its levels become shares of the way from the darkest to the brightest, 0..1, so that a
 * film under another linear window is the same film. Alike all over: 0, and a span of 1. */
CsRange cs_range_stretch (CsRaster *raster);

/* Air is darker than this share: a quarter of the film's own range, and of what its pixels can hold (@white, in levels),
 * which is what tells a crop of tissue alone. 0 and less: there is none. */
double  cs_range_dark    (const CsRange *self, double white);
/* The level of air in a raster of shares: the mean at the highest peak of its levels below @dark.
 * Blank filler round a scanned film, the darkest of all, is no air: the peak above it counts, where there is one. -1: none. */
double  cs_range_air     (const CsRaster *raster, double dark);

G_END_DECLS
