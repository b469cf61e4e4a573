/* Two presets, or the values at hand and a preset, on one film side by side: two canvases that move together, boxes in
 * both, lost and found told apart by line, sign and colour, and every difference a line of a list; and over the whole
 * study as numbers. Follows the session's film. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_COMPARE_WINDOW (cs_compare_window_get_type ())
G_DECLARE_FINAL_TYPE (CsCompareWindow, cs_compare_window, CS, COMPARE_WINDOW, AdwWindow)

/* Actions: "compare.next" (N) and "compare.previous" (P) go to another difference, "compare.study" counts over the study.
 * Begins with the session's values at the left; at the right the program's default, or "as published" where that is what
 * the session has. */
GtkWidget  *cs_compare_window_new       (GtkWindow *parent, CsSession *session);
void        cs_compare_window_set_sides (CsCompareWindow *self, CsSettings *left, CsSettings *right);
gboolean    cs_compare_window_get_busy  (CsCompareWindow *self);
GListModel *cs_compare_window_get_differences (CsCompareWindow *self);   /* of CsDifference, lost and found, most suspicious first; borrowed */
const char *cs_compare_window_get_numbers     (CsCompareWindow *self);   /* over the study; "": not counted yet */

G_END_DECLS
