#include "cs-film-crop.h"

#include <string.h>

CsRaster *
cs_film_grey (const CsRaster *raster, int x, int y, guint width, guint height, double low, double high)
{
  g_autoptr (CsRaster) crop = cs_raster_crop (raster, x, y, width, height);
  CsRaster *grey = cs_raster_new (CS_PIXEL_U8, width, height);

  if (!(low < high))
    cs_raster_range (crop, &low, &high);
  if (!(low < high))
    high = low + 1;
  for (guint j = 0; j < height; j++)
    {
      guint8 *row = cs_raster_edit (grey, j);

      for (guint i = 0; i < width; i++)
        row[i] = (guint8) (255 * CLAMP ((cs_raster_get (crop, i, j) - low) / (high - low), 0, 1) + 0.5);
    }
  return grey;
}

GdkTexture *
cs_film_texture (const CsRaster *grey)
{
  guint width = cs_raster_get_width (grey), height = cs_raster_get_height (grey);
  guint8 *rgb = g_malloc_n (3 * (gsize) width, height);
  g_autoptr (GBytes) bytes = g_bytes_new_take (rgb, 3 * (gsize) width * height);

  for (guint j = 0; j < height; j++)
    {
      const guint8 *row = cs_raster_row (grey, j);

      for (guint i = 0; i < width; i++)
        memset (rgb + 3 * ((gsize) j * width + i), row[i], 3);
    }
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, 3 * (gsize) width);
}

GdkTexture *
cs_film_crop (const CsRaster *raster, int x, int y, guint width, guint height, double low, double high)
{
  g_autoptr (CsRaster) grey = cs_film_grey (raster, x, y, width, height, low, high);

  return cs_film_texture (grey);
}
