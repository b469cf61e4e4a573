/* The options of a plan, for train and compare: --network, a switch each (cs-plan.h), and what is no switch. */
#pragma once

#include "cs-command.h"
#include "cs-course.h"

G_BEGIN_DECLS

typedef struct
{
  char   **values;                      /* one a switch; NULL: not given */
  double   minutes;
  int      threads, folds;
  gboolean positive_only;
  gboolean knowing;                     /* begins with a trained network's weights, softly where no rate is given */
} CsPlanning;

void     cs_planning_init        (CsPlanning *self);
void     cs_planning_clear       (CsPlanning *self);
/* @entries: of GOptionEntry; they point into @self, which stays where it is. */
void     cs_planning_add_entries (CsPlanning *self, GArray *entries);
/* The plan for network @id. A wrong value, or one that this network does not take, is misuse. */
gboolean cs_planning_make        (const CsPlanning *self, const char *id, CsCoursePlan *plan, GError **error);
char    *cs_planning_list        (void);                                  /* "unet, valvano, ..." */

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsPlanning, cs_planning_clear)

G_END_DECLS
