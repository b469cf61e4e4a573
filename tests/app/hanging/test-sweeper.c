/* The way through a film in hand: one to one, stop by stop, kept for each reader; what is smaller does not count. */
#include "fixture.h"

#include "cs-analyst.h"
#include "cs-sweeper.h"

typedef struct { Fixture *fixture; CsAnalyst *analyst; GtkWidget *window; CsFilmView *film; CsSweeper *sweeper; } Desk;

static char *
text_of (Desk *desk)
{
  char *text;

  g_object_get (desk->sweeper, "text", &text, NULL);
  return text;
}

static gboolean
is_there (gpointer data)
{
  Desk *desk = data;
  g_autofree char *text = text_of (desk);
  int width, height;

  cs_viewport_get_widget_size (cs_film_view_get_viewport (desk->film), &width, &height);
  return *text != '\0' && width > 0 && height > 0;
}

static void
desk_open (Desk *desk)
{
  CsSession *session;

  desk->fixture = fixture_new (1);
  session = desk->fixture->session;
  desk->analyst = cs_analyst_new (session);
  desk->film = CS_FILM_VIEW (cs_film_view_new ());
  cs_film_view_set_viewport (desk->film, cs_session_get_viewport (session));
  cs_film_view_set_shelf (desk->film, cs_session_get_shelf (session));
  desk->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (desk->window), GTK_WIDGET (desk->film));
  gtk_window_set_default_size (GTK_WINDOW (desk->window), 150, 160);
  gtk_window_present (GTK_WINDOW (desk->window));
  desk->sweeper = cs_sweeper_new (session, desk->film);
  cs_session_set_entry (session, fixture_get_film (desk->fixture, 0));
  fixture_spin (is_there, desk);
}

static void
desk_close (Desk *desk)
{
  cs_session_set_study (desk->fixture->session, NULL);
  g_assert_finalize_object (desk->sweeper);
  gtk_window_destroy (GTK_WINDOW (desk->window));
  fixture_settle ();
  g_assert_finalize_object (desk->analyst);
  fixture_free (desk->fixture);
}

static double
share (Desk *desk)
{
  double share;
  g_autoptr (GBytes) bytes =
    cs_study_get_seen (desk->fixture->study, fixture_get_film (desk->fixture, 0), &share);

  return bytes ? share : 0;
}

static void
test_way (void)
{
  Desk desk;
  CsViewport *viewport;
  guint n = 0;
  g_autofree char *whole = NULL, *other = NULL;

  desk_open (&desk);
  viewport = cs_film_view_get_viewport (desk.film);
  cs_viewport_set_scale (viewport, 0.5);
  cs_sweeper_look (desk.sweeper);
  g_assert_cmpfloat (share (&desk), ==, 0);
  g_assert_false (cs_sweeper_step (desk.sweeper, TRUE) && cs_sweeper_step (desk.sweeper, TRUE));
  do
    {
      g_assert_cmpfloat (cs_viewport_get_scale (viewport), ==, 1);
      cs_sweeper_look (desk.sweeper);
      n++;
    }
  while (cs_sweeper_step (desk.sweeper, FALSE));
  g_assert_cmpuint (n, >, 1);
  g_assert_cmpfloat (share (&desk), ==, 1);
  whole = text_of (&desk);
  g_assert_nonnull (strstr (whole, "100 %"));
  cs_study_set_reader (desk.fixture->study, "somebody else");
  g_assert_cmpfloat (share (&desk), ==, 0);
  cs_sweeper_look (desk.sweeper);
  g_assert_cmpfloat (share (&desk), >, 0);
  g_assert_cmpfloat (share (&desk), <, 1);
  other = text_of (&desk);
  g_assert_cmpstr (other, !=, whole);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/sweeper/way", test_way);
  return g_test_run ();
}
