#include "cs-preset.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-file.h"

/* No settings are longer: whatever is larger is no preset, and is not read into memory to find out. */
#define MOST_BYTES (1024 * 1024)

GFile *
cs_preset_folder (void)
{
  return g_file_new_build_filename (g_get_user_config_dir (), "calcspot", "presets", NULL);
}

static GFile *
file_of (GFile *folder, const char *name)
{
  g_autofree char *base = g_strconcat (name, CS_PRESET_SUFFIX, NULL);

  return g_file_get_child (folder, base);
}

static char *
read_text (GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;
  text = g_malloc (MOST_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, MOST_BYTES, &length, NULL, error))
    return NULL;
  text[length] = '\0';
  return g_steal_pointer (&text);
}

static CsSettings *
name_after_file (CsSettings *settings, GFile *file, GError **error)
{
  g_autofree char *base = g_file_get_basename (file);

  if (g_str_has_suffix (base, CS_PRESET_SUFFIX))
    base[strlen (base) - strlen (CS_PRESET_SUFFIX)] = '\0';
  return cs_settings_with_name (settings, base, error);
}

CsSettings *
cs_preset_import (GFile *file, GError **error)
{
  g_autofree char *text = read_text (file, error);
  g_autoptr (GError) wrong = NULL;
  g_autoptr (CsSettings) settings = text != NULL ? cs_settings_from_text (text, &wrong) : NULL;

  if (settings == NULL)
    {
      if (wrong != NULL)
        g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” is no preset of Calcspot: %s"), g_file_peek_path (file),
                     wrong->message);
      return NULL;
    }
  if (cs_settings_get_name (settings) != NULL)
    return g_steal_pointer (&settings);
  return name_after_file (settings, file, error);
}

gboolean
cs_preset_export (CsSettings *settings, GFile *file, GError **error)
{
  g_autofree char *text = cs_settings_to_text (settings);

  return cs_file_write (file, text, strlen (text), error);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (cs_settings_get_name (*(CsSettings *const *) a),
                         cs_settings_get_name (*(CsSettings *const *) b));
}

static void
add_preset (GPtrArray *presets, GFile *file)
{
  g_autoptr (GError) error = NULL;
  CsSettings *settings = cs_preset_import (file, &error);

  if (settings != NULL)
    g_ptr_array_add (presets, settings);
  else
    g_message ("%s", error->message);
}

GPtrArray *
cs_preset_list (GFile *folder)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func ((GDestroyNotify) cs_settings_unref);
  g_autoptr (GFileEnumerator) files = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                                                 G_FILE_QUERY_INFO_NONE, NULL, NULL);
  GFileInfo *info = NULL;
  GFile *file;

  while (files != NULL && g_file_enumerator_iterate (files, &info, &file, NULL, NULL) && info != NULL)
    if (g_str_has_suffix (g_file_info_get_name (info), CS_PRESET_SUFFIX))
      add_preset (presets, file);
  g_ptr_array_sort (presets, by_name);
  return presets;
}

gboolean
cs_preset_save (GFile *folder, CsSettings *settings, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) wrong = NULL;

  g_return_val_if_fail (cs_settings_get_name (settings) != NULL, FALSE);
  file = file_of (folder, cs_settings_get_name (settings));
  if (!g_file_make_directory_with_parents (folder, NULL, &wrong)
      && !g_error_matches (wrong, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_set_error (error, wrong->domain, wrong->code, _("The folder “%s” could not be made: %s"),
                   g_file_peek_path (folder), wrong->message);
      return FALSE;
    }
  return cs_preset_export (settings, file, error);
}

gboolean
cs_preset_remove (GFile *folder, const char *name, GError **error)
{
  g_autoptr (GFile) file = file_of (folder, name);

  /* A name, and no way out of the folder. */
  if (strchr (name, '/') == NULL && g_file_query_exists (file, NULL))
    return g_file_delete (file, NULL, error);
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING, _("There is no saved preset “%s”"), name);
  return FALSE;
}

CsSettings *
cs_preset_find (GFile *folder, const char *word, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (g_strv_contains (cs_presets, word))
    return cs_settings_new (word);
  if (strchr (word, '/') != NULL || g_str_has_suffix (word, CS_PRESET_SUFFIX))
    file = g_file_new_for_commandline_arg (word);
  else
    file = file_of (folder, word);
  if (g_file_query_exists (file, NULL))
    return cs_preset_import (file, error);
  g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
               _("There is no preset “%s”; take default, published, one that was saved, or a file"), word);
  return NULL;
}
