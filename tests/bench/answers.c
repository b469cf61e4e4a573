/* How soon a control answers at 24 megapixels: answers [--film FILE] [--runs 9] [--only CONTROL]
 *
 * The real window, with a study of one film (a phantom of 4000 x 6000 at 0.05 mm), on its Stages page. A control is
 * set as its row would set it; from there to the end of the frame in which the coarse preview, and in which the film's
 * own new boxes, are painted. Each is set as often as --runs says, to a new value each time, all being at rest. */
#include <adwaita.h>

#include "../folder.h"
#include "cs-formats.h"
#include "cs-phantom.h"
#include "cs-png.h"
#include "cs-resources.h"
#include "cs-window.h"

static struct { char *film, *only; int runs; } options = { NULL, NULL, 9 };

static const struct { const char *name; double first, step; } controls[] = {
  { "spots.least", 0.05, 0.01 }, { "spots.reach", 8, 0.25 }, { "threshold.least", 100, 2 },
  { "background.margin", 2, 0.1 }, { "contrast.clip", 2.1, 0.1 }, { "breast.area", 90, 1 },
  { "enhance.alpha", 0.6, 0.01 },
};

typedef struct
{
  CsWindow *window;
  char     *folder;
  gint64    begun, preview, boxes;    /* us; 0: not yet */
  gboolean  has_preview, has_boxes;   /* made, and to be painted */
} Bench;

static void
painted_cb (Bench *bench)
{
  gint64 now = g_get_monotonic_time ();

  if (bench->has_preview && bench->preview == 0)
    bench->preview = now;
  if (bench->has_boxes && bench->boxes == 0)
    bench->boxes = now;
}

static void
preview_cb (CsSession *session, GParamSpec *pspec, Bench *bench)
{
  bench->has_preview |= cs_session_get_preview (session) != NULL;
}

static void
analysis_cb (CsSession *session, GParamSpec *pspec, Bench *bench)
{
  CsAnalysis *analysis = cs_session_get_analysis (session);

  bench->has_boxes |= analysis != NULL
                      && cs_settings_equal (cs_analysis_get_settings (analysis), cs_session_get_settings (session));
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_rest (Bench *bench)
{
  CsSession *session = cs_window_get_session (bench->window);
  gint64 rest = g_get_monotonic_time ();

  while (g_get_monotonic_time () - rest < G_USEC_PER_SEC / 2)
    {
      g_main_context_iteration (NULL, TRUE);
      if (cs_session_get_busy (session) || cs_session_get_analysis (session) == NULL)
        rest = g_get_monotonic_time ();
    }
}

/* ms until the preview (0: none came) and until the boxes. */
static void
turn (Bench *bench, const char *name, double value, double *preview, double *boxes)
{
  CsSession *session = cs_window_get_session (bench->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsSettings) settings = cs_settings_with (cs_session_get_settings (session), name, value, &error);

  if (!settings)
    g_error ("%s", error->message);
  bench->has_preview = bench->has_boxes = FALSE;
  bench->preview = bench->boxes = 0;
  bench->begun = g_get_monotonic_time ();
  cs_session_set_settings (session, settings);
  while (bench->boxes == 0)
    g_main_context_iteration (NULL, TRUE);
  *preview = bench->preview > 0 && bench->preview < bench->boxes ? (bench->preview - bench->begun) / 1000.0 : 0;
  *boxes = (bench->boxes - bench->begun) / 1000.0;
  wait_for_rest (bench);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

static void
measure (Bench *bench, guint control)
{
  g_autofree double *previews = g_new (double, options.runs), *boxes = g_new (double, options.runs);

  for (int i = 0; i < options.runs; i++)
    turn (bench, controls[control].name, controls[control].first + i * controls[control].step, &previews[i], &boxes[i]);
  qsort (previews, options.runs, sizeof (double), compare);
  qsort (boxes, options.runs, sizeof (double), compare);
  g_print ("%-20s preview %6.0f (%.0f to %.0f)   boxes %6.0f (%.0f to %.0f) ms\n", controls[control].name,
           previews[options.runs / 2], previews[0], previews[options.runs - 1], boxes[options.runs / 2], boxes[0],
           boxes[options.runs - 1]);
}

/* A folder with the film, which the window makes a study of. */
static GFile *
make_folder (Bench *bench)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) film = NULL;
  g_autoptr (GError) error = NULL;
  CsPhantomPlan plan;
  CsPhantom *phantom;

  bench->folder = g_dir_make_tmp ("calcspot-answers-XXXXXX", &error);
  path = g_build_filename (bench->folder, "film_R-CC.png", NULL);
  film = g_file_new_for_path (path);
  if (options.film)
    {
      g_autoptr (GFile) from = g_file_new_for_commandline_arg (options.film);

      if (!g_file_copy (from, film, G_FILE_COPY_NONE, NULL, NULL, NULL, &error))
        g_error ("%s", error->message);
      return g_file_new_for_path (bench->folder);
    }
  cs_phantom_plan_init (&plan, 4000, 6000, 12, 0.05, 1, 0);
  phantom = cs_phantom_draw (&plan, 5, 0, NULL, &error);
  if (!phantom || !cs_png_write (cs_image_get_raster (phantom->image), 0.05, film, &error))
    g_error ("%s", error->message);
  cs_phantom_free (phantom);
  return g_file_new_for_path (bench->folder);
}

static void
open_film (Bench *bench)
{
  CsSession *session = cs_window_get_session (bench->window);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, make_folder (bench));
  cs_window_open (bench->window, files);
  while (!cs_session_get_study (session) || cs_session_get_busy (session)
         || g_list_model_get_n_items (cs_study_get_entries (cs_session_get_study (session))) == 0)
    g_main_context_iteration (NULL, TRUE);
  if (!cs_session_get_entry (session))
    {
      g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (cs_session_get_study (session)), 0);

      cs_session_set_entry (session, entry);
    }
  gtk_widget_activate_action (GTK_WIDGET (bench->window), "win.show-page", "s", "stages");
  wait_for_rest (bench);
}

static void
activate_cb (GtkApplication *app, Bench *bench)
{
  CsSession *session;

  bench->window = cs_window_new (app, NULL);
  session = cs_window_get_session (bench->window);
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1400, 900);
  gtk_window_present (GTK_WINDOW (bench->window));
  g_timeout_add (100, wake_cb, NULL);
  open_film (bench);
  g_signal_connect (session, "notify::preview", G_CALLBACK (preview_cb), bench);
  g_signal_connect (session, "notify::analysis", G_CALLBACK (analysis_cb), bench);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (bench->window)), "after-paint",
                            G_CALLBACK (painted_cb), bench);
  g_print ("# %u x %u, median (least to most) of %d\n", cs_image_get_width (cs_session_get_image (session)),
           cs_image_get_height (cs_session_get_image (session)), options.runs);
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    if (!options.only || g_str_equal (options.only, controls[i].name))
      measure (bench, i);
  g_signal_handlers_disconnect_by_data (session, bench);
  cs_jobs_stop (cs_session_get_jobs (session), 10);
  remove_tree (bench->folder);
  g_application_quit (G_APPLICATION (app));
}

int
main (int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "film", 0, 0, G_OPTION_ARG_FILENAME, &options.film, "A film (a phantom of 4000x6000)", "FILE" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &options.only, "One control alone (all)", "NAME" },
    { "runs", 0, 0, G_OPTION_ARG_INT, &options.runs, "How often each control is set (9)", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (AdwApplication) app = NULL;
  g_autoptr (GError) error = NULL;
  Bench bench = { NULL };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || options.runs < 1)
    g_error ("%s", error ? error->message : "--runs wants a number from 1");
  cs_resources_prepare ();
  app = adw_application_new ("io.github.calcspot.Answers", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &bench);
  return g_application_run (G_APPLICATION (app), 1, argv);
}
