#include "fixture.h"

#include <adwaita.h>
#include <math.h>
#include "folder.h"
#include "patience.h"
#include "cs-formats.h"
#include "cs-page.h"
#include "cs-png.h"
#include "cs-resources.h"

#define SIDE 256
#define SEED 7

/* As AdwApplication does. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/io/github/calcspot/Calcspot/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
fixture_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  cs_resources_prepare ();
  gtk_init ();
  adw_init ();
  load_style ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/calcspot/Calcspot/icons");
}

/* Half a breast, grainy, with a few bright spots: enough for every stage to have something to do. */
static CsRaster *
draw_film (guint index)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_U8, SIDE, SIDE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED + index);

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        double dx = x / (0.7 * SIDE), dy = (y - SIDE / 2.0) / (0.45 * SIDE), inside = 1 - dx * dx - dy * dy;
        double grain = g_rand_double_range (rand, -6, 6), spot = (x % 48) == 30 && (y % 56) == 28 ? 90 : 0;
        ((guint8 *) cs_raster_edit (raster, y))[x] = inside > 0 ? (guint8) (60 + 60 * sqrt (inside) + grain + spot) : 3;
      }
  return raster;
}

void
fixture_add_film (Fixture *self, const char *name, const CsRaster *raster, double mm_per_pixel)
{
  g_autoptr (GFile) file = g_file_new_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = NULL;

  cs_png_write (raster, mm_per_pixel, file, &error);
  g_assert_no_error (error);
  image = cs_formats_read (file, NULL, &error);
  g_assert_no_error (error);
  cs_study_add (self->study, file, image, &error);
  g_assert_no_error (error);
}

static void
add_film (Fixture *self, guint index)
{
  g_autofree char *name = g_strdup_printf ("film-%u.png", index);
  g_autoptr (CsRaster) raster = draw_film (index);

  fixture_add_film (self, name, raster, 0.6);
}

Fixture *
fixture_new (guint n_films)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) folder = NULL;

  self->folder = g_dir_make_tmp ("calcspot-app-XXXXXX", &error);
  g_assert_no_error (error);
  folder = g_file_new_for_path (self->folder);
  self->study = cs_study_open (folder, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_films; i++)
    add_film (self, i);
  self->session = cs_session_new ();
  cs_session_set_study (self->session, self->study);
  return self;
}

void
fixture_free (Fixture *self)
{
  fixture_settle ();
  cs_session_set_study (self->session, NULL);
  fixture_settle ();
  g_assert_finalize_object (self->session);
  cs_study_close (self->study);
  g_assert_finalize_object (self->study);
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self);
}

CsEntry *
fixture_get_film (Fixture *self, guint i)
{
  g_autoptr (CsEntry) entry = g_list_model_get_item (cs_study_get_entries (self->study), i);
  g_assert_nonnull (entry);
  return entry;              /* the list holds it */
}

void
fixture_propose (Fixture *self, CsEntry *entry, guint n)
{
  g_autofree CsBox *boxes = g_new0 (CsBox, n);
  g_autoptr (CsProduct) product = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    boxes[i] = (CsBox) { 20 + 20 * (int) i, 100, 6, 5, 0.9f - 0.05f * (float) i, { 0 } };
  product = cs_product_new_boxes (boxes, n);
  cs_study_propose (self->study, entry, product, "", &error);
  g_assert_no_error (error);
}

void
fixture_spin (FixtureFunc done, gpointer data)
{
  gint64 end = g_get_monotonic_time () + patient_us (60);

  while (!done (data) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_true (done (data));
}

void
fixture_settle (void)
{
  for (guint i = 0; i < 1000 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

void
fixture_judge (Fixture *self, guint n_films)
{
  for (guint i = 0; i < n_films; i++)
    {
      CsEntry *entry = fixture_get_film (self, i);
      GListModel *marks;

      fixture_propose (self, entry, FIXTURE_BOXES);
      marks = cs_study_get_marks (self->study, entry);
      for (guint k = 0; k < FIXTURE_BOXES; k++)
        {
          g_autoptr (CsMark) mark = g_list_model_get_item (marks, k);

          g_assert_true (
              cs_study_judge (self->study, mark, k % 2 ? CS_VERDICT_NEGATIVE : CS_VERDICT_POSITIVE, NULL));
        }
    }
}

gpointer
fixture_find (GtkWidget *widget, GType type)
{
  gpointer found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = fixture_find (child, type);
  return found;
}

gboolean
fixture_says (GtkWidget *widget, const char *pattern)
{
  gboolean found = GTK_IS_LABEL (widget) &&
                   g_pattern_match_simple (pattern, gtk_label_get_label (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = fixture_says (child, pattern);
  return found;
}

void
fixture_page_show (FixturePage *self, Fixture *fixture, GType page)
{
  *self = (FixturePage) { fixture, g_object_ref_sink (gtk_window_new ()), g_object_new (page, NULL) };
  gtk_window_set_child (GTK_WINDOW (self->window), self->page);
  cs_page_set_session (CS_PAGE (self->page), fixture->session);
  gtk_window_present (GTK_WINDOW (self->window));
  fixture_settle ();
}

void
fixture_page_close (FixturePage *self)
{
  cs_session_set_study (self->fixture->session, NULL);
  fixture_settle ();
  cs_jobs_stop (cs_session_get_jobs (self->fixture->session), 20);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->window);
  fixture_settle ();
  fixture_free (self->fixture);
}

CsWindow *
fixture_open_window (Fixture *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  CsWindow *window = cs_window_new (NULL, NULL);

  g_ptr_array_add (files, g_object_ref (cs_study_get_folder (self->study)));
  cs_session_set_study (self->session, NULL);
  cs_study_close (self->study);
  gtk_window_present (GTK_WINDOW (window));
  cs_window_open (window, files);
  fixture_settle ();
  return window;
}
