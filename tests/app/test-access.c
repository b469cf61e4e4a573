/* Every page by Tab alone, there and back, and with text twice as large: nothing holds the focus, nothing is cut. */
#include "fixture.h"

#include "cs-page.h"

/* A screen of 1280x720 less the header. */
#define WIDTH 1280
#define HEIGHT 660
#define STEPS 300
#define DPI 96

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer n_left)
{
  return --*(int *) n_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
is_none (gpointer n_left)
{
  return *(int *) n_left <= 0;
}

/* Until all that is shown has its place. */
static void
wait_frames (GtkWidget *widget)
{
  int n_left = 3;

  gtk_widget_add_tick_callback (widget, tick_cb, &n_left, NULL);
  fixture_spin (is_none, &n_left);
}

static FixturePage
show (const CsPageKind *kind, guint n_films)
{
  FixturePage desk;

  fixture_page_show (&desk, fixture_new (n_films), kind->get_type ());
  gtk_window_set_default_size (GTK_WINDOW (desk.window), WIDTH, HEIGHT);
  if (n_films)
    {
      fixture_propose (desk.fixture, fixture_get_film (desk.fixture, 0), 4);
      cs_session_set_entry (desk.fixture->session, fixture_get_film (desk.fixture, 0));
      fixture_settle ();
    }
  wait_frames (desk.window);
  return desk;
}

static void
hide (FixturePage *desk)
{
  cs_session_set_entry (desk->fixture->session, NULL);
  fixture_page_close (desk);
}

static char *
describe (GtkWidget *widget)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; widget; widget = gtk_widget_get_parent (widget))
    g_string_append_printf (text, "%s%s", text->len ? " in " : "", G_OBJECT_TYPE_NAME (widget));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Tab until it comes to where it was before, never to the same thing twice running; how many things it came to. */
static guint
walk (GtkWidget *window, GtkDirectionType direction)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GtkWidget *last = NULL, *focus;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint step = 0; step < STEPS; step++, last = focus)
    {
      g_autofree char *where = NULL;

      gtk_widget_child_focus (window, direction);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      where = focus ? describe (focus) : g_strdup ("nowhere");
      if (!focus || (focus == last && g_hash_table_size (seen) > 1))
        g_error ("Tab stays at %s", where);
      if (!gtk_widget_get_mapped (focus))
        g_error ("Tab comes to what is not to be seen: %s", where);
      if (!g_hash_table_add (seen, focus))
        return g_hash_table_size (seen);
    }
  g_error ("Tab does not come round in %d steps", STEPS);
}

static void
test_tab (gconstpointer data)
{
  FixturePage desk = show (data, 2);
  guint there = walk (desk.window, GTK_DIR_TAB_FORWARD);

  g_assert_cmpuint (there, >, 0);
  g_assert_cmpuint (walk (desk.window, GTK_DIR_TAB_BACKWARD), >=, there - 1);   /* it may begin within a list */
  hide (&desk);
}

/* Forty films or boxes are one stop, and the bar above them is some others. */
static void
test_one_stop (void)
{
  FixturePage desk = show (cs_pages[0], 12);
  guint steps = walk (desk.window, GTK_DIR_TAB_FORWARD);

  g_assert_cmpuint (steps, >=, 4);
  g_assert_cmpuint (steps, <, 12);
  hide (&desk);
}

static void
test_large_text (gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int width, height;
  FixturePage desk;

  g_object_set (settings, "gtk-xft-dpi", 2 * DPI * PANGO_SCALE, NULL);
  desk = show (data, 2);
  gtk_widget_measure (desk.page, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (desk.page, GTK_ORIENTATION_VERTICAL, WIDTH, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, WIDTH);
  g_assert_cmpint (height, <=, HEIGHT);
  hide (&desk);
  g_object_set (settings, "gtk-xft-dpi", DPI * PANGO_SCALE, NULL);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  for (guint i = 0; cs_pages[i]; i++)
    {
      g_autofree char *tab = g_strdup_printf ("/access/%s/tab", cs_pages[i]->id);
      g_autofree char *text = g_strdup_printf ("/access/%s/large-text", cs_pages[i]->id);

      g_test_add_data_func (tab, cs_pages[i], test_tab);
      g_test_add_data_func (text, cs_pages[i], test_large_text);
    }
  g_test_add_func ("/access/one-stop", test_one_stop);
  return g_test_run ();
}
