/* The stages explained, a page each, beside their list. One window at a time is enough: it changes its page.
 * Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-stage.h"

G_BEGIN_DECLS

#define CS_TYPE_HELP_WINDOW (cs_help_window_get_type ())
G_DECLARE_FINAL_TYPE (CsHelpWindow, cs_help_window, CS, HELP_WINDOW, AdwWindow)

GtkWidget     *cs_help_window_new       (GtkWindow *parent);
/* The window over @parent that is open already, or a new one, at the page of the stage with this id (or the first). */
void           cs_help_window_show      (GtkWindow *parent, const char *stage);
const CsStage *cs_help_window_get_stage (CsHelpWindow *self);
void           cs_help_window_set_stage (CsHelpWindow *self, const char *stage);   /* an id that is none: the first */

G_END_DECLS
