#include "cs-importer.h"

#include <glib/gi18n.h>
#include "cs-crew.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-phantom.h"
#include "cs-rows.h"
#include "cs-scan.h"

#define DEMO_FILMS 8
#define DEMO_SEED 2019
#define DEMO_SIDE 1024

struct _CsImporter
{
  GObject parent_instance;
  CsSession *session;
  GPtrArray *courses;
};

/* One import: what it takes to the job, and what has come of it. */
typedef struct
{
  CsImporter *importer;
  CsStudy *study;
  CsJob *job;
  guint n_added, n_there;
  GString *failures;
} Course;

/* What the job sends: a film, or why there is none. */
typedef struct { GFile *file; CsImage *image; CsTruth *truth; GError *error, *no_truth; } Find;

G_DEFINE_FINAL_TYPE (CsImporter, cs_importer, G_TYPE_OBJECT)

enum { ADDED, FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
find_free (gpointer data)
{
  Find *find = data;
  g_clear_object (&find->file);
  g_clear_pointer (&find->image, cs_image_unref);
  g_clear_pointer (&find->truth, cs_truth_unref);
  g_clear_error (&find->error);
  g_clear_error (&find->no_truth);
  g_free (find);
}

static void
course_free (gpointer data)
{
  Course *course = data;
  cs_job_abandon (&course->job);
  g_object_unref (course->study);
  g_string_free (course->failures, TRUE);
  g_free (course);
}

/* Job thread: all films below a folder, in the order of their names. */

static void
scan_cb (guint n_films, const char *folder, gpointer job)
{
  /* Translators: how many films were found so far, and the folder that is searched */
  g_autofree char *message = g_strdup_printf (_("Looking for films: %u, %s"), n_films, folder);

  cs_job_report (job, -1, message);
}

/* What became of a folder, where there is something to tell, is told as of a film that cannot be read. */
static void
search_folder (GFile *folder, GPtrArray *films, CsJob *job)
{
  g_autofree char *left_out = NULL;
  Find *find = g_new0 (Find, 1);

  find->file = g_object_ref (folder);
  if (cs_scan (folder, films, &left_out, scan_cb, job, cs_job_get_cancellable (job), &find->error) && left_out)
    find->error = g_error_new_literal (CS_ERROR, CS_ERROR_FORMAT, left_out);
  if (find->error)
    cs_job_send (job, g_steal_pointer (&find), find_free);
  g_clear_pointer (&find, find_free);
}

/* @named: films that were chosen themselves. */
static GPtrArray *
list_films (GPtrArray *files, GHashTable *named, CsJob *job)
{
  GCancellable *cancellable = cs_job_get_cancellable (job);
  GPtrArray *films = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = files->pdata[i];

      if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_DIRECTORY)
        {
          search_folder (file, films, job);
          continue;
        }
      g_ptr_array_add (films, g_object_ref (file));
      g_hash_table_add (named, file);
    }
  return films;
}

/* What read_films() works with: the files that were found, those of them that were chosen themselves. */
typedef struct { CsJob *job; GPtrArray *files; GHashTable *named; guint workers; } Reading;

/* What one of the crew brings: a film; or a file of several, which are read when its turn comes. */
typedef struct { GPtrArray *frames; Find *find; } Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->frames, g_ptr_array_unref);
  g_clear_pointer (&load->find, find_free);
  g_free (load);
}

static Find *
read_one (GFile *file, gboolean named, GCancellable *cancellable)
{
  Find *find = g_new0 (Find, 1);

  find->file = g_object_ref (file);
  find->image = named ? cs_formats_read (file, cancellable, &find->error)
                      : cs_scan_read (file, cancellable, &find->error);
  if (!find->image)
    return find;
  cs_image_get_pixels_digest (find->image);   /* here, not on the main thread */
  find->truth = cs_formats_truth (file, cs_image_get_width (find->image), cs_image_get_height (find->image),
                                  &find->no_truth);
  return find;
}

static Load *
load_film (GFile *film, gboolean named, GCancellable *cancellable)
{
  Load *load = g_new0 (Load, 1);

  load->find = read_one (film, named, cancellable);
  return load;
}

/* Films weigh much: the next is not handed over before the study has all but one. @part: of all files. */
static gboolean
hand_over (const Reading *self, Load *load, guint i, double part, GError **error)
{
  g_autofree char *name = g_file_get_basename (load->find->file);
  /* Translators: film 3 of 8, and its name */
  g_autofree char *message = g_strdup_printf (_("%u of %u: %s"), i + 1, self->files->len, name);

  cs_job_report (self->job, part, message);
  cs_job_send (self->job, g_steal_pointer (&load->find), find_free);
  return cs_job_await (self->job, 1) ||
         !g_cancellable_set_error_if_cancelled (cs_job_get_cancellable (self->job), error);
}

/* The frames of the i-th file, by a crew of their own. */

typedef struct { const Reading *reading; GPtrArray *frames; guint i; gboolean named; } Reel;

static gpointer
load_frame (guint k, gpointer data, GCancellable *cancellable, GError **error)
{
  const Reel *self = data;

  return load_film (self->frames->pdata[k], self->named, cancellable);
}

static gboolean
take_frame (guint k, gpointer load, gpointer data, GError **error)
{
  const Reel *self = data;

  return hand_over (self->reading, load, self->i,
                    (self->i + (double) k / self->frames->len) / self->reading->files->len, error);
}

static gpointer
load_file (guint i, gpointer data, GCancellable *cancellable, GError **error)
{
  const Reading *self = data;
  GFile *file = self->files->pdata[i];
  g_autoptr (GPtrArray) frames = cs_formats_films (file, cancellable);
  Load *load;

  if (frames->len == 1)
    return load_film (file, g_hash_table_contains (self->named, file), cancellable);
  load = g_new0 (Load, 1);
  load->frames = g_steal_pointer (&frames);
  return load;
}

static gboolean
take_file (guint i, gpointer data, gpointer reading, GError **error)
{
  const Reading *self = reading;
  Load *load = data;
  Reel reel = { self, load->frames, i, g_hash_table_contains (self->named, self->files->pdata[i]) };

  if (load->find)
    return hand_over (self, load, i, (double) i / self->files->len, error);
  return cs_crew_run (load->frames->len, self->workers, load_frame, take_frame, load_free, &reel,
                      cs_job_get_cancellable (self->job), error);
}

static gpointer
read_films (CsJob *job, gpointer input, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new (NULL, NULL);      /* GFile, held by the input */
  g_autoptr (GPtrArray) files = list_films (input, named, job);
  Reading self = { job, files, named, cs_rows_get_threads () };

  cs_crew_run (files->len, self.workers, load_file, take_file, load_free, &self, cs_job_get_cancellable (job), error);
  return NULL;
}

/* Job thread: the demo films. */

static GFile *
demo_film (GFile *folder, guint index)
{
  g_autofree char *name = cs_phantom_name (DEMO_SEED, index);
  return g_file_new_build_filename (g_file_peek_path (folder), name, "film.png", NULL);
}

static GFile *
draw_one (GFile *folder, guint index, GCancellable *cancellable, GError **error)
{
  CsPhantomPlan plan;
  g_autoptr (CsPhantom) phantom = NULL;
  g_autoptr (GFile) film = demo_film (folder, index);

  if (g_file_query_exists (film, NULL))
    return g_steal_pointer (&film);
  cs_phantom_plan_init (&plan, DEMO_SIDE, DEMO_SIDE, 12, 0.2, DEMO_SEED, index);
  plan.dense = index >= DEMO_FILMS / 2;
  phantom = cs_phantom_draw (&plan, DEMO_SEED, index, cancellable, error);
  if (!phantom || !cs_phantom_write (phantom, folder, cancellable, error))
    return NULL;
  return g_steal_pointer (&film);
}

static gpointer
draw_films (CsJob *job, gpointer input, GError **error)
{
  GCancellable *cancellable = cs_job_get_cancellable (job);

  for (guint i = 0; i < DEMO_FILMS; i++)
    {
      g_autofree char *message = g_strdup_printf (_("Drawing film %u of %u"), i + 1, DEMO_FILMS);
      g_autoptr (GFile) film = NULL;
      cs_job_report (job, (double) i / DEMO_FILMS, message);
      film = draw_one (input, i, cancellable, error);
      if (!film)
        return NULL;
      cs_job_send (job, read_one (film, TRUE, cancellable), find_free);
    }
  return NULL;
}

/* Main thread. */

static void
note_line (Course *course, const char *line)
{
  if (course->failures->len)
    g_string_append_c (course->failures, '\n');
  g_string_append (course->failures, line);
}

static void
note_failure (Course *course, GError *error)
{
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    note_line (course, error->message);
}

/* What of a set's own annotation did not fit, and why. */
static void
note_misfits (Course *course, Find *find)
{
  g_autofree char *name = g_file_get_basename (find->file);
  const char *const *notes = find->truth ? cs_truth_get_notes (find->truth) : NULL;

  note_failure (course, find->no_truth);
  for (guint i = 0; notes && notes[i]; i++)
    {
      g_autofree char *line = g_strdup_printf ("%s: %s", name, notes[i]);

      note_line (course, line);
    }
}

/* The course is freed. */
static void
finish (Course *course, gboolean stopped)
{
  CsImporter *self = course->importer;

  g_signal_emit (self, signals[FINISHED], 0, course->n_added, course->n_there, course->failures->str, stopped);
  g_ptr_array_remove (self->courses, course);
}

static void
found_cb (gpointer item, gpointer data)
{
  Course *course = data;
  Find *find = item;
  g_autoptr (GError) error = NULL;
  GListModel *films = cs_study_get_entries (course->study);
  guint before = g_list_model_get_n_items (films);
  CsEntry *entry;

  if (!find->image)
    {
      note_failure (course, find->error);
      return;
    }
  entry = cs_study_add (course->study, find->file, find->image, &error);
  if (entry && find->truth && g_list_model_get_n_items (cs_study_get_truth (course->study, entry)) == 0)
    cs_study_add_truth (course->study, entry, find->truth, &error);
  note_failure (course, error);
  if (!entry)
    {
      /* A full disk refuses every film: told once. */
      finish (course, FALSE);
      return;
    }
  note_misfits (course, find);
  if (g_list_model_get_n_items (films) > before)
    course->n_added++;
  else
    course->n_there++;
  g_signal_emit (course->importer, signals[ADDED], 0, entry, course->n_added + course->n_there == 1);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Course *course = data;

  cs_job_finish (CS_JOB (source), result, &error);
  note_failure (course, error);
  finish (course, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

static void
begin (CsImporter *self, const char *title, CsJobFunc func, gpointer input, GDestroyNotify free_input)
{
  Course *course = g_new0 (Course, 1);

  course->importer = self;
  course->study = g_object_ref (cs_session_get_study (self->session));
  course->failures = g_string_new (NULL);
  course->job = cs_job_start (title, func, input, free_input, NULL, done_cb, course);
  cs_job_set_receiver (course->job, found_cb, course);
  cs_jobs_add (cs_session_get_jobs (self->session), course->job);
  g_ptr_array_add (self->courses, course);
}

static void
study_changed_cb (CsImporter *self)
{
  g_ptr_array_set_size (self->courses, 0);
}

static void
dispose (GObject *object)
{
  CsImporter *self = CS_IMPORTER (object);
  g_ptr_array_set_size (self->courses, 0);
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_importer_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (CS_IMPORTER (object)->courses);
  G_OBJECT_CLASS (cs_importer_parent_class)->finalize (object);
}

static void
cs_importer_class_init (CsImporterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  signals[ADDED] = g_signal_new ("added", CS_TYPE_IMPORTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, CS_TYPE_ENTRY, G_TYPE_BOOLEAN);
  signals[FINISHED] = g_signal_new ("finished", CS_TYPE_IMPORTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
cs_importer_init (CsImporter *self)
{
  self->courses = g_ptr_array_new_with_free_func (course_free);
}

CsImporter *
cs_importer_new (CsSession *session)
{
  CsImporter *self = g_object_new (CS_TYPE_IMPORTER, NULL);

  g_return_val_if_fail (CS_IS_SESSION (session), NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::study", G_CALLBACK (study_changed_cb), self);
  return self;
}

void
cs_importer_add (CsImporter *self, GPtrArray *files)
{
  g_return_if_fail (CS_IS_IMPORTER (self));
  g_return_if_fail (cs_session_get_study (self->session) != NULL);
  if (files->len > 0)
    begin (self, _("Adding films"), read_films, g_ptr_array_ref (files), (GDestroyNotify) g_ptr_array_unref);
}

void
cs_importer_demo (CsImporter *self, GFile *folder)
{
  g_return_if_fail (CS_IS_IMPORTER (self));
  g_return_if_fail (cs_session_get_study (self->session) != NULL);
  begin (self, _("Drawing the demo study"), draw_films, g_object_ref (folder), g_object_unref);
}

gboolean
cs_importer_demo_is_whole (GFile *folder)
{
  for (guint i = 0; i < DEMO_FILMS; i++)
    {
      g_autoptr (GFile) film = demo_film (folder, i);
      if (!g_file_query_exists (film, NULL))
        return FALSE;
    }
  return TRUE;
}

gboolean
cs_importer_get_busy (CsImporter *self)
{
  g_return_val_if_fail (CS_IS_IMPORTER (self), FALSE);
  return self->courses->len > 0;
}
