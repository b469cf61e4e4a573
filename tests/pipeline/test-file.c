/* Files written whole or not at all, and what a kill leaves of them. */
#include <glib/gstdio.h>
#include <string.h>

#include "cs-error.h"
#include "cs-file.h"

static gboolean
is_there (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Only the temporaries of this very file go with it. */
static void
test_delete (void)
{
  static const char *const gone[] = { "a.state", "a.state.8DGBZ3", "a.state.zzzzzz" };
  static const char *const kept[] = {
    "a.state.1", "a.state.8DGBZ34", "a.state.8DGB-3", "a.statex8DGBZ3", "b.state.8DGBZ3" };
  g_autofree char *folder = g_dir_make_tmp ("calcspot-file-XXXXXX", NULL);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "a.state", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (gone) + G_N_ELEMENTS (kept); i++)
    {
      g_autoptr (GFile) each = g_file_new_build_filename (
        folder, i < G_N_ELEMENTS (gone) ? gone[i] : kept[i - G_N_ELEMENTS (gone)], NULL);

      g_assert_true (cs_file_write (each, "x", 1, NULL));
    }
  cs_file_delete (file);
  cs_file_delete (file);
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    g_assert_false (is_there (folder, gone[i]));
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *path = g_build_filename (folder, kept[i], NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A pipe would never end, and what is no UTF-8 would make every label complain. */
static void
test_load_text (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "calcspot-text-XXXXXX", NULL), *text = NULL;
  g_autoptr (GFile) file = NULL, pipe = g_file_new_for_path ("/dev/zero");
  g_autoptr (GError) error = NULL;

  g_close (g_mkstemp (path), NULL);
  file = g_file_new_for_path (path);
  g_assert_true (g_file_set_contents (path, "a\0b\xffz", 5, NULL));
  text = cs_file_load_text (file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "a\xef\xbf\xbd" "b\xef\xbf\xbd" "z");
  g_assert_null (cs_file_load_text (pipe, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_TOO_LARGE);
  g_remove (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file/delete", test_delete);
  g_test_add_func ("/file/load-text", test_load_text);
  return g_test_run ();
}
