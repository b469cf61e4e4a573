/* A way through a film at one to one that leaves nothing out, and what of the breast was seen. Pure, any thread; CsSeen is of
 * one thread at a time. */
#pragma once

#include "cs-raster.h"
#include "cs-turn.h"

G_BEGIN_DECLS

/* What was seen is kept by blocks of so many film pixels a side. Views of the way overlap by at least as much. */
#define CS_SEEN_BLOCK 64

typedef struct { double x, y; } CsSweepStop;      /* centre of the view, measured from the top left corner as shown */

/* Stops for a view of @view_width x @view_height film pixels, as shown: rows from the top, to and fro, over the breast alone,
 * and each shows some of it that those before it did not. @breast: as of CsPlate; NULL: over the whole film. Of CsSweepStop; transfer full; never empty. */
GArray     *cs_sweep_path       (const CsRaster *breast, guint halvings, guint width, guint height, CsTurn turn,
                                 double view_width, double view_height);

typedef struct _CsSeen CsSeen;

CsSeen     *cs_seen_new         (const CsRaster *breast, guint halvings, guint width, guint height);
void        cs_seen_free        (CsSeen *self);
/* A part of the film was seen, film pixels as stored; blocks that lie wholly in it count. TRUE: some were new. */
gboolean    cs_seen_add         (CsSeen *self, double x, double y, double width, double height);
double      cs_seen_get_share   (const CsSeen *self);          /* of the blocks that hold breast, 0..1 */
GBytes     *cs_seen_to_bytes    (const CsSeen *self);          /* a byte for eight blocks, row by row */
void        cs_seen_from_bytes  (CsSeen *self, GBytes *bytes); /* added; what does not fit this film is passed over */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSeen, cs_seen_free)

G_END_DECLS
