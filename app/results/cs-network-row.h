/* The network in use as a row: those of the study, newest first, then the one that comes along. Choosing another reads it in a
 * job and takes it into use. Main thread only.
 * Signal: "failed" (GError *), it could not be read; what was in use stays. */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_NETWORK_ROW (cs_network_row_get_type ())
G_DECLARE_FINAL_TYPE (CsNetworkRow, cs_network_row, CS, NETWORK_ROW, AdwComboRow)

void     cs_network_row_set_session (CsNetworkRow *self, CsSession *session);   /* once; it is held */
gboolean cs_network_row_is_empty    (CsNetworkRow *self);                       /* nothing to choose, nothing in use */

G_END_DECLS
