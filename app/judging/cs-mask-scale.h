/* A scale over the thresholds of a proposal. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-mask-proposal.h"

G_BEGIN_DECLS

/* From 0 to the highest level in the box, at the threshold of fuzzy c-means, which is marked; NULL: there is nothing to choose. */
void cs_mask_scale_offer (GtkScale *scale, const CsMaskProposal *proposal);
void cs_mask_scale_put   (GtkScale *scale, double threshold, gpointer owner);   /* by nobody's hand: @owner's handlers are not called */

G_END_DECLS
