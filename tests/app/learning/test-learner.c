/* Training from the window: a network comes of it and is taken into use; paused it goes on; cancelled it leaves
 * nothing. */
#include "fixture.h"

#include "cs-beside.h"
#include "cs-epoch-row.h"
#include "cs-learner.h"
#include "cs-page.h"

extern const CsPageKind cs_page_training;

static CsCoursePlan
small_plan (guint epochs)
{
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  plan.design.width = 4;
  plan.design.depth = 2;
  plan.plan.batch = 4;
  plan.plan.max_epochs = epochs;
  plan.plan.threads = 1;
  return plan;
}

static gboolean
is_idle (gpointer learner)
{
  return cs_learner_get_state (learner) == CS_LEARNER_IDLE;
}

static gboolean
is_paused (gpointer learner)
{
  return cs_learner_get_state (learner) == CS_LEARNER_PAUSED;
}

static gboolean
has_epoch (gpointer learner)
{
  return g_list_model_get_n_items (cs_learner_get_epochs (learner)) > 0;
}

static gboolean
is_left (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, "networks", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
state_exists (Fixture *fixture)
{
  return is_left (fixture, "training.state");
}

static void
finish (Fixture *fixture, CsLearner *learner)
{
  cs_jobs_stop (cs_session_get_jobs (fixture->session), 20);
  fixture_settle ();
  g_object_unref (learner);
}

static void
fail_cb (CsLearner *learner, GError *error)
{
  g_error ("%s", error->message);
}

static CsLearner *
open_learner (Fixture *fixture)
{
  CsLearner *learner = cs_learner_new (fixture->session);

  g_signal_connect (learner, "failed", G_CALLBACK (fail_cb), NULL);
  return learner;
}

static void
test_train (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsLearner *learner = open_learner (fixture);
  CsCoursePlan plan = small_plan (2);
  GListModel *networks = cs_study_get_networks (fixture->study);
  g_autoptr (CsNetwork) network = NULL;

  fixture_judge (fixture, 3);
  cs_learner_start (learner, &plan, NULL);
  g_assert_cmpint (cs_learner_get_state (learner), ==, CS_LEARNER_RUNNING);
  g_assert_nonnull (cs_learner_get_job (learner));
  fixture_spin (is_idle, learner);
  g_assert_cmpuint (g_list_model_get_n_items (cs_learner_get_epochs (learner)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (networks), ==, 1);
  network = g_list_model_get_item (networks, 0);
  g_assert_nonnull (cs_session_get_network (fixture->session));
  g_assert_cmpstr (cs_network_get_digest (network), ==, nn_net_get_digest (cs_session_get_network (fixture->session)));
  g_assert_false (state_exists (fixture));
  finish (fixture, learner);
}

static gboolean
has_ended (gpointer learner)
{
  return !cs_learner_get_job (learner);
}

/* The study takes nothing when the training ends, as while another copy is merged: the network waits. */
static void
test_resting (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsLearner *learner = open_learner (fixture);
  CsCoursePlan plan = small_plan (1);
  GListModel *networks = cs_study_get_networks (fixture->study);
  CsBeside beside;

  fixture_judge (fixture, 3);
  cs_learner_start (learner, &plan, NULL);
  g_assert_true (cs_beside_begin (&beside, fixture->study, "resting", NULL));
  fixture_spin (has_ended, learner);
  g_assert_cmpint (cs_learner_get_state (learner), ==, CS_LEARNER_RUNNING);
  g_assert_cmpuint (g_list_model_get_n_items (networks), ==, 0);
  cs_beside_end (&beside, fixture->study);
  g_assert_true (is_idle (learner));
  g_assert_cmpuint (g_list_model_get_n_items (networks), ==, 1);
  g_assert_false (state_exists (fixture));
  finish (fixture, learner);
}

static void
end_cb (CsLearner *learner, GError *error, char **message)
{
  *message = g_strdup (error->message);
}

static double
first_loss (CsLearner *learner)
{
  g_autoptr (CsEpochRow) row = g_list_model_get_item (cs_learner_get_epochs (learner), 0);

  return cs_epoch_row_get (row)->validation_loss;
}

/* What begins with a trained network's weights is better after an epoch than what began with random ones; with another
 * plan's network nothing can begin. */
static void
test_begin_with (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsLearner *learner = cs_learner_new (fixture->session);
  CsCoursePlan plan = small_plan (20);
  g_autoptr (CsNetwork) network = NULL;
  g_autofree char *message = NULL;
  double drawn;

  fixture_judge (fixture, 3);
  cs_learner_start (learner, &plan, NULL);
  fixture_spin (is_idle, learner);
  drawn = first_loss (learner);
  network = g_list_model_get_item (cs_study_get_networks (fixture->study), 0);
  plan.plan.max_epochs = 1;
  cs_learner_start (learner, &plan, cs_network_get_file (network));
  fixture_spin (is_idle, learner);
  g_assert_cmpfloat (first_loss (learner), <, 0.9 * drawn);

  plan.design.width = 8;
  g_signal_connect (learner, "failed", G_CALLBACK (end_cb), &message);
  cs_learner_start (learner, &plan, cs_network_get_file (network));
  fixture_spin (is_idle, learner);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, "parameters"));
  finish (fixture, learner);
}

static double
shown_rate (GtkWidget *page)
{
  GObject *spin = gtk_widget_get_template_child (page, G_OBJECT_TYPE (page), "rate_spin");

  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));
}

/* On the page: who chooses a network to begin with is given a softer rate. */
static void
test_softer (void)
{
  Fixture *fixture = fixture_new (1);
  g_autoptr (GFile) file = cs_study_new_network (fixture->study, "a first");
  FixturePage page;
  GtkWidget *row;
  double whole;

  g_assert_true (cs_study_add_network (fixture->study, file, "a first", "digest", "{}", NULL));
  fixture_page_show (&page, fixture, cs_page_training.get_type ());
  row = GTK_WIDGET (gtk_widget_get_template_child (page.page, G_OBJECT_TYPE (page.page), "first_row"));
  whole = shown_rate (page.page);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row))), >=, 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  g_assert_cmpfloat_with_epsilon (shown_rate (page.page), whole / 4, 1e-6);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  g_assert_cmpfloat_with_epsilon (shown_rate (page.page), whole, 1e-6);
  fixture_page_close (&page);
}

static void
test_pause (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsLearner *learner = open_learner (fixture), *later;
  CsCoursePlan plan = small_plan (100000);

  fixture_judge (fixture, 3);
  cs_learner_start (learner, &plan, NULL);
  fixture_spin (has_epoch, learner);
  cs_learner_pause (learner);
  fixture_spin (is_paused, learner);
  g_assert_true (state_exists (fixture));
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_networks (fixture->study)), ==, 0);
  finish (fixture, learner);

  /* The next session finds it paused, goes on, and stops with what is best. */
  later = open_learner (fixture);
  g_assert_true (is_paused (later));
  cs_learner_resume (later, &plan);
  fixture_spin (has_epoch, later);
  cs_learner_stop (later);
  fixture_spin (is_idle, later);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_networks (fixture->study)), ==, 1);
  g_assert_false (state_exists (fixture));
  finish (fixture, later);
}

static void
turn_first (Fixture *fixture, CsVerdict verdict)
{
  GListModel *marks = cs_study_get_marks (fixture->study, fixture_get_film (fixture, 0));
  g_autoptr (CsMark) mark = g_list_model_get_item (marks, 0);

  g_assert_true (cs_study_judge (fixture->study, mark, verdict, NULL));
}

/* The program ended while a training was paused, and the reader thought better of a box: it goes on with the verdicts
 * and the plan of then, whatever the page shows now. */
static void
test_other_verdicts (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsLearner *learner = open_learner (fixture), *later;
  CsCoursePlan plan = small_plan (100000), other = small_plan (100000);
  const CsOutset *outset;

  fixture_judge (fixture, 3);
  g_assert_null (cs_learner_get_outset (learner));
  cs_learner_start (learner, &plan, NULL);
  fixture_spin (has_epoch, learner);
  turn_first (fixture, CS_VERDICT_NEGATIVE);
  cs_learner_pause (learner);
  fixture_spin (is_paused, learner);
  finish (fixture, learner);

  turn_first (fixture, CS_VERDICT_UNSURE);
  later = open_learner (fixture);
  outset = cs_learner_get_outset (later);
  g_assert_nonnull (outset);
  g_assert_cmpuint (cs_outset_count (outset, CS_VERDICT_POSITIVE), ==, 3 * FIXTURE_BOXES / 2);
  g_assert_cmpuint (cs_outset_count (outset, CS_VERDICT_UNSURE), ==, 0);
  other.plan.seed = 5;
  other.design.width = 8;
  cs_learner_resume (later, &other);
  fixture_spin (has_epoch, later);
  cs_learner_stop (later);
  fixture_spin (is_idle, later);
  g_assert_null (cs_learner_get_outset (later));
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_networks (fixture->study)), ==, 1);
  g_assert_false (is_left (fixture, "training.outset"));
  finish (fixture, later);
}

static void
test_cancel (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  CsLearner *learner = open_learner (fixture);
  CsCoursePlan plan = small_plan (100000);

  fixture_judge (fixture, 3);
  cs_learner_start (learner, &plan, NULL);
  fixture_spin (has_epoch, learner);
  cs_learner_cancel (learner);
  fixture_spin (is_idle, learner);
  g_assert_cmpuint (g_list_model_get_n_items (cs_learner_get_epochs (learner)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (cs_study_get_networks (fixture->study)), ==, 0);
  g_assert_false (state_exists (fixture));
  g_assert_false (is_left (fixture, "training.outset"));
  finish (fixture, learner);
}

static void
count_cb (CsLearner *learner, GError *error, guint *n)
{
  g_test_message ("%s", error->message);
  ++*n;
}

/* Nothing to learn from: one clear word, and idle again. */
static void
test_too_few (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsLearner *learner = cs_learner_new (fixture->session);
  CsCoursePlan plan = small_plan (1);
  guint n = 0;

  g_signal_connect (learner, "failed", G_CALLBACK (count_cb), &n);
  cs_learner_start (learner, &plan, NULL);
  fixture_spin (is_idle, learner);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (cs_learner_get_message (learner), !=, "");
  g_assert_false (is_left (fixture, "training.outset"));
  finish (fixture, learner);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/learner/train", test_train);
  g_test_add_func ("/learner/begin-with", test_begin_with);
  g_test_add_func ("/learner/softer", test_softer);
  g_test_add_func ("/learner/resting", test_resting);
  g_test_add_func ("/learner/pause", test_pause);
  g_test_add_func ("/learner/other-verdicts", test_other_verdicts);
  g_test_add_func ("/learner/cancel", test_cancel);
  g_test_add_func ("/learner/too-few", test_too_few);
  return g_test_run ();
}
