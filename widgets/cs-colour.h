/* Colours by name from the theme, those of marks on films, and the rim that makes a line visible on any film. Main thread only. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A named colour of the theme ("accent_color", "success_color", ...); the text's colour where the theme has none, or @name is NULL. */
void cs_colour_get    (GtkWidget *widget, const char *name, GdkRGBA *colour);
/* Whether the theme asks for strong lines on images: it does by naming film_line_color. */
gboolean cs_colour_is_strong (GtkWidget *widget);
/* The same for lines on an image, which is dark in every style: always the dark style's own. White where there is no such colour. */
void cs_colour_get_on_image (const char *name, GdkRGBA *colour);
/* Which colours those are; what a mark says is told by its shape in each. Whoever changes them draws what is on the screen anew. */
typedef enum { CS_MARK_COLOURS_USUAL, CS_MARK_COLOURS_SAFE, CS_MARK_COLOURS_STRONG, CS_MARK_COLOURS_WHITE, CS_N_MARK_COLOURS } CsMarkColours;
void cs_colour_choose_marks (CsMarkColours colours);
/* Strokes cairo's path twice: a dark translucent rim, then @width of @colour. Clears the path. */
void cs_colour_stroke (cairo_t *cr, const GdkRGBA *colour, double width);

G_END_DECLS
