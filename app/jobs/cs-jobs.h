/* The jobs that run, as a GListModel of CsJob: one leaves the list when it is done. Main thread only. */
#pragma once

#include "cs-job.h"

G_BEGIN_DECLS

#define CS_TYPE_JOBS (cs_jobs_get_type ())
G_DECLARE_FINAL_TYPE (CsJobs, cs_jobs, CS, JOBS, GObject)

/* GObject properties: n-jobs (uint), fraction (double: mean of the jobs that know theirs; 0 where there is none) */
CsJobs *cs_jobs_new          (void);
void    cs_jobs_add          (CsJobs *self, CsJob *job);
guint   cs_jobs_get_n        (CsJobs *self);
double  cs_jobs_get_fraction (CsJobs *self);

/* Cancels all; then lets the main loop run until they are gone or @seconds have passed. For the end of the program. */
void    cs_jobs_stop         (CsJobs *self, double seconds);

G_END_DECLS
