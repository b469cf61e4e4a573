/* The paper's Table 1 of a study: a button that makes it, how that fares, the table with its note, the losses of the sets, and a way
 * to take all of it along. Main thread only.
 *
 * Actions: table.start, table.stop, table.copy (text), table.save (as CSV, or as text where the name ends in .txt). */
#pragma once

#include <adwaita.h>
#include "cs-crosser.h"

G_BEGIN_DECLS

#define CS_TYPE_TABLE_PANEL (cs_table_panel_get_type ())
G_DECLARE_FINAL_TYPE (CsTablePanel, cs_table_panel, CS, TABLE_PANEL, AdwBin)

void       cs_table_panel_set_session (CsTablePanel *self, CsSession *session);   /* once */
CsCrosser *cs_table_panel_get_crosser (CsTablePanel *self);                       /* borrowed; NULL before the session */
/* What copy and save hand out; transfer full. NULL: nothing is done yet. */
char      *cs_table_panel_get_text    (CsTablePanel *self);
char      *cs_table_panel_get_csv     (CsTablePanel *self);

G_END_DECLS
