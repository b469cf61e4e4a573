/* Presets in the window: saved and chosen by name, and two of them held against one another. */
#include "fixture.h"

#include <glib/gstdio.h>

#include "cs-compare-window.h"
#include "cs-difference.h"
#include "cs-formats.h"
#include "cs-page.h"
#include "cs-preset-bar.h"
#include "cs-preset-chooser.h"
#include "cs-preset.h"

extern const CsPageKind cs_page_stages;

static void
open_film (Fixture *fixture)
{
  CsEntry *entry = fixture_get_film (fixture, 0);
  g_autoptr (CsImage) image = cs_formats_read (cs_entry_get_file (entry), NULL, NULL);

  cs_session_set_entry (fixture->session, entry);
  cs_session_set_image (fixture->session, image);
}

static gboolean
is_idle (gpointer window)
{
  return !cs_compare_window_get_busy (window);
}

static guint
count (GListModel *differences, guint side)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (CsDifference) item = g_list_model_get_item (differences, i);

      n += cs_difference_get_side (item) == side;
    }
  return n;
}

/* As wide as the panel at 1280 pixels: what is longer would be cut. */
static void
assert_narrow (const char *numbers)
{
  g_auto (GStrv) lines = g_strsplit (numbers, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 40);
}

static void
test_sides (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (CsSettings) all = cs_settings_new (NULL), few = cs_settings_with (all, "spots.limit", 2, NULL);
  GListModel *differences;
  GtkWidget *window;
  guint lost;

  open_film (fixture);
  window = cs_compare_window_new (NULL, fixture->session);
  gtk_window_present (GTK_WINDOW (window));
  cs_compare_window_set_sides (CS_COMPARE_WINDOW (window), all, few);
  fixture_spin (is_idle, window);
  differences = cs_compare_window_get_differences (CS_COMPARE_WINDOW (window));
  lost = count (differences, 0);
  g_assert_cmpuint (lost, >, 0);
  g_assert_cmpuint (count (differences, 1), ==, 0);
  cs_compare_window_set_sides (CS_COMPARE_WINDOW (window), few, all);   /* turned round: what was lost is found */
  fixture_spin (is_idle, window);
  g_assert_cmpuint (count (differences, 1), ==, lost);
  g_assert_cmpuint (count (differences, 0), ==, 0);
  g_assert_true (gtk_widget_activate_action (window, "compare.next", NULL));
  g_assert_true (gtk_widget_activate_action (window, "compare.study", NULL));
  fixture_spin (is_idle, window);
  g_assert_nonnull (strstr (cs_compare_window_get_numbers (CS_COMPARE_WINDOW (window)), "On 1 film:"));
  assert_narrow (cs_compare_window_get_numbers (CS_COMPARE_WINDOW (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_settle ();
}

static void
assert_sorted (GListModel *differences)
{
  for (guint i = 1; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (CsDifference) one = g_list_model_get_item (differences, i - 1);
      g_autoptr (CsDifference) next = g_list_model_get_item (differences, i);

      g_assert_cmpfloat (cs_difference_get_box (one)->suspicion, >=, cs_difference_get_box (next)->suspicion);
    }
}

/* The list that shows so many items: choosers have lists of their own. */
static GtkListView *
find_list (GtkWidget *widget, guint n)
{
  GtkListView *found = NULL;
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_LIST_VIEW (widget)
      && g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (widget)))) == n)
    return GTK_LIST_VIEW (widget);
  for (; child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_list (child, n);
  return found;
}

/* The published preset finds many boxes, of higher suspicion than what it loses: the list begins with them, and in
 * sight is its beginning. */
static void
test_order (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (CsSettings) plain = cs_settings_new (NULL), published = cs_settings_new ("published");
  GListModel *differences;
  GtkWidget *window;
  GtkAdjustment *scroll;

  open_film (fixture);
  window = cs_compare_window_new (NULL, fixture->session);
  gtk_window_present (GTK_WINDOW (window));
  cs_compare_window_set_sides (CS_COMPARE_WINDOW (window), plain, published);
  fixture_spin (is_idle, window);
  fixture_settle ();
  differences = cs_compare_window_get_differences (CS_COMPARE_WINDOW (window));
  g_assert_cmpuint (count (differences, 0), >, 0);
  g_assert_cmpuint (count (differences, 1), >, 20);
  assert_sorted (differences);
  scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find_list (window, g_list_model_get_n_items (differences))));
  g_assert_cmpfloat (gtk_adjustment_get_upper (scroll), >, gtk_adjustment_get_page_size (scroll));
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_settle ();
}

/* Closed while it computes: nobody is met dead. */
static void
test_closed (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  GtkWidget *window;

  open_film (fixture);
  window = cs_compare_window_new (NULL, fixture->session);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (cs_compare_window_get_busy (CS_COMPARE_WINDOW (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_settle ();
}

static void
test_save (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GFile) folder = cs_preset_folder ();
  g_autoptr (CsSettings) plain = cs_settings_new (NULL), few = cs_settings_with (plain, "spots.limit", 2, NULL);
  g_autoptr (CsSettings) found = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window = g_object_ref_sink (gtk_window_new ()), *page = g_object_new (cs_page_stages.get_type (), NULL);
  CsPresetBar *bar;

  gtk_window_set_child (GTK_WINDOW (window), page);
  cs_page_set_session (CS_PAGE (page), fixture->session);
  bar = fixture_find (page, CS_TYPE_PRESET_BAR);
  cs_session_set_settings (fixture->session, few);
  g_assert_false (cs_preset_bar_save (bar, "a/b", &error));
  g_clear_error (&error);
  g_assert_true (cs_preset_bar_save (bar, "Two at most", &error));
  g_assert_cmpstr (cs_settings_get_name (cs_session_get_settings (fixture->session)), ==, "Two at most");
  found = cs_preset_find (folder, "Two at most", &error);
  g_assert_true (cs_settings_equal (found, cs_session_get_settings (fixture->session)));
  g_assert_true (gtk_widget_activate_action (page, "preset.remove", NULL));
  g_assert_null (cs_settings_get_name (cs_session_get_settings (fixture->session)));
  g_assert_null (cs_preset_find (folder, "Two at most", NULL));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
  fixture_settle ();
}

static void
test_chooser (void)
{
  g_autoptr (CsSettings) plain = cs_settings_new (NULL), few = cs_settings_with (plain, "spots.limit", 2, NULL);
  CsPresetChooser *chooser = g_object_ref_sink (CS_PRESET_CHOOSER (cs_preset_chooser_new ()));
  guint n = cs_preset_chooser_get_n (chooser);

  cs_preset_chooser_set_settings (chooser, few);
  g_assert_cmpuint (cs_preset_chooser_get_n (chooser), ==, n + 1);   /* values of one's own */
  cs_preset_chooser_set_settings (chooser, plain);
  g_assert_cmpuint (cs_preset_chooser_get_n (chooser), ==, n);
  g_assert_cmpstr (cs_preset_describe (plain), ==, "Default");
  g_object_unref (chooser);
}

int
main (int argc, char **argv)
{
  g_autofree char *config = g_dir_make_tmp ("calcspot-config-XXXXXX", NULL), *own = NULL, *presets = NULL;
  int status;

  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  fixture_init (&argc, &argv);
  g_test_add_func ("/compare/sides", test_sides);
  g_test_add_func ("/compare/order", test_order);
  g_test_add_func ("/compare/closed", test_closed);
  g_test_add_func ("/compare/save", test_save);
  g_test_add_func ("/compare/chooser", test_chooser);
  status = g_test_run ();
  own = g_build_filename (config, "calcspot", NULL);
  presets = g_build_filename (own, "presets", NULL);
  g_rmdir (presets);
  g_rmdir (own);
  g_rmdir (config);
  return status;
}
