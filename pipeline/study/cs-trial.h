/* One training of a comparison or a cross-validation: a contender on one set. What it came to is kept in a file beside its network, so that a
 * comparison may be cut anywhere: what is there is not trained again, what was begun goes on from its state.
 * Blocking: for jobs. */
#pragma once

#include "cs-course.h"
#include "cs-folds.h"

G_BEGIN_DECLS

typedef struct { char *name; CsCoursePlan plan; } CsContender;   /* name: "unet batch=8" */

/* The losses of a training, an epoch each. */
typedef struct { guint n; float *training, *validation; } CsHistory;

/* What a contender came to on the sets that are done. */
typedef struct
{
  guint    n_done;
  guint64  n_params, peak;             /* peak: the largest memory of a training in bytes; 0: not known */
  double   seconds;                    /* of training, all sets together */
  double   patch_seconds, mask_seconds;/* the mean over the sets; mask_seconds 0: it draws none */
  CsFolds *folds;
  GArray  *histories;                  /* of CsHistory, one a set; empty where it is not done */
} CsStanding;

void     cs_standing_init  (CsStanding *self, guint n_sets);
void     cs_standing_clear (CsStanding *self);
void     cs_standing_free  (CsStanding *self);

/* Drops the state that a stopped training left; FALSE: there was none. */
gboolean cs_trial_forget   (GFile *folder, const CsContender *contender);

CsHistory cs_history_new   (const NnEpoch *epochs, guint n);
void      cs_history_clear (CsHistory *self);

/* Adds the kept result of set plan.fold where there is one of this key (NULL: of any). */
gboolean cs_trial_find     (GFile *folder, const CsContender *contender, const char *key, CsStanding *standing);
/* Trains and scores @course, which is the contender's, keeps the result, and adds it. */
gboolean cs_trial_run      (GFile *folder, const CsContender *contender, CsCourse *course, CsRecord *record, const CsCourseWatch *watch,
                            CsStanding *standing, GCancellable *cancellable, GError **error);

G_END_DECLS
