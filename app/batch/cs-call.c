#include "cs-command.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "cs-file.h"

gboolean
cs_call_parse (CsCall             *call,
               const GOptionEntry *entries,
               int                 least,
               int                 most,
               GError            **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_(call->command->arguments));

  g_option_context_set_summary (context, _(call->command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &call->argc, &call->argv, error))
    return FALSE;
  call->argc -= 1;
  call->argv += 1;
  /* GOption leaves a "--" that ends the options where it stands. */
  if (call->argc > 0 && strcmp (call->argv[0], "--") == 0)
    {
      call->argc -= 1;
      call->argv += 1;
    }
  if (call->argc < least)
    return cs_call_misuse (error, _("Something is missing: %s %s"), call->command->name, _(call->command->arguments));
  if (call->argc > most)
    return cs_call_misuse (error, _("“%s” is too much here; see --help"), call->argv[most]);
  return TRUE;
}

gboolean
cs_call_misuse (GError    **error,
                const char *format,
                ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, args);
  va_end (args);
  return FALSE;
}

gboolean
cs_call_answer (CsCall     *call,
                const char *text,
                GFile      *out,
                GError    **error)
{
  gsize length = strlen (text);

  if (out != NULL)
    return cs_file_write (out, text, length, error);
  cs_progress_clear (call->progress);
  /* Flushed here and not at exit, where nobody would notice that the disk is full. */
  if (fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("The result could not be written: %s"),
               g_strerror (errno));
  return FALSE;
}

gboolean
cs_call_make_folder (GFile   *folder,
                     GError **error)
{
  g_autoptr (GError) wrong = NULL;

  if (g_file_make_directory_with_parents (folder, NULL, &wrong)
      || (g_error_matches (wrong, G_IO_ERROR, G_IO_ERROR_EXISTS)
          && g_file_query_file_type (folder, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY))
    return TRUE;
  g_set_error (error, wrong->domain, wrong->code, _("The folder “%s” could not be made: %s"), g_file_peek_path (folder),
               wrong->message);
  return FALSE;
}

GFile *
cs_call_file (const char *path)
{
  return path != NULL ? g_file_new_for_commandline_arg (path) : NULL;
}
