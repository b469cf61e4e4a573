/* Trains a network on the study's verdicts in a job, while reading goes on. Main thread only.
 *
 * One training at a time. Its state lies in the study's folder/networks and is written after every epoch, and beside it, from the
 * beginning, what it set out with (cs-training.h): so a paused training, or one that ended with the program, goes on to the same
 * weights, whatever was judged meanwhile. Stopped: what is best so far is scored, saved as a network of the study and taken into
 * use; cancelled: nothing is saved. */
#pragma once

#include "cs-course.h"
#include "cs-outset.h"
#include "cs-session.h"

G_BEGIN_DECLS

typedef enum { CS_LEARNER_IDLE, CS_LEARNER_RUNNING, CS_LEARNER_PAUSED } CsLearnerState;

#define CS_TYPE_LEARNER (cs_learner_get_type ())
G_DECLARE_FINAL_TYPE (CsLearner, cs_learner, CS, LEARNER, GObject)

/* GObject properties: state (int, CsLearnerState), job (CsJob or NULL), message (string: how it fares, or how it ended)
 * Signals: "trained" (CsNetwork's file, GFile *), "failed" (GError *; never for a cancel) */
CsLearner      *cs_learner_new         (CsSession *session);   /* holds the session */
CsLearnerState  cs_learner_get_state   (CsLearner *self);
CsJob          *cs_learner_get_job     (CsLearner *self);      /* borrowed; NULL unless running */
const char     *cs_learner_get_message (CsLearner *self);      /* borrowed */
GListModel     *cs_learner_get_epochs  (CsLearner *self);      /* of CsEpochRow, oldest first; live; borrowed */

/* What the training that runs or is paused set out with; borrowed. NULL: there is none, or it is not known. */
const CsOutset *cs_learner_get_outset  (CsLearner *self);

/* Starts anew, with the weights of @first (a network's file; NULL: random ones), or goes on from where it was paused, with the verdicts,
 * settings and plan of then and the limits of @plan. Does nothing while one runs. */
void            cs_learner_start       (CsLearner *self, const CsCoursePlan *plan, GFile *first);
void            cs_learner_resume      (CsLearner *self, const CsCoursePlan *plan);
void            cs_learner_pause       (CsLearner *self);
void            cs_learner_stop        (CsLearner *self);      /* scores and keeps the best so far */
void            cs_learner_cancel      (CsLearner *self);      /* also of a paused one: its state is dropped */

G_END_DECLS
