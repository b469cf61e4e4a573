/* The window of preferences: every page of the table builds, has a name and a picture, and goes without a trace; a row
 * shows what is set, and sets what is shown. */
#include "fixture.h"

#include <math.h>

#include "cs-colour.h"
#include "cs-film-looks.h"
#include "cs-film-view.h"
#include "cs-key-row.h"
#include "cs-own-windows.h"
#include "cs-preferences-rows.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"
#include "cs-rows.h"
#include "cs-shelf.h"
#include "nn-threads.h"

static void
test_pages (void)
{
  for (guint i = 0; cs_preferences_pages[i]; i++)
    {
      GtkWidget *page = g_object_ref_sink (g_object_new (cs_preferences_pages[i]->get_type (), NULL));

      g_assert_true (ADW_IS_PREFERENCES_PAGE (page));
      g_assert_nonnull (fixture_find (page, ADW_TYPE_PREFERENCES_GROUP));
      g_assert_true (gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                              cs_preferences_pages[i]->icon_name));
      g_assert_finalize_object (page);
    }
}

static void
test_window (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  cs_preferences_window_show (parent, "keys");
  cs_preferences_window_show (parent, "appearance");
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 2);
  gtk_window_destroy (parent);
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 0);
}

/* Escape in the search: the words go first, then the window. */
static void
test_escape (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ()), *window;
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  GtkEditable *search;

  cs_preferences_window_show (parent, "keys");
  window = g_list_model_get_item (windows, 1);
  search = fixture_find (GTK_WIDGET (adw_preferences_window_get_visible_page (ADW_PREFERENCES_WINDOW (window))),
                         GTK_TYPE_SEARCH_ENTRY);
  g_object_unref (window);
  gtk_editable_set_text (search, "reject");
  g_signal_emit_by_name (search, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 2);
  g_signal_emit_by_name (search, "stop-search");
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1);
  gtk_window_destroy (parent);
}

static void
test_choice (void)
{
  static const CsPreferencesChoice styles[] = {
    { "dark", "Dark" }, { "light", "Light" }, { "system", "System" }, { NULL, NULL } };
  g_autoptr (GSettings) settings = cs_preferences_open ();
  g_autoptr (GtkWidget) row = g_object_ref_sink (
    cs_preferences_choice_row_new (CS_PREFERENCE_STYLE, "Style", NULL, styles));
  g_autofree char *style = NULL;

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  style = g_settings_get_string (settings, CS_PREFERENCE_STYLE);
  g_assert_cmpstr (style, ==, "light");
  g_settings_set_string (settings, CS_PREFERENCE_STYLE, "system");
  fixture_settle ();
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 2);
  g_settings_reset (settings, CS_PREFERENCE_STYLE);
  fixture_settle ();
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
}

static void
test_key_row (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  const CsKey *key = cs_key_find ("review.accept", NULL);
  g_autoptr (GtkWidget) row = g_object_ref_sink (cs_key_row_new (keymap, key));

  g_assert_true (cs_key_row_matches (CS_KEY_ROW (row), ""));
  g_assert_true (cs_key_row_matches (CS_KEY_ROW (row), "CALCIF"));
  g_assert_true (cs_key_row_matches (CS_KEY_ROW (row), "a"));
  g_assert_false (cs_key_row_matches (CS_KEY_ROW (row), "reject"));
  g_assert_true (cs_keymap_set (keymap, key, (const char *const[]) { "<Control>F7", NULL }, NULL));
  fixture_settle ();
  g_assert_true (cs_key_row_matches (CS_KEY_ROW (row), "ctrl+f7"));
  cs_keymap_reset_all (keymap);
}

static void
test_enforced (void)
{
  g_autoptr (GSettings) settings = cs_preferences_open (), other = cs_preferences_open ();
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GdkRGBA usual, white;

  cs_preferences_enforce (settings);
  g_assert_true (adw_style_manager_get_dark (manager));
  g_assert_cmpuint (nn_threads_count (0), ==, MIN (g_get_num_processors (), 64));
  cs_colour_get_on_image ("success_color", &usual);
  g_settings_set_string (other, CS_PREFERENCE_STYLE, "light");
  g_settings_set_string (other, CS_PREFERENCE_MARKS, "white");
  g_settings_set_uint (other, CS_PREFERENCE_THREADS, 3);
  fixture_settle ();
  g_assert_false (adw_style_manager_get_dark (manager));
  g_assert_cmpuint (nn_threads_count (0), ==, 3);
  g_assert_cmpuint (cs_rows_get_threads (), ==, 3);
  cs_colour_get_on_image ("success_color", &white);
  g_assert_true (gdk_rgba_equal (&white, &(GdkRGBA) { 1, 1, 1, 1 }));
  g_settings_reset (other, CS_PREFERENCE_STYLE);
  g_settings_reset (other, CS_PREFERENCE_MARKS);
  g_settings_reset (other, CS_PREFERENCE_THREADS);
  fixture_settle ();
  cs_colour_get_on_image ("success_color", &white);
  g_assert_true (gdk_rgba_equal (&white, &usual));
  g_assert_cmpuint (cs_rows_get_threads (), ==, g_get_num_processors ());
}

/* What is left of the colours for who lacks the red, or the green, sort of cone: Vienot, Brettel and Mollon 1999. */
static double
distance (const GdkRGBA *one, const GdkRGBA *other, const double lms[2])
{
  double d[3], sum = 0;
  const GdkRGBA *colours[] = { one, other };

  for (int i = 0; i < 2; i++)
    {
      double r = pow (colours[i]->red, 2.2), g = pow (colours[i]->green, 2.2), b = pow (colours[i]->blue, 2.2);
      double rg = lms[0] * r + lms[1] * g;

      for (int k = 0; k < 3; k++)
        d[k] = (i == 0 ? 0 : d[k]) + (i == 0 ? 1 : -1) * pow (k < 2 ? rg : b, 1 / 2.2);
    }
  for (int k = 0; k < 3; k++)
    sum += d[k] * d[k];
  return sqrt (sum);
}

/* Red and green are one to them; in the safe set the verdicts stay apart all the same. */
static double
least_distance (CsMarkColours colours)
{
  static const double sights[][2] = { { 0.112, 0.888 }, { 0.293, 0.707 } };
  static const char *const names[] = { "accent_color", "success_color", "warning_color", "error_color" };
  double least = G_MAXDOUBLE;

  cs_colour_choose_marks (colours);
  for (guint i = 0; i < G_N_ELEMENTS (sights); i++)
    for (guint one = 0; one < G_N_ELEMENTS (names); one++)
      for (guint other = 0; other < one; other++)
        {
          GdkRGBA a, b;

          cs_colour_get_on_image (names[one], &a);
          cs_colour_get_on_image (names[other], &b);
          least = MIN (least, distance (&a, &b, sights[i]));
        }
  cs_colour_choose_marks (CS_MARK_COLOURS_USUAL);
  return least;
}

static void
test_colours (void)
{
  double usual = least_distance (CS_MARK_COLOURS_USUAL), safe = least_distance (CS_MARK_COLOURS_SAFE);

  g_test_message ("least distance of two colours: usual %.2f, safe %.2f", usual, safe);
  g_assert_cmpfloat (safe, >, 0.25);
  g_assert_cmpfloat (safe, >, usual);
}

/* Films of 32 MiB each: four always stay, more where there is room. */
static void
put_films (CsShelf *shelf, Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      CsEntry *entry = fixture_get_film (fixture, i);
      g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 8192, 2048);
      g_autoptr (CsImage) image = NULL;

      image = cs_image_new (raster, "film", &(CsFacts) { .case_id = "", .bits = 12 });
      cs_shelf_put (shelf, entry, image);
    }
}

static void
test_memory (void)
{
  g_autoptr (Fixture) fixture = fixture_new (6);
  g_autoptr (GSettings) settings = cs_preferences_open ();
  g_autoptr (CsJobs) jobs = cs_jobs_new ();
  g_autoptr (CsShelf) shelf = cs_shelf_new (jobs);

  put_films (shelf, fixture, 6);
  g_assert_cmpuint (cs_shelf_get_n (shelf), ==, 6);
  g_settings_set_uint (settings, CS_PREFERENCE_MEMORY, 64);
  fixture_settle ();
  g_assert_cmpuint (cs_shelf_get_n (shelf), ==, 4);
  cs_shelf_clear (shelf);
  g_settings_reset (settings, CS_PREFERENCE_MEMORY);
  put_films (shelf, fixture, 6);
  cs_shelf_set_beside (shelf, cs_shelf_get_room (shelf) - 5 * (gsize) 8192 * 2048 * 2);
  g_assert_cmpuint (cs_shelf_get_n (shelf), ==, 5);
  cs_shelf_set_beside (shelf, cs_shelf_get_room (shelf));
  g_assert_cmpuint (cs_shelf_get_n (shelf), ==, CS_SHELF_LEAST);
  cs_shelf_clear (shelf);
}

static CsImage *
make_film (const char *scanner, guint bits)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U16, 64, 64);
  g_autoptr (CsDetails) details = cs_details_new ();
  g_autoptr (CsImage) image = cs_image_new (raster, "film", &(CsFacts) { .case_id = "", .bits = bits });

  cs_details_set_scanner (details, scanner);
  return cs_image_with_details (image, details);
}

static void
check_window (CsFilmView *view, CsImage *film, double low, double high)
{
  double is_low, is_high;

  cs_film_view_set_image (view, film);
  cs_film_view_set_preset (view, "own:Dense");
  cs_film_view_get_window (view, &is_low, &is_high);
  g_assert_cmpfloat (is_low, ==, low);
  g_assert_cmpfloat (is_high, ==, high);
}

static void
check_shown (CsFilmView *view, const char *preset)
{
  g_autofree char *shown = NULL;

  g_object_get (view, "preset", &shown, NULL);
  g_assert_cmpstr (shown, ==, preset);
}

/* One for all films, and one of the same name for those of a scanner: there it comes before the other. */
static void
test_windows (void)
{
  GtkWidget *view = g_object_ref_sink (cs_film_view_new ());
  g_autoptr (CsImage) film = make_film ("ACME One", 12), next = make_film ("ACME One", 12);
  g_autoptr (CsImage) other = make_film (NULL, 12), shallow = make_film (NULL, 8);
  CsOwnWindow any = { (char *) "Dense", (char *) "", 100, 900 };
  CsOwnWindow one = { (char *) "Dense", (char *) "ACME One", 200, 400 };
  g_autoptr (GMenu) menu = g_menu_new ();

  g_assert_false (cs_own_windows_keep (&(CsOwnWindow) { (char *) "No", (char *) "", 5, 5 }, NULL));
  g_assert_true (cs_own_windows_keep (&any, NULL));
  g_assert_true (cs_own_windows_keep (&one, NULL));
  check_window (CS_FILM_VIEW (view), film, 200, 400);
  check_window (CS_FILM_VIEW (view), other, 100, 900);
  g_assert_cmpstr (cs_film_looks_next (film, "spots"), ==, "own:Dense");
  g_assert_cmpstr (cs_film_looks_next (film, "own:Dense"), ==, cs_film_presets[0].id);
  cs_own_windows_fill (menu, "ACME One");
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 1);
  g_assert_true (cs_own_windows_remove (&any, NULL));
  cs_own_windows_fill (menu, "");
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);
  /* On a film it is not for, what was chosen gives way to the first. */
  check_window (CS_FILM_VIEW (view), film, 200, 400);
  cs_film_view_set_image (CS_FILM_VIEW (view), other);
  g_assert_false (cs_film_looks_has (other, "own:Dense"));
  check_shown (CS_FILM_VIEW (view), cs_film_presets[0].id);
  /* And comes again with the next film it is for, unless somebody chose another in between. */
  cs_film_view_set_image (CS_FILM_VIEW (view), next);
  check_shown (CS_FILM_VIEW (view), "own:Dense");
  cs_film_view_set_image (CS_FILM_VIEW (view), shallow);
  check_shown (CS_FILM_VIEW (view), cs_film_presets[0].id);
  cs_film_view_set_image (CS_FILM_VIEW (view), film);
  check_shown (CS_FILM_VIEW (view), "own:Dense");
  cs_film_view_set_image (CS_FILM_VIEW (view), other);
  cs_film_view_set_preset (CS_FILM_VIEW (view), "whole");
  cs_film_view_set_image (CS_FILM_VIEW (view), film);
  check_shown (CS_FILM_VIEW (view), "whole");
  g_assert_true (cs_own_windows_remove (&one, NULL));
  g_assert_finalize_object (view);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/preferences/pages", test_pages);
  g_test_add_func ("/preferences/window", test_window);
  g_test_add_func ("/preferences/escape", test_escape);
  g_test_add_func ("/preferences/choice", test_choice);
  g_test_add_func ("/preferences/key-row", test_key_row);
  g_test_add_func ("/preferences/enforced", test_enforced);
  g_test_add_func ("/preferences/colours", test_colours);
  g_test_add_func ("/preferences/memory", test_memory);
  g_test_add_func ("/preferences/windows", test_windows);
  return g_test_run ();
}
