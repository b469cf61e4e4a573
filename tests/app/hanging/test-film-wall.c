/* The wall: films hang where they belong, at one size and in one window, move together, and change places; what is not
 * known is asked. */
#include "fixture.h"

#include <math.h>
#include "cs-analyst.h"
#include "cs-film-wall.h"

typedef struct { Fixture *fixture; CsAnalyst *analyst; GtkWidget *window; CsFilmWall *wall; } Desk;

static void
set_facts (Desk *desk, guint film, CsSide side, CsView view, double mm)
{
  CsEntry *entry = fixture_get_film (desk->fixture, film);
  CsFacts facts = *cs_entry_get_facts (entry);
  g_autoptr (GError) error = NULL;

  facts.case_id = "one";
  facts.side = side;
  facts.view = view;
  facts.mm_per_pixel = mm;
  facts.spacing = CS_SPACING_HAND;
  cs_study_set_facts (desk->fixture->study, entry, &facts, &error);
  g_assert_no_error (error);
}

/* LMLO, RCC, LCC, RMLO: not in the order they hang in. Their breasts all lie at the left, as a left one's does. */
static void
desk_open (Desk *desk)
{
  desk->fixture = fixture_new (4);
  set_facts (desk, 0, CS_SIDE_LEFT, CS_VIEW_MLO, 0.6);
  set_facts (desk, 1, CS_SIDE_RIGHT, CS_VIEW_CC, 0.6);
  set_facts (desk, 2, CS_SIDE_LEFT, CS_VIEW_CC, 0.6);
  set_facts (desk, 3, CS_SIDE_RIGHT, CS_VIEW_MLO, 0.6);
  desk->analyst = cs_analyst_new (desk->fixture->session);
  desk->wall = CS_FILM_WALL (cs_film_wall_new ());
  desk->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (desk->window), GTK_WIDGET (desk->wall));
  gtk_window_set_default_size (GTK_WINDOW (desk->window), 900, 700);
  cs_film_wall_set_session (desk->wall, desk->fixture->session);
  gtk_window_present (GTK_WINDOW (desk->window));
}

static void
desk_close (Desk *desk)
{
  cs_session_set_study (desk->fixture->session, NULL);
  gtk_window_destroy (GTK_WINDOW (desk->window));
  fixture_settle ();
  g_assert_finalize_object (desk->analyst);
  fixture_free (desk->fixture);
}

/* Right to the left, CC above MLO. */
static gboolean
is_in_place (Desk *desk, CsFilmView *view, guint slot)
{
  const CsHang *hang = cs_film_wall_get_hang (desk->wall);
  double x = 0, y = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (view), GTK_WIDGET (desk->wall), 0, 0, &x, &y);
  return (x > gtk_widget_get_width (GTK_WIDGET (desk->wall)) / 4.0) == (slot % hang->n_columns == 1) &&
         (y > gtk_widget_get_height (GTK_WIDGET (desk->wall)) / 4.0) == (slot / hang->n_columns == 1);
}

/* All that hangs is there and examined, and has its place. */
static gboolean
is_hung (gpointer data)
{
  Desk *desk = data;
  const CsHang *hang = cs_film_wall_get_hang (desk->wall);

  for (guint i = 0; i < hang->n_columns * hang->n_rows; i++)
    {
      CsFilmView *view = cs_film_wall_get_view (desk->wall, i);
      CsImage *image = view ? cs_film_view_get_image (view) : NULL;
      CsPlate *plate = image ? cs_shelf_find (cs_session_get_shelf (desk->fixture->session), image) : NULL;
      int width = 0, height = 0;

      if (view)
        cs_viewport_get_widget_size (cs_film_view_get_viewport (view), &width, &height);
      if (view && (!plate || !cs_plate_get_examined (plate) || width == 0 ||
                   !is_in_place (desk, view, i)))
        return FALSE;
    }
  return hang->slots[0].film >= 0 || hang->n_columns > 1;
}

static void
show (Desk *desk, guint film, guint count)
{
  cs_session_set_entry (desk->fixture->session, fixture_get_film (desk->fixture, film));
  cs_film_wall_set_count (desk->wall, count);
  fixture_spin (is_hung, desk);
  fixture_settle ();
}

static CsViewport *
viewport (Desk *desk, guint slot)
{
  return cs_film_view_get_viewport (cs_film_wall_get_view (desk->wall, slot));
}

/* Where the film's shown left and right edges are within its view. */
static void
get_edges (CsViewport *viewport, double *left, double *right)
{
  graphene_rect_t rect;
  int width, height;

  cs_viewport_get_image_size (viewport, &width, &height);
  cs_viewport_rect_to_widget (viewport, &GRAPHENE_RECT_INIT (0, 0, width, height), &rect);
  *left = rect.origin.x;
  *right = rect.origin.x + rect.size.width;
}

static void
test_four (void)
{
  Desk desk;

  desk_open (&desk);
  for (guint film = 0; film < 4; film++)
    {
      static const guint slots[] = { 3, 0, 1, 2 };
      const CsHang *hang;

      show (&desk, film, 4);
      hang = cs_film_wall_get_hang (desk.wall);
      g_assert_cmpuint (hang->current, ==, slots[film]);
      for (guint i = 0; i < 4; i++)
        {
          int width, height;
          double left, right;

          g_assert_true (is_in_place (&desk, cs_film_wall_get_view (desk.wall, i), i));
          g_assert_cmpfloat (cs_viewport_get_scale (viewport (&desk, i)), ==,
                             cs_viewport_get_scale (viewport (&desk, 0)));
          cs_viewport_get_widget_size (viewport (&desk, i), &width, &height);
          get_edges (viewport (&desk, i), &left, &right);
          g_assert_cmpfloat_with_epsilon (i % 2 ? left : right, i % 2 ? 0 : width, 1);
        }
    }
  desk_close (&desk);
}

/* Twice the pixel size: half the scale, so that a millimetre is as long in both, fitted or not. */
static void
test_physical_size (void)
{
  Desk desk;

  desk_open (&desk);
  set_facts (&desk, 2, CS_SIDE_LEFT, CS_VIEW_CC, 0.3);
  set_facts (&desk, 1, CS_SIDE_RIGHT, CS_VIEW_CC, 0.15);
  show (&desk, 1, 2);
  g_assert_true (cs_viewport_get_fitted (viewport (&desk, 0)));
  g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (viewport (&desk, 0)) / 0.15,
                                  cs_viewport_get_scale (viewport (&desk, 1)) / 0.3, 1e-6);
  cs_viewport_set_scale (viewport (&desk, 0), 0.4);
  g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (viewport (&desk, 1)), 0.8, 1e-6);
  desk_close (&desk);
}

static void
test_window (void)
{
  Desk desk;
  double low, high;
  gboolean invert;

  desk_open (&desk);
  show (&desk, 1, 2);
  cs_film_view_set_window (cs_film_wall_get_film (desk.wall), 33, 144);
  g_object_set (cs_film_wall_get_film (desk.wall), "invert", TRUE, NULL);
  cs_film_view_get_window (cs_film_wall_get_view (desk.wall, 1), &low, &high);
  g_object_get (cs_film_wall_get_view (desk.wall, 1), "invert", &invert, NULL);
  g_assert_true (low == 33 && high == 144 && invert);
  desk_close (&desk);
}

static void
act (Desk *desk, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->wall), action, NULL));
  fixture_spin (is_hung, desk);
  fixture_settle ();
}

static void
test_swap (void)
{
  Desk desk;
  CsSession *session;
  double before[2], after[2];

  desk_open (&desk);
  session = desk.fixture->session;
  show (&desk, 1, 2);
  cs_viewport_set_scale (viewport (&desk, 0), 4);
  cs_viewport_set_centre (viewport (&desk, 0), 170, 90);
  cs_viewport_get_shown_centre (viewport (&desk, 1), &before[0], &before[1]);
  act (&desk, "wall.swap-side");
  g_assert_true (cs_session_get_entry (session) == fixture_get_film (desk.fixture, 2));
  g_assert_true (cs_film_wall_took (desk.wall));
  g_assert_true (cs_film_wall_get_view (desk.wall, 1) == cs_film_wall_get_film (desk.wall));
  cs_viewport_get_shown_centre (viewport (&desk, 1), &after[0], &after[1]);
  g_assert_cmpfloat (cs_viewport_get_scale (viewport (&desk, 1)), ==, 4);
  g_assert_cmpfloat_with_epsilon (before[0], after[0], 0.01);
  g_assert_cmpfloat_with_epsilon (before[1], after[1], 0.01);
  act (&desk, "wall.swap-view");
  g_assert_true (cs_session_get_entry (session) == fixture_get_film (desk.fixture, 0));
  cs_session_set_entry (session, fixture_get_film (desk.fixture, 3));
  g_assert_false (cs_film_wall_took (desk.wall));
  desk_close (&desk);
}

static void
test_questions (void)
{
  Desk desk;

  desk_open (&desk);
  show (&desk, 2, 2);
  g_assert_null (cs_film_wall_get_question (desk.wall));
  show (&desk, 1, 2);
  g_assert_nonnull (strstr (cs_film_wall_get_question (desk.wall), "mirrored"));
  act (&desk, "wall.mirror");
  g_assert_null (cs_film_wall_get_question (desk.wall));
  show (&desk, 2, 2);
  show (&desk, 1, 2);
  g_assert_cmpint (cs_viewport_get_turn (viewport (&desk, 0)), ==, CS_TURN_MIRROR);
  g_assert_null (cs_film_wall_get_question (desk.wall));
  set_facts (&desk, 2, CS_SIDE_LEFT, CS_VIEW_UNKNOWN, 0.6);
  fixture_settle ();
  g_assert_nonnull (strstr (cs_film_wall_get_question (desk.wall), "1 other film"));
  g_assert_null (cs_film_wall_get_view (desk.wall, 1));
  show (&desk, 2, 2);
  g_assert_nonnull (strstr (cs_film_wall_get_question (desk.wall), "Which breast"));
  g_assert_cmpuint (cs_film_wall_get_hang (desk.wall)->n_columns, ==, 1);
  desk_close (&desk);
}

/* Turned four times it stands as it did; each time all of it is in sight. */
static void
test_turn (void)
{
  Desk desk;

  desk_open (&desk);
  show (&desk, 2, 1);
  for (guint i = 1; i <= 4; i++)
    {
      act (&desk, "wall.turn");
      g_assert_cmpint (cs_viewport_get_turn (viewport (&desk, 0)), ==, (CsTurn) (i % 4));
      g_assert_cmpuint (cs_study_get_turn (desk.fixture->study, fixture_get_film (desk.fixture, 2)), ==, i % 4);
    }
  desk_close (&desk);
}

static void
check_window (CsFilmView *view, double low, double high)
{
  double own_low, own_high;

  cs_film_view_get_window (view, &own_low, &own_high);
  g_assert_cmpfloat_with_epsilon (own_low, low, 1e-6);
  g_assert_cmpfloat_with_epsilon (own_high, high, 1e-6);
}

/* The earlier film, of a scanner of half the resolution that saw all of it darker. */
static void
add_earlier (Desk *desk)
{
  g_autoptr (CsRaster) raster = cs_raster_new (CS_PIXEL_U8, 128, 128);

  for (guint y = 0; y < 128; y++)
    for (guint x = 0; x < 128; x++)
      ((guint8 *) cs_raster_edit (raster, y))[x] = (guint8) (x + y < 160 ? 20 + x / 4 + y / 8 : 2);
  fixture_add_film (desk->fixture, "earlier.png", raster, 1.2);
}

/* Two days, two scanners: one physical size; what is within the breast's greys on one film is at the same place within
 * them on the other, and a film that changed places is seen in the grey it was seen in before. */
static void
test_exams (void)
{
  Desk desk;
  CsFilmView *film;
  double low, high, from, to, own_from, own_to;

  desk_open (&desk);
  add_earlier (&desk);
  set_facts (&desk, 4, CS_SIDE_LEFT, CS_VIEW_MLO, 1.2);
  g_assert_true (cs_study_set_date (desk.fixture->study, fixture_get_film (desk.fixture, 0), "2021-07-05", NULL));
  g_assert_true (cs_study_set_date (desk.fixture->study, fixture_get_film (desk.fixture, 4), "2019-03-02", NULL));
  show (&desk, 0, 1);
  act (&desk, "wall.compare");
  film = cs_film_wall_get_film (desk.wall);
  g_assert_true (cs_film_wall_get_hang (desk.wall)->beside && cs_film_wall_get_view (desk.wall, 0) == film);
  g_assert_cmpfloat_with_epsilon (cs_viewport_get_scale (viewport (&desk, 0)) / 0.6,
                                  cs_viewport_get_scale (viewport (&desk, 1)) / 1.2, 1e-6);
  cs_film_view_get_tissue (film, &from, &to);
  cs_film_view_get_tissue (cs_film_wall_get_view (desk.wall, 1), &own_from, &own_to);
  g_assert_true (from != own_from || to != own_to);
  cs_film_view_set_preset (film, "tissue");
  check_window (cs_film_wall_get_view (desk.wall, 1), own_from, own_to);
  cs_film_view_set_window (film, from, (from + to) / 2);
  check_window (cs_film_wall_get_view (desk.wall, 1), own_from, (own_from + own_to) / 2);
  cs_film_view_set_preset (film, CS_FILM_PRESET_VIEW);
  cs_film_view_get_window (film, &low, &high);
  act (&desk, "wall.swap-exam");
  g_assert_true (cs_film_wall_get_view (desk.wall, 1) == film);
  act (&desk, "wall.swap-exam");
  check_window (film, low, high);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/film-wall/four", test_four);
  g_test_add_func ("/film-wall/physical-size", test_physical_size);
  g_test_add_func ("/film-wall/window", test_window);
  g_test_add_func ("/film-wall/exams", test_exams);
  g_test_add_func ("/film-wall/swap", test_swap);
  g_test_add_func ("/film-wall/questions", test_questions);
  g_test_add_func ("/film-wall/turn", test_turn);
  return g_test_run ();
}
