#include "cs-planning.h"

#include <glib/gi18n.h>

static guint
count_switches (void)
{
  guint n = 0;

  while (cs_switches[n].name != NULL)
    n++;
  return n;
}

static gboolean
check (const CsPlanning *self,
       GError          **error)
{
  if (self->threads < 0)
    return cs_call_misuse (error, _("--threads wants a number from 0"));
  if (!(self->minutes >= 0 && self->minutes <= 1e6))
    return cs_call_misuse (error, _("--minutes wants a number from 0"));
  if (self->folds != 0 && (self->folds < 3 || self->folds > 100))
    return cs_call_misuse (error, _("--folds wants 3 to 100: one tests, one validates, the others train"));
  return TRUE;
}

/* Whether this network comes with this design is known once it is built. */
static gboolean
try_design (const CsCoursePlan *plan,
            GError            **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find (plan->recipe), &plan->design, &wrong);

  return graph != NULL || cs_call_misuse (error, "%s", wrong->message);
}

void
cs_planning_init (CsPlanning *self)
{
  *self = (CsPlanning) { .values = g_new0 (char *, count_switches ()) };
}

void
cs_planning_clear (CsPlanning *self)
{
  for (guint i = 0; self->values != NULL && cs_switches[i].name != NULL; i++)
    g_free (self->values[i]);
  g_clear_pointer (&self->values, g_free);
}

void
cs_planning_add_entries (CsPlanning *self,
                         GArray     *entries)
{
  const GOptionEntry others[] = {
    { "folds", 0, 0, G_OPTION_ARG_INT, &self->folds,
      N_("Cross-validation in N sets by case: the paper's Table 1"), "N" },
    { "minutes", 0, 0, G_OPTION_ARG_DOUBLE, &self->minutes,
      N_("Stops after M minutes of training, all sets together (no limit)"), "M" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads, N_("Threads (one a processor)"), "N" },
    { "positive-only", 0, 0, G_OPTION_ARG_NONE, &self->positive_only,
      N_("No negative patches, as published"), NULL } };

  g_array_append_vals (entries, others, G_N_ELEMENTS (others));
  for (guint i = 0; cs_switches[i].name != NULL; i++)
    {
      GOptionEntry entry = { cs_switches[i].name, 0, 0, G_OPTION_ARG_STRING, &self->values[i], cs_switches[i].help,
                             "X" };

      g_array_append_val (entries, entry);
    }
}

gboolean
cs_planning_make (const CsPlanning *self,
                  const char       *id,
                  CsCoursePlan     *plan,
                  GError          **error)
{
  const NnRecipe *recipe = nn_recipe_find (id);
  g_autofree char *networks = cs_planning_list ();

  if (recipe == NULL)
    return cs_call_misuse (error, _("There is no network “%s”; there is: %s"), id, networks);
  cs_course_plan_init (plan);
  cs_course_plan_choose (plan, recipe);
  if (self->knowing)
    cs_course_plan_soften (plan);
  for (guint i = 0; cs_switches[i].name != NULL; i++)
    {
      g_autoptr (GError) wrong = NULL;

      if (self->values[i] != NULL && !cs_switch_set (&cs_switches[i], plan, self->values[i], &wrong))
        return cs_call_misuse (error, "%s", wrong->message);
    }
  plan->plan.threads = (guint) self->threads;
  plan->plan.minutes = self->minutes;
  plan->negatives = !self->positive_only;
  plan->n_folds = (guint) self->folds;
  return check (self, error) && try_design (plan, error);
}

char *
cs_planning_list (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; nn_recipes[i] != NULL; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", nn_recipes[i]->id);
  return g_string_free (list, FALSE);
}
