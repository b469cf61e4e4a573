/* Colours by name from the theme, and the rim that makes a line visible on any film. Private to widgets. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A named colour of the theme ("accent_color", "success_color", ...); where the theme has none, the text's colour. */
void cs_colour_get    (GtkWidget *widget, const char *name, GdkRGBA *colour);
/* The same for lines on an image, which is dark in every style: always the dark style's own. White where there is no such colour. */
void cs_colour_get_on_image (const char *name, GdkRGBA *colour);
/* Strokes cairo's path twice: a dark translucent rim, then @width of @colour. Clears the path. */
void cs_colour_stroke (cairo_t *cr, const GdkRGBA *colour, double width);

G_END_DECLS
