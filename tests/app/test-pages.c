/* Every page of the table: builds, has id, title and icon, takes a session, names what it shows, and dies. */
#include "fixture.h"

#include "cs-page.h"

static void
test_kind (gconstpointer data)
{
  const CsPageKind *kind = data;
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  g_assert_cmpstr (kind->id, !=, "");
  g_assert_cmpstr (kind->title, !=, "");
  g_assert_true (gtk_icon_theme_has_icon (icons, kind->icon_name));
  g_assert_true (g_type_is_a (kind->get_type (), CS_TYPE_PAGE));
  for (guint i = 0; cs_pages[i] != kind; i++)
    g_assert_cmpstr (cs_pages[i]->id, !=, kind->id);
}

/* A control without text of its own needs a tooltip for the eye, and a spoken name: GTK 4.8 makes none of the
   tooltip. */
static void
check_names (GtkWidget *widget)
{
  GtkButton *button = GTK_IS_BUTTON (widget) ? GTK_BUTTON (widget) : NULL;

  if (button && gtk_button_get_icon_name (button) && !gtk_button_get_label (button))
    if (!gtk_widget_get_tooltip_text (widget)
        || !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
      g_error ("a button with icon %s has no name", gtk_button_get_icon_name (button));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && !GTK_IS_SPIN_BUTTON (widget) && !GTK_IS_EDITABLE (widget))
      check_names (child);
}

static void
live (const CsPageKind *kind, guint n_films)
{
  g_autoptr (Fixture) fixture = fixture_new (n_films);
  GtkWidget *window = g_object_ref_sink (gtk_window_new ());
  GtkWidget *page = g_object_new (kind->get_type (), NULL);
  GWeakRef weak;

  g_weak_ref_init (&weak, page);
  gtk_window_set_child (GTK_WINDOW (window), page);
  cs_page_set_session (CS_PAGE (page), fixture->session);
  g_assert_true (cs_page_get_session (CS_PAGE (page)) == fixture->session);
  check_names (page);
  gtk_window_present (GTK_WINDOW (window));
  fixture_settle ();
  if (n_films)
    {
      fixture_propose (fixture, fixture_get_film (fixture, 0), 4);
      cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
      fixture_settle ();
      check_names (page);
      cs_session_set_entry (fixture->session, NULL);
    }
  cs_session_set_study (fixture->session, NULL);
  fixture_settle ();
  cs_jobs_stop (cs_session_get_jobs (fixture->session), 20);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
  fixture_settle ();
  g_assert_null (g_weak_ref_get (&weak));
  g_weak_ref_clear (&weak);
}

static void
test_empty (gconstpointer data)
{
  live (data, 0);
}

static void
test_films (gconstpointer data)
{
  live (data, 2);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  for (guint i = 0; cs_pages[i]; i++)
    {
      g_autofree char *kind = g_strdup_printf ("/pages/%s/kind", cs_pages[i]->id);
      g_autofree char *empty = g_strdup_printf ("/pages/%s/empty", cs_pages[i]->id);
      g_autofree char *films = g_strdup_printf ("/pages/%s/films", cs_pages[i]->id);
      g_test_add_data_func (kind, cs_pages[i], test_kind);
      g_test_add_data_func (empty, cs_pages[i], test_empty);
      g_test_add_data_func (films, cs_pages[i], test_films);
    }
  return g_test_run ();
}
