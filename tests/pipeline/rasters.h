/* Small rasters for tests: drawn from a seed, or from a picture in text. */
#pragma once

#include <string.h>

#include "cs-raster.h"

static inline CsRaster *
draw_noise (CsPixel pixel, guint width, guint height, guint most, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  CsRaster *raster = cs_raster_new (pixel, width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint value = g_rand_int_range (rand, 0, most + 1);

        if (pixel == CS_PIXEL_U8)
          ((guint8 *) cs_raster_edit (raster, y))[x] = value;
        else if (pixel == CS_PIXEL_U16)
          ((guint16 *) cs_raster_edit (raster, y))[x] = value;
        else
          ((float *) cs_raster_edit (raster, y))[x] = value;
      }
  return raster;
}

/* 0 and 255; about one pixel in @one_in is set. */
static inline CsRaster *
draw_mask (guint width, guint height, guint one_in, guint seed)
{
  CsRaster *raster = draw_noise (CS_PIXEL_U8, width, height, one_in - 1, seed);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      ((guint8 *) cs_raster_edit (raster, y))[x] = ((guint8 *) cs_raster_edit (raster, y))[x] == 0 ? 255 : 0;
  return raster;
}

/* By half a turn. */
static inline CsRaster *
turn (const CsRaster *raster)
{
  guint width = cs_raster_get_width (raster), height = cs_raster_get_height (raster);
  CsRaster *out = cs_raster_copy (raster);
  CsPixel pixel = cs_raster_get_pixel (raster);
  gsize size = pixel == CS_PIXEL_F32 ? sizeof (float) : pixel == CS_PIXEL_U16 ? sizeof (guint16) : 1;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      memcpy ((char *) cs_raster_edit (out, y) + x * size,
              (const char *) cs_raster_row (raster, height - 1 - y) + (width - 1 - x) * size, size);
  return out;
}

/* One string a row: '#' is set. */
static inline CsRaster *
mask_from_text (const char *const *rows, guint n)
{
  CsRaster *raster = cs_raster_new (CS_PIXEL_U8, strlen (rows[0]), n);

  for (guint y = 0; y < n; y++)
    for (guint x = 0; rows[y][x] != '\0'; x++)
      ((guint8 *) cs_raster_edit (raster, y))[x] = rows[y][x] == '#' ? 255 : 0;
  return raster;
}
