/* The wheel over a number in a list scrolls the list: one rule for every list of a window, whoever made it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on no spin button and no scale below @root, popovers included, that lies in a scrolled window is turned by the
 * wheel: it goes to the list, so that who scrolls past changes nothing. Elsewhere both keep it. Once a root; main thread
 * only. */
void cs_wheel_watch (GtkWidget *root);

G_END_DECLS
