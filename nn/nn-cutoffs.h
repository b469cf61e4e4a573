/* Agreement of chances with a mask at every output cut at once, and the cut at which it is best.
 * Plain values: of one thread at a time. */
#pragma once

#include "nn-score.h"

G_BEGIN_DECLS

#define NN_CUTOFFS 1000                /* cut k is k / 1000, k from 0 to 1000 */

/* How many pixels have a chance from this cut to the next. All zeros is empty. */
typedef struct { guint64 truth[NN_CUTOFFS + 1], other[NN_CUTOFFS + 1]; } NnCutoffs;

/* @p: chances from 0 to 1; @truth and @known as nn_counts_masks() has them. */
void     nn_cutoffs_add        (NnCutoffs *self, const float *p, const guint8 *truth, const guint8 *known, gsize n);
/* Of the mask of all pixels whose chance is cut @cut and more. */
NnCounts nn_cutoffs_get_counts (const NnCutoffs *self, guint cut);
/* From 0.001 to 0.999: where the pooled Dice is largest; of several alike the one nearest to 0.5, and 0.5 where nothing is
 * true. */
double   nn_cutoffs_choose     (const NnCutoffs *self);

G_END_DECLS
