/* Two pictures exchanged by a key: each of the choices is shown, below the boxes, and goes again with its film. */
#include "fixture.h"

#include "cs-analyst.h"
#include "cs-flicker.h"
#include "cs-tile-layer.h"

typedef struct { Fixture *fixture; CsAnalyst *analyst; GtkWidget *film; CsFlicker *flicker; } Desk;

static gboolean
is_idle (gpointer data)
{
  return !cs_session_get_busy (data) && cs_session_get_analysis (data);
}

static void
desk_open (Desk *desk, guint n_films)
{
  desk->fixture = fixture_new (n_films);
  desk->analyst = cs_analyst_new (desk->fixture->session);
  desk->film = g_object_ref_sink (cs_film_view_new ());
  desk->flicker = cs_flicker_new (desk->fixture->session, CS_FILM_VIEW (desk->film));
}

static void
desk_close (Desk *desk)
{
  cs_session_set_study (desk->fixture->session, NULL);
  g_assert_finalize_object (desk->flicker);
  g_object_unref (desk->film);
  fixture_settle ();
  g_assert_finalize_object (desk->analyst);
  fixture_free (desk->fixture);
}

static guint
place_of_layer (Desk *desk)
{
  GListModel *layers = cs_canvas_get_layers (cs_film_view_get_canvas (CS_FILM_VIEW (desk->film)));

  for (guint i = 0; i < g_list_model_get_n_items (layers); i++)
    {
      g_autoptr (CsLayer) layer = g_list_model_get_item (layers, i);
      if (layer == cs_flicker_get_layer (desk->flicker))
        return i;
    }
  return G_MAXUINT;
}

static void
test_turn (void)
{
  Desk desk;
  g_autoptr (CsLayer) above = NULL, first = NULL;
  guint n;

  desk_open (&desk, 1);
  cs_flicker_turn (desk.flicker);
  g_assert_null (cs_flicker_get_layer (desk.flicker));      /* nothing has run yet */
  cs_flicker_turn (desk.flicker);
  cs_session_set_entry (desk.fixture->session, fixture_get_film (desk.fixture, 0));
  fixture_spin (is_idle, desk.fixture->session);
  above = cs_tile_layer_new (NULL);
  cs_film_view_add_layer (CS_FILM_VIEW (desk.film), above);
  n = g_list_model_get_n_items (cs_flicker_get_choices (desk.flicker));
  g_assert_cmpuint (n, >, 5);
  for (guint i = 1; i < n; i++)
    {
      g_object_set (desk.flicker, "second", i, "turned", TRUE, NULL);
      if (cs_flicker_get_layer (desk.flicker))
        g_assert_cmpuint (place_of_layer (&desk), ==, 1);
      cs_flicker_turn (desk.flicker);
      g_assert_null (cs_flicker_get_layer (desk.flicker));
    }
  g_object_set (desk.flicker, "first", 1, "second", 2, "opacity", 0.5, NULL);
  g_assert_nonnull (cs_flicker_get_layer (desk.flicker));
  first = g_object_ref (cs_flicker_get_layer (desk.flicker));   /* lest its place is the next one's */
  g_assert_cmpfloat (cs_layer_get_opacity (first), ==, 0.5);
  cs_flicker_turn (desk.flicker);
  g_assert_nonnull (cs_flicker_get_layer (desk.flicker));
  g_assert_true (cs_flicker_get_layer (desk.flicker) != first);
  g_assert_cmpfloat (cs_layer_get_opacity (cs_flicker_get_layer (desk.flicker)), ==, 0.5);
  cs_session_set_entry (desk.fixture->session, NULL);
  g_assert_null (cs_flicker_get_layer (desk.flicker));
  desk_close (&desk);
}

/* The next film is not seen as the one before was: the first of the two comes, however often the key was pressed. */
static void
test_next_film (void)
{
  Desk desk;
  gboolean turned;

  desk_open (&desk, 2);
  cs_session_set_entry (desk.fixture->session, fixture_get_film (desk.fixture, 0));
  fixture_spin (is_idle, desk.fixture->session);
  cs_flicker_turn (desk.flicker);
  g_assert_nonnull (cs_flicker_get_layer (desk.flicker));
  cs_session_set_entry (desk.fixture->session, fixture_get_film (desk.fixture, 1));
  fixture_spin (is_idle, desk.fixture->session);
  g_assert_null (cs_flicker_get_layer (desk.flicker));
  g_object_get (desk.flicker, "turned", &turned, NULL);
  g_assert_false (turned);
  cs_session_set_entry (desk.fixture->session, NULL);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/flicker/turn", test_turn);
  g_test_add_func ("/flicker/next-film", test_next_film);
  return g_test_run ();
}
