/* The brush by keys: arrows move it, with Shift they paint on the way, Space paints where it is. Main thread only. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* On the canvas, before it takes the arrows for itself. They activate the action "mask.step" (iib: dx, dy, paint). */
void cs_mask_keys_add (GtkWidget *canvas);

G_END_DECLS
