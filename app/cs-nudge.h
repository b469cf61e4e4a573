/* Moving and resizing the selected box by keys, a film pixel a key, each key one undo: Alt and an arrow moves it, Alt+Shift and
 * an arrow moves its right or lower edge; all as the film is seen, turned or mirrored. Actions "box.move" and "box.grow" (ii: px to
 * the right, px down). Main thread only. */
#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

void cs_nudge_serve (CsPage *page);   /* with a session */

G_END_DECLS
