#include "cs-folder.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"
#include "cs-file.h"

/* Parts, and folders in them. */
#define MOST_DEPTH 3

static gboolean
is_ours (const char *name)
{
  static const char *const suffixes[] = { ".png", ".txt", ".csv", ".json", ".yaml", ".dcm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return TRUE;
  return FALSE;
}

static void
remove_begun (GFile *folder,
              guint  depth)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info;
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) && child != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
      {
        if (depth < MOST_DEPTH)
          remove_begun (child, depth + 1);
      }
    else if (is_ours (g_file_info_get_name (info)))
      g_file_delete (child, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

gboolean
cs_folder_make (GFile        *folder,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (GError) why = NULL;

  if (g_file_make_directory_with_parents (folder, cancellable, &why))
    return TRUE;
  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&why));
  else
    g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” cannot be made: %s; choose another place"),
                 g_file_peek_path (folder), why->message);
  return FALSE;
}

gboolean
cs_folder_write (GFile        *to,
                 CsFolderFill  fill,
                 gpointer      data,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) part = NULL;

  if (!cs_file_is_local (to, error))
    return FALSE;
  path = g_strdup_printf ("%s.part", g_file_peek_path (to));
  part = g_file_new_for_path (path);
  if (g_file_query_exists (to, NULL))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_STORE, _("“%s” is there already; choose another name"),
                   g_file_peek_path (to));
      return FALSE;
    }
  remove_begun (part, 0);
  if (!cs_folder_make (part, cancellable, error))
    return FALSE;
  if (fill (part, data, cancellable, error) && g_file_move (part, to, G_FILE_COPY_NONE, NULL, NULL, NULL, error))
    return TRUE;
  remove_begun (part, 0);
  return FALSE;
}

void
cs_folder_remove (GFile *folder)
{
  remove_begun (folder, 0);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (g_file_peek_path (*(GFile *const *) a), g_file_peek_path (*(GFile *const *) b));
}

GPtrArray *
cs_folder_list (GFile        *folder,
                const char   *suffix,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, cancellable, error);

  while (children != NULL)
    {
      GFileInfo *info;
      GFile *child;

      if (!g_file_enumerator_iterate (children, &info, &child, cancellable, error))
        return NULL;
      if (info == NULL)
        break;
      if (g_str_has_suffix (g_file_info_get_name (info), suffix))
        g_ptr_array_add (files, g_object_ref (child));
    }
  if (children == NULL)
    return NULL;
  g_ptr_array_sort (files, compare_names);
  return g_steal_pointer (&files);
}
