/* The switches of a plan: each reads what it writes, keeps its bounds, and says what it takes. */
#include "cs-plan.h"

#include <string.h>

#include "cs-error.h"

static void
set (CsCoursePlan *plan,
     const char   *name,
     const char   *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *back = NULL;

  g_assert_true (cs_switch_set (cs_switch_find (name), plan, text, &error));
  g_assert_no_error (error);
  back = cs_switch_get (cs_switch_find (name), plan);
  g_assert_cmpstr (back, ==, text);
}

static void
test_set (void)
{
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  set (&plan, "batch", "8");
  set (&plan, "rate", "0.001");
  set (&plan, "loss", "dice");
  set (&plan, "patch", "48");
  set (&plan, "width", "16");
  set (&plan, "depth", "3");
  set (&plan, "recurrence", "2");
  set (&plan, "norm", "batch");
  set (&plan, "slope", "0");
  set (&plan, "dropout", "0.25");
  set (&plan, "threshold", "0.4");
  set (&plan, "turns", "eight");
  g_assert_cmpuint (plan.plan.batch, ==, 8);
  g_assert_cmpfloat (plan.plan.first_rate, ==, 0.001);
  g_assert_cmpint (plan.plan.loss, ==, NN_LOSS_DICE);
  g_assert_cmpuint (plan.design.patch, ==, 48);
  g_assert_cmpuint (plan.design.width, ==, 16);
  g_assert_cmpuint (plan.design.depth, ==, 3);
  g_assert_cmpuint (plan.design.steps, ==, 2);
  g_assert_cmpint (plan.design.norm, ==, NN_NORM_BATCH);
  g_assert_cmpfloat (plan.design.slope, ==, 0);
  g_assert_cmpfloat (plan.design.dropout, ==, 0.25f);
  g_assert_cmpfloat (plan.threshold, ==, 0.4);
  g_assert_cmpint (plan.turns, ==, CS_TURNS_EIGHT);
  set (&plan, "threshold", "0");
}

/* What a switch shows of the standard plan it also takes; what is beside its bounds it refuses by its name. */
static void
test_all (void)
{
  static const char *const wrong[] = { "", "x", "-1", "1e99", "nan", "3 4", "inf", "0x10" };

  for (guint i = 0; cs_switches[i].name != NULL; i++)
    {
      CsCoursePlan plan, before;
      g_autofree char *text = NULL;

      cs_course_plan_init (&plan);
      text = cs_switch_get (&cs_switches[i], &plan);
      set (&plan, cs_switches[i].name, text);
      before = plan;
      for (guint k = 0; k < G_N_ELEMENTS (wrong); k++)
        {
          GError *error = NULL;

          g_assert_false (cs_switch_set (&cs_switches[i], &plan, wrong[k], &error));
          g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
          g_assert_nonnull (strstr (error->message, cs_switches[i].name));
          g_error_free (error);
        }
      g_assert_cmpmem (&before, sizeof before, &plan, sizeof plan);
    }
  g_assert_null (cs_switch_find ("no such"));
}

/* Another network comes in its own design, and says how it wants its patches. */
static void
test_choose (void)
{
  CsCoursePlan plan;
  CsCut cut;

  cs_course_plan_init (&plan);
  g_assert_false (cs_course_plan_cut (&plan).around);
  g_assert_cmpfloat (plan.plan.first_rate, ==, nn_recipe_find ("unet")->rate);
  cs_course_plan_choose (&plan, nn_recipe_find ("densenet"));
  g_assert_cmpfloat (plan.plan.first_rate, ==, nn_recipe_find ("densenet")->rate);
  g_assert_cmpint (plan.design.norm, ==, NN_NORM_BATCH);
  plan.negatives = FALSE;
  plan.spacing = 0.1;
  cut = cs_course_plan_cut (&plan);
  g_assert_true (cut.around);
  g_assert_true (cut.negatives);      /* what is not learnt from is still measured on */
  g_assert_cmpfloat (cut.mm, ==, 0.1);
  g_assert_cmpuint (cut.side, ==, 32);
}

static void
test_publish (void)
{
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  cs_course_plan_choose (&plan, nn_recipe_find ("rehman"));
  cs_course_plan_publish (&plan);
  g_assert_cmpstr (plan.recipe, ==, "rehman");
  g_assert_cmpfloat (plan.plan.first_rate, ==, 0.0003);
  g_assert_cmpfloat (plan.plan.averaging, ==, 0);
  g_assert_cmpfloat (plan.mixing, ==, 0);
  g_assert_false (plan.negatives);
}

/* Trained as before, but measured as well as can be. */
static void
test_excel (void)
{
  CsCoursePlan plan, before;
  g_autofree char *ours = NULL, *theirs = NULL;

  cs_course_plan_init (&plan);
  before = plan;
  cs_course_plan_excel (&plan);
  g_assert_cmpfloat (plan.threshold, ==, 0);
  g_assert_cmpint (plan.turns, ==, CS_TURNS_EIGHT);
  ours = nn_plan_to_text (&plan.plan);
  theirs = nn_plan_to_text (&before.plan);
  g_assert_cmpstr (ours, ==, theirs);
}

/* To the last digit, and nothing else is taken for a plan. */
static void
test_text (void)
{
  CsCoursePlan plan, read;
  g_autofree char *text = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;

  cs_course_plan_init (&plan);
  plan.plan.first_rate = 1.0 / 3000;
  plan.plan.minutes = 1.0 / 7;
  plan.design.slope = 1.0f / 3;
  plan.plan.loss = NN_LOSS_CROSS;
  plan.negatives = FALSE;
  plan.fold = 2;
  text = cs_course_plan_to_text (&plan);
  g_assert_true (cs_course_plan_from_text (text, &read, &error));
  again = cs_course_plan_to_text (&read);
  g_assert_cmpstr (text, ==, again);
  g_assert_cmpfloat (read.plan.first_rate, ==, plan.plan.first_rate);
  g_assert_cmpfloat (read.plan.minutes, ==, plan.plan.minutes);
  g_assert_cmpfloat (read.design.slope, ==, plan.design.slope);
  g_assert_cmpint (read.fold, ==, 2);
  g_assert_false (read.negatives);
  g_assert_false (cs_course_plan_from_text ("[plan]\nrecipe=brain\n", &read, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_clear_error (&error);
  g_assert_false (cs_course_plan_from_text ("no key file", &read, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/set", test_set);
  g_test_add_func ("/plan/all", test_all);
  g_test_add_func ("/plan/choose", test_choose);
  g_test_add_func ("/plan/publish", test_publish);
  g_test_add_func ("/plan/excel", test_excel);
  g_test_add_func ("/plan/text", test_text);
  return g_test_run ();
}
