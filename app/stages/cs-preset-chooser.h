/* Which values: the program's presets, those somebody saved, and the ones at hand where they are none of these. */
#pragma once

#include <adwaita.h>
#include "cs-settings.h"

G_BEGIN_DECLS

#define CS_TYPE_PRESET_CHOOSER (cs_preset_chooser_get_type ())
G_DECLARE_FINAL_TYPE (CsPresetChooser, cs_preset_chooser, CS, PRESET_CHOOSER, AdwBin)

/* GObject property: settings (pointer, notifies when a person chose others). Reads the presets' folder when made, when
 * shown again, and on refresh(). Main thread only. */
GtkWidget  *cs_preset_chooser_new          (void);
void        cs_preset_chooser_set_settings (CsPresetChooser *self, CsSettings *settings);   /* shows them; does not notify */
CsSettings *cs_preset_chooser_get_settings (CsPresetChooser *self);                         /* borrowed */
void        cs_preset_chooser_refresh      (CsPresetChooser *self);
guint       cs_preset_chooser_get_n        (CsPresetChooser *self);                         /* lines of the list */
/* "Default", "As published", the name somebody gave, or "Values of one's own"; translated. */
const char *cs_preset_describe             (CsSettings *settings);

G_END_DECLS
