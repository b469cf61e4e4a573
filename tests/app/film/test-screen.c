/* Where the desktop scales the screen by a fraction, 1:1 is said not to be exact: always by the number, once aloud. */
#include "fixture.h"

#include <string.h>
#include "cs-film-view.h"
#include "cs-formats.h"
#include "cs-page.h"
#include "cs-screen.h"

extern const CsPageKind cs_page_review;

static void
test_fraction (void)
{
  g_assert_cmpfloat (cs_screen_fraction (1920, 1, 1920), ==, 0);
  g_assert_cmpfloat (cs_screen_fraction (1920, 2, 3840), ==, 0);
  g_assert_cmpfloat (cs_screen_fraction (1707, 2, 3413), ==, 0);          /* an odd screen at twice: rounded */
  g_assert_cmpfloat (cs_screen_fraction (3072, 2, 3840), ==, 1.25);
  g_assert_cmpfloat_with_epsilon (cs_screen_fraction (2194, 2, 3840), 1.75, 0.001);
  g_assert_cmpfloat (cs_screen_fraction (1600, 1, 1280), ==, 0.8);        /* shrunk by the X server */
  g_assert_cmpfloat (cs_screen_fraction (1920, 1, 0), ==, 0);             /* nobody knows */
}

static void
toast_cb (GSimpleAction *action, GVariant *words, gpointer data)
{
  g_assert_nonnull (strstr (g_variant_get_string (words, NULL), "125 %"));
  (*(guint *) data)++;
}

/* A film on Review, and how often something was said aloud. */
static void
open_film (FixturePage *desk, guint *n_told)
{
  static const GActionEntry entries[] = { { "toast", toast_cb, "s", NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (CsImage) image = NULL;

  fixture_page_show (desk, fixture_new (1), cs_page_review.get_type ());
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), n_told);
  gtk_widget_insert_action_group (desk->window, "win", G_ACTION_GROUP (actions));
  cs_session_set_entry (desk->fixture->session, fixture_get_film (desk->fixture, 0));
  image = cs_formats_read (cs_entry_get_file (fixture_get_film (desk->fixture, 0)), NULL, NULL);
  cs_session_set_image (desk->fixture->session, image);
  fixture_settle ();
}

static void
check_zoom (FixturePage *desk, const char *action, const char *says)
{
  g_assert_true (gtk_widget_activate_action (desk->page, action, NULL));
  fixture_settle ();
  if (!fixture_says (desk->page, says))
    g_error ("%s does not say %s", action, says);
}

static void
test_said (void)
{
  FixturePage desk;
  guint n_told = 0;

  open_film (&desk, &n_told);
  check_zoom (&desk, "film.one-to-one", "100 %");       /* the screen of the tests is what it says */
  g_setenv ("CALCSPOT_SCREEN_SCALE", "1.25", TRUE);
  check_zoom (&desk, "film.zoom-in", "≈ 200 %");
  g_assert_cmpuint (n_told, ==, 0);
  check_zoom (&desk, "film.one-to-one", "≈ 100 %");
  g_assert_cmpuint (n_told, ==, 1);
  check_zoom (&desk, "film.zoom-out", "* %");
  check_zoom (&desk, "film.one-to-one", "≈ 100 %");
  g_assert_cmpuint (n_told, ==, 1);
  g_unsetenv ("CALCSPOT_SCREEN_SCALE");
  fixture_page_close (&desk);
}

static int
natural_width (GtkWidget *film)
{
  int width;

  gtk_widget_measure (film, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* What is said of the place under the pointer moves nothing: else the film moves away under the hand. */
static void
test_steady (void)
{
  FixturePage desk;
  GtkWidget *film;
  guint n_told = 0;
  int width;

  open_film (&desk, &n_told);
  film = fixture_find (desk.page, CS_TYPE_FILM_VIEW);
  width = natural_width (film);
  g_signal_emit_by_name (cs_film_view_get_canvas (CS_FILM_VIEW (film)), "motion", 100.0, 100.0);
  if (!fixture_says (desk.page, "100, 100 px*"))
    g_error ("the place is not said");
  g_assert_cmpint (natural_width (film), ==, width);
  fixture_page_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/screen/fraction", test_fraction);
  g_test_add_func ("/screen/said", test_said);
  g_test_add_func ("/screen/steady", test_steady);
  return g_test_run ();
}
