/* Figures as plain text tables, for people; --json is for programs. Any thread. */
#pragma once

#include "cs-folds.h"

G_BEGIN_DECLS

/* The columns of the paper's Table 1, with the means it prints in percent; and the false positives, which stand in its text. */
typedef struct { NnFigure figure; const char *title; double printed; } CsReportColumn;   /* title: N_()-marked */
#define CS_REPORT_N_COLUMNS 7
extern const CsReportColumn cs_report_columns[CS_REPORT_N_COLUMNS];

/* Eq. 12-17 of each sort of mask, pooled over pixels and averaged over patches, named. @of: what was scored. */
void cs_report_scores (GString *text, const CsScores *scores, const char *of);
/* The paper's Table 1: sets, their mean, all cases together with intervals by case, and what the paper printed; pooled and
 * averaged side by side; once against truth, once against the reviewer; then the negative patches, and notes. */
void cs_report_folds  (GString *text, const CsFolds *folds);
/* What stands under that table: what the rows mean, and where the paper's figures do not follow each other. */
void cs_report_notes  (GString *text, const CsFolds *folds);

G_END_DECLS
