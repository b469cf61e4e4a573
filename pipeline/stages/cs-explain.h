/* Why is this box here, and why is that spot not? Every stage is asked about one pixel, in the order they ran, and what
 * they answer is kept as a chain: value, limits, margin, passed or not, and a sentence. Where the film's half decides
 * (cs-half.h), they are asked there.
 *
 * Thread rule: an immutable value, with the analysis it was asked of. Made within a frame: for the main thread. */
#pragma once

#include "cs-analysis.h"

G_BEGIN_DECLS

typedef struct
{
  const CsStage *stage;
  CsWord         word;
  char          *sentence;   /* translated */
  CsAnalysis    *analysis;   /* that was asked: the film's or one of its halves'; borrowed from the film's */
  guint          x, y;       /* the pixel there */
} CsReason;

typedef struct
{
  CsAnalysis     *analysis;
  guint           x, y;
  guint           n;
  const CsReason *reasons;
  const CsReason *stop;      /* the first test that was not passed; NULL: none, the pixel belongs to a spot */
  const CsBox    *box;       /* the smallest that holds the pixel; NULL: none */
  guint           rank, n_boxes;   /* its place in the list, from 1 */
  char           *verdict;   /* one sentence, translated */
} CsExplanation;

CsExplanation *cs_explain_pixel          (CsAnalysis *analysis, guint x, guint y);      /* inside the film */
/* The pixel a box stands for: that of its spots with the highest foreground. */
void           cs_explain_find_peak      (CsAnalysis *analysis, const CsBox *box, guint *x, guint *y);
/* The pixel somebody means who points at x, y: that with the highest foreground within @mm. */
void           cs_explain_find_near      (CsAnalysis *analysis, double mm, guint *x, guint *y);
void           cs_explanation_free       (CsExplanation *self);

/* How far the value lies within its limits, in its unit: below 0 it does not; NAN: no test or no value. */
double         cs_word_get_margin        (const CsWord *self);
char          *cs_word_to_text           (const CsWord *self);   /* "3.4 levels (limit 2.8, margin +0.6)"; translated */

/* A line along the row, 3 mm to either side, through the raster that decided, with its limits as level lines and the
 * pixel upright. NULL: nothing that was asked has a raster. Transfer full. */
CsProduct     *cs_explanation_profile    (const CsExplanation *self);
char          *cs_explanation_to_text    (const CsExplanation *self);   /* for a terminal */
char          *cs_explanation_to_json    (const CsExplanation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsExplanation, cs_explanation_free)

G_END_DECLS
