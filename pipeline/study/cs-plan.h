/* The plan of a course, and its switches as data: what a researcher may turn, under one name for the command line, for a sweep
 * and for a page. Section 4 of the paper: batch, patch, threshold, Eq. 8, norm, width, depth, loss.
 * Plain values: any thread. */
#pragma once

#include "cs-patches.h"
#include "nn-recipe.h"
#include "nn-train.h"

G_BEGIN_DECLS

typedef struct
{
  const char *recipe;        /* id of a recipe: "unet"; interned or static */
  NnDesign    design;        /* the recipe's standard one, or a variant of it; its patch is the side of the patches */
  NnPlan      plan;          /* its seed deals the cases out as well */
  gboolean    negatives;     /* learns from negative patches too; FALSE: from positive ones only, as published */
  int         fold;          /* -1: 60/20/20 by case; else which of @n_folds is the test part, from 0 */
  guint       n_folds;
  double      threshold;     /* CS_SCORING_THRESHOLD; 0: chosen on the validation patches (cs_scoring_choose()) */
  CsTurns     turns;         /* in which a patch is shown when the network is tested */
  double      mixing;        /* of cs_split_new(): 0.5; 0: none, as published */
  double      spacing;       /* of CsCut: millimetres a pixel; 0: as the films have them, as published */
} CsCoursePlan;

typedef enum { CS_SWITCH_COUNT, CS_SWITCH_NUMBER, CS_SWITCH_CHOICE } CsSwitchKind;

typedef struct
{
  const char        *name;             /* stable: "batch" */
  const char        *title;            /* N_()-marked: "Patches of a step" */
  const char        *help;             /* one line, N_()-marked */
  CsSwitchKind       kind;
  gsize              offset;           /* in CsCoursePlan: a guint, a float or double, or an enum */
  gsize              size;
  double             least, most;      /* both allowed */
  const char *const *choices;          /* stable names, NULL-terminated */
  const char *const *titles;           /* of the choices, N_()-marked */
} CsSwitch;

extern const CsSwitch cs_switches[];   /* ends with a name of NULL */

void            cs_course_plan_init   (CsCoursePlan *plan);                       /* of the U-Net, as it learns best */
/* The paper's own way of training, whatever the network (section 4). Its pictures are another matter: "segment.picture". */
void            cs_course_plan_publish (CsCoursePlan *plan);
/* The best we can make of a network, whatever it costs, by tests/bench/README.md: trained as this plan trains, but the threshold is chosen, and
 * the figures are of eight turns. */
void            cs_course_plan_excel  (CsCoursePlan *plan);
/* Another network, in its standard design and with its own first rate. */
void            cs_course_plan_choose (CsCoursePlan *plan, const NnRecipe *recipe);
/* It begins with weights that know something already: a quarter of the first rate. At the whole one 50 verdicts took more from
 * the network that comes along than they gave (tests/bench/active). */
void            cs_course_plan_soften (CsCoursePlan *plan);
/* How patches are cut for this plan: a network that classifies wants to see around them. */
CsCut           cs_course_plan_cut    (const CsCoursePlan *plan);

/* A whole plan as text, to the last digit, and back; what cannot be read is CS_ERROR_SETTING, and @plan is then worth nothing. */
char           *cs_course_plan_to_text   (const CsCoursePlan *plan);
gboolean        cs_course_plan_from_text (const char *text, CsCoursePlan *plan, GError **error);

const CsSwitch *cs_switch_find        (const char *name);                         /* NULL: no such */
/* CS_ERROR_SETTING names the switch and what it takes; the plan is then as before. */
gboolean        cs_switch_set         (const CsSwitch *self, CsCoursePlan *plan, const char *text, GError **error);
char           *cs_switch_get         (const CsSwitch *self, const CsCoursePlan *plan);
char           *cs_switch_get_values  (const CsSwitch *self);                     /* "8 to 256", "both, dice, cross" */

G_END_DECLS
