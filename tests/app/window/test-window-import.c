/* A table of thousands of marks is imported: the window lives the while; a cancel, or one undo, takes all back. */
#include "fixture.h"

#include "cs-error.h"
#include "cs-study-private.h"
#include "cs-window-private.h"
#include "folder.h"

#define FILMS 2
#define MARKS 1000       /* on each of them */
#define A_FRAME 32       /* marks read in one turn of the main loop, at most */

typedef struct { Fixture *fixture; CsWindow *window; GFile *table; } Importing;

static GFile *
make_table (CsStudy *study)
{
  GListModel *films = cs_study_get_entries (study);
  GFile *file = g_file_get_child (cs_study_get_folder (study), "marks.csv");
  g_autoptr (GString) csv = g_string_new ("film,x,y,width,height\r\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < FILMS * MARKS; i++)
    {
      g_autoptr (CsEntry) film = g_list_model_get_item (films, i / MARKS);
      guint k = i % MARKS;

      g_string_append_printf (csv, "%s,%u,%u,3,3\r\n", cs_entry_get_name (film), k % 40 * 4, k / 40 * 4);
    }
  g_file_set_contents (g_file_peek_path (file), csv->str, (gssize) csv->len, &error);
  g_assert_no_error (error);
  return file;
}

static void
set_up (Importing *self)
{
  g_autoptr (GError) error = NULL;

  self->fixture = fixture_new (FILMS);
  cs_store_run (self->fixture->study->store, "UPDATE films SET proposed = 1", &error);    /* no box comes by itself */
  g_assert_no_error (error);
  self->table = make_table (self->fixture->study);
  self->window = fixture_open_window (self->fixture);
}

static void
tear_down (Importing *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  fixture_settle ();
  g_object_unref (self->table);
  fixture_free (self->fixture);
}

static CsStudy *
study_of (Importing *self)
{
  return cs_session_get_study (cs_window_get_session (self->window));
}

static CsJobs *
jobs_of (Importing *self)
{
  return cs_session_get_jobs (cs_window_get_session (self->window));
}

static gint64
count (Importing *self, const char *sql)
{
  return cs_store_ask_int (study_of (self)->store, sql, -1);
}

/* The first film is looked at all the while. */
static GListModel *
list_of (Importing *self)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study_of (self)), 0);

  return cs_study_get_marks (study_of (self), entry);
}

/* The first job reads the table, the second writes, then all is read, a piece a turn: nobody misses that. */
static gboolean
is_being_written (gpointer data)
{
  return cs_study_get_read_only (study_of (data));
}

static gboolean
is_done (gpointer data)
{
  return cs_jobs_get_n (jobs_of (data)) == 0 && !cs_study_get_read_only (study_of (data));
}

static void
import (Importing *self)
{
  cs_window_import (self->window, cs_export_find ("csv"), self->table);
}

static void
check_cancelled (Importing *self)
{
  gint64 acts = count (self, "SELECT count(*) FROM acts");

  import (self);
  fixture_spin (is_being_written, self);
  cs_jobs_stop (jobs_of (self), 60);
  fixture_settle ();
  g_assert_false (cs_study_get_read_only (study_of (self)));
  g_assert_cmpuint (g_list_model_get_n_items (list_of (self)), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM marks"), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM acts"), ==, acts);
}

static void
check_living (Importing *self)
{
  const CsBox box = { 0, 0, 9, 9, 1, { 0 } };
  GListModel *list = list_of (self);
  guint turns = 0;

  import (self);
  fixture_spin (is_being_written, self);
  for (; !is_done (self); turns++)
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (study_of (self)), 0);
      guint n = g_list_model_get_n_items (list);

      g_assert_null (cs_study_draw (study_of (self), entry, &box, CS_VERDICT_POSITIVE, NULL));
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (g_list_model_get_n_items (list) - n, <=, A_FRAME);
    }
  g_assert_cmpuint (turns, >=, FILMS * MARKS / A_FRAME / 2);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, MARKS);
  g_assert_cmpint (count (self, "SELECT count(*) FROM marks WHERE verdict = 'positive'"), ==, FILMS * MARKS);
}

static void
check_taken_back (Importing *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.undo", NULL);
  fixture_spin (is_done, self);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (self)), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM marks"), ==, 0);
}

static void
test_large (void)
{
  Importing self = { 0 };

  set_up (&self);
  check_cancelled (&self);
  check_living (&self);
  check_taken_back (&self);
  tear_down (&self);
}

static void
open_folder (Importing *self, GFile *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, g_object_ref (folder));
  cs_window_open (self->window, files);
  g_assert_true (g_file_equal (cs_study_get_folder (study_of (self)), folder));
}

/* Another study is opened, and this one again, while the marks are being written: it knows them, and takes them back.
 * Left for good it is closed, once they are written. */
static void
test_left (void)
{
  Importing self = { 0 };
  g_autofree char *path = g_dir_make_tmp ("calcspot-app-XXXXXX", NULL);
  g_autoptr (GFile) folder = NULL, elsewhere = g_file_new_for_path (path);
  g_autoptr (CsStudy) again = NULL;

  set_up (&self);
  folder = g_object_ref (cs_study_get_folder (study_of (&self)));
  import (&self);
  fixture_spin (is_being_written, &self);
  open_folder (&self, elsewhere);
  open_folder (&self, folder);
  fixture_spin (is_done, &self);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (&self)), ==, MARKS);
  gtk_widget_activate_action (GTK_WIDGET (self.window), "win.undo", NULL);
  fixture_spin (is_being_written, &self);
  open_folder (&self, elsewhere);
  fixture_spin (is_done, &self);
  fixture_settle ();
  again = cs_study_open (folder, NULL);
  g_assert_false (cs_study_get_read_only (again));
  g_assert_cmpint (cs_store_ask_int (again->store, "SELECT count(*) FROM marks", -1), ==, 0);
  cs_study_close (again);
  tear_down (&self);
  remove_tree (path);
}

/* The window goes while the marks are being read: they are there all the same. */
static void
test_closed (void)
{
  Importing self = { 0 };
  g_autoptr (CsStudy) study = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&self);
  import (&self);
  fixture_spin (is_being_written, &self);
  while (cs_jobs_get_n (jobs_of (&self)) > 0)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (self.window));
  fixture_settle ();
  study = cs_study_open (cs_study_get_folder (self.fixture->study), &error);
  g_assert_no_error (error);
  g_assert_cmpint (cs_store_ask_int (study->store, "SELECT count(*) FROM marks", -1), ==, FILMS * MARKS);
  cs_study_close (study);
  self.window = fixture_open_window (self.fixture);
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/window-import/large", test_large);
  g_test_add_func ("/window-import/left", test_left);
  g_test_add_func ("/window-import/closed", test_closed);
  return g_test_run ();
}
