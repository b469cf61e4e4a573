/* Named presets: settings with a name, a text file each, in one folder that the window and calcspot-batch share. The
 * text is that of cs_settings_to_text(): what differs from the preset it began as. Any thread. */
#pragma once

#include <gio/gio.h>

#include "cs-settings.h"

G_BEGIN_DECLS

#define CS_PRESET_SUFFIX ".preset"

GFile      *cs_preset_folder (void);                                              /* below the user's configuration; need not exist */
/* CsSettings, each with its name, in the order of their names; a file that cannot be understood is left out with a message. */
GPtrArray  *cs_preset_list   (GFile *folder);
gboolean    cs_preset_save   (GFile *folder, CsSettings *settings, GError **error);  /* under its name, which it must have; replaces */
gboolean    cs_preset_remove (GFile *folder, const char *name, GError **error);
/* Settings from anybody's file; where the text tells no name, the file's own is it. */
CsSettings *cs_preset_import (GFile *file, GError **error);
gboolean    cs_preset_export (CsSettings *settings, GFile *file, GError **error);
/* What a person calls a preset: one of the program's, one of @folder, or a file (where @word has a "/" or ends with the suffix). */
CsSettings *cs_preset_find   (GFile *folder, const char *word, GError **error);

G_END_DECLS
