/* The window of preferences: every page of the table builds, has a name and a picture, and goes without a trace; a row
 * shows what is set, and sets what is shown. */
#include "fixture.h"

#include "cs-key-row.h"
#include "cs-preferences-rows.h"
#include "cs-preferences-window.h"
#include "cs-preferences.h"

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    found = found ? found : find (child, type);
  return found;
}

static void
test_pages (void)
{
  for (guint i = 0; cs_preferences_pages[i]; i++)
    {
      GtkWidget *page = g_object_ref_sink (g_object_new (cs_preferences_pages[i]->get_type (), NULL));

      g_assert_true (ADW_IS_PREFERENCES_PAGE (page));
      g_assert_nonnull (find (page, ADW_TYPE_PREFERENCES_GROUP));
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

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/preferences/pages", test_pages);
  g_test_add_func ("/preferences/window", test_window);
  g_test_add_func ("/preferences/choice", test_choice);
  g_test_add_func ("/preferences/key-row", test_key_row);
  return g_test_run ();
}
