/* Importing: films of a folder and below, what is no film left out and told; twice is once; a stop ends it and
 * leaves what is there; the demo is finished where it was cut short. */
#include "fixture.h"

#include <glib/gstdio.h>
#include "dicoms.h"
#include "cs-importer.h"
#include "cs-png.h"
#include "cs-rows.h"

typedef struct { guint n_finished, n_added, n_there, n_first; gboolean stopped; char *failures; } Seen;

static void
finished_cb (CsImporter *importer, guint n_added, guint n_there, const char *failures, gboolean stopped, Seen *seen)
{
  seen->n_finished++;
  seen->n_added = n_added;
  seen->n_there = n_there;
  seen->stopped = stopped;
  g_free (seen->failures);
  seen->failures = g_strdup (failures);
}

static void
added_cb (CsImporter *importer, CsEntry *entry, gboolean first, Seen *seen)
{
  seen->n_first += first;
}

static CsImporter *
open_importer (Fixture *fixture, Seen *seen)
{
  CsImporter *importer = cs_importer_new (fixture->session);

  g_signal_connect (importer, "finished", G_CALLBACK (finished_cb), seen);
  g_signal_connect (importer, "added", G_CALLBACK (added_cb), seen);
  return importer;
}

static gboolean
is_finished (gpointer data)
{
  return ((Seen *) data)->n_finished > 0;
}

static void
add (Fixture *fixture, CsImporter *importer, Seen *seen, const char *path)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  seen->n_finished = 0;
  g_ptr_array_add (files, g_file_new_for_path (path));
  cs_importer_add (importer, files);
  g_assert_true (cs_importer_get_busy (importer));
  fixture_spin (is_finished, seen);
  g_assert_false (cs_importer_get_busy (importer));
}

static guint
n_films (Fixture *fixture)
{
  return g_list_model_get_n_items (cs_study_get_entries (fixture->study));
}

/* A folder with two films that are known, a new one further down, and two files that are none. */
static void
test_folder (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2), other = fixture_new (3);
  g_autofree char *below = g_build_filename (fixture->folder, "more", NULL);
  g_autofree char *film = g_build_filename (below, "third.png", NULL);
  g_autofree char *broken = g_build_filename (below, "broken.png", NULL);
  g_autofree char *words = g_build_filename (below, "notes.txt", NULL);
  Seen seen = { 0 };
  CsImporter *importer = open_importer (fixture, &seen);

  g_mkdir (below, 0700);
  g_rename (g_file_peek_path (cs_entry_get_file (fixture_get_film (other, 2))), film);
  g_file_set_contents (broken, "no film", -1, NULL);
  g_file_set_contents (words, "no film either", -1, NULL);
  add (fixture, importer, &seen, fixture->folder);
  g_assert_cmpuint (n_films (fixture), ==, 3);
  g_assert_cmpuint (seen.n_added, ==, 1);
  g_assert_cmpuint (seen.n_there, ==, 2);
  g_assert_cmpuint (seen.n_first, ==, 1);
  g_assert_nonnull (strstr (seen.failures, "broken.png"));
  g_assert_null (strstr (seen.failures, "notes.txt"));
  g_assert_null (strchr (seen.failures, '\n'));
  add (fixture, importer, &seen, fixture->folder);
  g_assert_cmpuint (n_films (fixture), ==, 3);
  g_assert_cmpuint (seen.n_added, ==, 0);
  g_assert_cmpuint (seen.n_there, ==, 3);
  g_free (seen.failures);
  g_assert_finalize_object (importer);
}

/* However many cannot be read, each is told of, and what can be read is added. */
static void
test_many_broken (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  Seen seen = { 0 };
  CsImporter *importer = open_importer (fixture, &seen);
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/broken-%02u.%s", fixture->folder, i, i % 2 ? "png" : "pgm");

      g_file_set_contents (name, "P5 8 8 255 too little", i % 3 ? -1 : 0, NULL);
    }
  add (fixture, importer, &seen, fixture->folder);
  g_assert_cmpuint (n_films (fixture), ==, 1);
  lines = g_strsplit (seen.failures, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 40);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("broken-%02u.", i);

      g_assert_nonnull (strstr (lines[i], name));
    }
  g_free (seen.failures);
  g_assert_finalize_object (importer);
}

/* The i-th of some films, each like no other; the first takes longest. */
static void
write_film (const char *folder, guint i)
{
  guint side = i == 0 ? 1500 : 40 + i;
  g_autoptr (CsRaster) film = cs_raster_new (CS_PIXEL_U16, side, side);
  g_autofree char *name = g_strdup_printf ("%s/%02u.png", folder, i);
  g_autoptr (GFile) file = g_file_new_for_path (name);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      ((guint16 *) cs_raster_edit (film, y))[x] = (guint16) ((x * 2654435761u) ^ (y * 40503u + i));
  g_assert_true (cs_png_write (film, 0, file, NULL));
}

static void
write_frames (DicomPlace *place, const char *name)
{
  static int values[5 * 16 * 16];
  DicomSheet sheet = { .columns = 16, .rows = 16, .frames = 5, .allocated = 16, .stored = 12,
                       .photometric = "MONOCHROME2", .values = values };

  for (int i = 0; i < (int) G_N_ELEMENTS (values); i++)
    values[i] = i * 7 % 4096;
  g_object_unref (dicom_write (place, name, &sheet));
}

/* Many are read at once, and come into the study in the order of their names all the same, frames in theirs. */
static void
test_in_order (void)
{
  g_autoptr (Fixture) fixture = fixture_new (0);
  DicomPlace place = { 0 };
  Seen seen = { 0 };
  CsImporter *importer = open_importer (fixture, &seen);

  cs_rows_set_threads (5);
  dicom_place_open (&place, NULL);
  for (guint i = 0; i < 12; i++)
    write_film (place.folder, i);
  write_frames (&place, "06-tomo.dcm");
  add (fixture, importer, &seen, place.folder);
  cs_rows_set_threads (0);
  g_assert_cmpstr (seen.failures, ==, "");
  g_assert_cmpuint (n_films (fixture), ==, 17);
  for (guint i = 0; i < 17; i++)
    {
      g_autofree char *name = i >= 7 && i < 12 ? g_strdup_printf ("06-tomo.dcm#%03u", i - 6)
                                                : g_strdup_printf ("%02u.png", i < 7 ? i : i - 5);

      g_assert_cmpstr (cs_entry_get_name (fixture_get_film (fixture, i)), ==, name);
    }
  g_free (seen.failures);
  g_assert_finalize_object (importer);
  dicom_place_close (&place, NULL);
}

static void
cancel_all (Fixture *fixture)
{
  GListModel *jobs = G_LIST_MODEL (cs_session_get_jobs (fixture->session));

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (CsJob) job = g_list_model_get_item (jobs, i);
      cs_job_cancel (job);
    }
}

static gboolean
has_film (gpointer fixture)
{
  return n_films (fixture) > 0;
}

/* Stopped in the list of jobs after its first film: it says so, and goes on where it was when it is asked again. */
static void
test_demo_stopped (void)
{
  g_autoptr (Fixture) fixture = fixture_new (0);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  Seen seen = { 0 };
  CsImporter *importer = open_importer (fixture, &seen);

  g_assert_false (cs_importer_demo_is_whole (folder));
  cs_importer_demo (importer, folder);
  fixture_spin (has_film, fixture);
  cancel_all (fixture);
  fixture_spin (is_finished, &seen);
  g_assert_true (seen.stopped);
  g_assert_cmpstr (seen.failures, ==, "");
  g_assert_false (cs_importer_get_busy (importer));
  g_assert_cmpuint (n_films (fixture), <, 8);
  g_assert_false (cs_importer_demo_is_whole (folder));
  seen.n_finished = 0;
  cs_importer_demo (importer, folder);
  fixture_spin (is_finished, &seen);
  g_assert_false (seen.stopped);
  g_assert_cmpuint (n_films (fixture), ==, 8);
  g_assert_true (cs_importer_demo_is_whole (folder));
  g_free (seen.failures);
  g_assert_finalize_object (importer);
}

/* Another study is opened meanwhile: nothing comes into either. */
static void
test_superseded (void)
{
  g_autoptr (Fixture) fixture = fixture_new (0);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  Seen seen = { 0 };
  CsImporter *importer = open_importer (fixture, &seen);

  cs_importer_demo (importer, folder);
  cs_session_set_study (fixture->session, NULL);
  g_assert_false (cs_importer_get_busy (importer));
  cs_jobs_stop (cs_session_get_jobs (fixture->session), 20);
  fixture_settle ();
  g_assert_cmpuint (seen.n_finished, ==, 0);
  g_assert_cmpuint (n_films (fixture), ==, 0);
  g_assert_finalize_object (importer);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/importer/folder", test_folder);
  g_test_add_func ("/importer/many-broken", test_many_broken);
  g_test_add_func ("/importer/in-order", test_in_order);
  g_test_add_func ("/importer/demo-stopped", test_demo_stopped);
  g_test_add_func ("/importer/superseded", test_superseded);
  return g_test_run ();
}
