/* Two sets of values on the same films: what both find, what only one of them does, and how each fares against truth.
 * Side 0 is the left one, the one that is there; side 1 the right one, the one that is tried. */
#pragma once

#include "cs-pipeline.h"
#include "cs-truth.h"

G_BEGIN_DECLS

/* For each box of @a whether one of @b is the same find: the centre of either lies in the other. Any thread. */
void cs_contest_match (const CsBox *a, guint n, const CsBox *b, guint m, gboolean *shared);

/* The boxes of both sides on one film. An immutable value. */
typedef struct { CsProduct *boxes[2]; } CsContestPair;

/* Blocking: for jobs. The second run reuses all that both have in common. @known may be NULL: an analysis of this film. */
CsContestPair *cs_contest_run       (CsImage *image, CsSettings *left, CsSettings *right, CsAnalysis *known,
                                     CsReportFunc report, gpointer data, GCancellable *cancellable, GError **error);
void           cs_contest_pair_free (CsContestPair *self);
/* The boxes of one side that the other has not, @shared as of cs_contest_match(), to be freed; their number is the result. */
guint          cs_contest_pair_alone (const CsContestPair *self, guint side, gboolean **shared);

/* The sum over films. Owned by one thread. */
typedef struct _CsContest CsContest;

CsContest *cs_contest_new     (CsSettings *left, CsSettings *right);
void       cs_contest_free    (CsContest *self);
void       cs_contest_add     (CsContest *self, const char *film, const CsContestPair *pair, const CsTruth *truth);  /* truth may be NULL */
char      *cs_contest_to_text (CsContest *self);   /* for people; translated */
char      *cs_contest_to_csv  (CsContest *self);   /* a line a film */

/* "default", "published", the name somebody gave, or "custom". */
const char *cs_contest_name   (CsSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsContest, cs_contest_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsContestPair, cs_contest_pair_free)

G_END_DECLS
