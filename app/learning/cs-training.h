/* A training as a job: from what it was begun with to a network and its figures. What it must not lose lies in the study's
 * folder/networks: its state, after every epoch, and what it was begun with. Main thread only; the job works on values. */
#pragma once

#include "cs-course.h"
#include "cs-job.h"
#include "cs-outset.h"
#include "cs-study.h"

G_BEGIN_DECLS

/* What it brings back: figures as JSON; stopped: by @enough, the best network so far. */
typedef struct { NnNet *net; char *figures; NnStop why; gboolean stopped; } CsTrained;

void   cs_trained_free     (gpointer trained);

/* Its items are CsEpochRow, its result is a CsTrained. The epochs from before a resume come with the first new one. Cancelled, it
 * leaves its state to be resumed, unless @discard is cancelled too. Transfer full. */
CsJob *cs_training_start   (CsStudy *study, CsOutset *outset, gboolean resume, GCancellable *enough, GCancellable *discard,
                            GAsyncReadyCallback ready, gpointer user_data);

/* Where a study keeps them; transfer full. */
GFile *cs_training_state   (CsStudy *study);
GFile *cs_training_begun   (CsStudy *study);
void   cs_training_delete  (GFile *state, GFile *begun);

G_END_DECLS
