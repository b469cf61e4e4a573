/* Moving and resizing the selected box by keys, a film pixel a key, each key one undo: Alt and an arrow moves it, Alt+Shift and
 * an arrow moves its right or lower edge; all as the film is seen, turned or mirrored. Actions "box.move" and "box.grow" (ii: px to
 * the right, px down). "box.aim" zooms to it again. By its handles on @boxes, each drag one undo; they are there while the study may be written to and no tool
 * is in hand on @canvas. Main thread only. */
#pragma once

#include "cs-box-layer.h"
#include "cs-canvas.h"
#include "cs-page.h"

G_BEGIN_DECLS

/* @page: with a session; @boxes: of its marks. The page outlives both. */
void cs_nudge_serve (CsPage *page, CsBoxLayer *boxes, CsCanvas *canvas);

G_END_DECLS
