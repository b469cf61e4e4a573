/* "Why is this box here, why is that spot not?" in the window: the chain of stages at a place of the film, in words and
 * as a plot, in a popover that points at the place.
 *
 * A page that has one gets two actions with keys: "why.ask" (Y) asks about what the page is about, the selected box or
 * the place under the pointer (when it has left the film: where it stayed last), and about the other where there is none; "why.pointer" (Shift+Y)
 * always about the pointer's place. Main thread only. */
#pragma once

#include "cs-film-view.h"
#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_WHY_POPOVER (cs_why_popover_get_type ())
G_DECLARE_FINAL_TYPE (CsWhyPopover, cs_why_popover, CS, WHY_POPOVER, GtkPopover)

/* For a page with a session; lives as long as the page, which need not keep it. @film: shows the session's image.
 * @box_first: Y asks about the selected box. */
CsWhyPopover *cs_why_popover_new      (CsPage *page, CsFilmView *film, gboolean box_first);   /* borrowed */
/* Of the session's analysis, at a pixel of its film. FALSE: there is no analysis yet, or the pixel lies outside. */
gboolean      cs_why_popover_ask      (CsWhyPopover *self, guint x, guint y);
const char   *cs_why_popover_get_verdict (CsWhyPopover *self);                                /* as last shown; borrowed */

G_END_DECLS
