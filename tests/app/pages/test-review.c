/* Judging by actions: each verdict is stored and leads to the next box without one; undo brings the box back. */
#include "fixture.h"

#include "cs-describe-bar.h"
#include "cs-formats.h"
#include "cs-keymap.h"
#include "cs-page.h"

extern const CsPageKind cs_page_review;

static void
desk_open (FixturePage *desk, guint n_films, guint n_boxes)
{
  Fixture *fixture = fixture_new (n_films);

  for (guint i = 0; i < n_films; i++)
    fixture_propose (fixture, fixture_get_film (fixture, i), n_boxes);
  fixture_page_show (desk, fixture, cs_page_review.get_type ());
  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  fixture_settle ();
}

static void
act (FixturePage *desk, const char *action)
{
  g_assert_true (gtk_widget_activate_action (desk->page, action, NULL));
  fixture_settle ();
}

static guint
position (FixturePage *desk)
{
  return gtk_single_selection_get_selected (cs_session_get_selection (desk->fixture->session));
}

static void
test_judge (void)
{
  FixturePage desk;
  CsEntry *first;

  desk_open (&desk, 2, 3);
  first = fixture_get_film (desk.fixture, 0);
  g_assert_cmpuint (position (&desk), ==, 0);
  act (&desk, "review.accept");
  g_assert_cmpuint (position (&desk), ==, 1);
  act (&desk, "review.next");
  g_assert_cmpuint (position (&desk), ==, 2);
  act (&desk, "review.reject");
  g_assert_cmpuint (position (&desk), ==, 1);   /* the one passed over */
  g_assert_true (cs_session_get_entry (desk.fixture->session) == first);
  act (&desk, "review.unsure");
  g_assert_true (cs_session_get_entry (desk.fixture->session) == fixture_get_film (desk.fixture, 1));
  g_assert_cmpuint (position (&desk), ==, 0);
  g_assert_cmpuint (cs_entry_get_n_judged (first), ==, 3);
  g_assert_cmpuint (cs_entry_get_n_verdict (first, CS_VERDICT_POSITIVE), ==, 1);
  g_assert_cmpuint (cs_entry_get_n_verdict (first, CS_VERDICT_NEGATIVE), ==, 1);
  g_assert_cmpuint (cs_entry_get_n_verdict (first, CS_VERDICT_UNSURE), ==, 1);
  fixture_page_close (&desk);
}

static void
test_walk (void)
{
  FixturePage desk;

  desk_open (&desk, 2, 2);
  act (&desk, "review.next");
  g_assert_cmpuint (position (&desk), ==, 1);
  act (&desk, "review.previous");
  act (&desk, "review.previous");
  g_assert_cmpuint (position (&desk), ==, 0);
  act (&desk, "review.next-film");
  g_assert_true (cs_session_get_entry (desk.fixture->session) == fixture_get_film (desk.fixture, 1));
  act (&desk, "review.previous-film");
  g_assert_true (cs_session_get_entry (desk.fixture->session) == fixture_get_film (desk.fixture, 0));
  fixture_page_close (&desk);
}

/* One deed over many: its verdict, and that one undo takes all of it back. */
static void
check_many (FixturePage *desk, const char *action, CsVerdict verdict, guint n)
{
  CsEntry *film = fixture_get_film (desk->fixture, 0);
  guint before = cs_entry_get_n_verdict (film, verdict), judged = cs_entry_get_n_judged (film);
  g_autoptr (GError) error = NULL;

  act (desk, action);
  g_assert_cmpuint (cs_entry_get_n_verdict (film, verdict), ==, before + n);
  g_assert_true (cs_study_undo (desk->fixture->study, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_settle ();
  g_assert_cmpuint (cs_entry_get_n_judged (film), ==, judged);
}

static void
test_rest (void)
{
  FixturePage desk;

  desk_open (&desk, 2, 5);
  act (&desk, "review.accept");
  check_many (&desk, "many.rest", CS_VERDICT_NEGATIVE, 4);
  g_assert_true (cs_session_get_entry (desk.fixture->session) == fixture_get_film (desk.fixture, 1));
  fixture_page_close (&desk);
}

/* Boxes chosen by key are judged by the key of a verdict; Esc lets go of them. */
static void
test_choose (void)
{
  FixturePage desk;
  CsEntry *film;

  desk_open (&desk, 1, 4);
  film = fixture_get_film (desk.fixture, 0);
  act (&desk, "many.choose");
  act (&desk, "many.choose");
  check_many (&desk, "review.unsure", CS_VERDICT_UNSURE, 2);
  act (&desk, "many.choose");
  act (&desk, "review.cancel");
  act (&desk, "review.reject");
  g_assert_cmpuint (cs_entry_get_n_judged (film), ==, 1);
  fixture_page_close (&desk);
}

static CsBox
selected_box (FixturePage *desk)
{
  return *cs_mark_get_box (cs_session_get_mark (desk->fixture->session));
}

static void
nudge (FixturePage *desk, const char *action, int x, int y)
{
  g_assert_true (gtk_widget_activate_action (desk->page, action, "(ii)", x, y));
  fixture_settle ();
}

/* Right is where it is seen: on a mirrored film, stored leftwards; on its side, stored upwards. */
static void
test_nudge_turned (void)
{
  FixturePage desk;
  CsViewport *viewport;
  CsBox before, after;

  desk_open (&desk, 1, 3);
  viewport = cs_session_get_viewport (desk.fixture->session);
  nudge (&desk, "box.move", 3, 3);
  before = selected_box (&desk);
  cs_viewport_set_turn (viewport, CS_TURN_MIRROR);
  nudge (&desk, "box.move", 1, 0);
  nudge (&desk, "box.grow", 1, 0);
  after = selected_box (&desk);
  g_assert_cmpint (after.x, ==, before.x - 2);
  g_assert_cmpint (after.width, ==, before.width + 1);
  g_assert_cmpint (after.y, ==, before.y);
  cs_viewport_set_turn (viewport, CS_TURN_RIGHT);
  nudge (&desk, "box.move", 1, 0);
  nudge (&desk, "box.grow", 0, 1);
  g_assert_cmpint (selected_box (&desk).x, ==, after.x);
  g_assert_cmpint (selected_box (&desk).y, ==, after.y - 1);
  g_assert_cmpint (selected_box (&desk).width, ==, after.width + 1);
  g_assert_cmpint (selected_box (&desk).height, ==, after.height);
  fixture_page_close (&desk);
}

/* A pixel a key, within the film, each an undo; what is too small or outside is not done. */
static void
test_nudge (void)
{
  g_autoptr (GError) error = NULL;
  FixturePage desk;
  CsBox before, after;

  desk_open (&desk, 1, 3);
  before = selected_box (&desk);
  nudge (&desk, "box.move", 1, 0);
  nudge (&desk, "box.grow", 0, 1);
  after = selected_box (&desk);
  g_assert_cmpint (after.x, ==, before.x + 1);
  g_assert_cmpint (after.height, ==, before.height + 1);
  nudge (&desk, "box.move", -10000, 0);
  nudge (&desk, "box.grow", 1 - before.width, 0);
  g_assert_cmpint (selected_box (&desk).x, ==, after.x);
  g_assert_cmpint (selected_box (&desk).width, ==, after.width);
  for (guint i = 0; i < 2; i++)
    g_assert_true (cs_study_undo (desk.fixture->study, NULL, NULL, &error));
  g_assert_cmpint (selected_box (&desk).x, ==, before.x);
  g_assert_cmpint (selected_box (&desk).height, ==, before.height);
  fixture_page_close (&desk);
}

/* A film none of whose boxes is known, or shown yet, is shown whole, wherever the one before it was looked at; its zoom
 * is the reader's from then on. */
static void
test_whole (void)
{
  FixturePage desk;
  g_autoptr (CsImage) image = NULL;
  CsViewport *viewport;

  desk_open (&desk, 1, 0);
  viewport = cs_session_get_viewport (desk.fixture->session);
  cs_viewport_set_image_size (viewport, 4000, 4000);
  cs_viewport_set_scale (viewport, 8);
  image = cs_formats_read (cs_entry_get_file (fixture_get_film (desk.fixture, 0)), NULL, NULL);
  cs_session_set_image (desk.fixture->session, image);
  fixture_settle ();
  g_assert_true (cs_viewport_get_fitted (viewport));
  cs_viewport_set_scale (viewport, 8);
  gtk_widget_unmap (desk.page);
  gtk_widget_map (desk.page);
  fixture_settle ();
  g_assert_false (cs_viewport_get_fitted (viewport));
  fixture_page_close (&desk);
}

static gboolean
is_laid_out (gpointer place)
{
  return gtk_adjustment_get_page_size (place) > 20;
}

/* On a small screen what is said of a box, and the button that says more, are seen without scrolling. */
static void
test_shown (void)
{
  FixturePage desk;
  GtkWidget *about;
  GtkAdjustment *place;

  desk_open (&desk, 1, 12);
  gtk_window_set_default_size (GTK_WINDOW (desk.window), 1200, 640);
  fixture_settle ();
  about = gtk_widget_get_ancestor (fixture_find (desk.page, CS_TYPE_DESCRIBE_BAR), GTK_TYPE_SCROLLED_WINDOW);
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (about));
  fixture_spin (is_laid_out, place);
  g_assert_cmpfloat (gtk_adjustment_get_page_size (place), >=, gtk_adjustment_get_upper (place));
  fixture_page_close (&desk);
}

static void
check_said (FixturePage *desk, const char *says, const char *value)
{
  CsSession *session = desk->fixture->session;
  g_autofree char *of = NULL, *found = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_true (g_action_parse_detailed_name (says, &of, &target, NULL));
  g_assert_true (gtk_widget_activate_action_variant (desk->page, of, target));
  fixture_settle ();
  found = cs_study_get_description (desk->fixture->study, cs_session_get_entry (session), cs_session_get_mark (session),
                                    "morphology");
  g_assert_cmpstr (found, ==, value);
}

/* The words of a tool in hand name the key that puts it away now. */
static void
test_tool_words (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  const char *other[] = { "F8", NULL };
  FixturePage desk;

  g_assert_true (cs_keymap_set (keymap, cs_key_find ("review.cancel", NULL), other, NULL));
  desk_open (&desk, 1, 2);
  act (&desk, "many.lasso");
  g_assert_true (fixture_says (desk.page, "Lasso: *F8 ends it"));
  act (&desk, "review.cancel");
  act (&desk, "many.choose");
  g_assert_true (fixture_says (desk.page, "1 box is chosen: A, R, U or C judges it; F8 lets go."));
  cs_keymap_reset_all (keymap);
  fixture_page_close (&desk);
}

/* A word is said by its key, taken back by the same, and the popover shows the key that says it now. */
static void
test_describe (void)
{
  g_autoptr (CsKeymap) keymap = cs_keymap_new ();
  const char *none[] = { NULL }, *other[] = { "<Control>7", NULL };
  const CsKey *round = cs_key_find ("morphology.round", NULL);
  FixturePage desk;
  GtkWidget *bar;

  desk_open (&desk, 1, 2);
  act (&desk, "review.accept");
  act (&desk, "review.previous");
  bar = fixture_find (desk.page, CS_TYPE_DESCRIBE_BAR);
  act (&desk, "describe.open");
  check_said (&desk, cs_key_get_action (round), "round");
  check_said (&desk, cs_key_get_action (cs_key_find ("morphology.rim", NULL)), "rim");
  check_said (&desk, cs_key_get_action (cs_key_find ("morphology.rim", NULL)), "");
  g_assert_true (fixture_says (bar, "R"));
  g_assert_true (cs_keymap_set (keymap, round, other, NULL));
  fixture_settle ();
  g_assert_false (fixture_says (bar, "R"));
  g_assert_true (fixture_says (bar, "Ctrl+7"));
  g_assert_true (cs_keymap_set (keymap, round, none, NULL));
  fixture_settle ();
  g_assert_false (fixture_says (bar, "Ctrl+7"));
  cs_keymap_reset_all (keymap);
  fixture_page_close (&desk);
}

static GtkWidget *
find_signing (GtkWidget *below)
{
  for (GtkWidget *child = gtk_widget_get_first_child (below); child; child = gtk_widget_get_next_sibling (child))
    {
      const char *label = GTK_IS_BUTTON (child) ? gtk_button_get_label (GTK_BUTTON (child)) : NULL;
      GtkWidget *found = g_strcmp0 (label, "_Sign the case off") == 0 ? child : find_signing (child);

      if (found)
        return found;
    }
  return NULL;
}

#define SMALL_SCREEN 720

static gboolean
is_small (gpointer window)
{
  return gtk_widget_get_height (window) == SMALL_SCREEN;
}

static gboolean
has_height (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) > 0;
}

/* Of the popover in a window of a small screen: all of it is in the window, also what signs the case off; @whole: and
 * nothing has to be scrolled to. */
static void
check_room (FixturePage *desk, int dpi, gboolean whole)
{
  GtkWidget *bar = fixture_find (desk->page, CS_TYPE_DESCRIBE_BAR), *popover, *contents, *signing;
  GtkAdjustment *rows;
  graphene_rect_t room;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi * 1024, NULL);
  act (desk, "describe.open");
  popover = fixture_find (bar, GTK_TYPE_POPOVER);
  contents = gtk_widget_get_first_child (popover);      /* without its shadow */
  signing = find_signing (popover);
  fixture_spin (has_height, signing);
  fixture_settle ();
  rows = gtk_scrolled_window_get_vadjustment (fixture_find (popover, GTK_TYPE_SCROLLED_WINDOW));
  g_assert_cmpint (gtk_widget_get_height (contents), <=, gtk_widget_get_height (desk->window));
  g_assert_true (gtk_widget_compute_bounds (signing, contents, &room));
  g_assert_cmpfloat (room.origin.y + room.size.height, <=, gtk_widget_get_height (contents));
  g_assert_cmpint (gtk_adjustment_get_upper (rows) <= gtk_adjustment_get_page_size (rows), ==, whole);
  gtk_popover_popdown (GTK_POPOVER (popover));
  fixture_settle ();
}

static void
test_describe_room (void)
{
  FixturePage desk;
  int dpi;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  desk_open (&desk, 1, 2);
  gtk_window_set_default_size (GTK_WINDOW (desk.window), 1280, SMALL_SCREEN);
  fixture_spin (is_small, desk.window);
  check_room (&desk, 96, TRUE);
  check_room (&desk, 192, FALSE);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, NULL);
  fixture_page_close (&desk);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/review/judge", test_judge);
  g_test_add_func ("/review/shown", test_shown);
  g_test_add_func ("/review/whole", test_whole);
  g_test_add_func ("/review/walk", test_walk);
  g_test_add_func ("/review/tool-words", test_tool_words);
  g_test_add_func ("/review/describe", test_describe);
  g_test_add_func ("/review/describe-room", test_describe_room);
  g_test_add_func ("/review/rest", test_rest);
  g_test_add_func ("/review/choose", test_choose);
  g_test_add_func ("/review/nudge", test_nudge);
  g_test_add_func ("/review/nudge-turned", test_nudge_turned);
  return g_test_run ();
}
