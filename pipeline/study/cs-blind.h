/* Blind first: while it is on, the machine's boxes of a film are hidden from a reader until that reader has recorded an own reading of
 * it: how many boxes were drawn and accepted by then, and the category of the case. Neither is an act to be undone: what was seen
 * stays seen. Others' drawn boxes are hidden by reading apart (cs-study.h). Main thread only. */
#pragma once

#include "cs-study.h"

G_BEGIN_DECLS

gboolean    cs_study_get_blind        (CsStudy *self);
gboolean    cs_study_set_blind        (CsStudy *self, gboolean blind, GError **error);
gboolean    cs_study_is_hidden        (CsStudy *self, CsEntry *entry);         /* the present reader has yet to read it */
gboolean    cs_study_record_blind     (CsStudy *self, CsEntry *entry, GError **error);   /* nothing, where it is not hidden */

/* Before and after, a row a film and reader, tabs between, with a head: film, case, reader, boxes_before and boxes_after (accepted by
 * this reader), own_kept (of those before), machine_accepted, category_before and category_after. Transfer full. An error while
 * readers read apart. */
char       *cs_study_tell_influence   (CsStudy *self, GError **error);

G_END_DECLS
