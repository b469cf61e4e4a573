/* Agreement of two masks -> the paper's figures (Eq. 12-17), pooled over pixels and averaged over patches, never mixed up.
 * A figure whose denominator is 0 is NaN, and is left out of the average (n_averaged counts what went in).
 * Plain values: of one thread at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct { guint64 tp, tn, fp, fn; } NnCounts;

typedef enum { NN_SENSITIVITY, NN_PRECISION, NN_ACCURACY, NN_F_MEASURE, NN_DICE, NN_JACCARD, NN_FALSE_POSITIVE_RATE, NN_N_FIGURES } NnFigure;

typedef struct { double value[NN_N_FIGURES]; } NnFigures;   /* 0..1 */

typedef struct
{
  NnCounts pooled;
  double   sum[NN_N_FIGURES];
  guint    n_averaged[NN_N_FIGURES];
  guint    n;
} NnScore;                                                   /* all zeros is empty */

extern const char *const nn_figure_names[NN_N_FIGURES];      /* stable: "sensitivity", ... */

/* Nonzero is set. @known: where @truth says anything at all; elsewhere nothing is counted. NULL: everywhere. */
NnCounts  nn_counts_masks      (const guint8 *found, const guint8 *truth, const guint8 *known, gsize n);
void      nn_counts_add        (NnCounts *to, const NnCounts *counts);
NnFigures nn_figures_of        (const NnCounts *counts);
void      nn_score_add         (NnScore *self, const NnCounts *sample);
void      nn_score_merge       (NnScore *self, const NnScore *other);
NnFigures nn_score_get_pooled  (const NnScore *self);
NnFigures nn_score_get_average (const NnScore *self);

G_END_DECLS
