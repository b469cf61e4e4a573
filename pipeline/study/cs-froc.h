/* Marks against truth: free-response curve. A spot is hit by a box whose centre lies inside it (regions) or in its box
 * grown by a pixel. Boxes of one suspicion are taken together: no threshold tells them apart. Plain data: one thread. */
#pragma once

#include "cs-product.h"
#include "cs-truth.h"

G_BEGIN_DECLS

/* film_sensitivity: the share of the films with a spot on which one was hit. */
typedef struct { double boxes_per_film, false_per_film, sensitivity, film_sensitivity; float suspicion; } CsFrocPoint;
typedef struct { double value, low, high; } CsFrocShare;    /* low, high: 95 %, cases drawn again; NAN where there is one case */

#define CS_FROC_RESAMPLES 1000

typedef struct _CsFroc CsFroc;

/* Spot @spot of @truth is hit by @box. */
gboolean           cs_froc_is_hit   (const CsBox *box, const CsTruth *truth, guint spot);

CsFroc            *cs_froc_new      (void);
void               cs_froc_free     (CsFroc *self);
/* The films that follow are this woman's; without it each film is a case of its own. */
void               cs_froc_begin_case (CsFroc *self, const char *case_id);
void               cs_froc_add_film (CsFroc *self, const CsBox *boxes, guint n, const CsTruth *truth, double least_diameter);  /* px; smaller spots do not count as missed */
const CsFrocPoint *cs_froc_get      (CsFroc *self, guint *n);     /* by falling suspicion */
/* What is reached with at most so many false marks a film, with its interval: of all spots, and of the films that have one. */
void               cs_froc_at       (CsFroc *self, guint seed, const double *false_per_film, guint n, CsFrocShare *spots, CsFrocShare *films);
double             cs_froc_recall   (CsFroc *self, guint first);  /* share of spots hit by the first boxes of their film */
guint              cs_froc_get_n_spots (CsFroc *self);
guint              cs_froc_get_n_films (CsFroc *self);
guint              cs_froc_get_n_cases (CsFroc *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFroc, cs_froc_free)

G_END_DECLS
