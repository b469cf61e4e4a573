/* In which order the marks of a film come to be judged. Films come one after another; the order is that within a film. A plain value;
 * comparing is for the main thread. */
#pragma once

#include "cs-mark.h"

G_BEGIN_DECLS

typedef enum { CS_ORDER_SUSPICION,     /* the machine's, most suspicious first */
               CS_ORDER_UNCERTAINTY,   /* where the network's probability is nearest to one half: what it would learn most from */
               CS_ORDER_PLACE,         /* down the film in strips of a hundred pixels, from left to right in each */
               CS_ORDER_RANDOM } CsOrder;

typedef struct { CsOrder order; guint seed; } CsQueue;   /* seed: of the random order */

/* "suspicion", "uncertainty", "place", "random:7": stable, stored with each verdict. FALSE: no such order. */
char     *cs_queue_to_text   (const CsQueue *self);
gboolean  cs_queue_from_text (const char *text, CsQueue *queue);

/* As strcmp(). @likely: the network's probability, F32, of the film's size; without it (NULL) uncertainty is suspicion. Ties are
 * broken by suspicion, then by age. */
int       cs_queue_compare   (const CsQueue *self, const CsRaster *likely, CsMark *a, CsMark *b);

G_END_DECLS
