/* Pixels by request, in any thread: what a CsTileLayer draws.
 *
 * A tile is CS_TILE x CS_TILE pixels, RGBA, 8 bits each, alpha not premultiplied, rows contiguous.
 * Level n > 0: the image halved n times (size rounded up); level 0: as it is; level -n: one image pixel shown as
 * 2^n x 2^n, exactly. Levels run from CS_TILE_MIN_LEVEL to the first at which the whole image is one tile.
 * A source fills the part cs_tile_area() names from its own pyramid and leaves the enlarging to cs_tile_enlarge():
 *
 *   cs_tile_area (level, column, row, &x, &y, &side);
 *   ... rgba[(j * CS_TILE + i) * 4 ...] = pixel (x + i, y + j) of pyramid level MAX (level, 0), for i, j < side;
 *       outside of the image: left alone (the tile comes zeroed) ...
 *   cs_tile_enlarge (level, rgba);
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CS_TILE           256
#define CS_TILE_MIN_LEVEL (-5)

#define CS_TYPE_TILE_SOURCE (cs_tile_source_get_type ())
G_DECLARE_INTERFACE (CsTileSource, cs_tile_source, CS, TILE_SOURCE, GObject)

struct _CsTileSourceInterface
{
  GTypeInterface parent;

  /* Main thread. Size of level 0 in pixels; 0 x 0: nothing. */
  void (*get_size) (CsTileSource *self, int *width, int *height);
  /* Any thread, several at once, and while the main thread changes the source: take what may change under a lock
   * first. @rgba: zeroed, CS_TILE * CS_TILE * 4 bytes. */
  void (*render)   (CsTileSource *self, int level, int column, int row, guint8 *rgba);
};

/* Signal "changed" (): pixels or size are others now; emitted on the main thread, after the change. */
void cs_tile_source_get_size (CsTileSource *self, int *width, int *height);
void cs_tile_source_render   (CsTileSource *self, int level, int column, int row, guint8 *rgba);
void cs_tile_source_changed  (CsTileSource *self);   /* for implementations: emits "changed" */

/* The pixels of level MAX (level, 0) a tile shows: the square of @side from x, y. */
void cs_tile_area            (int level, int column, int row, int *x, int *y, int *side);
/* Enlarges the top left square of a tile, as cs_tile_area() names it, to the whole tile, in place; nothing at level >= 0. */
void cs_tile_enlarge         (int level, guint8 *rgba);
/* The coarsest level of an image: the first that is one tile. */
int  cs_tile_top_level       (int width, int height);

G_END_DECLS
