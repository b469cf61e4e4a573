/* Children in columns as on a page of a newspaper: down the first, then down the next, as many side by side as there is room
 * for, all of one width and about of one height. Where the room is narrow or text is large there are fewer, never cut ones. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A layout for gtk_widget_set_layout_manager(). Main thread only. */
#define CS_TYPE_COLUMNS (cs_columns_get_type ())
G_DECLARE_FINAL_TYPE (CsColumns, cs_columns, CS, COLUMNS, GtkLayoutManager)

/* @most: columns there ever are, 1 and more. @spacing: between columns, in px of the widget; children space themselves. */
GtkLayoutManager *cs_columns_new (guint most, int spacing);

G_END_DECLS
