/* One running job in the list of jobs: title, message, progress, cancel (widget action "job.cancel"). */
#pragma once

#include <adwaita.h>
#include "cs-job.h"

G_BEGIN_DECLS

#define CS_TYPE_JOB_ROW (cs_job_row_get_type ())
G_DECLARE_FINAL_TYPE (CsJobRow, cs_job_row, CS, JOB_ROW, AdwBin)

GtkWidget *cs_job_row_new (CsJob *job);

G_END_DECLS
