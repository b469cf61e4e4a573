/* A network that segments, its windows laid over a patch and what lies about it, and joined as stage "segment" joins them on a
 * film: where they overlap, by weights that fall towards a window's border. A patch alone is cut off from what lies beyond
 * its border; on a film nothing is. Three by three windows, as far apart as the patches' margin allows and no further than
 * three eighths of a side. */
#pragma once

#include "cs-patches.h"
#include "nn-net.h"

G_BEGIN_DECLS

/* @turned: each window in all its turns (nn-turns.h). @p: two planes for each of the @n patches numbered by @which. Blocking; @threads as in nn_net_predict(). */
gboolean cs_join_patches (const NnNet *net, CsPatches *patches, const guint *which, guint n, gboolean turned, guint threads,
                          float *p, GCancellable *cancellable, GError **error);

G_END_DECLS
