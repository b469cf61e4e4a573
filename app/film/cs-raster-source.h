/* A CsTileSource over a CsRaster: grey by window and level, a tint, or a heat map; from a pyramid.
 *
 * Grey: v <= low is black, v >= high is white, round (255 ((v - low) / (high - low))^gamma) between; inverted: 255 less that.
 * Tint: the colour, its alpha times that share. Heat: dark red to yellow by that share, its alpha likewise; 0 is clear.
 * What lies outside of the breast (set_breast) is shown in the film's whole range, never inverted, and black where it is air:
 * v <= air is black, white is white, linear between.
 * The share is that of a window; pixels that are not a number are clear (tint, heat) or black. Setters: main thread. */
#pragma once

#include <gdk/gdk.h>
#include <graphene.h>
#include "cs-pyramid.h"
#include "cs-tile-source.h"

G_BEGIN_DECLS

typedef enum { CS_TONE_GREY, CS_TONE_TINT, CS_TONE_HEAT } CsTone;

#define CS_TYPE_RASTER_SOURCE (cs_raster_source_get_type ())
G_DECLARE_FINAL_TYPE (CsRasterSource, cs_raster_source, CS, RASTER_SOURCE, GObject)

/* The window is at first the raster's own range (a mask's: 0 to 255). Range and pyramid are found by the threads that
 * render, when first asked for. @halve: MAXIMUM for masks. Takes a reference of its own. */
CsRasterSource *cs_raster_source_new        (const CsRaster *raster, CsTone tone, CsHalve halve);
/* The raster is a film's that was halved so often: it is shown in the film's size. Before the source is shown. */
void            cs_raster_source_set_halvings (CsRasterSource *self, guint halvings);
void            cs_raster_source_get_window (CsRasterSource *self, double *low, double *high);  /* may have to look at all pixels */
void            cs_raster_source_set_window (CsRasterSource *self, double low, double high);  /* low < high, finite */
/* Grey only: the window of what is in this part of the film, but for a few pixels; NULL: its whole range. */
void            cs_raster_source_look_at    (CsRasterSource *self, const graphene_rect_t *part);
/* Grey only, instead of the window: the byte shown of each value from 0; the last one for all above. NULL: the window. */
void            cs_raster_source_set_curve  (CsRasterSource *self, GBytes *curve);
/* Grey only. @breast: U8, 0 outside; of the raster halved @halvings times. @air: the brightest that air gets; @white: of the film. */
void            cs_raster_source_set_breast (CsRasterSource *self, const CsRaster *breast, guint halvings, double air, double white);
/* Grey only: 1 is linear, below 1 lifts the dark tissue, above 1 sinks it. > 0. */
void            cs_raster_source_set_gamma  (CsRasterSource *self, double gamma);
void            cs_raster_source_set_invert (CsRasterSource *self, gboolean invert);         /* grey only */
void            cs_raster_source_set_colour (CsRasterSource *self, const GdkRGBA *colour);   /* tint only */

G_END_DECLS
