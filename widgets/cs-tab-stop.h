/* Round a list: Tab comes to its row in hand and goes on to what is behind the list; arrows go from row to row. GTK 4.8
 * would go through each row by Tab, and of 55 boxes or 300 patches nobody comes to an end. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_TAB_STOP (cs_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (CsTabStop, cs_tab_stop, CS, TAB_STOP, AdwBin)

GtkWidget *cs_tab_stop_new (GtkWidget *child);

G_END_DECLS
