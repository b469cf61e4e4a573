/* Taking a harvest of so many marks that a frame would stall, beside the main thread: begin(), read() and end() there, run() once
 * after begin(), on any; see cs-beside.h. What is cancelled, or fails, changes nothing, and is heard within a second. Of few marks
 * cs_study_take() does the same at once. */
#pragma once

#include "cs-beside.h"

G_BEGIN_DECLS

typedef struct _CsIntake CsIntake;

CsIntake *cs_intake_begin (CsStudy *study, CsHarvest *harvest, GError **error);   /* @harvest: transfer full; NULL: it may not be written */
gboolean  cs_intake_run   (CsIntake *self, CsBesideFunc report, gpointer data, GCancellable *cancellable, GError **error);
gboolean  cs_intake_read  (CsIntake *self, CsStudy *study);      /* a frame's share of what came; FALSE: that was all */
/* Takes @self. What was taken, and the harvest with what is to be told of it, transfer full; NULL: nothing was changed. */
CsHarvest *cs_intake_end  (CsIntake *self, CsStudy *study, CsTaken *taken);

G_END_DECLS
