/* A course of training: record + settings + plan -> network + figures. Gathers the patches, splits them by case, trains,
 * scores the best network on the part it never saw. `calcspot-batch train` and the Training page are two faces of it.
 *
 * Thread rule: one thread at a time owns a course (a job; afterwards whoever takes it over). Networks handed out are frozen.
 * A cancelled course is not lost: cs_course_train() again goes on after the last finished epoch, and what is best so
 * far can be scored and saved. */
#pragma once

#include "cs-plan.h"
#include "cs-scoring.h"

G_BEGIN_DECLS

/* Any of the functions may be NULL. Called in the thread that runs the course. */
typedef struct
{
  CsReportFunc report;                                                                      /* gathering and scoring */
  void       (*batch) (guint epoch, guint batch, guint n_batches, double loss, gpointer data);
  void       (*epoch) (const NnEpoch *epoch, gpointer data);
  gpointer     data;
} CsCourseWatch;

typedef struct _CsCourse CsCourse;

/* @patches: already gathered from @record with @settings and the plan's cut, perhaps with more around (folds share them), or NULL: the course gathers its own. */
CsCourse        *cs_course_new          (CsRecord *record, CsSettings *settings, CsPatches *patches, const CsCoursePlan *plan);
void             cs_course_free         (CsCourse *self);
/* Before training: begins from the weights of @net instead of drawn ones; its nodes must be those of the plan, else CS_ERROR_SETTING. */
gboolean         cs_course_begin_from   (CsCourse *self, NnNet *net, GError **error);

/* Gathers, splits and trains until the rule, the cap or the minutes. @state (may be NULL) is written after every epoch and when
 * cancelled; with @resume the course begins from it where it exists, and refuses it (CS_ERROR_SETTING) where it was made
 * from other patches, another split or another network. Cancelled: G_IO_ERROR_CANCELLED. */
gboolean         cs_course_train        (CsCourse *self, GFile *state, gboolean resume, const CsCourseWatch *watch,
                                         GCancellable *cancellable, GError **error);
/* What a result of this course hangs on, as a digest: patches, split, network and plan, without its limits. Needs patches given. */
const char      *cs_course_get_key      (CsCourse *self);
/* Scores the best network so far on the test part; needs one finished epoch. */
gboolean         cs_course_score        (CsCourse *self, const CsCourseWatch *watch, GCancellable *cancellable, GError **error);

/* The best network so far with its notes: recipe, design, plan, settings, seed, figures (JSON), created, title. A
 * reference of the caller's; NULL before the first finished epoch. */
NnNet           *cs_course_get_network  (CsCourse *self);
char            *cs_course_get_figures  (CsCourse *self);                      /* the JSON of the note "figures" */
const CsScoring *cs_course_get_scoring  (const CsCourse *self);                /* borrowed; NULL before cs_course_score() */
guint            cs_course_get_n        (const CsCourse *self, CsPart part);   /* patches of a part; 0 before the split */
const NnEpoch   *cs_course_get_epochs   (const CsCourse *self, guint *n);      /* borrowed; every epoch, also from before a resume */
const NnEpoch   *cs_course_get_best     (const CsCourse *self);                /* borrowed; the epoch whose weights are kept; NULL: none yet */
NnStop           cs_course_get_stop     (const CsCourse *self);                /* why the finished training ended */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCourse, cs_course_free)

G_END_DECLS
