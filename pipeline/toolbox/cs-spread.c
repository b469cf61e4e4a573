#include "cs-spread.h"

typedef struct { int x, y; } Place;

typedef struct
{
  const CsRaster *mask;
  GHashTable     *seen;    /* of places, as y * width + x + 1 */
  GArray         *open;    /* seen, their neighbours not yet */
} Search;

static void
visit (Search *search, int x, int y)
{
  int width = (int) cs_raster_get_width (search->mask), height = (int) cs_raster_get_height (search->mask);
  Place place = { x, y };

  if (x < 0 || y < 0 || x >= width || y >= height || ((const guint8 *) cs_raster_row (search->mask, y))[x] == 0)
    return;
  if (g_hash_table_add (search->seen, GSIZE_TO_POINTER ((gsize) y * width + x + 1)))
    g_array_append_val (search->open, place);
}

CsSpread
cs_spread_find (const CsRaster *mask, guint x, guint y, guint most)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (Place));
  Search search = { mask, seen, open };
  int left = x, top = y, right = x, bottom = y;
  guint area = 0;

  g_return_val_if_fail (cs_raster_get_pixel (mask) == CS_PIXEL_U8, (CsSpread) { 0 });
  for (visit (&search, x, y); area < open->len && area < most; area++)
    {
      Place at = g_array_index (open, Place, area);

      left = MIN (left, at.x);
      right = MAX (right, at.x);
      top = MIN (top, at.y);
      bottom = MAX (bottom, at.y);
      for (int k = 0; k < 9; k++)
        visit (&search, at.x + k % 3 - 1, at.y + k / 3 - 1);
    }
  return area > 0 ? (CsSpread) { left, top, right - left + 1, bottom - top + 1, area } : (CsSpread) { 0 };
}
