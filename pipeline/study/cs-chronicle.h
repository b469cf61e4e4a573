/* What was done in a study, in words, the latest first: a GListModel of CsDeed that reads each line when it is asked for. Apart,
 * a reader sees their own deeds alone. Main thread only. */
#pragma once

#include "cs-study.h"

G_BEGIN_DECLS

#define CS_TYPE_DEED (cs_deed_get_type ())
G_DECLARE_FINAL_TYPE (CsDeed, cs_deed, CS, DEED, GObject)

/* GObject properties: words (string: "Rejected 14 boxes on Case 3, right MLO"), who (string), when (string, local) */
CsEntry    *cs_deed_get_entry  (CsDeed *self);   /* borrowed; NULL: of no film */
gint64      cs_deed_get_mark   (CsDeed *self);   /* 0: of no mark */

#define CS_TYPE_CHRONICLE (cs_chronicle_get_type ())
G_DECLARE_FINAL_TYPE (CsChronicle, cs_chronicle, CS, CHRONICLE, GObject)

CsChronicle  *cs_chronicle_new     (CsStudy *study);   /* grows with it */

G_END_DECLS
