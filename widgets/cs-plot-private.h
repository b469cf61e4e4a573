/* What the two halves of CsPlot share: cs-plot.c (data, words, keys) and cs-plot-draw.c (pixels). */
#pragma once

#include "cs-plot.h"

G_BEGIN_DECLS

typedef struct
{
  char         *title;          /* NULL: not in the legend */
  CsCurveStyle  style;
  guint         n;
  float        *x, *y, *size;   /* y NULL: UPRIGHT; size may be NULL */
} CsPlotCurve;

struct _CsPlot
{
  GtkWidget    parent;

  char        *title, *x_title, *y_title;
  CsPlotCurve *curves;
  guint        n_curves;
  gboolean     reading;         /* a place is read out */
  double       read_at;         /* in the data's x */
  graphene_rect_t area;         /* where the curves were last drawn, widget pixels */
};

/* The range the axes show: the data's, with air above and never empty. FALSE: no data. */
gboolean cs_plot_get_axes (CsPlot *self, double axes[4]);
void     cs_plot_draw     (CsPlot *self, GtkSnapshot *snapshot);

G_END_DECLS
