/* Keeps the list of a study's patches what its verdicts and the session's settings make of them: cuts them again in a job,
 * once somebody looks and something has changed; films whose verdicts did not change are not cut again. Main thread only. */
#pragma once

#include "cs-patch-item.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_GATHERER (cs_gatherer_get_type ())
G_DECLARE_FINAL_TYPE (CsGatherer, cs_gatherer, CS, GATHERER, GObject)

/* IDLE: the list is what there is, or nobody has looked. STOPPED: cancelled by hand, and not to begin again by itself. */
typedef enum { CS_GATHERER_IDLE, CS_GATHERER_BUSY, CS_GATHERER_STOPPED, CS_GATHERER_FAILED } CsGathererState;

/* Signal "changed" (): state, progress or list are others. */
CsGatherer     *cs_gatherer_new         (CsSession *session);
GListModel     *cs_gatherer_get_items   (CsGatherer *self);   /* of CsPatchItem, film by film; live; borrowed */
CsGathererState cs_gatherer_get_state   (CsGatherer *self);
CsJob          *cs_gatherer_get_job     (CsGatherer *self);   /* while BUSY; borrowed */
const char     *cs_gatherer_get_failure (CsGatherer *self);   /* while FAILED: why, for a person; borrowed */
guint           cs_gatherer_get_n_cases (CsGatherer *self);   /* women with a patch */
void            cs_gatherer_set_looked_at (CsGatherer *self, gboolean looked_at);
void            cs_gatherer_start       (CsGatherer *self);   /* now, whether anything has changed or not */
void            cs_gatherer_stop        (CsGatherer *self);

G_END_DECLS
