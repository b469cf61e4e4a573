/* Runs the cross-validation of a study in a job, and holds what it has come to. Main thread only.
 *
 * What is finished lies in the study's folder/networks/folds (cs-cross.h): it is there again when the study is opened, and a run
 * that was stopped goes on from there. Signal "changed": anything below is new. */
#pragma once

#include "cs-cross.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_CROSSER (cs_crosser_get_type ())
G_DECLARE_FINAL_TYPE (CsCrosser, cs_crosser, CS, CROSSER, GObject)

CsCrosser        *cs_crosser_new          (CsSession *session);          /* holds the session */
/* The standard plan, with the minutes of one set (0: no limit). Does nothing while one runs, or where there is no study. */
void              cs_crosser_start        (CsCrosser *self, const CsCoursePlan *plan);
void              cs_crosser_stop         (CsCrosser *self);             /* finished sets are kept, the begun one goes on later */
gboolean          cs_crosser_get_running  (CsCrosser *self);
double            cs_crosser_get_fraction (CsCrosser *self);             /* of all sets; below 0: not known */
const char       *cs_crosser_get_message  (CsCrosser *self);             /* borrowed; how it fares, or how it ended */
const CsStanding *cs_crosser_get_standing (CsCrosser *self);             /* borrowed; NULL: no study */
/* The losses of a set, of the one that trains now too; borrowed; n is 0 where there are none. */
const CsHistory  *cs_crosser_get_history  (CsCrosser *self, guint set);

#define CS_CROSSER_SETS 5

G_END_DECLS
