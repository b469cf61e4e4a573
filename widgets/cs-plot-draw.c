#include "cs-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cs-colour.h"
#include "cs-nice.h"

#define GAP         6.0    /* between the parts of a plot */
#define SWATCH      18.0   /* length of a legend's sample */
#define LARGEST_DOT 12.0

/* One drawing: where the data's range lies on the widget. */
typedef struct
{
  CsPlot  *plot;
  cairo_t *cr;
  GdkRGBA  text;
  double   axes[4];             /* lower x, upper x, lower y, upper y */
  double   left, top, width, height;
} Frame;

/* Curves after the fourth start again; within those four both colour and dash differ. */
static const char *const colour_names[] = { "accent_color", "warning_color", "success_color", "error_color" };
static const double dashes[][4] = { { 0 }, { 7, 4 }, { 2, 3 }, { 8, 3, 2, 3 } };
static const int n_dashes[] = { 0, 2, 2, 4 };

static double
to_x (const Frame *frame, double x)
{
  return frame->left + (x - frame->axes[0]) / (frame->axes[1] - frame->axes[0]) * frame->width;
}

static double
to_y (const Frame *frame, double y)
{
  return frame->top + (frame->axes[3] - y) / (frame->axes[3] - frame->axes[2]) * frame->height;
}

static void
set_text_colour (const Frame *frame, double alpha)
{
  cairo_set_source_rgba (frame->cr, frame->text.red, frame->text.green, frame->text.blue, frame->text.alpha * alpha);
}

static void
set_curve_look (const Frame *frame, guint i)
{
  GdkRGBA colour;
  guint look = i % G_N_ELEMENTS (colour_names);

  cs_colour_get (GTK_WIDGET (frame->plot), colour_names[look], &colour);
  gdk_cairo_set_source_rgba (frame->cr, &colour);
  cairo_set_dash (frame->cr, dashes[look], n_dashes[look], 0);
  cairo_set_line_width (frame->cr, 2);
}

static PangoLayout *
make_layout (const Frame *frame, const char *text, int *width, int *height)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (frame->plot), text);

  pango_layout_get_pixel_size (layout, width, height);
  return layout;
}

/* @across, @down: which part of the text lies at x, y; 0 its beginning, 1 its end. */
static void
draw_text (const Frame *frame, const char *text, double x, double y, double across, double down)
{
  int width, height;
  g_autoptr (PangoLayout) layout = make_layout (frame, text, &width, &height);

  cairo_move_to (frame->cr, round (x - across * width), round (y - down * height));
  pango_cairo_show_layout (frame->cr, layout);
}

static char *
format_tick (double value, double step)
{
  return g_strdup_printf ("%.5g", fabs (value) < step * 1e-6 ? 0 : value);
}

static int
text_height (const Frame *frame)
{
  int width, height;
  g_autoptr (PangoLayout) layout = make_layout (frame, "0", &width, &height);

  return height;
}

static double
x_step (const Frame *frame)
{
  return cs_nice_step (frame->axes[0], frame->axes[1], MAX (frame->width / 55, 2));
}

static double
y_step (const Frame *frame)
{
  return cs_nice_step (frame->axes[2], frame->axes[3], MAX (frame->height / 30, 2));
}

static int
widest_y_tick (const Frame *frame)
{
  double step = y_step (frame);
  int widest = 0;

  for (double y = ceil (frame->axes[2] / step) * step; y <= frame->axes[3]; y += step)
    {
      g_autofree char *text = format_tick (y, step);
      int width, height;
      g_autoptr (PangoLayout) layout = make_layout (frame, text, &width, &height);

      widest = MAX (widest, width);
    }
  return widest;
}

static void
draw_ticks (const Frame *frame)
{
  double step = x_step (frame), bottom = frame->top + frame->height;

  cairo_set_line_width (frame->cr, 1);
  for (double x = ceil (frame->axes[0] / step - 1e-9) * step; x <= frame->axes[1] + step * 1e-9; x += step)
    {
      g_autofree char *text = format_tick (x, step);

      set_text_colour (frame, 0.12);
      cairo_rectangle (frame->cr, round (to_x (frame, x)), frame->top, 1, frame->height);
      cairo_fill (frame->cr);
      set_text_colour (frame, 0.85);
      draw_text (frame, text, to_x (frame, x), bottom + 3, 0.5, 0);
    }
  step = y_step (frame);
  for (double y = ceil (frame->axes[2] / step - 1e-9) * step; y <= frame->axes[3] + step * 1e-9; y += step)
    {
      g_autofree char *text = format_tick (y, step);

      set_text_colour (frame, 0.12);
      cairo_rectangle (frame->cr, frame->left, round (to_y (frame, y)), frame->width, 1);
      cairo_fill (frame->cr);
      set_text_colour (frame, 0.85);
      draw_text (frame, text, frame->left - GAP, to_y (frame, y), 1, 0.5);
    }
}

static void
draw_axes (const Frame *frame)
{
  CsPlot *plot = frame->plot;

  draw_ticks (frame);
  set_text_colour (frame, 0.6);
  cairo_rectangle (frame->cr, frame->left, frame->top, 1, frame->height);
  cairo_rectangle (frame->cr, frame->left, frame->top + frame->height, frame->width, 1);
  cairo_fill (frame->cr);
  set_text_colour (frame, 1);
  if (plot->x_title != NULL)
    draw_text (frame, plot->x_title, frame->left + frame->width / 2,
               gtk_widget_get_height (GTK_WIDGET (plot)), 0.5, 1);
  if (plot->y_title == NULL)
    return;
  cairo_save (frame->cr);
  cairo_translate (frame->cr, 0, frame->top + frame->height / 2);
  cairo_rotate (frame->cr, -G_PI / 2);
  draw_text (frame, plot->y_title, 0, 0, 0.5, 0);
  cairo_restore (frame->cr);
}

static void
draw_line (const Frame *frame, const CsPlotCurve *curve)
{
  double last_x = 0, last_y = 0;
  gboolean drawing = FALSE;

  for (guint i = 0; i < curve->n; i++)
    {
      double x = to_x (frame, curve->x[i]), y = to_y (frame, curve->y[i]);

      if (!isfinite (x) || !isfinite (y))
        {
          drawing = FALSE;
          continue;
        }
      /* Thousands of points may fall on one pixel; only those that show are drawn, and each end. */
      if (drawing && i + 1 < curve->n && hypot (x - last_x, y - last_y) < 0.7)
        continue;
      if (drawing)
        cairo_line_to (frame->cr, x, y);
      else
        cairo_move_to (frame->cr, x, y);
      drawing = TRUE;
      last_x = x;
      last_y = y;
    }
  cairo_stroke (frame->cr);
}

/* The least distance between neighbours, in pixels: how wide a bar may be. */
static double
bar_width (const Frame *frame, const CsPlotCurve *curve)
{
  double least = curve->n > 1 ? frame->width : frame->width / 4;

  for (guint i = 1; i < curve->n; i++)
    {
      double gap = to_x (frame, curve->x[i]) - to_x (frame, curve->x[i - 1]);

      if (gap > 0)
        least = MIN (least, gap);
    }
  return MAX (least * 0.9, 1);
}

/* Bars narrower than a pixel share its column; the highest of them shows. */
static void
draw_bars (const Frame *frame, const CsPlotCurve *curve)
{
  double width = bar_width (frame, curve), foot = to_y (frame, 0);
  double column = -1, top = foot;

  for (guint i = 0; i < curve->n; i++)
    {
      double x = to_x (frame, curve->x[i]), y = to_y (frame, curve->y[i]);

      if (!isfinite (x) || !isfinite (y))
        continue;
      if (width > 1)
        cairo_rectangle (frame->cr, x - width / 2, MIN (y, foot), width, fabs (foot - y));
      else if (floor (x) != column)
        {
          cairo_rectangle (frame->cr, column, MIN (top, foot), 1, fabs (foot - top));
          column = floor (x);
          top = y;
        }
      else
        top = fabs (foot - y) > fabs (foot - top) ? y : top;
    }
  if (width <= 1)
    cairo_rectangle (frame->cr, column, MIN (top, foot), 1, fabs (foot - top));
  cairo_fill (frame->cr);
}

/* Discs, squares, triangles, diamonds: marks differ as lines do by their dashes. */
static void
trace_mark (cairo_t *cr, guint i, double x, double y, double radius)
{
  int corners = i % 4 == 2 ? 3 : 4;
  double turn = i % 4 == 1 ? G_PI / 4 : G_PI / 2;

  cairo_new_sub_path (cr);
  if (i % 4 == 0)
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  for (int k = 0; k < corners && i % 4 != 0; k++)
    cairo_line_to (cr, x + 1.2 * radius * cos (turn + 2 * G_PI * k / corners),
                   y - 1.2 * radius * sin (turn + 2 * G_PI * k / corners));
  cairo_close_path (cr);
}

static void
draw_points (const Frame *frame, const CsPlotCurve *curve, guint look)
{
  double largest = 0;

  for (guint i = 0; i < curve->n && curve->size != NULL; i++)
    if (isfinite (curve->size[i]))
      largest = MAX (largest, curve->size[i]);
  for (guint i = 0; i < curve->n; i++)
    {
      double x = to_x (frame, curve->x[i]), y = to_y (frame, curve->y[i]), radius = LARGEST_DOT / 4;

      if (!isfinite (x) || !isfinite (y))
        continue;
      if (curve->size != NULL && largest > 0)
        /* Areas stand for weights. */
        radius = MAX (sqrt (MAX (curve->size[i], 0) / largest) * LARGEST_DOT / 2, 1.5);
      trace_mark (frame->cr, look, x, y, isfinite (radius) ? radius : 1.5);
    }
  cairo_fill (frame->cr);
}

static void
draw_upright (const Frame *frame, const CsPlotCurve *curve)
{
  double x;

  if (curve->n == 0 || !isfinite (curve->x[0]))
    return;
  x = round (to_x (frame, curve->x[0])) + 0.5;
  cairo_move_to (frame->cr, x, frame->top);
  cairo_line_to (frame->cr, x, frame->top + frame->height);
  cairo_stroke (frame->cr);
  /* Written on the side that has room. */
  set_text_colour (frame, 1);
  if (curve->title != NULL)
    draw_text (frame, curve->title, x > frame->left + frame->width * 0.6 ? x - 4 : x + 5, frame->top + 2,
               x > frame->left + frame->width * 0.6 ? 1 : 0, 0);
}

static void
draw_curves (const Frame *frame)
{
  cairo_save (frame->cr);
  cairo_rectangle (frame->cr, frame->left - 1, frame->top - 1, frame->width + 2, frame->height + 2);
  cairo_clip (frame->cr);
  cairo_set_line_join (frame->cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < frame->plot->n_curves; i++)
    {
      const CsPlotCurve *curve = &frame->plot->curves[i];

      set_curve_look (frame, i);
      if (curve->style == CS_CURVE_LINE)
        draw_line (frame, curve);
      else if (curve->style == CS_CURVE_POINTS)
        draw_points (frame, curve, i);
      else if (curve->style == CS_CURVE_UPRIGHT)
        draw_upright (frame, curve);
      else
        {
          set_text_colour (frame, 0.45);
          draw_bars (frame, curve);
        }
    }
  cairo_restore (frame->cr);
}

static void
draw_swatch (const Frame *frame, guint i, double x, double y)
{
  CsCurveStyle style = frame->plot->curves[i].style;

  set_curve_look (frame, i);
  if (style == CS_CURVE_BARS)
    {
      set_text_colour (frame, 0.45);
      cairo_rectangle (frame->cr, x, y - 5, SWATCH, 10);
      cairo_fill (frame->cr);
    }
  else if (style == CS_CURVE_POINTS)
    {
      trace_mark (frame->cr, i, x + SWATCH / 2, y, 4);
      cairo_fill (frame->cr);
    }
  else
    {
      cairo_move_to (frame->cr, x, y);
      cairo_line_to (frame->cr, x + SWATCH, y);
      cairo_stroke (frame->cr);
    }
  cairo_set_dash (frame->cr, NULL, 0, 0);
}

/* Row by row from @y; returns where it ends. With @show FALSE only measures. */
static double
draw_legend (const Frame *frame, double y, gboolean show)
{
  double x = frame->left, right = frame->left + frame->width;
  int row = 0;

  for (guint i = 0; i < frame->plot->n_curves; i++)
    {
      const CsPlotCurve *curve = &frame->plot->curves[i];
      g_autoptr (PangoLayout) layout = NULL;
      int width;

      /* An upright bears its title itself. */
      if (curve->title == NULL || curve->style == CS_CURVE_UPRIGHT)
        continue;
      layout = make_layout (frame, curve->title, &width, &row);
      if (x > frame->left && x + SWATCH + GAP + width > right)
        {
          x = frame->left;
          y += row + 2;
        }
      if (show)
        {
          draw_swatch (frame, i, x, y + row / 2);
          set_text_colour (frame, 1);
          draw_text (frame, curve->title, x + SWATCH + GAP, y, 0, 0);
        }
      x += SWATCH + GAP + width + 3 * GAP;
    }
  return y + (row > 0 ? row + GAP : 0);
}

static void
draw_reading (const Frame *frame)
{
  CsPlot *plot = frame->plot;
  g_autofree char *text = plot->reading ? cs_plot_read (plot, plot->read_at) : NULL;
  g_autoptr (PangoLayout) layout = NULL;
  int width, height;
  double x, left;

  if (text == NULL)
    return;
  x = to_x (frame, plot->read_at);
  set_text_colour (frame, 0.7);
  cairo_rectangle (frame->cr, round (x), frame->top, 1, frame->height);
  cairo_fill (frame->cr);
  layout = make_layout (frame, text, &width, &height);
  left = CLAMP (x - width / 2.0, frame->left, MAX (frame->left + frame->width - width, frame->left));
  /* On a plate of the contrary of the text's colour, light or dark. */
  if (frame->text.red + frame->text.green + frame->text.blue > 1.5)
    cairo_set_source_rgba (frame->cr, 0.1, 0.1, 0.1, 0.9);
  else
    cairo_set_source_rgba (frame->cr, 1, 1, 1, 0.9);
  cairo_rectangle (frame->cr, round (left) - 4, frame->top + frame->height - height - 8, width + 8, height + 4);
  cairo_fill (frame->cr);
  set_text_colour (frame, 1);
  draw_text (frame, text, left, frame->top + frame->height - height - 6, 0, 0);
}

/* Ticks want to know the height, the height the title and legend: so from the top down, then from the left. */
static void
lay_out (Frame *frame)
{
  CsPlot *plot = frame->plot;
  GtkWidget *widget = GTK_WIDGET (plot);
  double line = text_height (frame);

  frame->top = plot->title != NULL ? line + GAP : GAP;
  frame->left = (plot->y_title != NULL ? line + GAP : 0) + GAP;
  frame->width = MAX (gtk_widget_get_width (widget) - frame->left - 4 * GAP, 1);
  frame->height = MAX (gtk_widget_get_height (widget) - frame->top - line - 2 * GAP, 1);
  if (plot->x_title != NULL)
    frame->height = MAX (frame->height - line - 2, 1);
  frame->left += widest_y_tick (frame);
  frame->width = MAX (gtk_widget_get_width (widget) - frame->left - 3 * GAP, 1);
  line = draw_legend (frame, frame->top, FALSE) - frame->top;
  frame->top += line;
  frame->height = MAX (frame->height - line, 1);
}

void
cs_plot_draw (CsPlot *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  Frame frame = { .plot = self, .cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height)) };

  cs_colour_get (widget, NULL, &frame.text);
  set_text_colour (&frame, 1);
  if (self->title != NULL)
    draw_text (&frame, self->title, width / 2, 0, 0.5, 0);
  graphene_rect_init (&self->area, 0, 0, 0, 0);
  if (cs_plot_get_axes (self, frame.axes))
    {
      lay_out (&frame);
      draw_legend (&frame, self->title != NULL ? text_height (&frame) + GAP : GAP, TRUE);
      draw_axes (&frame);
      draw_curves (&frame);
      draw_reading (&frame);
      graphene_rect_init (&self->area, frame.left, frame.top, frame.width, frame.height);
    }
  else
    {
      set_text_colour (&frame, 0.6);
      draw_text (&frame, _("No data yet"), width / 2, height / 2, 0.5, 0.5);
    }
  cairo_destroy (frame.cr);
}
