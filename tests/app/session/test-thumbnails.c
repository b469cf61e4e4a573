/* Thumbnails: made one by one, those asked for last first, those asked for at once in their order; kept in the study's
 * folder and read from there; a film that cannot be read stands in nobody's way. */
#include "fixture.h"

#include <glib/gstdio.h>
#include "cs-thumbnails.h"

typedef struct { GPtrArray *order; guint wanted; } Seen;

static void
ready_cb (CsThumbnails *thumbnails, CsEntry *entry, Seen *seen)
{
  g_ptr_array_add (seen->order, entry);
}

static gboolean
are_ready (gpointer data)
{
  return ((Seen *) data)->order->len >= ((Seen *) data)->wanted;
}

static CsThumbnails *
open_thumbnails (Fixture *fixture, Seen *seen, guint wanted)
{
  CsThumbnails *thumbnails = cs_thumbnails_new (fixture->session);

  *seen = (Seen) { g_ptr_array_new (), wanted };
  g_signal_connect (thumbnails, "ready", G_CALLBACK (ready_cb), seen);
  return thumbnails;
}

static char *
place_of (Fixture *fixture, guint i)
{
  g_autofree char *name = g_strdup_printf ("%s.png", cs_entry_get_digest (fixture_get_film (fixture, i)));
  return g_build_filename (fixture->folder, "thumbnails", name, NULL);
}

static void
test_made (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  g_autofree char *kept = place_of (fixture, 2);
  Seen seen;
  CsThumbnails *thumbnails = open_thumbnails (fixture, &seen, 3);
  GdkTexture *texture;

  for (guint i = 0; i < 3; i++)
    g_assert_null (cs_thumbnails_get (thumbnails, fixture_get_film (fixture, i)));
  fixture_spin (are_ready, &seen);
  g_assert_true (seen.order->pdata[0] == fixture_get_film (fixture, 0));   /* it was begun at once */
  g_assert_true (seen.order->pdata[1] == fixture_get_film (fixture, 1));
  texture = cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 2));
  g_assert_nonnull (texture);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 256);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_ptr_array_unref (seen.order);
  g_assert_finalize_object (thumbnails);
}

static guint
place_in (Seen *seen, CsEntry *entry)
{
  guint at = G_MAXUINT;

  g_assert_true (g_ptr_array_find (seen->order, entry, &at));
  return at;
}

/* A grid asks for all it may show from the top; what is scrolled to afterwards does not wait for all that. */
static void
test_order (void)
{
  g_autoptr (Fixture) fixture = fixture_new (6);
  Seen seen;
  CsThumbnails *thumbnails = open_thumbnails (fixture, &seen, 6);
  guint n_before;

  for (guint i = 0; i < 5; i++)
    cs_thumbnails_get (thumbnails, fixture_get_film (fixture, i));
  fixture_settle ();
  n_before = seen.order->len;
  cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 5));
  fixture_spin (are_ready, &seen);
  for (guint i = 1; i < 5; i++)
    g_assert_cmpuint (place_in (&seen, fixture_get_film (fixture, i)), >,
                      place_in (&seen, fixture_get_film (fixture, i - 1)));
  g_assert_cmpuint (place_in (&seen, fixture_get_film (fixture, 5)), <=, n_before + 1);   /* one is in the making */
  g_ptr_array_unref (seen.order);
  g_assert_finalize_object (thumbnails);
}

/* With the picture in the folder the film is not read again: it is not even there. */
static void
test_kept (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  Seen seen;
  CsThumbnails *thumbnails = open_thumbnails (fixture, &seen, 1);

  cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 0));
  fixture_spin (are_ready, &seen);
  g_ptr_array_unref (seen.order);
  g_assert_finalize_object (thumbnails);
  g_unlink (g_file_peek_path (cs_entry_get_file (fixture_get_film (fixture, 0))));
  thumbnails = open_thumbnails (fixture, &seen, 1);
  cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 0));
  fixture_spin (are_ready, &seen);
  g_assert_nonnull (cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 0)));
  g_ptr_array_unref (seen.order);
  g_assert_finalize_object (thumbnails);
}

/* A study's folder may come from anybody: a picture that lies in wait there is not opened, but made anew. */
static void
test_foreign (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autofree char *kept = place_of (fixture, 0), *folder = g_path_get_dirname (kept);
  g_autoptr (GBytes) pixels = g_bytes_new_static ("\xff\0\0", 3);
  g_autoptr (GdkTexture) red = gdk_memory_texture_new (1, 1, GDK_MEMORY_R8G8B8, pixels, 3);
  Seen seen;
  CsThumbnails *thumbnails = open_thumbnails (fixture, &seen, 1);

  g_mkdir_with_parents (folder, 0755);
  g_assert_true (gdk_texture_save_to_tiff (red, kept));
  cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 0));
  fixture_spin (are_ready, &seen);
  g_assert_cmpint (gdk_texture_get_width (cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 0))), ==, 256);
  g_ptr_array_unref (seen.order);
  g_assert_finalize_object (thumbnails);
}

static void
test_unreadable (void)
{
  g_autoptr (Fixture) fixture = fixture_new (2);
  Seen seen;
  CsThumbnails *thumbnails = open_thumbnails (fixture, &seen, 1);

  g_file_set_contents (g_file_peek_path (cs_entry_get_file (fixture_get_film (fixture, 0))), "broken", -1, NULL);
  cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 0));
  cs_thumbnails_get (thumbnails, fixture_get_film (fixture, 1));
  fixture_spin (are_ready, &seen);
  g_assert_true (seen.order->pdata[0] == fixture_get_film (fixture, 1));
  g_ptr_array_unref (seen.order);
  g_assert_finalize_object (thumbnails);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/thumbnails/made", test_made);
  g_test_add_func ("/thumbnails/order", test_order);
  g_test_add_func ("/thumbnails/kept", test_kept);
  g_test_add_func ("/thumbnails/foreign", test_foreign);
  g_test_add_func ("/thumbnails/unreadable", test_unreadable);
  return g_test_run ();
}
