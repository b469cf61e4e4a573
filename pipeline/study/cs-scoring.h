/* How well a network segments patches: Eq. 12-17 over its masks. The one home of this question: calcspot-batch train
 * and evaluate, and the window's Training and Results pages, all ask here.
 *
 * Named apart, never mixed up: against the *truth* mask of the film where there is one, against the *reviewer's* mask
 * (the patch's target), and on negative patches (their mask is empty: only accuracy and false-positive rate mean
 * anything there). Each is pooled over pixels and averaged over patches by NnScore. READING.md section 4.
 * Thread rule: blocking, for jobs; the result is the caller's own. */
#pragma once

#include "cs-patches.h"
#include "nn-score.h"

G_BEGIN_DECLS

#define CS_SCORING_THRESHOLD 0.5       /* the paper's T, section 3.5 */

typedef struct
{
  NnScore truth;                       /* positive patches of films with a truth mask */
  NnScore reviewer;                    /* all positive patches */
  NnScore negative;                    /* negative patches, against an empty mask */
} CsScores;

typedef struct { guint film; CsScores scores; } CsFilmScores;  /* film: index in the record */

typedef struct
{
  double        threshold;
  CsScores      all;
  guint         n_films;               /* films with at least one patch scored */
  CsFilmScores *films;                 /* in the record's order */
} CsScoring;

/* The mask of one patch: foreground probability >= @threshold. @p is the network's output of one sample, two planes. */
void       cs_scoring_mask   (const float *p, double threshold, guint8 *mask);

/* Scores @net on the patches numbered by @which (NULL: all of them, @n is ignored). Truth is read film by film from beside
 * the film (cs_formats_truth), one at a time. @threads as in nn_net_predict(). An error when the network's shape is not a patch's. */
CsScoring *cs_scoring_run    (const NnNet *net, CsRecord *record, CsPatches *patches, const guint *which, guint n,
                              double threshold, guint threads, CsReportFunc report, gpointer data,
                              GCancellable *cancellable, GError **error);
void       cs_scoring_free   (CsScoring *self);

/* {"threshold":, "truth": {"patches":, "pooled": {"sensitivity":, ...}, "average": {...}}, "reviewer": ..., "negative": ...,
 * "films": [{"film":, "truth":, ...}]}; a figure that has no value is null. @record NULL: without the films. */
char      *cs_scoring_to_json (const CsScoring *self, const CsRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsScoring, cs_scoring_free)

G_END_DECLS
