/* What the method would paint in a box at any threshold: the background is taken away as in section 3.4, fuzzy c-means on the
 * frequencies of what is left gives a threshold (Eq. 7), and every other is a look away. A value of one box; any thread.
 *
 * It looks at the box and its surroundings alone, so its threshold is near that of the whole film, not the same. */
#pragma once

#include "cs-image.h"
#include "cs-product.h"

G_BEGIN_DECLS

typedef struct _CsMaskProposal CsMaskProposal;

CsMaskProposal *cs_mask_proposal_new           (CsImage *image, const CsBox *box);   /* a few ms */
void            cs_mask_proposal_free          (CsMaskProposal *self);
double          cs_mask_proposal_get_threshold (const CsMaskProposal *self);         /* of fuzzy c-means; in levels of the film */
double          cs_mask_proposal_get_most      (const CsMaskProposal *self);         /* the highest in the box; from it on nothing is left */
CsRaster       *cs_mask_proposal_at            (const CsMaskProposal *self, double threshold);   /* U8, the box's size; transfer full */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsMaskProposal, cs_mask_proposal_free)

G_END_DECLS
