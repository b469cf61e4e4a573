/* Whether one pixel drawn is one pixel of the screen. GTK 4.8 draws at whole scales only; where the desktop is set to a fraction it
 * draws at the next whole one, and the compositor shrinks the picture: then nothing is exact, whatever we do. GTK does not say so, but
 * the screen does: its mode has other pixels than GTK draws. Main thread only. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How many pixels of its screen a logical pixel of @widget takes, where that is not what GTK draws it at; 0: it is, or cannot be
 * known: the widget is not on a screen yet; X11 under a Wayland desktop, whose server tells a size of its own; another backend.
 * Asks the screen's server once per monitor, and again after its size or scale changed. */
double   cs_screen_get_fraction (GtkWidget *widget);
/* The same of a side of a screen in logical pixels, drawn at @factor, and in pixels. */
double   cs_screen_fraction     (int logical, int factor, int pixels);
/* TRUE once a monitor: whoever is told of its fraction need not be told again. */
gboolean cs_screen_tell_once    (GtkWidget *widget);

G_END_DECLS
