/* A cross-validation in figures, the paper's Table 1: scores of each set, kept by case, so that they can be pooled, averaged and
 * drawn again. A woman is the unit of chance: intervals come from drawing whole cases with replacement (the bootstrap), never
 * patches, which are alike within a woman.
 * Thread rule: a value of its owner. */
#pragma once

#include "cs-scoring.h"

G_BEGIN_DECLS

/* The scores of CsScores. */
typedef enum { CS_AGAINST_TRUTH, CS_AGAINST_JOINED, CS_AGAINST_REVIEWER, CS_AGAINST_EMPTY, CS_N_AGAINST } CsAgainst;

/* 95 % of the draws lie within; NaN where the figure has no value. */
typedef struct { double low[NN_N_FIGURES], high[NN_N_FIGURES]; } CsIntervals;

typedef struct _CsFolds CsFolds;

#define CS_FOLDS_DRAWS 2000
#define CS_FOLDS_SEED 1

CsFolds     *cs_folds_new         (guint n_sets);
void         cs_folds_free        (CsFolds *self);
/* What one set found on one case; may be told in parts. */
void         cs_folds_add         (CsFolds *self, guint set, const char *case_id, const CsScores *scores);
void         cs_folds_add_scoring (CsFolds *self, guint set, CsRecord *record, const CsScoring *scoring);
guint        cs_folds_get_n_sets  (const CsFolds *self);
guint        cs_folds_get_n_cases (const CsFolds *self);
CsScores     cs_folds_get_set     (const CsFolds *self, guint set);
CsScores     cs_folds_get_all     (const CsFolds *self);                     /* all cases of all sets, pooled */
/* The mean of a figure over the sets, as the paper prints it; sets without a value are left out. */
NnFigures    cs_folds_get_mean    (const CsFolds *self, CsAgainst against, gboolean pooled);
/* Of the figures over all cases. The same seed, the same numbers. */
void         cs_folds_bootstrap   (const CsFolds *self, CsAgainst against, guint n_draws, guint seed, CsIntervals *pooled, CsIntervals *average);
const NnScore *cs_scores_against  (const CsScores *scores, CsAgainst against);
const char  *cs_against_get_name  (CsAgainst against);                       /* stable: "truth", "joined", "reviewer", "empty" */

/* against,figures,set,cases,patches,sensitivity,...: a line a set, then "mean", "all", "low" and "high". Figures from 0 to 1, empty
 * where there is none; decimal points whatever the language. */
char        *cs_folds_to_csv      (const CsFolds *self);

/* One set to and from groups of a key file, to the bit: what is kept between two runs. */
void         cs_folds_put_set     (const CsFolds *self, guint set, GKeyFile *to);
gboolean     cs_folds_take_set    (CsFolds *self, guint set, GKeyFile *from, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFolds, cs_folds_free)

G_END_DECLS
