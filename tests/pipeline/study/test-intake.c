/* Many marks out of a file are written on another thread: what the study shows then is what it shows where they are
 * written at once, and after a restart; it reads them in pieces. */
#include "cs-error.h"
#include "cs-intake.h"
#include "studies.h"

#define MARKS 500
#define A_FRAME 32       /* marks read in one go, at most */

static void
set_up (Study        *study,
        gconstpointer data)
{
  study_make (study);
  study_propose_row (study, 4);
  study_judge (study, 0, CS_VERDICT_NEGATIVE);
}

static void
tear_down (Study        *study,
           gconstpointer data)
{
  study_clear (study);
}

/* The machine's four boxes accepted, one of which was rejected here, and others that a reader drew. */
static CsHarvest *
harvest_of (Study *study)
{
  g_autoptr (CsRecord) record = cs_study_freeze (study->study);
  const CsRecordFilm *film = cs_record_get_film (record, 0);
  CsHarvest *harvest = cs_harvest_new (record);

  for (guint i = 0; i < MARKS; i++)
    {
      CsHarvestMark mark = { .film = film->id, .verdict = CS_VERDICT_POSITIVE };

      mark.origin = i < film->n_marks ? CS_ORIGIN_MACHINE : CS_ORIGIN_READER;
      mark.box = i < film->n_marks ? film->marks[i].box
                                   : (CsBox) { (int) i % 50 * 4, (int) i / 50 * 4, 3, 3, 1, { 0 } };
      g_assert_true (cs_harvest_add (harvest, film, &mark, "here"));
    }
  return harvest;
}

static CsIntake *
begin (Study *study)
{
  g_autoptr (GError) error = NULL;
  CsIntake *intake = cs_intake_begin (study->study, harvest_of (study), &error);

  g_assert_no_error (error);
  return intake;
}

static CsIntake *
run (Study *study)
{
  CsIntake *intake = begin (study);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_intake_run (intake, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return intake;
}

/* What was told of it. */
static char *
end (Study    *study,
     CsIntake *intake)
{
  CsTaken taken;
  g_autoptr (CsHarvest) harvest = cs_intake_end (intake, study->study, &taken);
  g_autofree char *notes = NULL;

  g_assert_nonnull (harvest);
  notes = cs_harvest_tell (harvest);
  return g_strdup_printf ("%u %u %u %u %s", taken.n_added, taken.n_judged, taken.n_there, taken.n_otherwise, notes);
}

static char *
take_at_once (Study *study)
{
  g_autoptr (CsHarvest) harvest = harvest_of (study);
  g_autoptr (GError) error = NULL;
  g_autofree char *notes = NULL;
  CsTaken taken;

  g_assert_true (cs_study_take (study->study, harvest, &taken, &error));
  notes = cs_harvest_tell (harvest);
  return g_strdup_printf ("%u %u %u %u %s", taken.n_added, taken.n_judged, taken.n_there, taken.n_otherwise, notes);
}

/* All that is known, but for when it was said. */
static char *
describe (Study *study)
{
  g_autofree char *all = study_describe (study);
  g_autoptr (GRegex) when = g_regex_new (" \\d+$", G_REGEX_MULTILINE, 0, NULL);

  return g_regex_replace_literal (when, all, -1, 0, "", 0, NULL);
}

static void
assert_shows (Study      *study,
              const char *wanted)
{
  g_autofree char *shown = describe (study), *kept = NULL;

  g_assert_true (g_str_equal (shown, wanted));     /* thousands of words: nobody reads them */
  study_reopen (study);
  kept = describe (study);
  g_assert_true (g_str_equal (kept, wanted));
}

static void
test_same (Study        *study,
           gconstpointer data)
{
  Study other = { 0 };
  g_autofree char *before = describe (study), *at_once = NULL, *wanted = NULL, *beside = NULL;

  study_copy (study, &other);
  at_once = take_at_once (&other);
  wanted = describe (&other);
  beside = end (study, run (study));
  g_assert_cmpstr (beside, ==, at_once);
  g_assert_false (g_str_equal (wanted, before));
  assert_shows (study, wanted);
  g_assert_true (study_step (study, TRUE));
  assert_shows (study, before);
  study_clear (&other);
}

/* Piece by piece, none too large; and nobody's verdict is taken, and lost, before the last. */
static void
test_pieces (Study        *study,
             gconstpointer data)
{
  GListModel *list = cs_study_get_marks (study->study, study->entry);
  CsIntake *intake = run (study);
  guint n_before = g_list_model_get_n_items (list), n_pieces = 0;
  g_autofree char *told = NULL;

  for (gboolean more = TRUE; more; n_pieces++)
    {
      guint n = g_list_model_get_n_items (list);
      g_autoptr (GError) error = NULL;

      more = cs_intake_read (intake, study->study);
      g_assert_cmpuint (g_list_model_get_n_items (list) - n, <=, A_FRAME);
      g_assert_false (cs_study_judge (study->study, study_mark_at (study, 0), CS_VERDICT_POSITIVE, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
    }
  g_assert_cmpuint (n_pieces, >=, MARKS / A_FRAME);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n_before + MARKS - 4);
  told = end (study, intake);
  study_judge (study, 0, CS_VERDICT_UNSURE);
}

static void
stop (double   fraction,
      gpointer cancellable)
{
  if (fraction > 0.5)
    g_cancellable_cancel (cancellable);
}

static void
test_cancelled (Study        *study,
                gconstpointer data)
{
  g_autofree char *before = describe (study);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  CsIntake *intake = begin (study);
  CsTaken taken;

  g_assert_false (cs_intake_run (intake, stop, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (cs_intake_end (intake, study->study, &taken));
  assert_shows (study, before);
  study_judge (study, 1, CS_VERDICT_POSITIVE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/intake/" name, Study, NULL, set_up, func, tear_down)
  ADD ("same", test_same);
  ADD ("pieces", test_pieces);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
