/* The labels that code makes; those with a place of their own stand in ui/. Both begin where lines begin. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Running text, which goes on in another line where there is no room. @style: a class of CSS; NULL: none. */
GtkWidget *cs_label_new_prose (const char *text, const char *style);
/* One line, as in a row of a table: an ellipsis where there is no room. */
GtkWidget *cs_label_new_line  (const char *text, const char *style);

G_END_DECLS
