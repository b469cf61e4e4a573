#include "cs-shipped.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"

static GFile *
find_in (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, CS_SHIPPED_NAME, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_file_new_for_path (path) : NULL;
}

/* From PREFIX/bin to PREFIX/share, and in a build tree from app to nn. */
static GFile *
find_beside_program (void)
{
  static const char *const ways[] = { "../share/calcspot/weights", "../nn/weights" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  GFile *found = NULL;

  for (guint i = 0; folder != NULL && found == NULL && i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_build_filename (folder, ways[i], NULL);

      found = find_in (path);
    }
  return found;
}

GFile *
cs_shipped_find (void)
{
  const char *stated = g_getenv ("CALCSPOT_WEIGHTS"), *const *folders = g_get_system_data_dirs ();
  GFile *found = stated != NULL ? find_in (stated) : find_beside_program ();

  for (guint i = 0; stated == NULL && found == NULL && folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], "calcspot", "weights", NULL);

      found = find_in (path);
    }
  return found;
}

NnNet *
cs_shipped_open (const char *name,
                 GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);
  g_autoptr (GFile) shipped = NULL;
  gboolean meant = strcmp (name, CS_SHIPPED_NAME) == 0;

  if (g_file_query_exists (file, NULL))
    return nn_net_load (file, error);
  if (meant && (shipped = cs_shipped_find ()) != NULL)
    return nn_net_load (shipped, error);
  if (meant)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_STORE,
                         _("The network trained on simulated films was not installed; name the file of another"));
  else
    g_set_error (error, CS_ERROR, CS_ERROR_STORE,
                 _("There is no network “%s”; make one with calcspot-batch train, or take “%s”, which comes along"),
                 name, CS_SHIPPED_NAME);
  return NULL;
}
