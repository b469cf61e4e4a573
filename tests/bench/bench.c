#include "bench.h"

#include <adwaita.h>
#include <math.h>

#include "cs-resources.h"

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
bench_init (void)
{
  cs_resources_prepare ();
  gtk_init ();
  adw_init ();
  g_timeout_add (100, wake_cb, NULL);
}

GtkWidget *
bench_show (GtkWidget *child, const char *size)
{
  GtkWidget *window = gtk_window_new ();
  int width = 1400, height = 900;

  if (size)
    sscanf (size, "%dx%d", &width, &height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* Tissue-like grain and some structure: nothing that compresses or repeats at the size of a tile. */
CsRaster *
bench_draw_film (void)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_U16, BENCH_WIDTH, BENCH_HEIGHT);
  guint32 state = 1;

  for (guint y = 0; y < BENCH_HEIGHT; y++)
    {
      guint16 *row = cs_raster_edit (raster, y);

      for (guint x = 0; x < BENCH_WIDTH; x++)
        {
          state = state * 1664525u + 1013904223u;
          row[x] = (guint16) (1600 + 900 * sin (x * 0.002) * cos (y * 0.0015) + 300 * sin (x * 0.03 + y * 0.02)
                              + (state >> 24));
        }
    }
  return raster;
}

/* Returns once batches are coming. */
static void
start (BenchTraining *self)
{
  CsCoursePlan plan;

  self->learner = cs_learner_new (self->session);
  cs_course_plan_init (&plan);
  cs_learner_start (self->learner, &plan, NULL);
  while (cs_learner_get_state (self->learner) == CS_LEARNER_RUNNING)
    {
      const char *message = cs_job_get_message (cs_learner_get_job (self->learner));

      if (message && strstr (message, "batch"))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
  g_error ("%s", cs_learner_get_message (self->learner));
}

BenchTraining *
bench_train (const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStudy) study = cs_study_open (folder, &error);
  BenchTraining *self = g_new0 (BenchTraining, 1);

  if (!study)
    g_error ("%s", error->message);
  self->session = cs_session_new ();
  cs_session_set_study (self->session, study);
  start (self);
  return self;
}

void
bench_stop (BenchTraining *self)
{
  cs_learner_cancel (self->learner);
  cs_jobs_stop (cs_session_get_jobs (self->session), 10);
  g_free (self);
}

void
bench_note (GArray *times, gint64 from, gint64 to)
{
  double ms = (to - from) / 1000.0;
  g_array_append_val (times, ms);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

static double
share_over (const double *ms, guint n, double most)
{
  guint late = 0;

  for (guint i = 0; i < n; i++)
    late += ms[i] > most;
  return 100.0 * late / n;
}

void
bench_print (const char *what, GArray *times)
{
  const double *ms = (const double *) (gpointer) times->data;
  guint n = times->len;

  g_array_sort (times, compare);
  if (n > 0)
    g_print ("%-9s %5u times  median %5.1f  95 %% %5.1f  99 %% %5.1f  worst %5.1f ms  over 50 ms %.2f %%\n", what, n,
             ms[n / 2], ms[n * 95 / 100], ms[n * 99 / 100], ms[n - 1], share_over (ms, n, 50));
}

void
bench_read_options (const GOptionEntry *entries, int *argc, char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    g_error ("%s", error->message);
}
