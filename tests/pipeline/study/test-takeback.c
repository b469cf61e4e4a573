/* An act of many marks is undone on another thread: what the study shows then is what it would show after a restart,
 * and it reads it in pieces. */
#include "cs-error.h"
#include "cs-merge.h"
#include "cs-takeback.h"
#include "studies.h"

#define MARKS 500
#define A_FRAME 32       /* marks read in one go, at most */

static void
set_up (Study        *study,
        gconstpointer data)
{
  study_make (study);
}

static void
tear_down (Study        *study,
           gconstpointer data)
{
  study_clear (study);
}

/* Far apart: boxes that overlap are one. */
static void
propose (Study *study,
         guint  n)
{
  g_autofree CsBox *boxes = g_new (CsBox, n);

  for (guint i = 0; i < n; i++)
    boxes[i] = (CsBox) { (int) i % 50 * 4, (int) i / 50 * 4, 3, 3, 0.5f, { 0 } };
  study_propose (study, boxes, n);
}

static void
judge_all (Study *study)
{
  GListModel *list = cs_study_get_marks (study->study, study->entry);
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (marks, g_list_model_get_item (list, i));
  cs_study_judge_all (study->study, marks, CS_VERDICT_NEGATIVE, &error);
  g_assert_no_error (error);
}

static CsTakeback *
run (Study   *study,
     gboolean redo)
{
  g_autoptr (GError) error = NULL;
  CsTakeback *takeback = cs_takeback_begin (study->study, redo, &error);

  g_assert_no_error (error);
  g_assert_true (cs_takeback_run (takeback, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return takeback;
}

static void
end (Study      *study,
     CsTakeback *takeback)
{
  CsEntry *entry;
  CsMark *mark;

  g_assert_true (cs_takeback_end (takeback, study->study, &entry, &mark));
}

/* What is shown, and what is shown after a restart: @wanted. */
static void
assert_shows (Study      *study,
              const char *wanted)
{
  g_autofree char *shown = study_describe (study), *kept = NULL;

  g_assert_cmpstr (shown, ==, wanted);
  study_reopen (study);
  kept = study_describe (study);
  g_assert_cmpstr (kept, ==, wanted);
}

/* A merge brings a box that was drawn there; taken back, it is gone from the list as it is from the file. */
static void
test_merge (Study        *study,
            gconstpointer data)
{
  const CsBox box = study_box_at (150, 0);
  Study other = { 0 };
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  CsMerged merged;

  study_propose_row (study, 4);
  study_copy (study, &other);
  study_judge (&other, 1, CS_VERDICT_POSITIVE);
  g_assert_nonnull (cs_study_draw (other.study, other.entry, &box, CS_VERDICT_POSITIVE, &error));
  before = study_describe (study);
  g_assert_true (cs_study_merge (study->study, other.folder, &merged, &error));
  g_assert_cmpuint (merged.n_marks, ==, 1);
  after = study_describe (study);
  end (study, run (study, FALSE));
  assert_shows (study, before);
  end (study, run (study, TRUE));
  assert_shows (study, after);
  study_clear (&other);
}

static void
count_cb (CsMark     *mark,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static void
watch (Study *study,
       guint *n)
{
  for (guint i = 0; i < MARKS; i++)
    g_signal_connect (study_mark_at (study, i), "notify::verdict", G_CALLBACK (count_cb), n);
}

/* Piece by piece, none too large; and nobody's verdict is lost that is given before the last: it is refused. */
static void
test_pieces (Study        *study,
             gconstpointer data)
{
  guint n_pieces = 0, n_now = 0, n_all = 0;
  g_autofree char *before = NULL;
  CsTakeback *takeback;

  propose (study, MARKS);
  before = study_describe (study);
  judge_all (study);
  watch (study, &n_now);
  takeback = run (study, FALSE);
  for (gboolean more = TRUE; more; n_pieces++, n_all += n_now)
    {
      g_autoptr (GError) error = NULL;

      n_now = 0;
      more = cs_takeback_read (takeback, study->study);
      g_assert_cmpuint (n_now, <=, A_FRAME);
      g_assert_false (cs_study_judge (study->study, study_mark_at (study, 0), CS_VERDICT_POSITIVE, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
    }
  g_assert_cmpuint (n_pieces, >=, MARKS / A_FRAME);
  g_assert_cmpuint (n_all, ==, MARKS);
  end (study, takeback);
  assert_shows (study, before);
  study_judge (study, 0, CS_VERDICT_POSITIVE);
}

/* The study is closed between two pieces: what was written is there when it is opened again. */
static void
test_closed (Study        *study,
             gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  CsTakeback *takeback;

  propose (study, MARKS);
  before = study_describe (study);
  judge_all (study);
  takeback = run (study, FALSE);
  g_assert_true (cs_takeback_read (takeback, study->study));
  cs_study_close (study->study);
  g_assert_false (cs_takeback_read (takeback, study->study));
  end (study, takeback);
  study_reopen (study);
  after = study_describe (study);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (study_step (study, FALSE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/takeback/" name, Study, NULL, set_up, func, tear_down)
  ADD ("merge", test_merge);
  ADD ("pieces", test_pieces);
  ADD ("closed", test_closed);
  return g_test_run ();
}
