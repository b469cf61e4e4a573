#include "cs-colour.h"

#define BRIGHT 0.6   /* luminance */

static double
luminance (const GdkRGBA *colour)
{
  return 0.2126 * colour->red + 0.7152 * colour->green + 0.0722 * colour->blue;
}

void
cs_colour_get (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (context, name, colour))
    gtk_style_context_get_color (context, colour);
}

void
cs_colour_get_on_image (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  GdkRGBA white = { 1, 1, 1, 1 };
  double dark, part;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, colour))
    *colour = white;
  dark = luminance (colour);
  part = dark < BRIGHT ? (BRIGHT - dark) / (1 - dark) : 0;
  colour->red += part * (1 - colour->red);
  colour->green += part * (1 - colour->green);
  colour->blue += part * (1 - colour->blue);
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
