/* A picture that is walked down once: its rows are made when they are asked for, from those of the picture before, and
 * only the last few are held. A chain of filters over a large film so costs a few rows each, and stays in the
 * processor's cache. Rows are floats; outside of the picture the edge goes on. One thread at a time; what a walk rests on
 * must outlive it. */
#pragma once

#include "cs-raster.h"

G_BEGIN_DECLS

typedef struct _CsWalk CsWalk;

/* Columns [left, left + width) of a raster of any kind. @kept: rows held, the last that was made among them. */
CsWalk      *cs_walk_raster (const CsRaster *raster, guint left, guint width, guint kept);
/* A Gaussian of @sigma px, cut off where cs_walk_reach() says; @source keeps 2 reach + 1 rows at least. Where the
 * columns are a part of the picture, what is nearer than the reach to their ends is not the picture's. */
CsWalk      *cs_walk_gauss  (CsWalk *source, double sigma, guint kept);
CsWalk      *cs_walk_less   (CsWalk *a, CsWalk *b, guint kept);       /* a - b, where a is the one that looks ahead less */
void         cs_walk_free   (CsWalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsWalk, cs_walk_free)

guint        cs_walk_reach  (double sigma);
/* Row @y, or the nearest there is; from the top down, and back by no more than what is kept. One value before the first
 * and one behind the last repeat these. */
const float *cs_walk_row    (CsWalk *self, int y);

G_END_DECLS
