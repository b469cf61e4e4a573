/* The tiles of one source: rendered by worker threads, kept as pictures, forgotten when long unused.
 * Private to the tile layer. Main thread only; nothing here waits for a worker.
 *
 * Signal "ready" (): tiles have arrived. */
#pragma once

#include <gtk/gtk.h>

#include "cs-tile-source.h"

G_BEGIN_DECLS

/* 360 tiles are 94 MB: two screens of 3840 x 2160, with a rim. */
#define CS_TILE_CACHE_BUDGET 360

typedef struct { int level, column, row; } CsTileKey;

#define CS_TYPE_TILE_CACHE (cs_tile_cache_get_type ())
G_DECLARE_FINAL_TYPE (CsTileCache, cs_tile_cache, CS, TILE_CACHE, GObject)

CsTileCache *cs_tile_cache_new        (CsTileSource *source, guint budget);
/* FALSE: there is no such tile. @picture: an image surface of CS_TILE a side, borrowed; NULL where nothing is to be seen in it.
 * @fresh: made since the last invalidation. Marks it as used. */
gboolean     cs_tile_cache_get        (CsTileCache *self, const CsTileKey *key, cairo_surface_t **picture, gboolean *fresh);
/* The same pixels for a renderer that keeps textures; made at the first call, borrowed, lives as long as the picture. */
GdkTexture  *cs_tile_texture          (cairo_surface_t *picture);
/* Renders these, in this order, where they are not fresh; what an earlier request wanted and nobody began is dropped. */
void         cs_tile_cache_request    (CsTileCache *self, const CsTileKey *keys, guint n);
/* The source's pixels are others now: raises the generation. What was in sight is kept, stale, until it is replaced. */
void         cs_tile_cache_invalidate (CsTileCache *self);
guint        cs_tile_cache_get_n      (CsTileCache *self);

G_END_DECLS
