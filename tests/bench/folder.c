/* The window's importer over a folder of many files, without its window: how long until the first film, until the last,
 * how long the main thread was held up at most, and how soon a cancelled import ends. Run by `folder`, which makes
 * them. */
#include "bench.h"
#include "cs-importer.h"

typedef struct
{
  GMainLoop *loop;
  gint64 begun, first, ended, beat;
  GArray *beats;
  guint n_added, n_told;
  gboolean stop;
} Course;

static gboolean
beat_cb (gpointer data)
{
  Course *course = data;
  gint64 now = g_get_monotonic_time ();

  bench_note (course->beats, course->beat, now);
  course->beat = now;
  return G_SOURCE_CONTINUE;
}

static void
added_cb (CsImporter *importer, CsEntry *entry, gboolean first, Course *course)
{
  if (first)
    course->first = g_get_monotonic_time ();
}

static void
finished_cb (CsImporter *importer, guint n_added, guint n_there, const char *failures, gboolean stopped,
             Course *course)
{
  course->ended = g_get_monotonic_time ();
  course->n_added = n_added;
  for (const char *at = failures; *at; at++)
    course->n_told += *at == '\n';
  course->n_told += *failures != 0;
  g_main_loop_quit (course->loop);
}

static gboolean
stop_cb (gpointer data)
{
  CsSession *session = data;
  g_autoptr (CsJob) job = g_list_model_get_item (G_LIST_MODEL (cs_session_get_jobs (session)), 0);

  cs_job_cancel (job);
  return G_SOURCE_REMOVE;
}

/* @stop: so many ms after its begin; 0: never. */
static void
import (const char *into, const char *films, guint stop)
{
  g_autoptr (GFile) folder = g_file_new_for_path (into);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) study = cs_study_open (folder, &error);
  g_autoptr (CsSession) session = cs_session_new ();
  g_autoptr (CsImporter) importer = cs_importer_new (session);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  Course course = { g_main_loop_new (NULL, FALSE), .beats = g_array_new (FALSE, FALSE, sizeof (double)) };

  if (!study)
    g_error ("%s", error->message);
  cs_session_set_study (session, study);
  g_ptr_array_add (files, g_file_new_for_path (films));
  g_signal_connect (importer, "added", G_CALLBACK (added_cb), &course);
  g_signal_connect (importer, "finished", G_CALLBACK (finished_cb), &course);
  course.begun = course.beat = g_get_monotonic_time ();
  cs_importer_add (importer, files);
  if (stop > 0)
    g_timeout_add (stop, stop_cb, session);
  guint beats = g_timeout_add (5, beat_cb, &course);
  g_main_loop_run (course.loop);
  g_source_remove (beats);
  g_print ("  %u films added, %u told of; the first after %.2f s, the end after %.2f s%s\n", course.n_added,
           course.n_told, course.first ? (course.first - course.begun) / 1e6 : 0.0,
           (course.ended - course.begun - stop * 1000) / 1e6, stop > 0 ? " from the cancel on" : "");
  bench_print ("  beats", course.beats);
}

int
main (int argc, char **argv)
{
  g_autofree char *early = NULL, *late = NULL;

  if (argc != 3)
    g_error ("bench-folder STUDY-TO-MAKE FOLDER");
  early = g_strconcat (argv[1], "-early", NULL);
  late = g_strconcat (argv[1], "-late", NULL);
  import (early, argv[2], 100);
  import (late, argv[2], 3000);
  import (argv[1], argv[2], 0);
  return 0;
}
