/* A small study in a folder of its own, for the tests of what is kept. Each function asserts that it went well. */
#pragma once

#include "cs-study.h"

typedef struct
{
  GFile   *folder;
  CsStudy *study;
  CsEntry *entry;      /* its first film; borrowed */
} Study;

#define STUDY_SETTINGS "settings of a test"      /* what its boxes were proposed with */

/* Tables that later steps of the schema than the third make; whoever makes a study old takes them away. */
#define STUDY_DROP_LATER "DROP TABLE film_views; DROP TABLE seen; DROP TABLE verdict_changes; DROP TABLE verdicts;" \
                         "DROP TABLE descriptor_changes; DROP TABLE descriptors; DROP TABLE examined;" \
                         "DROP TABLE earlier_cases; DROP TABLE truth_words; DROP TABLE film_kinds;"

void     study_make        (Study *self);                                       /* one film of 200 × 100 px, no boxes */
void     study_clear       (Study *self);                                       /* with its folder */
void     study_reopen      (Study *self);                                       /* as after a restart */
void     study_copy        (Study *from, Study *to);                             /* by a backup, into a folder of its own */
CsEntry *study_add_film    (Study *self, guint seed);
CsBox    study_box_at      (int x, float suspicion);                            /* 10 × 10 px */
void     study_propose     (Study *self, const CsBox *boxes, guint n);
void     study_propose_row (Study *self, guint n);                              /* side by side, suspicion falling from 0.9 */
CsMark  *study_mark_at     (Study *self, guint i);                              /* borrowed */
void     study_judge       (Study *self, guint i, CsVerdict verdict);
gboolean study_step        (Study *self, gboolean undo);                        /* FALSE: nothing to undo, or to redo */
char    *study_describe    (Study *self);                                       /* all that can be known of films and marks */
