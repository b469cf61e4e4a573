/* Every stage's value at the point under the pointer: the answer to "why is this box here?". Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-analysis.h"

G_BEGIN_DECLS

#define CS_TYPE_PROBE_TABLE (cs_probe_table_get_type ())
G_DECLARE_FINAL_TYPE (CsProbeTable, cs_probe_table, CS, PROBE_TABLE, GtkWidget)

GtkWidget  *cs_probe_table_new   (void);
/* @analysis may be NULL, @inside FALSE: the values are blank. Film pixels. */
void        cs_probe_table_probe (CsProbeTable *self, CsAnalysis *analysis, double x, double y, gboolean inside);
const char *cs_probe_table_get   (CsProbeTable *self, const char *output);   /* what stands beside an output; borrowed; NULL: no such row */

G_END_DECLS
