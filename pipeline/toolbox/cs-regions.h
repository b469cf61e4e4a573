/* Connected regions of a mask, as runs of pixels. Pure functions, any thread. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

/* first <= x < last; next run of the region, -1: none */
typedef struct { int y, first, last; guint region; int next; } CsRun;
typedef struct { int x, y, width, height; guint area; int run; } CsRegion;  /* the box, and its first run */
typedef struct { guint n, n_runs; CsRegion *regions; CsRun *runs; } CsRegions;  /* in the order of their first pixel */

CsRegions *cs_regions_find       (const CsRaster *mask, guint connectivity);  /* 4 or 8; of the pixels that are not 0 */
void       cs_regions_free       (CsRegions *self);
void       cs_regions_paint      (const CsRegions *self, guint region, CsRaster *mask, guint8 value);

/* without regions under @area px */
CsRaster  *cs_regions_open       (const CsRaster *mask, double area, guint connectivity);
CsRaster  *cs_regions_largest    (const CsRaster *mask, guint connectivity);
/* holes whose background is 4-connected and does not reach the edge */
CsRaster  *cs_regions_fill       (const CsRaster *mask);
guint64    cs_regions_area       (const CsRaster *mask);   /* pixels that are not 0 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRegions, cs_regions_free)

G_END_DECLS
