/* A cross-validation: every woman is tested once; stopped within a set it goes on to the same figures; another plan
 * begins anew. */
#include "folder.h"
#include "cs-cross.h"
#include "learned.h"

#define SETS 3

static Learned learned;

/* What a run has told, and where it is to be stopped. */
typedef struct { guint n_standings, n_epochs, stop_set, stop_epoch; GCancellable *cancellable; } Log;

static void
progress_cb (guint       set,
             double      fraction,
             const char *title,
             gpointer    data)
{
  g_assert_cmpuint (set, <, SETS);
  g_assert_cmpfloat (fraction, <=, 1);
}

static void
epochs_cb (guint          set,
           const NnEpoch *epochs,
           guint          n,
           gpointer       data)
{
  Log *log = data;

  log->n_epochs++;
  g_assert_cmpuint (epochs[n - 1].number, ==, n);
  if (log->cancellable != NULL && set == log->stop_set && n == log->stop_epoch)
    g_cancellable_cancel (log->cancellable);
}

static void
standing_cb (const CsStanding *standing,
             gpointer          data)
{
  Log *log = data;

  log->n_standings++;
  g_assert_cmpuint (standing->n_done, ==, log->n_standings);
}

static CsCoursePlan
make_plan (double rate)
{
  CsCoursePlan plan;

  cs_course_plan_init (&plan);
  plan.design.width = 2;
  plan.design.depth = 2;
  plan.plan.batch = 8;
  plan.plan.max_epochs = 3;
  plan.plan.threads = 1;
  plan.plan.first_rate = rate;
  plan.n_folds = SETS;
  return plan;
}

static gboolean
run (GFile              *folder,
     const CsCoursePlan *plan,
     Log                *log,
     GError            **error)
{
  const CsCrossWatch watch = { progress_cb, epochs_cb, standing_cb, log };

  return cs_cross_run (folder, learned.record, learned.settings, plan, &watch, log->cancellable, error);
}

static GFile *
temporary (void)
{
  g_autofree char *path = g_dir_make_tmp ("calcspot-cross-XXXXXX", NULL);
  g_autoptr (GFile) parent = g_file_new_for_path (path);

  return g_file_get_child (parent, "folds");
}

static void
clear (GFile *folder)
{
  g_autoptr (GFile) parent = g_file_get_parent (folder);

  remove_tree (g_file_peek_path (parent));
}

static char *
table_of (GFile              *folder,
          const CsCoursePlan *plan)
{
  CsStanding *standing = cs_cross_find (folder, plan);
  char *csv = cs_folds_to_csv (standing->folds);

  cs_standing_free (standing);
  return csv;
}

static void
test_unbroken (void)
{
  g_autoptr (GFile) folder = temporary ();
  CsCoursePlan plan = make_plan (1e-3);
  CsStanding *standing;
  Log log = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (run (folder, &plan, &log, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (log.n_standings, ==, SETS);
  standing = cs_cross_find (folder, &plan);
  g_assert_cmpuint (standing->n_done, ==, SETS);
  g_assert_cmpuint (cs_folds_get_n_cases (standing->folds), ==, 6);
  for (guint i = 0; i < SETS; i++)
    g_assert_cmpuint (g_array_index (standing->histories, CsHistory, i).n, ==, 3);
  cs_standing_free (standing);
  log = (Log) { 0 };
  g_assert_true (run (folder, &plan, &log, NULL));
  g_assert_cmpuint (log.n_epochs, ==, 0);
  clear (folder);
}

static void
test_stopped (void)
{
  g_autoptr (GFile) folder = temporary (), whole = temporary ();
  CsCoursePlan plan = make_plan (1e-3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Log log = { .stop_set = 1, .stop_epoch = 2, .cancellable = cancellable };
  g_autoptr (GError) error = NULL;
  g_autofree char *broken = NULL, *unbroken = NULL;

  g_assert_false (run (folder, &plan, &log, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (log.n_standings, ==, 1);
  log = (Log) { 0 };
  g_assert_true (run (folder, &plan, &log, NULL));
  g_assert_cmpuint (log.n_epochs, ==, 4);   /* one of the second set, three of the third */
  log = (Log) { 0 };
  g_assert_true (run (whole, &plan, &log, NULL));
  broken = table_of (folder, &plan);
  unbroken = table_of (whole, &plan);
  g_assert_cmpstr (broken, ==, unbroken);
  clear (folder);
  clear (whole);
}

/* Neither what is finished nor what was begun under another rate is taken for this one's. */
static void
test_another_plan (void)
{
  g_autoptr (GFile) folder = temporary ();
  CsCoursePlan plan = make_plan (1e-3), other = make_plan (2e-3);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Log log = { .stop_set = 1, .stop_epoch = 1, .cancellable = cancellable };

  g_assert_false (run (folder, &plan, &log, NULL));
  log = (Log) { 0 };
  g_assert_true (run (folder, &other, &log, NULL));
  g_assert_cmpuint (log.n_epochs, ==, 3 * SETS);
  clear (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cross/unbroken", test_unbroken);
  g_test_add_func ("/cross/stopped", test_stopped);
  g_test_add_func ("/cross/another-plan", test_another_plan);
  return learned_run (&learned, 6);
}
