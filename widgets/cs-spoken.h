/* Names for a screen reader where GTK 4.8 gives none, or two: the one home of what its newer versions do by themselves. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names @content of a row, and the row GTK has put round it: a row's focus is the row's own, and says nothing else. */
void cs_spoken_row  (GtkWidget *content, const char *text);
/* Goes through all there is below @root, any number of times: the button within a drop-down is named by the drop-down's
 * tooltip and by what is chosen; a button with a mnemonic is no longer read as "_Start Start"; the words of a status
 * page, which scroll, have its title; the cross of a toast says what it does. */
void cs_spoken_tidy (GtkWidget *root);


G_END_DECLS
