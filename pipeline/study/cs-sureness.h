/* How sure a network is of a study's boxes: its greatest probability in each; of equals the more suspicious one comes first. What was
 * found is kept, by the digests of network and film and by the box, so that the same question is answered at once. Thread-safe. */
#pragma once

#include "cs-ratings.h"
#include "nn-net.h"

G_BEGIN_DECLS

typedef struct _CsSureness CsSureness;

typedef void (*CsSurenessWatch) (double fraction, gpointer data);

CsSureness *cs_sureness_new   (void);
CsSureness *cs_sureness_ref   (CsSureness *self);
void        cs_sureness_unref (CsSureness *self);
/* Adds the network as a rater of the machine's boxes, with the settings it was trained with. Blocking: for a job. FALSE: cancelled, or
 * a film cannot be read; what was found before is kept. */
gboolean    cs_sureness_rate  (CsSureness *self, CsRatings *ratings, NnNet *network, CsSurenessWatch watch, gpointer data,
                               GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSureness, cs_sureness_unref)

G_END_DECLS
