/* One handle of a range: takes the focus, has the role of a slider, and says by how much it is asked to move.
 * Private to CsWindowLevel, which draws and places it. Signal "move" (int steps): by key; 1 is a small step. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_RANGE_HANDLE (cs_range_handle_get_type ())
G_DECLARE_FINAL_TYPE (CsRangeHandle, cs_range_handle, CS, RANGE_HANDLE, GtkWidget)

GtkWidget *cs_range_handle_new (const char *label);

G_END_DECLS
