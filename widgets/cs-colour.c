#include "cs-colour.h"

void
cs_colour_get (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (context, name, colour))
    gtk_style_context_get_color (context, colour);
}

void
cs_colour_stroke (cairo_t *cr, const GdkRGBA *colour, double width)
{
  cairo_set_line_width (cr, width + 2);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.55 * colour->alpha);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, width);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_stroke (cr);
}
