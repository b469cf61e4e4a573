/* The drag in hand on the page Review: draws a box, or chooses many by a rubber band or a lasso. Lies on a film view, keeps what
 * is chosen, and shows it through the box layer. Main thread only. */
#pragma once

#include "cs-box-layer.h"
#include "cs-film-view.h"
#include "cs-mark.h"

G_BEGIN_DECLS

typedef enum { CS_PICKER_REST, CS_PICKER_DRAW, CS_PICKER_BAND, CS_PICKER_LASSO } CsPickerMode;

/* A little more than the largest microcalcification. */
#define CS_POINT_MM 1.0

#define CS_TYPE_PICKER (cs_picker_get_type ())
G_DECLARE_FINAL_TYPE (CsPicker, cs_picker, CS, PICKER, GObject)

/* GObject properties: mode (int; back to rest when the drag ends, or another tool of the film's canvas is taken up), n-chosen (uint).
 * Signal "drawn" (CsBox *box): in mode draw, by a drag (at least 2 px a side, cut at the film's edge) or a click: a point, which is
 * a box of CS_POINT_MM about it, moved into the film where it would stand out. */
CsPicker    *cs_picker_new        (CsFilmView *film, CsBoxLayer *boxes);   /* both are held; @boxes' model is of CsMark */
CsPickerMode cs_picker_get_mode   (CsPicker *self);
void         cs_picker_set_mode   (CsPicker *self, CsPickerMode mode);
GPtrArray   *cs_picker_get_chosen (CsPicker *self);                        /* of CsMark; borrowed; empty: none */
void         cs_picker_toggle     (CsPicker *self, CsMark *mark);          /* into the choice, or out of it */
void         cs_picker_clear      (CsPicker *self);                        /* nothing is chosen any more */

G_END_DECLS
