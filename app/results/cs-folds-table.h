/* The paper's Table 1 as a grid: a row a set, then their mean, all cases together, where those lie in 95 of 100 draws of cases, and
 * what the paper printed; pooled over pixels, and below it averaged over patches. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-folds.h"

G_BEGIN_DECLS

#define CS_TYPE_FOLDS_TABLE (cs_folds_table_get_type ())
G_DECLARE_FINAL_TYPE (CsFoldsTable, cs_folds_table, CS, FOLDS_TABLE, GtkWidget)

void       cs_folds_table_show (CsFoldsTable *self, const CsFolds *folds, CsAgainst against);   /* NULL: blank */

G_END_DECLS
