#include "cs-file.h"

#include <glib/gi18n-lib.h>

gboolean
cs_file_write (GFile      *file,
               const void *data,
               gsize       length,
               GError    **error)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GError) wrong = NULL;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("“%s” is no file of this machine; choose another place"), uri);
      return FALSE;
    }
  if (g_file_set_contents_full (path, data, length, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &wrong))
    return TRUE;
  g_set_error (error, wrong->domain, wrong->code, _("“%s” could not be written: %s"), path, wrong->message);
  return FALSE;
}
