/* The paper's figures (Eq. 12-17) as a table: against the truth and against the reviewer, each pooled over pixels and averaged
 * over patches, named apart. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-scoring.h"

G_BEGIN_DECLS

#define CS_TYPE_SCORE_TABLE (cs_score_table_get_type ())
G_DECLARE_FINAL_TYPE (CsScoreTable, cs_score_table, CS, SCORE_TABLE, GtkWidget)

GtkWidget *cs_score_table_new  (void);
void       cs_score_table_show (CsScoreTable *self, const CsScores *scores);   /* NULL: blank */

G_END_DECLS
