/* Figures as plain text tables, for people; --json is for programs. */
#pragma once

#include "cs-folds.h"

G_BEGIN_DECLS

/* Eq. 12-17 of each sort of mask, pooled over pixels and averaged over patches, named. @of: what was scored. */
void cs_report_scores (GString *text, const CsScores *scores, const char *of);
/* The paper's Table 1: sets, their mean, all cases together with intervals by case, and what the paper printed; pooled and
 * averaged side by side; once against truth, once against the reviewer; then the negative patches, and notes. */
void cs_report_folds  (GString *text, const CsFolds *folds);

G_END_DECLS
