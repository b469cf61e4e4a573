/* Anything made of pixels: an image, a tinted mask, a heat map. Tiles are rendered on other threads, those in the middle
 * of the view first; until they are there the nearest coarser ones are drawn. Drawing never waits.
 * The layer draws its source at the image's origin, one source pixel to an image pixel. It does not set the viewport's
 * image size: whoever sets the image does.
 */
#pragma once

#include "cs-layer.h"
#include "cs-tile-source.h"

G_BEGIN_DECLS

#define CS_TYPE_TILE_LAYER (cs_tile_layer_get_type ())
G_DECLARE_FINAL_TYPE (CsTileLayer, cs_tile_layer, CS, TILE_LAYER, CsLayer)

/* Property: source (CsTileSource or NULL). */
CsLayer      *cs_tile_layer_new        (CsTileSource *source);   /* NULL: empty */
CsTileSource *cs_tile_layer_get_source (CsTileLayer *self);      /* borrowed */
void          cs_tile_layer_set_source (CsTileLayer *self, CsTileSource *source);
/* Whether all that was in sight when last drawn is rendered and fresh; for tests and screenshots. */
gboolean      cs_tile_layer_is_complete (CsTileLayer *self);

G_END_DECLS
