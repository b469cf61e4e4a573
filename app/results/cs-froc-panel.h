/* Free-response curves of a study on the Results page: proposals, readers and, if wanted, the network in use against what is known to be true, drawn in a
 * job, with a table in words, and a way to take them along. Main thread only.
 *
 * Actions: froc.draw, froc.save (SVG, PDF, CSV or iMRMC by the name's ending; readers and films without their names). */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_FROC_PANEL (cs_froc_panel_get_type ())
G_DECLARE_FINAL_TYPE (CsFrocPanel, cs_froc_panel, CS, FROC_PANEL, AdwBin)

void cs_froc_panel_set_session (CsFrocPanel *self, CsSession *session);   /* once */

G_END_DECLS
