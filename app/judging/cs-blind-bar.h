/* Blind first: a line above the film while the machine's boxes are hidden (cs-blind.h), with the button that records the own reading.
 * Finds the page it lies on, and gives it the action "blind.record" with the key V. Main thread only. */
#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_BLIND_BAR (cs_blind_bar_get_type ())
G_DECLARE_FINAL_TYPE (CsBlindBar, cs_blind_bar, CS, BLIND_BAR, AdwBin)

/* Why the list of boxes is short: the machine's are hidden. NULL: they are not. Transfer full. */
char *cs_blind_bar_why (CsSession *session);

G_END_DECLS
