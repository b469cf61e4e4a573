/* What a person set for the whole program, kept by GSettings: names and meaning in io.github.calcspot.Calcspot.gschema.xml.
 * Whoever needs one opens them; all who did hear of every change. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_PREFERENCE_STYLE   "style"          /* s: "dark", "light", "system" */
#define CS_PREFERENCE_KEYS    "keys"           /* a{sas}: for CsKeymap alone */
#define CS_PREFERENCE_MARKS   "marks"          /* s: "usual", "safe", "strong", "white": a CsMarkColours, in this order */
#define CS_PREFERENCE_MEMORY  "memory"         /* u: MiB for films at hand: cs-shelf.h keeps the account */
#define CS_PREFERENCE_THREADS "threads"        /* u: 0: one a processor */
#define CS_PREFERENCE_WINDOWS "windows"        /* a(ssdd): for cs-own-windows.h alone */

/* What holds for the whole program and is nobody's in it: style, colours of marks, threads. Now, and after every change for as
 * long as @settings live. NULL: what is usual. */
void       cs_preferences_enforce (GSettings *settings);

GSettings *cs_preferences_open (void);         /* transfer full; NULL: not installed, then what is usual holds */

G_END_DECLS
