/* How a peak stands over what lies round it. The sea sinks from the peak down: the island is what has fallen dry and
 * hangs together with the peak, and its prominence is how far the sea has sunk when the island first reaches a given
 * distance. A vessel's crossing is left along the vessel at once, a spot in the open only when the ground itself is dry.
 * One island serves one thread; it reads rasters of floats. */
#pragma once

#include "cs-raster.h"
#include "cs-spread.h"

G_BEGIN_DECLS

typedef struct _CsIsland CsIsland;

CsIsland *cs_island_new   (guint reach);          /* memory for islands of up to so many px from the peak */
void      cs_island_free  (CsIsland *self);

/* Sinks from x, y until the island is @radius px away (at most the reach) or has taken the whole raster; what this
 * island held before is forgotten. Returns the level of the sea, at most that of the peak. Higher ground that is met
 * on the way belongs to the island too. */
float     cs_island_sink  (CsIsland *self, const CsRaster *film, guint x, guint y, double radius);
/* Sinks until the sea stands under @level or @most px are dry; returns how many are. */
guint     cs_island_sink_to (CsIsland *self, const CsRaster *film, guint x, guint y, float level, guint most);
/* A level that cs_island_sink() does not go under, from a look along a few straight ways out: far cheaper than to sink.
 * -INFINITY: nothing is known. */
float     cs_island_bound (CsIsland *self, const CsRaster *film, guint x, guint y, double radius);
/* What was dry while the sea still stood at @level: whether x, y was; how much, and its box. */
gboolean  cs_island_holds (const CsIsland *self, int x, int y, float level);
CsSpread  cs_island_spread (const CsIsland *self, float level);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsIsland, cs_island_free)

G_END_DECLS
