/* Marks against truth: free-response curve. A spot is hit by a box whose centre lies inside it (regions) or in its box grown by a pixel. */
#pragma once

#include "cs-product.h"
#include "cs-truth.h"

G_BEGIN_DECLS

typedef struct { double boxes_per_film, false_per_film, sensitivity; float suspicion; } CsFrocPoint;

typedef struct _CsFroc CsFroc;

CsFroc            *cs_froc_new      (void);
void               cs_froc_free     (CsFroc *self);
void               cs_froc_add_film (CsFroc *self, const CsBox *boxes, guint n, const CsTruth *truth, double least_diameter);  /* px; smaller spots do not count as missed */
const CsFrocPoint *cs_froc_get      (CsFroc *self, guint *n);     /* by falling suspicion */
double             cs_froc_recall   (CsFroc *self, guint first);  /* share of spots hit by the first boxes of their film */
guint              cs_froc_get_n_spots (CsFroc *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFroc, cs_froc_free)

G_END_DECLS
