#include "cs-tile-source.h"

#include <string.h>

G_DEFINE_INTERFACE (CsTileSource, cs_tile_source, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
cs_tile_source_default_init (CsTileSourceInterface *iface)
{
  signals[CHANGED] = g_signal_new ("changed", CS_TYPE_TILE_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

void
cs_tile_source_get_size (CsTileSource *self, int *width, int *height)
{
  g_return_if_fail (CS_IS_TILE_SOURCE (self));

  *width = *height = 0;
  CS_TILE_SOURCE_GET_IFACE (self)->get_size (self, width, height);
}

void
cs_tile_source_render (CsTileSource *self, int level, int column, int row, guint8 *rgba)
{
  g_return_if_fail (CS_IS_TILE_SOURCE (self));

  CS_TILE_SOURCE_GET_IFACE (self)->render (self, level, column, row, rgba);
}

void
cs_tile_source_changed (CsTileSource *self)
{
  g_return_if_fail (CS_IS_TILE_SOURCE (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

void
cs_tile_area (int level, int column, int row, int *x, int *y, int *side)
{
  *side = level < 0 ? CS_TILE >> -level : CS_TILE;
  *x = column * *side;
  *y = row * *side;
}

void
cs_tile_enlarge (int level, guint8 *rgba)
{
  guint32 line[CS_TILE];
  guint32 *pixels = (guint32 *) (gpointer) rgba;

  if (level >= 0)
    return;
  /* From the last row up: the rows read lie at or above those written. */
  for (int row = CS_TILE - 1; row >= 0; row--)
    {
      const guint32 *from = pixels + (row >> -level) * CS_TILE;

      if (row == CS_TILE - 1 || (row >> -level) != ((row + 1) >> -level))
        for (int i = 0; i < CS_TILE; i++)
          line[i] = from[i >> -level];
      memcpy (pixels + row * CS_TILE, line, sizeof line);
    }
}

int
cs_tile_top_level (int width, int height)
{
  int level = 0;

  for (int side = MAX (width, height); side > CS_TILE; side = (side + 1) / 2)
    level++;
  return level;
}
