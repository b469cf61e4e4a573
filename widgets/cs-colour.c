#include "cs-colour.h"

#define HEX(rgb) { ((rgb) >> 16 & 255) / 255.0f, ((rgb) >> 8 & 255) / 255.0f, ((rgb) & 255) / 255.0f, 1 }

/* Usual: libadwaita's colours of the dark style. Safe: apart in lightness and along blue and yellow, which those keep
   who do not tell red from green. Strong: full colours, for a dim screen. White: nothing but the shape. */
static const struct { const char *name; GdkRGBA colours[CS_N_MARK_COLOURS]; } on_image[] = {
  { "accent_color", { HEX (0x78aeed), HEX (0xffffff), HEX (0x00e5ff), HEX (0xffffff) } },
  { "success_color", { HEX (0x8ff0a4), HEX (0x56b4e9), HEX (0x00ff5a), HEX (0xffffff) } },
  { "warning_color", { HEX (0xf8e45c), HEX (0xf0e442), HEX (0xffee00), HEX (0xffffff) } },
  { "error_color", { HEX (0xff7b63), HEX (0xd55e00), HEX (0xff3b30), HEX (0xffffff) } },
};

static CsMarkColours chosen;

void
cs_colour_choose_marks (CsMarkColours colours)
{
  g_return_if_fail (colours < CS_N_MARK_COLOURS);
  chosen = colours;
}

void
cs_colour_get (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (name == NULL || !gtk_style_context_lookup_color (context, name, colour))
    gtk_style_context_get_color (context, colour);
}

gboolean
cs_colour_is_strong (GtkWidget *widget)
{
  GdkRGBA colour;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "film_line_color", &colour);
}

void
cs_colour_get_on_image (const char *name, GdkRGBA *colour)
{
  *colour = (GdkRGBA) { 1, 1, 1, 1 };
  for (guint i = 0; i < G_N_ELEMENTS (on_image); i++)
    if (g_str_equal (on_image[i].name, name))
      *colour = on_image[i].colours[chosen];
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
