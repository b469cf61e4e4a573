/* What a person set for the whole program, kept by GSettings: names and meaning in io.github.calcspot.Calcspot.gschema.xml.
 * Whoever needs one opens them; all who did hear of every change. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_PREFERENCE_STYLE "style"            /* s: "dark", "light", "system" */
#define CS_PREFERENCE_KEYS  "keys"             /* a{sas}: for CsKeymap alone */

GSettings *cs_preferences_open (void);         /* transfer full; NULL: not installed, then what is usual holds */

G_END_DECLS
