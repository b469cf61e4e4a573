#include "cs-colour.h"

/* libadwaita's colours of the dark style. */
static const struct { const char *name; GdkRGBA colour; } on_image[] = {
  { "accent_color", { 0x78 / 255.0f, 0xae / 255.0f, 0xed / 255.0f, 1 } },
  { "success_color", { 0x8f / 255.0f, 0xf0 / 255.0f, 0xa4 / 255.0f, 1 } },
  { "warning_color", { 0xf8 / 255.0f, 0xe4 / 255.0f, 0x5c / 255.0f, 1 } },
  { "error_color", { 0xff / 255.0f, 0x7b / 255.0f, 0x63 / 255.0f, 1 } },
};

void
cs_colour_get (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (context, name, colour))
    gtk_style_context_get_color (context, colour);
}

void
cs_colour_get_on_image (const char *name, GdkRGBA *colour)
{
  *colour = (GdkRGBA) { 1, 1, 1, 1 };
  for (guint i = 0; i < G_N_ELEMENTS (on_image); i++)
    if (g_str_equal (on_image[i].name, name))
      *colour = on_image[i].colour;
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
