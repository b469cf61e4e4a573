/* The window of keys: every key of the table, as the keys are at this moment, those of the page in sight first. Found by name
 * or key, in as many columns as there is room for; a button leads to where they are changed. Main thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_KEY_OVERLAY (cs_key_overlay_get_type ())
G_DECLARE_FINAL_TYPE (CsKeyOverlay, cs_key_overlay, CS, KEY_OVERLAY, AdwWindow)

/* Floating. @context: the page's (cs-keys.h), NULL: none is in sight. @parent may be NULL. */
GtkWindow *cs_key_overlay_new    (GtkWindow *parent, const char *context);
guint      cs_key_overlay_search (CsKeyOverlay *self, const char *text);     /* as is typed; how many keys are left */

G_END_DECLS
