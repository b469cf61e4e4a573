#include "cs-film-crop.h"

#include <string.h>

GdkTexture *
cs_film_crop (const CsRaster *raster, int x, int y, guint width, guint height, double low, double high)
{
  g_autoptr (CsRaster) crop = cs_raster_crop (raster, x, y, width, height);
  g_autoptr (GBytes) bytes = NULL;
  guint8 *rgb = g_malloc_n (3 * (gsize) width, height);

  if (!(low < high))
    cs_raster_range (crop, &low, &high);
  if (!(low < high))
    high = low + 1;
  for (guint j = 0; j < height; j++)
    for (guint i = 0; i < width; i++)
      {
        double share = (cs_raster_get (crop, i, j) - low) / (high - low);
        memset (rgb + 3 * ((gsize) j * width + i), (int) (255 * CLAMP (share, 0, 1) + 0.5), 3);
      }
  bytes = g_bytes_new_take (rgb, 3 * (gsize) width * height);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, 3 * (gsize) width);
}
