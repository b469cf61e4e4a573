/* A large copy of a study comes beside: the window lives the while, and a cancel takes it all back. */
#include "fixture.h"

#include "cs-error.h"
#include "cs-study-private.h"
#include "cs-window-private.h"

#define FILMS 20
#define MARKS 10000

#define A_FRAME 32       /* marks read in one turn of the main loop, at most */

typedef struct { Fixture *fixture; CsWindow *window; GFile *copy; guint turns, changed; } Merging;

/* Straight into the tables: 20 films, each with five hundred boxes of the machine. */
static void
fill (CsStudy *study)
{
  g_autofree char *films = g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
    " i < %d - 1) INSERT INTO films (path, digest, width, height, proposed, " CS_FILM_FACTS ") SELECT path || i,"
    " digest || i, width, height, 1, " CS_FILM_FACTS " FROM films, n", FILMS);
  g_autofree char *marks = g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE"
    " i < %d - 1) INSERT INTO marks (film, x, y, width, height, suspicion, parts, verdict, origin, mask, who, at)"
    " SELECT f.id, i %% 40 * 6, i / 40 * 6, 6, 6, 0.5, '0 0 0 0 0', 'none', 'machine', NULL, '', 0 FROM films AS f, n",
    MARKS / FILMS);
  g_autoptr (GError) error = NULL;

  cs_store_run (study->store, films, &error);
  g_assert_no_error (error);
  cs_store_run (study->store, marks, &error);
  g_assert_no_error (error);
}

/* All of them judged by somebody else. */
static GFile *
make_copy (CsStudy *study)
{
  g_autofree char *path = g_dir_make_tmp ("copy-XXXXXX", NULL);
  GFile *folder = g_file_new_for_path (path);
  g_autoptr (GFile) backup = g_file_get_child (cs_study_get_folder (study), "backup"),
                    file = g_file_get_child (folder, "study.db");
  g_autoptr (CsStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_study_backup (cs_study_get_folder (study), backup, NULL, &error));
  g_assert_true (cs_study_restore (folder, backup, NULL, &error));
  store = cs_store_open (file, FALSE, &error);
  cs_store_run (store, "INSERT INTO verdicts SELECT id, 'ben', 0, 'positive', 1 FROM marks;"
                "UPDATE marks SET verdict = 'positive', who = 'ben', at = 1", &error);
  g_assert_no_error (error);
  return folder;
}

static void
set_up (Merging *self)
{
  self->fixture = fixture_new (1);
  fill (self->fixture->study);
  self->copy = make_copy (self->fixture->study);
  self->window = fixture_open_window (self->fixture);
}

static void
tear_down (Merging *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  fixture_settle ();
  g_object_unref (self->copy);
  fixture_free (self->fixture);
}

static CsStudy *
study_of (Merging *self)
{
  return cs_session_get_study (cs_window_get_session (self->window));
}

static gboolean
turn_cb (gpointer data)
{
  ((Merging *) data)->turns++;
  return G_SOURCE_CONTINUE;
}

static gboolean
is_written (gpointer data)
{
  return cs_jobs_get_n (cs_session_get_jobs (cs_window_get_session (((Merging *) data)->window))) == 0;
}

static gboolean
is_done (gpointer data)
{
  return is_written (data) && !cs_study_get_read_only (study_of (data));
}

static gboolean
is_under_way (gpointer data)
{
  return cs_jobs_get_fraction (cs_session_get_jobs (cs_window_get_session (((Merging *) data)->window))) > 0.2;
}

static gint64
count (Merging *self, const char *sql)
{
  return cs_store_ask_int (study_of (self)->store, sql, -1);
}

/* The first film is looked at all the while. */
static CsMark *
first_mark (Merging *self)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study_of (self)), 0);
  CsMark *mark = g_list_model_get_item (cs_study_get_marks (study_of (self), entry), 0);

  g_object_unref (mark);
  return mark;
}

static void
changed_cb (Merging *self)
{
  self->changed++;
}

static void
watch (Merging *self)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study_of (self)), 0);
  GListModel *marks = cs_study_get_marks (study_of (self), entry);

  for (guint i = 0; i < g_list_model_get_n_items (marks); i++)
    {
      g_autoptr (CsMark) mark = g_list_model_get_item (marks, i);

      g_signal_connect_swapped (mark, "notify::verdict", G_CALLBACK (changed_cb), self);
    }
}

/* What was written is read in pieces, a turn of the loop each; nobody's verdict is taken, and lost, before the last. */
static void
check_read (Merging *self)
{
  guint turns = 0;

  fixture_spin (is_written, self);
  for (; !is_done (self); turns++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (cs_study_judge (study_of (self), first_mark (self), CS_VERDICT_NEGATIVE, &error));
      self->changed = 0;
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (self->changed, <=, A_FRAME);
    }
  g_assert_cmpuint (turns, >=, MARKS / FILMS / A_FRAME);
}

static void
check_living (Merging *self)
{
  guint timer = g_timeout_add (1, turn_cb, self);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (cs_mark_get_verdict (first_mark (self)), ==, CS_VERDICT_NONE);
  cs_window_merge (self->window, self->copy);
  g_assert_true (cs_study_get_read_only (study_of (self)));
  g_assert_false (cs_study_judge (study_of (self), first_mark (self), CS_VERDICT_NEGATIVE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_STORE);
  check_read (self);
  g_source_remove (timer);
  g_assert_cmpuint (self->turns, >, 20);
  g_assert_false (cs_study_get_read_only (study_of (self)));
  g_assert_cmpint (cs_mark_get_verdict (first_mark (self)), ==, CS_VERDICT_POSITIVE);
  g_assert_cmpint (count (self, "SELECT count(*) FROM marks WHERE verdict = 'positive'"), ==, MARKS);
}

/* Taken back, and done anew, as it came: in a job, while the window lives and the study rests. */
static void
check_taken_back (Merging *self, const char *action, gint64 verdicts)
{
  guint timer = g_timeout_add (1, turn_cb, self);

  self->turns = 0;
  gtk_widget_activate_action (GTK_WIDGET (self->window), action, NULL);
  g_assert_true (cs_study_get_read_only (study_of (self)));
  check_read (self);
  g_source_remove (timer);
  g_assert_cmpuint (self->turns, >, 0);     /* how many is the machine's affair: the marks are told in large pieces */
  g_assert_false (cs_study_get_read_only (study_of (self)));
  g_assert_cmpint (cs_mark_get_verdict (first_mark (self)), ==, verdicts ? CS_VERDICT_POSITIVE : CS_VERDICT_NONE);
  g_assert_cmpint (count (self, "SELECT count(*) FROM verdicts"), ==, verdicts);
}

static void
check_undo_cancelled (Merging *self)
{
  gint64 acts = count (self, "SELECT count(*) FROM acts");

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.undo", NULL);
  fixture_spin (is_under_way, self);
  cs_jobs_stop (cs_session_get_jobs (cs_window_get_session (self->window)), 60);
  fixture_settle ();
  g_assert_cmpint (cs_mark_get_verdict (first_mark (self)), ==, CS_VERDICT_POSITIVE);
  g_assert_cmpint (count (self, "SELECT count(*) FROM acts"), ==, acts);
}

static void
check_cancelled (Merging *self)
{
  gint64 acts = count (self, "SELECT count(*) FROM acts");

  cs_window_merge (self->window, self->copy);
  fixture_spin (is_under_way, self);
  cs_jobs_stop (cs_session_get_jobs (cs_window_get_session (self->window)), 60);
  fixture_settle ();
  g_assert_false (cs_study_get_read_only (study_of (self)));
  g_assert_cmpint (count (self, "SELECT count(*) FROM verdicts"), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM acts"), ==, acts);
  g_assert_true (cs_study_judge (study_of (self), first_mark (self), CS_VERDICT_NEGATIVE, NULL));
  g_assert_true (cs_study_undo (study_of (self), NULL, NULL, NULL));
}

static void
test_large (void)
{
  Merging self = { 0 };

  set_up (&self);
  watch (&self);
  check_cancelled (&self);
  check_living (&self);
  check_undo_cancelled (&self);
  check_taken_back (&self, "win.undo", 0);
  check_taken_back (&self, "win.redo", MARKS);
  check_taken_back (&self, "win.undo", 0);
  tear_down (&self);
}

static void
reject_all (Merging *self)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study_of (self)), 0);
  GListModel *list = cs_study_get_marks (study_of (self), entry);
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (marks, g_list_model_get_item (list, i));
  cs_study_judge_all (study_of (self), marks, CS_VERDICT_NEGATIVE, &error);
  g_assert_no_error (error);
}

/* The window goes while what was undone is being read: it is undone all the same. */
static void
test_closed (void)
{
  Merging self = { 0 };
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&self);
  reject_all (&self);
  gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL);
  fixture_spin (is_written, &self);
  g_assert_false (is_done (&self));
  gtk_window_destroy (GTK_WINDOW (self.window));
  fixture_settle ();
  study = cs_study_open (cs_study_get_folder (self.fixture->study), &error);
  g_assert_no_error (error);
  g_assert_cmpint (cs_store_ask_int (study->store, "SELECT count(*) FROM verdicts", -1), ==, 0);
  g_assert_cmpint (cs_store_ask_int (study->store, "SELECT count(*) FROM marks WHERE verdict <> 'none'", -1), ==, 0);
  cs_study_close (study);
  self.window = fixture_open_window (self.fixture);
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/window-merge/large", test_large);
  g_test_add_func ("/window-merge/closed", test_closed);
  return g_test_run ();
}
