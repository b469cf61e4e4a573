/* The values of all stages as a whole: choosing a preset, saving the values at hand under a name, moving them as text,
 * holding two against one another. Shows and changes the session's settings. Main thread only.
 *
 * Actions, on the page that is served: "preset.save" "preset.import" "preset.export" "preset.remove" "preset.compare". */
#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_PRESET_BAR (cs_preset_bar_get_type ())
G_DECLARE_FINAL_TYPE (CsPresetBar, cs_preset_bar, CS, PRESET_BAR, AdwBin)

void     cs_preset_bar_serve (CsPresetBar *self, CsPage *page);    /* a page with a session; once */
/* Saves the session's values under @name and makes the named ones the session's; what the dialog does. */
gboolean cs_preset_bar_save  (CsPresetBar *self, const char *name, GError **error);

G_END_DECLS
