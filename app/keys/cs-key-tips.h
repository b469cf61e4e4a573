/* What names keys names those of now, below @root: where a button's deed has other keys than the usual, the key in brackets at
 * the end of its tooltip is the one a person chose; labels and tooltips that name keys in braces, as cs_keymap_say() reads them,
 * have them put in; menus show the keys of their items. Follows every change. Main thread only. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_key_tips_serve (GtkWidget *root);      /* once what is in it has been made */

G_END_DECLS
