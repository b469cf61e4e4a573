/* A course of training: the same plan, the same network, in one go, cancelled between, or resumed from a state. */
#include "cs-course.h"
#include "learned.h"

#include "cs-error.h"

static Learned learned;

static void
small_plan (CsCoursePlan *plan,
            guint         epochs)
{
  cs_course_plan_init (plan);
  plan->design.width = 2;
  plan->design.depth = 2;
  plan->plan.batch = 8;
  plan->plan.max_epochs = epochs;
  plan->plan.threads = 1;
}

static CsCourse *
small_course (guint epochs,
              guint seed)
{
  CsCoursePlan plan;

  small_plan (&plan, epochs);
  plan.plan.seed = seed;
  return cs_course_new (learned.record, learned.settings, learned.patches, &plan);
}

static char *
digest_of (CsCourse *course)
{
  g_autoptr (NnNet) net = cs_course_get_network (course);

  return g_strdup (nn_net_get_digest (net));
}

static void
train (CsCourse *course,
       GFile    *state,
       gboolean  resume)
{
  const CsCourseWatch silent = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_course_train (course, state, resume, &silent, NULL, &error));
  g_assert_no_error (error);
}

static void
test_notes_and_figures (void)
{
  g_autoptr (CsCourse) course = small_course (2, 1);
  const CsCourseWatch silent = { 0 };
  g_autoptr (NnNet) net = NULL;
  guint n = 0;

  g_assert_null (cs_course_get_network (course));
  train (course, NULL, FALSE);
  cs_course_get_epochs (course, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (cs_course_get_stop (course), ==, NN_STOP_EPOCHS);
  g_assert_true (cs_course_score (course, &silent, NULL, NULL));
  g_assert_cmpuint (cs_course_get_scoring (course)->all.truth.n, >, 0);
  g_assert_cmpuint (cs_course_get_n (course, CS_PART_TRAINING) + cs_course_get_n (course, CS_PART_VALIDATION)
                      + cs_course_get_n (course, CS_PART_TESTING), ==, cs_patches_get_n (learned.patches));
  net = cs_course_get_network (course);
  for (const char *const *note = (const char *const[]) { "recipe", "design", "plan", "settings", "seed", "figures",
                                                         "created", "title", NULL }; *note != NULL; note++)
    g_assert_nonnull (nn_net_get_note (net, *note));
  g_assert_nonnull (strstr (nn_net_get_note (net, "figures"), "\"truth\""));
}

/* Left open, the threshold is that of the women who validate: no other does better on them, and the test is scored
 * with it. */
static void
test_chosen_threshold (void)
{
  const CsCourseWatch silent = { 0 };
  g_autoptr (CsCourse) course = NULL;
  g_autoptr (CsSplit) split = NULL;
  g_autoptr (NnNet) net = NULL;
  g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (guint));
  CsCoursePlan plan;
  double most = 0, best = 0, chosen;

  small_plan (&plan, 3);
  plan.threshold = 0;
  course = cs_course_new (learned.record, learned.settings, learned.patches, &plan);
  train (course, NULL, FALSE);
  g_assert_true (cs_course_score (course, &silent, NULL, NULL));
  chosen = cs_course_get_scoring (course)->threshold;
  net = cs_course_get_network (course);
  split = cs_split_new (learned.patches, 1, -1, 5, TRUE, 0.5, NULL);
  for (guint i = 0; i < cs_split_get_n (split, CS_PART_VALIDATION); i++)
    g_array_append_vals (which, &(guint) { cs_split_get_index (split, CS_PART_VALIDATION, i) }, 1);
  for (guint cut = 0; cut < 100; cut++)
    {
      double threshold = cut > 0 ? cut / 100.0 : chosen;
      CsScoringTask task = { net, learned.record, learned.patches, (const guint *) which->data, which->len, threshold,
                             1 };
      g_autoptr (CsScoring) scoring = cs_scoring_run (&task, NULL, NULL, NULL, NULL);
      double dice = nn_score_get_pooled (&scoring->all.reviewer).value[NN_DICE];

      best = cut == 0 ? dice : best;
      most = MAX (most, dice);
    }
  g_assert_cmpfloat (chosen, >, 0);
  g_assert_cmpfloat (best, >, 0);
  g_assert_cmpfloat (best, ==, most);
}

/* What begins from another network's weights is another training; one whose nodes differ is refused. */
static void
test_begin_from (void)
{
  g_autoptr (CsCourse) first = small_course (2, 1), drawn = small_course (1, 1), taken = small_course (1, 1);
  g_autoptr (NnNet) net = NULL, foreign = NULL;
  g_autoptr (NnGraph) graph = nn_recipe_build (nn_recipe_find ("unet"), &(NnDesign) NN_DESIGN_UNET, NULL);
  g_autoptr (GError) error = NULL;

  train (first, NULL, FALSE);
  net = cs_course_get_network (first);
  g_assert_cmpfloat (cs_patch_read_spacing (net), ==, 0.2);
  g_assert_true (cs_course_begin_from (taken, net, &error));
  train (drawn, NULL, FALSE);
  train (taken, NULL, FALSE);
  g_assert_cmpfloat (cs_course_get_epochs (taken, NULL)[0].training_loss, <,
                     cs_course_get_epochs (drawn, NULL)[0].training_loss);
  g_assert_cmpstr (cs_course_get_key (taken), !=, cs_course_get_key (drawn));
  foreign = nn_net_new (graph, 1);
  g_clear_pointer (&taken, cs_course_free);
  taken = small_course (1, 1);
  g_assert_false (cs_course_begin_from (taken, foreign, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
}

static void
test_cancelled_goes_on (void)
{
  g_autoptr (CsCourse) straight = small_course (3, 1), broken = small_course (3, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const CsCourseWatch watch = { .batch = learned_cancel_cb, .data = cancellable };
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *found = NULL;

  train (straight, NULL, FALSE);
  g_assert_false (cs_course_train (broken, NULL, FALSE, &watch, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_nonnull (cs_course_get_best (broken));
  train (broken, NULL, FALSE);
  expected = digest_of (straight);
  found = digest_of (broken);
  g_assert_cmpstr (expected, ==, found);
}

static void
test_resumed_from_state (void)
{
  g_autoptr (CsCourse) straight = small_course (3, 1), first = small_course (3, 1), second = small_course (3, 1);
  g_autoptr (CsCourse) other = small_course (3, 2);
  g_autoptr (GFile) state = g_file_get_child (learned.folder, "state");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const CsCourseWatch watch = { .batch = learned_cancel_cb, .data = cancellable }, silent = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *found = NULL;

  train (straight, NULL, FALSE);
  g_assert_false (cs_course_train (first, state, FALSE, &watch, cancellable, NULL));
  g_assert_false (cs_course_train (other, state, TRUE, &silent, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  train (second, state, TRUE);
  expected = digest_of (straight);
  found = digest_of (second);
  g_assert_cmpstr (expected, ==, found);
}

static void
refuse_state (const CsCoursePlan *plan,
              GFile              *state)
{
  const CsCourseWatch silent = { 0 };
  g_autoptr (CsCourse) course = cs_course_new (learned.record, learned.settings, learned.patches, plan);
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_course_train (course, state, TRUE, &silent, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
}

/* A state keeps its plan: going on from it with another loss, rate or norm is refused and not overheard; with other
 * limits it goes on. */
static void
test_other_plan_is_refused (void)
{
  CsCoursePlan plan, other;
  g_autoptr (GFile) state = g_file_get_child (learned.folder, "planned");
  g_autoptr (CsCourse) first = NULL;
  g_autoptr (CsCourse) second = NULL;
  guint n = 0;

  small_plan (&plan, 1);
  first = cs_course_new (learned.record, learned.settings, learned.patches, &plan);
  train (first, state, FALSE);
  other = plan;
  other.plan.loss = NN_LOSS_DICE;
  refuse_state (&other, state);
  other = plan;
  other.plan.first_rate = 5e-4;
  refuse_state (&other, state);
  other = plan;
  other.design.norm = NN_NORM_BATCH;
  refuse_state (&other, state);
  plan.plan.max_epochs = 2;
  second = cs_course_new (learned.record, learned.settings, learned.patches, &plan);
  train (second, state, TRUE);
  cs_course_get_epochs (second, &n);
  g_assert_cmpuint (n, ==, 2);
}

/* Every peer learns from the same patches and is scored by verdicts and by masks. */
static void
test_peers (void)
{
  const CsCourseWatch silent = { 0 };

  for (guint i = 0; nn_recipes[i] != NULL; i++)
    {
      CsCoursePlan plan;
      g_autoptr (CsCourse) course = NULL;
      g_autoptr (GError) error = NULL;
      const CsScoring *scoring;

      small_plan (&plan, 1);
      cs_course_plan_choose (&plan, nn_recipes[i]);
      plan.design.width = 4;
      course = cs_course_new (learned.record, learned.settings, learned.patches, &plan);
      train (course, NULL, FALSE);
      g_assert_true (cs_course_score (course, &silent, NULL, &error));
      scoring = cs_course_get_scoring (course);
      g_assert_cmpuint (scoring->all.reviewer.n, >, 0);
      g_assert_cmpuint (scoring->all.verdicts.tp + scoring->all.verdicts.fn, ==, scoring->all.reviewer.n);
      g_assert_cmpfloat (scoring->patch_seconds, >, 0);
      g_assert_cmpfloat (scoring->mask_seconds, >, 0);
    }
}

static void
test_unknown_network (void)
{
  CsCoursePlan plan;
  const CsCourseWatch silent = { 0 };
  g_autoptr (GError) error = NULL;

  small_plan (&plan, 1);
  plan.recipe = "brain";
  g_autoptr (CsCourse) course = cs_course_new (learned.record, learned.settings, learned.patches, &plan);
  g_assert_false (cs_course_train (course, NULL, FALSE, &silent, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/course/chosen-threshold", test_chosen_threshold);
  g_test_add_func ("/course/notes-and-figures", test_notes_and_figures);
  g_test_add_func ("/course/begin-from", test_begin_from);
  g_test_add_func ("/course/cancelled-goes-on", test_cancelled_goes_on);
  g_test_add_func ("/course/resumed-from-state", test_resumed_from_state);
  g_test_add_func ("/course/other-plan-is-refused", test_other_plan_is_refused);
  g_test_add_func ("/course/peers", test_peers);
  g_test_add_func ("/course/unknown-network", test_unknown_network);
  return learned_run (&learned, 5);
}
