/* Looks for boxes on every film of the study that was not searched yet, in one job. Main thread only.
 * A new study ends what was under way. */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_PROPOSER (cs_proposer_get_type ())
G_DECLARE_FINAL_TYPE (CsProposer, cs_proposer, CS, PROPOSER, GObject)

/* Signal "finished" (guint n_films, char *failures): how many were searched; a line for each that could not be, or "". */
CsProposer *cs_proposer_new      (CsSession *session);
/* FALSE: there is nothing to search, or it is under way. */
gboolean    cs_proposer_start    (CsProposer *self);
gboolean    cs_proposer_get_busy (CsProposer *self);

G_END_DECLS
