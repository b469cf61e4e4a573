#include "cs-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"

gboolean
cs_file_is_local (GFile   *file,
                  GError **error)
{
  g_autofree char *uri = NULL;

  if (g_file_peek_path (file) != NULL)
    return TRUE;
  uri = g_file_get_uri (file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               _("“%s” is no file of this computer; choose another place"), uri);
  return FALSE;
}

gboolean
cs_file_write (GFile      *file,
               const void *data,
               gsize       length,
               GError    **error)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GError) wrong = NULL;

  if (!cs_file_is_local (file, error))
    return FALSE;
  if (g_file_set_contents_full (path, data, length, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &wrong))
    return TRUE;
  g_set_error (error, wrong->domain, wrong->code, _("“%s” could not be written: %s"), path, wrong->message);
  return FALSE;
}

static gboolean
is_text_file (GFile        *file,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (GFileInfo)
      info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autofree char *name = g_file_get_parse_name (file);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && g_file_info_get_size (info) <= CS_FILE_MOST_TEXT)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_TOO_LARGE, _("“%s” is no text, or larger than any that is read here."), name);
  return FALSE;
}

char *
cs_file_load_text (GFile        *file,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!is_text_file (file, cancellable, error) ||
      !g_file_load_contents (file, cancellable, &text, &length, NULL, error))
    return NULL;
  if (g_utf8_validate (text, (gssize) length, NULL))
    return g_steal_pointer (&text);
  return g_utf8_make_valid (text, (gssize) length);
}

/* NAME.XXXXXX: the temporary that g_file_set_contents_full() renames. */
static gboolean
is_remains (const char *found, const char *name)
{
  gsize length = strlen (name);

  return g_str_has_prefix (found, name) && found[length] == '.' && strlen (found + length) == 7
         && strspn (found + length + 1, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) == 6;
}

void
cs_file_delete (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file), *path = folder ? g_file_get_path (folder) : NULL;
  g_autoptr (GDir) dir = path ? g_dir_open (path, 0, NULL) : NULL;
  const char *found;

  g_file_delete (file, NULL, NULL);
  while (dir && (found = g_dir_read_name (dir)))
    if (is_remains (found, name))
      {
        g_autoptr (GFile) remains = g_file_get_child (folder, found);

        g_file_delete (remains, NULL, NULL);
      }
}
