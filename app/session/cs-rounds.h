/* Where the reader goes next: pure questions to a study's lists. Main thread only. */
#pragma once

#include <graphene.h>
#include "cs-study.h"

G_BEGIN_DECLS

/* Whether there is something to judge on a film, or nobody has looked for it yet. */
gboolean cs_rounds_to_judge    (CsEntry *entry);
/* The next film after @entry (NULL: from the start), round and round, with something to judge; NULL: there is none but @entry.
 * Films that are missing are passed over. Transfer full. */
CsEntry *cs_rounds_next_film   (CsStudy *study, CsEntry *entry);
/* The film before, whatever its state; NULL: @entry is the first. Transfer full. */
CsEntry *cs_rounds_previous_film (CsStudy *study, CsEntry *entry);
/* The next mark without a verdict after @position, round and round; GTK_INVALID_LIST_POSITION as @position: from the start.
 * G_MAXUINT (which is GTK_INVALID_LIST_POSITION): there is none. */
guint    cs_rounds_next_mark   (GListModel *marks, guint position);
/* The first mark without a verdict that lies within @part, film pixels; G_MAXUINT: there is none. */
guint    cs_rounds_open_within (GListModel *marks, const graphene_rect_t *part);
/* By the ids a record knows them by; borrowed; NULL: there is none. Marks of truth are found too. */
CsEntry *cs_rounds_find_film   (CsStudy *study, gint64 id);
CsMark  *cs_rounds_find_mark   (CsStudy *study, CsEntry *entry, gint64 id);
/* Over all films. */
void     cs_rounds_count       (CsStudy *study, guint *n_judged, guint *n_marks);
/* What a network would learn from: boxes that are accepted and rejected, whoever judged them, and women with an accepted one. */
void     cs_rounds_count_decided (CsStudy *study, guint *n_positive, guint *n_negative, guint *n_cases);

G_END_DECLS
