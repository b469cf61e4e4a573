/* Curves on axes: mapping, memberships, loss. Text and axes follow the theme, light or dark; curves differ by dash and
 * by mark as well as by colour. Under the pointer (or with the arrow keys when focused) the values at that x are read out.
 * Values that are not finite break a line and are left out of the range. Empty: says that there is no data. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  CS_CURVE_LINE,
  CS_CURVE_BARS,
  CS_CURVE_POINTS,
  CS_CURVE_UPRIGHT,   /* a vertical line at x[0], titled; y is not read */
} CsCurveStyle;

typedef struct
{
  const char   *title;     /* for the legend; NULL: not in it */
  CsCurveStyle  style;
  guint         n;
  const float  *x, *y;     /* n each; LINE and BARS: x ascending */
  const float  *size;      /* POINTS: weight of each, the largest is drawn 12 px wide; or NULL */
} CsCurve;

#define CS_TYPE_PLOT (cs_plot_get_type ())
G_DECLARE_FINAL_TYPE (CsPlot, cs_plot, CS, PLOT, GtkWidget)

GtkWidget *cs_plot_new        (void);
void       cs_plot_set_titles (CsPlot *self, const char *title, const char *x_title, const char *y_title);  /* each or NULL */
void       cs_plot_set_curves (CsPlot *self, const CsCurve *curves, guint n);   /* copies all; n = 0: empty */
/* The data's range, FALSE when there is none: lower x, upper x, lower y, upper y. Bars count their foot, 0. */
gboolean   cs_plot_get_range  (CsPlot *self, double range[4]);
/* What is read out at @x: "x: name value, ..."; NULL when there is nothing. Transfer full. */
char      *cs_plot_read       (CsPlot *self, double x);
/* What a screen reader is told: title, number of curves, their ranges. Transfer full. */
char      *cs_plot_summarise  (CsPlot *self);

G_END_DECLS
