/* Where the reader was is where the reader is again: page, film, box and view. */
#include "fixture.h"

#include "cs-bookmark.h"
#include "cs-formats.h"
#include "cs-places.h"

static gboolean
is_kept (gpointer data)
{
  g_autoptr (GFile) file = cs_places_bookmark (cs_study_get_folder (data), 0);
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  return g_key_file_load_from_file (keys, g_file_peek_path (file), G_KEY_FILE_NONE, NULL)
         && g_key_file_has_group (keys, "place");
}

static void
show_film (CsSession *session, CsEntry *entry)
{
  g_autoptr (CsImage) image = cs_formats_read (cs_entry_get_file (entry), NULL, NULL);

  g_assert_nonnull (image);
  cs_session_set_image (session, image);
}

static void
zoom (CsSession *session)
{
  CsViewport *viewport = cs_session_get_viewport (session);

  cs_viewport_set_widget_size (viewport, 300, 200, 1);
  cs_viewport_set_scale (viewport, 4);
  cs_viewport_set_centre (viewport, 111, 77);
}

/* What is asked for in a program started anew. */
static void
check_return (Fixture *fixture, gint64 film, gint64 box)
{
  g_autoptr (CsSession) session = cs_session_new ();
  g_autoptr (CsBookmark) bookmark = cs_bookmark_new (session);
  g_autofree char *page = NULL;
  double x, y;
  int jumps = 0;

  cs_session_set_study (session, fixture->study);
  cs_bookmark_take_up (bookmark);
  g_object_get (bookmark, "page", &page, NULL);
  g_assert_cmpstr (page, ==, "review");
  g_assert_cmpuint (cs_session_get_hung (session), ==, 2);
  g_assert_cmpint (cs_entry_get_id (cs_session_get_entry (session)), ==, film);
  g_assert_cmpint (cs_mark_get_id (cs_session_get_mark (session)), ==, box);
  cs_viewport_set_widget_size (cs_session_get_viewport (session), 300, 200, 1);
  /* Else the grey would be that of the box the page aimed at before. */
  g_signal_connect_swapped (cs_session_get_viewport (session), "jumped", G_CALLBACK (g_atomic_int_inc), &jumps);
  show_film (session, cs_session_get_entry (session));
  g_assert_cmpint (jumps, ==, 1);
  cs_viewport_get_centre (cs_session_get_viewport (session), &x, &y);
  g_assert_cmpfloat (cs_viewport_get_scale (cs_session_get_viewport (session)), ==, 4);
  g_assert_cmpfloat_with_epsilon (x, 111, 0.5);
  g_assert_cmpfloat_with_epsilon (y, 77, 0.5);
}

static void
test_return (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  CsEntry *entry = fixture_get_film (fixture, 1);
  g_autoptr (CsBookmark) bookmark = cs_bookmark_new (fixture->session);
  gint64 film = cs_entry_get_id (entry), box;

  fixture_propose (fixture, entry, 3);
  g_object_set (bookmark, "page", "review", NULL);
  cs_session_set_entry (fixture->session, entry);
  gtk_single_selection_set_selected (cs_session_get_selection (fixture->session), 2);
  show_film (fixture->session, entry);
  zoom (fixture->session);
  cs_session_set_hung (fixture->session, 2);
  box = cs_mark_get_id (cs_session_get_mark (fixture->session));
  fixture_spin (is_kept, fixture->study);
  check_return (fixture, film, box);
}

/* What is not there any more, or no text at all, is passed over; nothing is kept before it was moved. */
static void
test_gone (void)
{
  static const char *const texts[] = { "", "[place]\npage=\nfilm=77\nbox=9\nscale=x", "\xff\xfe",
                                       "[place]\nfilm=1\nbox=1\nhung=-3" };
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GFile) file = cs_places_bookmark (cs_study_get_folder (fixture->study), 0);
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_mkdir_with_parents (g_file_peek_path (folder), 0700);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CsSession) session = cs_session_new ();
      g_autoptr (CsBookmark) bookmark = cs_bookmark_new (session);

      g_assert_true (g_file_set_contents (g_file_peek_path (file), texts[i], -1, NULL));
      cs_bookmark_take_up (bookmark);
      cs_session_set_study (session, fixture->study);
      cs_bookmark_take_up (bookmark);
      g_assert_null (cs_session_get_mark (session));
      g_assert_cmpuint (cs_session_get_hung (session), ==, 1);
    }
}

/* Closed at once after the last step: it is kept all the same. */
static void
test_leave (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  CsBookmark *bookmark = cs_bookmark_new (fixture->session);

  g_object_set (bookmark, "page", "stages", NULL);
  cs_session_set_entry (fixture->session, fixture_get_film (fixture, 0));
  g_object_run_dispose (G_OBJECT (bookmark));
  g_object_unref (bookmark);
  g_assert_true (is_kept (fixture->study));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/bookmark/return", test_return);
  g_test_add_func ("/bookmark/gone", test_gone);
  g_test_add_func ("/bookmark/leave", test_leave);
  return g_test_run ();
}
