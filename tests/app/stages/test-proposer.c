/* Searching a whole study: every film that was not searched, each once; a stop leaves what was found and can be asked
 * again; a film whose file is gone is told of. */
#include "fixture.h"

#include <glib/gstdio.h>
#include "cs-beside.h"
#include "cs-proposer.h"

typedef struct { guint n_finished, n_films; char *failures; } Seen;

static void
finished_cb (CsProposer *proposer, guint n_films, const char *failures, Seen *seen)
{
  seen->n_finished++;
  seen->n_films = n_films;
  g_free (seen->failures);
  seen->failures = g_strdup (failures);
}

static CsProposer *
open_proposer (Fixture *fixture, Seen *seen)
{
  CsProposer *proposer = cs_proposer_new (fixture->session);

  g_signal_connect (proposer, "finished", G_CALLBACK (finished_cb), seen);
  return proposer;
}

static gboolean
is_finished (gpointer data)
{
  return ((Seen *) data)->n_finished > 0;
}

static guint
n_searched (Fixture *fixture, guint n)
{
  guint sum = 0;

  for (guint i = 0; i < n; i++)
    sum += cs_entry_get_proposed (fixture_get_film (fixture, i));
  return sum;
}

static void
test_all (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  Seen seen = { 0 };
  CsProposer *proposer = open_proposer (fixture, &seen);

  fixture_propose (fixture, fixture_get_film (fixture, 1), 2);
  g_assert_true (cs_proposer_start (proposer));
  g_assert_true (cs_proposer_get_busy (proposer));
  g_assert_false (cs_proposer_start (proposer));
  fixture_spin (is_finished, &seen);
  g_assert_cmpuint (seen.n_films, ==, 2);
  g_assert_cmpstr (seen.failures, ==, "");
  g_assert_cmpuint (n_searched (fixture, 3), ==, 3);
  g_assert_cmpuint (cs_entry_get_n_marks (fixture_get_film (fixture, 1)), ==, 2);
  g_assert_false (cs_proposer_start (proposer));   /* nothing is left */
  g_free (seen.failures);
  g_assert_finalize_object (proposer);
}

static void
test_stopped (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  Seen seen = { 0 };
  CsProposer *proposer = open_proposer (fixture, &seen);
  g_autoptr (CsJob) job = NULL;

  g_assert_true (cs_proposer_start (proposer));
  job = g_list_model_get_item (G_LIST_MODEL (cs_session_get_jobs (fixture->session)), 0);
  cs_job_cancel (job);
  fixture_spin (is_finished, &seen);
  g_assert_false (cs_proposer_get_busy (proposer));
  g_assert_cmpuint (n_searched (fixture, 2), ==, seen.n_films);
  seen.n_finished = 0;
  g_assert_true (cs_proposer_start (proposer));
  fixture_spin (is_finished, &seen);
  g_assert_cmpuint (n_searched (fixture, 2), ==, 2);
  g_free (seen.failures);
  g_assert_finalize_object (proposer);
}

static void
test_gone (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  Seen seen = { 0 };
  CsProposer *proposer = open_proposer (fixture, &seen);

  g_unlink (g_file_peek_path (cs_entry_get_file (fixture_get_film (fixture, 0))));
  g_assert_true (cs_proposer_start (proposer));
  fixture_spin (is_finished, &seen);
  g_assert_cmpuint (seen.n_films, ==, 1);
  g_assert_nonnull (strstr (seen.failures, "film-0.png"));
  g_free (seen.failures);
  g_assert_finalize_object (proposer);
}

static gboolean
has_no_jobs (gpointer session)
{
  return cs_jobs_get_n (cs_session_get_jobs (session)) == 0;
}

/* The study takes nothing while films are searched: what was found waits, and nothing is refused. */
static void
test_resting (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  Seen seen = { 0 };
  CsProposer *proposer = open_proposer (fixture, &seen);
  CsBeside beside;

  g_assert_true (cs_proposer_start (proposer));
  g_assert_true (cs_beside_begin (&beside, fixture->study, "resting", NULL));
  fixture_spin (has_no_jobs, fixture->session);
  g_assert_true (n_searched (fixture, 2) == 0 && seen.n_finished == 0);
  cs_beside_end (&beside, fixture->study);
  g_assert_true (n_searched (fixture, 2) == 2 && seen.n_finished == 1 && seen.n_films == 2);
  g_assert_cmpstr (seen.failures, ==, "");
  g_free (seen.failures);
  g_assert_finalize_object (proposer);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/proposer/all", test_all);
  g_test_add_func ("/proposer/stopped", test_stopped);
  g_test_add_func ("/proposer/gone", test_gone);
  g_test_add_func ("/proposer/resting", test_resting);
  return g_test_run ();
}
