/* presets: named sets of values: listed, saved, imported, exported, removed. */
#include <glib/gi18n.h>

#include "cs-command.h"
#include "cs-preset.h"
#include "cs-tuning.h"

typedef struct { char *save, *import, *export, *remove, *out; } Order;

static void
order_clear (Order *self)
{
  g_free (self->save);
  g_free (self->import);
  g_free (self->export);
  g_free (self->remove);
  g_free (self->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

/* A name and what it began as, a line each. */
static char *
list (GFile *folder)
{
  g_autoptr (GPtrArray) saved = cs_preset_list (folder);
  GString *text = g_string_new ("name\tbegan_as\n");

  for (guint i = 0; cs_presets[i] != NULL; i++)
    g_string_append_printf (text, "%s\t\n", cs_presets[i]);
  for (guint i = 0; i < saved->len; i++)
    g_string_append_printf (text, "%s\t%s\n", cs_settings_get_name (saved->pdata[i]),
                            cs_settings_get_base (saved->pdata[i]));
  return g_string_free (text, FALSE);
}

static gboolean
keep (GFile      *folder,
      CsSettings *settings,
      const char *name,
      GError    **error)
{
  g_autoptr (CsSettings) named = cs_settings_with_name (settings, name, error);

  return named != NULL && cs_preset_save (folder, named, error);
}

static gboolean
import_file (GFile      *folder,
             const char *path,
             GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (CsSettings) settings = cs_preset_import (file, error);

  return settings != NULL && cs_preset_save (folder, settings, error);
}

static gboolean
export_text (CsCall      *call,
             GFile       *folder,
             const Order *order,
             GError     **error)
{
  g_autoptr (CsSettings) settings = cs_preset_find (folder, order->export, error);
  g_autoptr (GFile) out = cs_call_file (order->out);
  g_autofree char *text = NULL;

  if (settings == NULL)
    return FALSE;
  text = cs_settings_to_text (settings);
  return cs_call_answer (call, text, out, error);
}

static gboolean
check (const Order    *order,
       const CsTuning *tuning,
       GError        **error)
{
  guint deeds = (order->save != NULL) + (order->import != NULL) + (order->export != NULL) + (order->remove != NULL);

  if (deeds > 1)
    return cs_call_misuse (error, _("One thing at a time: --save, --import, --export or --remove"));
  if (cs_tuning_is_given (tuning) && order->save == NULL)
    return cs_call_misuse (error, _("--preset and --set go with --save"));
  if (order->out != NULL && order->export == NULL)
    return cs_call_misuse (error, _("--out goes with --export"));
  return TRUE;
}

static gboolean
obey (CsCall         *call,
      const Order    *order,
      const CsTuning *tuning,
      GError        **error)
{
  g_autoptr (GFile) folder = cs_preset_folder ();
  g_autoptr (CsSettings) settings = NULL;
  g_autofree char *text = NULL;

  if (order->save != NULL)
    {
      settings = cs_tuning_settings (tuning, NULL, error);
      return settings != NULL && keep (folder, settings, order->save, error);
    }
  if (order->import != NULL)
    return import_file (folder, order->import, error);
  if (order->export != NULL)
    return export_text (call, folder, order, error);
  if (order->remove != NULL)
    return cs_preset_remove (folder, order->remove, error);
  text = list (folder);
  return cs_call_answer (call, text, NULL, error);
}

static gboolean
run (CsCall  *call,
     GError **error)
{
  g_auto (CsTuning) tuning = { 0 };
  g_auto (Order) order = { 0 };
  const GOptionEntry entries[] = {
    { "save", 0, 0, G_OPTION_ARG_STRING, &order.save, N_("Saves the values of --preset and --set under this name"),
      N_("NAME") },
    { "import", 0, 0, G_OPTION_ARG_FILENAME, &order.import, N_("Takes a preset from a file, under the name it tells"),
      N_("FILE") },
    { "export", 0, 0, G_OPTION_ARG_STRING, &order.export, N_("Prints a preset as text, or writes it to --out"),
      N_("NAME") },
    { "remove", 0, 0, G_OPTION_ARG_STRING, &order.remove, N_("Removes a saved preset"), N_("NAME") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &order.out, N_("File for --export"), N_("FILE") },
    CS_TUNING_ENTRIES (tuning),
    { NULL } };

  return cs_call_parse (call, entries, 0, 0, error) && check (&order, &tuning, error)
         && obey (call, &order, &tuning, error);
}

const CsCommand cs_command_presets = {
  .name = "presets",
  .arguments = N_("[--save NAME | --import FILE | --export NAME | --remove NAME]"),
  .summary = N_("Lists, saves, imports, exports and removes named presets; the window shows the same."),
  .run = run,
};
