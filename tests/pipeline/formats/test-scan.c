/* The films below a folder: which, in which order, with how little read, and told what hinders it. */
#include <string.h>

#include "folder.h"
#include "cs-error.h"
#include "cs-scan.h"

typedef struct { char *path; GFile *folder; GPtrArray *films; guint n_told; GCancellable *enough; } Place;

static void
place_set_up (Place *self, gconstpointer data)
{
  self->path = g_dir_make_tmp ("calcspot-scan-XXXXXX", NULL);
  self->folder = g_file_new_for_path (self->path);
  self->films = g_ptr_array_new_with_free_func (g_object_unref);
  self->enough = g_cancellable_new ();
}

static void
place_tear_down (Place *self, gconstpointer data)
{
  remove_tree (self->path);
  g_ptr_array_unref (self->films);
  g_object_unref (self->folder);
  g_object_unref (self->enough);
  g_free (self->path);
}

static void
put (Place *self, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL), *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

static void
told_cb (guint n_films, const char *folder, gpointer data)
{
  Place *self = data;

  g_assert_nonnull (folder);
  if (++self->n_told == 2)
    g_cancellable_cancel (self->enough);
}

static void
test_order (Place *self, gconstpointer data)
{
  static const char *const wanted[] = { "a/film-2.png", "a/film-10.png", "b/1/2/3/4/5/6/7/8/deep.pgm",
                                         "c.dcm", "nameless" };
  char head[200] = { 0 };
  GError *error = NULL;

  memcpy (head + 128, "DICM", 4);
  put (self, "nameless", head, sizeof head);
  put (self, "c.dcm", "broken, and a film by its name", -1);
  put (self, "b/1/2/3/4/5/6/7/8/deep.pgm", "P5", -1);
  put (self, "a/film-10.png", "", 0);
  put (self, "a/film-2.png", "", 0);
  put (self, "a/notes.txt", "none", -1);
  put (self, "README", "none either", -1);
  put (self, ".hidden/film.png", "", 0);
  put (self, "a/mask_1.png", "", 0);
  g_assert_true (cs_scan (self->folder, self->films, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->films->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *name = g_file_get_relative_path (self->folder, self->films->pdata[i]);

      g_assert_cmpstr (name, ==, wanted[i]);
    }
}

/* Told of every hundred films; stopped at the second time it ends there, and gives nothing. */
static void
test_cancel (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 350; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.png", i);

      put (self, name, "", 0);
    }
  g_assert_false (cs_scan (self->folder, self->films, NULL, told_cb, self, self->enough, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (self->n_told, ==, 2);
  g_assert_cmpuint (self->films->len, ==, 0);
}

/* A download that was not unpacked is no empty folder; beside films it is what they came in. */
static void
test_archives (Place *self, gconstpointer data)
{
  char tar[512] = { 0 };
  char *left_out = NULL;

  memcpy (tar + 257, "ustar", 5);
  put (self, "a/CBIS-DDSM.zip", "PK\3\4 and more", -1);
  put (self, "b/INbreast.tar", tar, sizeof tar);
  put (self, "b/no.zip", "no archive", -1);
  g_assert_true (cs_scan (self->folder, self->films, &left_out, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (self->films->len, ==, 0);
  g_assert_nonnull (strstr (left_out, " 2, "));
  g_assert_true (strstr (left_out, "CBIS-DDSM.zip") != NULL || strstr (left_out, "INbreast.tar") != NULL);
  g_clear_pointer (&left_out, g_free);
  put (self, "b/film.png", "", 0);
  g_assert_true (cs_scan (self->folder, self->films, &left_out, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (self->films->len, ==, 1);
  g_assert_null (left_out);
}

static void
test_missing (Place *self, gconstpointer data)
{
  g_autoptr (GFile) none = g_file_get_child (self->folder, "none");
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_scan (none, self->films, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/scan/order", Place, NULL, place_set_up, test_order, place_tear_down);
  g_test_add ("/scan/cancel", Place, NULL, place_set_up, test_cancel, place_tear_down);
  g_test_add ("/scan/archives", Place, NULL, place_set_up, test_archives, place_tear_down);
  g_test_add ("/scan/missing", Place, NULL, place_set_up, test_missing, place_tear_down);
  return g_test_run ();
}
