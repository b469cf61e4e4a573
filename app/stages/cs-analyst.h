/* Keeps session:image and session:analysis current as entry, settings and network change. Main thread only.
 *
 * The film is decoded first and shown at once; a large one is then gone through halved, for a preview within a moment; the
 * stages follow, then those that need the network. Settings are waited
 * for until they rest; a new run cancels the old; what is already known is reused; late results are dropped. When a run
 * without errors ends, the settings are stored in the study, and where the entry has no proposals yet its boxes become
 * its proposals. Only the film in view is held, and the one before it. */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_ANALYST (cs_analyst_get_type ())
G_DECLARE_FINAL_TYPE (CsAnalyst, cs_analyst, CS, ANALYST, GObject)

/* Signal "failed" (GError *error): a film cannot be read, a stage failed, the study refused. Never for a cancel. */
CsAnalyst *cs_analyst_new           (CsSession *session);   /* holds the session */
/* Boxes of the analysis (now, or when it is there) replace the unjudged proposals of the entry. */
void       cs_analyst_propose_again (CsAnalyst *self);
/* Runs at once what still waits to rest; for tests. */
void       cs_analyst_hurry         (CsAnalyst *self);

G_END_DECLS
