/* A box several readers judged otherwise: a row of the page Readers. Main thread only. */
#pragma once

#include "cs-study.h"

G_BEGIN_DECLS

#define CS_TYPE_DISPUTE (cs_dispute_get_type ())
G_DECLARE_FINAL_TYPE (CsDispute, cs_dispute, CS, DISPUTE, GObject)

/* GObject properties: film (string, its title), verdicts (string: "Ada: accepted · Berta: rejected"), decision (string) */
GListModel *cs_disputes_new       (CsStudy *study, const CsReadings *readings);   /* of CsDispute, as they come in the study */
gint64      cs_dispute_get_mark   (CsDispute *self);
CsEntry    *cs_dispute_get_entry  (CsDispute *self);      /* borrowed */
gboolean    cs_dispute_is_decided (CsDispute *self);

G_END_DECLS
