/* The analyst: film first, then stages; proposals once; verdicts outlive a new run; a superseded run is dropped. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cs-analyst.h"
#include "cs-formats.h"
#include "cs-page.h"
#include "cs-png.h"
#include "cs-shipped.h"
#include "nn-recipe.h"

extern const CsPageKind cs_page_results;

static gboolean
is_idle (gpointer data)
{
  return !cs_session_get_busy (data) && cs_session_get_analysis (data);
}

static void
fail_cb (CsAnalyst *analyst, const GError *error, gpointer data)
{
  g_test_message ("%s", error->message);
  g_assert_no_error (error);
}

static CsAnalyst *
new_analyst (Fixture *fixture)
{
  CsAnalyst *analyst = cs_analyst_new (fixture->session);
  g_signal_connect (analyst, "failed", G_CALLBACK (fail_cb), NULL);
  return analyst;
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

/* 256 x 256 px: several stages, one of them of two bytes a pixel at least. */
static void
check_account (Fixture *fixture, guint films)
{
  gsize held = cs_shelf_get_beside (cs_session_get_shelf (fixture->session));

  g_assert_cmpuint (held, >=, films * 3 * 256 * 256);
  g_assert_cmpuint (held, <=, films * 64 * 256 * 256);
}

static void
test_proposes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  CsEntry *first = fixture_get_film (fixture, 0), *second = fixture_get_film (fixture, 1);
  CsAnalyst *analyst = new_analyst (fixture);
  guint n_images = 0;

  g_signal_connect (fixture->session, "notify::image", G_CALLBACK (count_cb), &n_images);
  cs_session_set_entry (fixture->session, first);
  g_assert_true (cs_session_get_busy (fixture->session));
  fixture_spin (is_idle, fixture->session);
  g_assert_true (cs_entry_get_proposed (first));
  g_assert_false (cs_entry_get_proposed (second));
  g_assert_cmpuint (n_images, ==, 1);              /* proposing does not begin the film anew */
  g_assert_nonnull (cs_session_get_image (fixture->session));
  g_assert_cmpuint (cs_image_get_width (cs_session_get_image (fixture->session)), ==, cs_entry_get_width (first));
  check_account (fixture, 1);
  cs_session_set_entry (fixture->session, second);
  g_assert_null (cs_session_get_analysis (fixture->session));
  fixture_spin (is_idle, fixture->session);
  g_assert_true (cs_entry_get_proposed (second));
  check_account (fixture, 2);
  cs_session_set_entry (fixture->session, first);   /* the film before is kept */
  g_assert_nonnull (cs_session_get_image (fixture->session));
  fixture_spin (is_idle, fixture->session);
  cs_session_set_entry (fixture->session, NULL);
  g_signal_handlers_disconnect_by_data (fixture->session, &n_images);
  g_assert_finalize_object (analyst);
}

/* A study that is closed while one of its films is being gone through: the run is dropped, and nothing is stored. */
static void
test_closes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsEntry *entry = fixture_get_film (fixture, 0);
  CsAnalyst *analyst = new_analyst (fixture);

  cs_session_set_entry (fixture->session, entry);
  while (!cs_session_get_image (fixture->session))
    g_main_context_iteration (NULL, TRUE);
  cs_session_set_study (fixture->session, NULL);
  g_assert_false (cs_session_get_busy (fixture->session));
  for (guint i = 0; i < 200; i++)
    {
      fixture_settle ();
      g_usleep (2000);
    }
  g_assert_null (cs_session_get_analysis (fixture->session));
  g_assert_false (cs_entry_get_proposed (entry));
  g_assert_finalize_object (analyst);
}

/* Many changes in a row: the analysis that stands at the end is that of the last. */
static void
test_supersedes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsAnalyst *analyst = new_analyst (fixture);
  const CsParam *param = NULL;
  g_autofree char *name = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *wanted = NULL;

  for (guint i = 0; cs_stages[i] && !param; i++)
    for (param = cs_stages[i]->params; param && param->type != CS_PARAM_END; param++)
      if (param->type == CS_PARAM_DOUBLE)
        {
          name = g_strdup_printf ("%s.%s", cs_stages[i]->id, param->name);
          break;
        }
  g_assert_nonnull (name);
  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  fixture_spin (is_idle, fixture->session);
  for (guint i = 0; i <= 8; i++)
    {
      double value = param->lower + (param->upper - param->lower) * (8 + i) / 20;
      CsSettings *before = cs_session_get_settings (fixture->session);
      g_autoptr (CsSettings) settings = cs_settings_with (before, name, value, NULL);
      cs_session_set_settings (fixture->session, settings);
      if (i % 3 == 0)
        cs_analyst_hurry (analyst);
      fixture_settle ();
    }
  fixture_spin (is_idle, fixture->session);
  g_assert_true (cs_settings_equal (cs_analysis_get_settings (cs_session_get_analysis (fixture->session)),
                                    cs_session_get_settings (fixture->session)));
  stored = cs_study_get_settings (fixture->study);
  wanted = cs_settings_to_text (cs_session_get_settings (fixture->session));
  g_assert_cmpstr (stored, ==, wanted);
  g_assert_finalize_object (analyst);
}

/* At rest a control is answered at once; while a run is under way, the next one waits. */
static void
test_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsAnalyst *analyst = new_analyst (fixture);
  GListModel *jobs = G_LIST_MODEL (cs_session_get_jobs (fixture->session));

  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  fixture_spin (is_idle, fixture->session);
  fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 0);
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (CsSettings) settings = cs_settings_with (cs_session_get_settings (fixture->session), "spots.least",
                                                          0.1 * i, NULL);

      cs_session_set_settings (fixture->session, settings);
      g_assert_cmpuint (g_list_model_get_n_items (jobs), ==, 1);
    }
  fixture_spin (is_idle, fixture->session);
  g_assert_true (cs_settings_equal (cs_analysis_get_settings (cs_session_get_analysis (fixture->session)),
                                    cs_session_get_settings (fixture->session)));
  g_assert_finalize_object (analyst);
}

/* Dropped in the midst of a run: nothing comes back to a dead owner. */
static void
test_dies (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsAnalyst *analyst = new_analyst (fixture);

  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  fixture_settle ();
  g_assert_finalize_object (analyst);
  cs_jobs_stop (cs_session_get_jobs (fixture->session), 60);
  fixture_settle ();
  g_assert_null (cs_session_get_analysis (fixture->session));
}

static void
cancel_all (CsSession *session)
{
  GListModel *jobs = G_LIST_MODEL (cs_session_get_jobs (session));

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (CsJob) job = g_list_model_get_item (jobs, i);
      cs_job_cancel (job);
    }
}

static gboolean
is_rested (gpointer session)
{
  return !cs_session_get_busy (session);
}

/* Stopped by a person in the list of jobs, while it reads and while it runs: nothing waits, and it can be asked
   again. */
static void
test_stopped (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsAnalyst *analyst = new_analyst (fixture);

  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  cancel_all (fixture->session);
  fixture_spin (is_rested, fixture->session);
  g_assert_null (cs_session_get_analysis (fixture->session));
  cs_analyst_propose_again (analyst);
  g_assert_true (cs_session_get_busy (fixture->session));
  while (!cs_session_get_image (fixture->session))
    g_main_context_iteration (NULL, TRUE);
  cancel_all (fixture->session);
  fixture_spin (is_rested, fixture->session);
  g_assert_null (cs_session_get_analysis (fixture->session));
  cs_analyst_propose_again (analyst);
  fixture_spin (is_idle, fixture->session);
  g_assert_true (cs_entry_get_proposed (fixture_get_film (fixture, 0)));
  cs_session_set_entry (fixture->session, NULL);
  g_assert_finalize_object (analyst);
}

#define LARGE 1600     /* more pixels than a preview has: it is halved once */

static CsEntry *
add_large_film (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "large.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, LARGE, LARGE);
  g_autoptr (CsImage) image = NULL;
  g_autoptr (GError) error = NULL;

  for (guint y = LARGE / 4; y < LARGE * 3 / 4; y++)
    memset (cs_raster_edit (raster, y), 90 + (y * 7) % 11, LARGE / 2);
  g_assert_true (cs_png_write (raster, 0.1, file, NULL));
  image = cs_formats_read (file, NULL, &error);
  g_assert_no_error (error);
  return cs_study_add (fixture->study, file, image, &error);
}

static void
preview_cb (CsSession *session, GParamSpec *pspec, guint *n)
{
  CsAnalysis *preview = cs_session_get_preview (session);
  CsImage *image = preview ? cs_analysis_get_image (preview) : NULL;

  if (!image)
    return;
  g_assert_null (cs_session_get_analysis (session));
  g_assert_cmpuint (cs_image_get_width (image), ==, LARGE / 2);
  g_assert_cmpfloat (cs_image_get_working_spacing (image, NULL), ==, 0.2);
  g_assert_nonnull (cs_analysis_get (preview, "boxes"));
  (*n)++;
}

/* A large film is seen through its small likeness first; a small one is not. */
static void
test_preview (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsEntry *large = add_large_film (fixture);
  CsAnalyst *analyst = new_analyst (fixture);
  guint n = 0;

  g_assert_nonnull (large);
  g_signal_connect (fixture->session, "notify::preview", G_CALLBACK (preview_cb), &n);
  cs_session_set_entry (fixture->session, large);
  fixture_spin (is_idle, fixture->session);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (cs_session_get_preview (fixture->session));
  g_assert_cmpuint (cs_image_get_halvings (cs_analysis_get_image (cs_session_get_analysis (fixture->session))), ==, 0);
  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  fixture_spin (is_idle, fixture->session);
  g_assert_cmpuint (n, ==, 1);
  cs_session_set_entry (fixture->session, NULL);
  g_signal_handlers_disconnect_by_data (fixture->session, &n);
  g_assert_finalize_object (analyst);
}

static void
test_verdicts_stay (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsEntry *entry = fixture_get_film (fixture, 0);
  CsAnalyst *analyst;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsMark) mark = NULL;

  fixture_propose (fixture, entry, 3);
  mark = g_list_model_get_item (cs_study_get_marks (fixture->study, entry), 0);
  cs_study_judge (fixture->study, mark, CS_VERDICT_POSITIVE, &error);
  g_assert_no_error (error);
  analyst = new_analyst (fixture);
  cs_session_set_entry (fixture->session, entry);
  fixture_spin (is_idle, fixture->session);
  g_assert_cmpuint (cs_entry_get_n_marks (entry), ==, 3);   /* proposed before: left alone */
  cs_analyst_propose_again (analyst);
  cs_analyst_hurry (analyst);
  fixture_spin (is_idle, fixture->session);
  g_assert_cmpuint (cs_entry_get_n_verdict (entry, CS_VERDICT_POSITIVE), ==, 1);
  g_clear_object (&mark);
  g_assert_finalize_object (analyst);
}

static gboolean
has_network (gpointer session)
{
  return cs_session_get_network (session) != NULL;
}

/* A small one, under the name of that which comes along. */
static char *
ship_network (void)
{
  g_autofree char *folder = g_dir_make_tmp ("calcspot-shipped-XXXXXX", NULL);
  char *path = g_build_filename (folder, CS_SHIPPED_NAME, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  NnDesign design = NN_DESIGN_UNET;
  g_autoptr (NnGraph) graph = NULL;
  g_autoptr (NnNet) net = NULL;

  design.width = 2;
  graph = nn_recipe_build (nn_recipe_find ("unet"), &design, NULL);
  net = nn_net_new (graph, 1);
  g_assert_true (nn_net_save (net, file, NULL));
  g_setenv ("CALCSPOT_WEIGHTS", folder, TRUE);
  return path;
}

/* Before the first label there is a segmentation, and the page says whose it is. */
static void
test_shipped (void)
{
  g_autofree char *path = ship_network (), *folder = g_path_get_dirname (path);
  g_autoptr (Fixture) fixture = fixture_new (1);
  CsAnalyst *analyst = new_analyst (fixture);
  GtkWidget *page = g_object_ref_sink (g_object_new (cs_page_results.get_type (), NULL));
  AdwComboRow *networks;

  cs_page_set_session (CS_PAGE (page), fixture->session);
  fixture_spin (has_network, fixture->session);
  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  fixture_spin (is_idle, fixture->session);
  g_assert_nonnull (cs_analysis_get (cs_session_get_analysis (fixture->session), "segmented"));
  networks = fixture_find (page, ADW_TYPE_COMBO_ROW);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (networks)), ==, 1);
  g_assert_cmpstr (cs_network_get_title (adw_combo_row_get_selected_item (networks)), ==, "Simulated training only");
  g_object_unref (page);
  g_object_unref (analyst);
  g_unsetenv ("CALCSPOT_WEIGHTS");
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/analyst/proposes", test_proposes);
  g_test_add_func ("/analyst/closes", test_closes);
  g_test_add_func ("/analyst/supersedes", test_supersedes);
  g_test_add_func ("/analyst/at-once", test_at_once);
  g_test_add_func ("/analyst/dies", test_dies);
  g_test_add_func ("/analyst/stopped", test_stopped);
  g_test_add_func ("/analyst/shipped", test_shipped);
  g_test_add_func ("/analyst/preview", test_preview);
  g_test_add_func ("/analyst/verdicts-stay", test_verdicts_stay);
  return g_test_run ();
}
