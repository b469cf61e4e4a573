/* Scores a network on the patches of a whole study, in a job. Main thread only. */
#pragma once

#include "cs-job.h"
#include "cs-scoring.h"

G_BEGIN_DECLS

/* The result of cs_job_finish() is a CsScoring: free it by cs_scoring_free(). */
CsJob *cs_scorer_start (CsRecord *record, CsSettings *settings, NnNet *network, double threshold,
                        GAsyncReadyCallback ready, gpointer user_data);

G_END_DECLS
