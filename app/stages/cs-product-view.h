/* What a stage made -> something to look at: the only switch on kinds of products. Main thread only. */
#pragma once

#include <gtk/gtk.h>
#include "cs-layer.h"
#include "cs-stage.h"

G_BEGIN_DECLS

/* Whether the kind is laid over the film (raster, mask, paths, boxes) or drawn beside it (plot). */
gboolean   cs_product_view_is_layer    (CsProductKind kind);

/* A layer of the product in the film's coordinates, whose image was halved @halvings times to make it, transfer full; NULL: it
 * is no layer. A raster is shown grey, by its own range, and covers what lies below it: set its opacity. Colours follow @index, the place of the output in its stage. */
CsLayer   *cs_product_view_new_layer   (CsProduct *product, guint halvings, guint index);
/* Gives a layer made by new_layer() another product of the same kind: view and opacity stay. */
void       cs_product_view_update      (CsLayer *layer, CsProduct *product, guint halvings, guint index);

/* Draws a product of kind plot in a CsPlot. */
void       cs_product_view_update_plot (GtkWidget *plot, CsProduct *product);

/* What the product says at a pixel, in few words: a value, "inside", "2 boxes"; NULL: nothing. Transfer full. */
char      *cs_product_view_probe       (CsProduct *product, double x, double y);

G_END_DECLS
