/* A cross-validation, the paper's Table 1: the plan is trained once for each set of cases, and measured on that set. What a set
 * came to is kept in a folder (cs-trial.h): stopped anywhere, the next run goes on. What other verdicts, settings or another
 * plan left there is trained anew.
 * Thread rule: as a course; a standing is a value of its owner. */
#pragma once

#include "cs-trial.h"

G_BEGIN_DECLS

/* Any of the functions may be NULL. Called in the thread that runs; @set counts from 0. */
typedef struct
{
  void   (*progress) (guint set, double fraction, const char *title, gpointer data);   /* of the set; gathering counts as set 0 */
  void   (*epochs)   (guint set, const NnEpoch *epochs, guint n, gpointer data);       /* of the set so far; borrowed */
  void   (*standing) (const CsStanding *standing, gpointer data);                      /* after each set; borrowed */
  gpointer data;
} CsCrossWatch;

/* @plan: its minutes are those of one set, its fold is not read. @folder is made where it is not there. */
gboolean    cs_cross_run  (GFile *folder, CsRecord *record, CsSettings *settings, const CsCoursePlan *plan,
                           const CsCrossWatch *watch, GCancellable *cancellable, GError **error);
/* Every set of this recipe that is kept, whatever it was made from; free it by cs_standing_free(). */
CsStanding *cs_cross_find (GFile *folder, const CsCoursePlan *plan);

G_END_DECLS
