/* How well a network segments patches: Eq. 12-17 over its masks. The one home of this question: calcspot-batch train
 * and evaluate, and the window's Training and Results pages, all ask here.
 *
 * Named apart, never mixed up: against the *truth* mask of the film where there is one, against the *reviewer's* mask
 * (the patch's target), and on negative patches (their mask is empty: only accuracy and false-positive rate mean
 * anything there). Where the reviewer has said nothing yet (cs_patches_get_known()) nothing counts for or against.
 * Each is pooled over pixels and averaged over patches by NnScore. Section 4 of the paper.
 * Beside the masks stand the *verdicts*: a patch is accepted where a network that classifies says so, or where one that
 * segments finds a pixel of known class. A network that classifies draws its masks by sliding (cs-slide.h), where the patches allow it.
 * Thread rule: blocking, for jobs; the result is the caller's own. */
#pragma once

#include "cs-patches.h"
#include "nn-score.h"

G_BEGIN_DECLS

#define CS_SCORING_THRESHOLD 0.5       /* the paper's T, section 3.5 */

typedef struct
{
  NnScore truth;                       /* positive patches of films with a truth mask */
  NnScore joined;                      /* the same patches and truth, the network's windows joined as on a film: cs-join.h */
  NnScore reviewer;                    /* all positive patches */
  NnScore negative;                    /* negative patches, against an empty mask */
  NnCounts verdicts;                   /* patches, not pixels: tp are positive ones that were accepted */
} CsScores;

typedef struct { guint film; CsScores scores; } CsFilmScores;  /* film: index in the record */

typedef struct
{
  double        threshold;
  CsScores      all;
  guint         n_films;               /* films with at least one patch scored */
  CsFilmScores *films;                 /* in the record's order */
  double        patch_seconds;         /* wall clock of one patch through the network, the mean */
  double        mask_seconds;          /* of one patch's mask: the same, but for a network that slides; 0: no masks */
} CsScoring;

/* The mask of one patch of @area pixels: foreground probability >= @threshold. @p is the network's output of one sample, two planes. */
void       cs_scoring_mask   (const float *p, guint area, double threshold, guint8 *mask);
/* How patches are cut to score this network: its own side and scale, positive and negative. */
CsCut      cs_scoring_cut    (const NnNet *net);
/* The patches of @record to score @net on: cut so, and from the picture it was trained on, else that of @settings. */
CsPatches *cs_scoring_gather (const NnNet *net, CsRecord *record, CsSettings *settings, CsReportFunc report, gpointer data,
                              GCancellable *cancellable, GError **error);
void       cs_scores_merge   (CsScores *into, const CsScores *scores);

/* A network against patches of a record. All is borrowed. */
typedef struct
{
  const NnNet *net;
  CsRecord    *record;
  CsPatches   *patches;
  const guint *which;        /* the numbers of @n patches; NULL: all of them */
  guint        n;
  double       threshold;    /* of cs_scoring_mask() */
  guint        threads;      /* as in nn_net_predict() */
  gboolean     turned;       /* a network that draws: the mean of a patch's turns (nn-turns.h); one that classifies: nothing */
} CsScoringTask;

/* Truth is read film by film from beside the film (cs_formats_truth), one at a time. An error when the network does not take
 * such patches. */
CsScoring *cs_scoring_run    (const CsScoringTask *task, CsReportFunc report, gpointer data,
                              GCancellable *cancellable, GError **error);
/* The threshold, in thousandths, at which the pooled Dice of @task's patches against the reviewer is largest; of a network that classifies,
 * that of its verdicts. Its own threshold is not looked at, and @which must be given: women the network is *not* tested on. */
gboolean   cs_scoring_choose (const CsScoringTask *task, double *threshold, GCancellable *cancellable, GError **error);
void       cs_scoring_free   (CsScoring *self);

/* {"threshold":, "truth": {"patches":, "pooled": {"sensitivity":, ...}, "average": {...}}, "reviewer": ..., "negative": ...,
 * "verdicts": {"patches":, "sensitivity":, ...},
 * "films": [{"film":, "truth":, ...}]}; a figure that has no value is null. @record NULL: without the films. */
char      *cs_scoring_to_json (const CsScoring *self, const CsRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsScoring, cs_scoring_free)

G_END_DECLS
