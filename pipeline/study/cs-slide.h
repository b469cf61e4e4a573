/* A network that classifies patches, laid over every place of a patch: so it draws a mask too (Table 2's peers). Windows of the
 * patch's own size, their centres CS_SLIDE_STRIDE pixels apart, each normalised by itself; between them the probability is
 * interpolated, beyond the outermost it stays. */
#pragma once

#include "cs-patches.h"
#include "nn-net.h"

G_BEGIN_DECLS

#define CS_SLIDE_STRIDE 4

/* @p: two planes, as a network that segments would give them. The patches were cut with @around. */
gboolean cs_slide_patch (const NnNet *net, CsPatches *patches, guint i, guint threads, float *p, GCancellable *cancellable, GError **error);

G_END_DECLS
