#include "cs-raster.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cs-error.h"

#define ALIGNMENT 64

struct _CsRaster
{
  gatomicrefcount refs;
  CsPixel         pixel;
  guint           width, height;
  gsize           stride;
  guint8         *bytes;
};

static gsize
pixel_size (CsPixel pixel)
{
  static const gsize sizes[] = { [CS_PIXEL_U8] = 1, [CS_PIXEL_U16] = 2, [CS_PIXEL_F32] = 4 };

  return sizes[pixel];
}

static gboolean
size_is_sane (guint width, guint height)
{
  return width > 0 && height > 0 && width <= CS_MAX_SIDE && height <= CS_MAX_SIDE &&
         (guint64) width * height <= CS_MAX_PIXELS;
}

static CsRaster *
allocate (CsPixel pixel, guint width, guint height)
{
  gsize stride = (width * pixel_size (pixel) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  guint8 *bytes = aligned_alloc (ALIGNMENT, stride * height);
  CsRaster *self;

  if (bytes == NULL)
    return NULL;
  memset (bytes, 0, stride * height);
  self = g_new0 (CsRaster, 1);
  g_atomic_ref_count_init (&self->refs);
  self->pixel = pixel;
  self->width = width;
  self->height = height;
  self->stride = stride;
  self->bytes = bytes;
  return self;
}

CsRaster *
cs_raster_new (CsPixel pixel, guint width, guint height)
{
  CsRaster *self;

  g_assert (size_is_sane (width, height));
  self = allocate (pixel, width, height);
  if (self == NULL)
    g_error ("Out of memory for %u x %u pixels", width, height);
  return self;
}

CsRaster *
cs_raster_try_new (CsPixel pixel, guint width, guint height, GError **error)
{
  CsRaster *self;

  if (width == 0 || height == 0)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("A picture of %u × %u pixels has none"), width, height);
      return NULL;
    }
  self = size_is_sane (width, height) ? allocate (pixel, width, height) : NULL;
  if (self == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_TOO_LARGE,
                 _("%u × %u pixels are more than can be read (%u a side, %u in all)"),
                 width, height, CS_MAX_SIDE, CS_MAX_PIXELS);
  return self;
}

CsRaster *
cs_raster_ref (const CsRaster *self)
{
  CsRaster *raster = (CsRaster *) self;

  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&raster->refs);
  return raster;
}

void
cs_raster_unref (CsRaster *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  free (self->bytes);
  g_free (self);
}

CsRaster *
cs_raster_copy (const CsRaster *self)
{
  CsRaster *copy = cs_raster_new (self->pixel, self->width, self->height);

  memcpy (copy->bytes, self->bytes, self->stride * self->height);
  return copy;
}

CsPixel
cs_raster_get_pixel (const CsRaster *self)
{
  return self->pixel;
}

guint
cs_raster_get_width (const CsRaster *self)
{
  return self->width;
}

guint
cs_raster_get_height (const CsRaster *self)
{
  return self->height;
}

gsize
cs_raster_get_stride (const CsRaster *self)
{
  return self->stride;
}

gpointer
cs_raster_edit (CsRaster *self, guint row)
{
  g_assert (g_atomic_ref_count_compare (&self->refs, 1));
  g_assert (row < self->height);
  return self->bytes + row * self->stride;
}

gconstpointer
cs_raster_row (const CsRaster *self, guint row)
{
  g_assert (row < self->height);
  return self->bytes + row * self->stride;
}

double
cs_raster_get (const CsRaster *self, guint x, guint y)
{
  gconstpointer row = cs_raster_row (self, y);

  g_assert (x < self->width);
  switch (self->pixel)
    {
    case CS_PIXEL_U8:
      return ((const guint8 *) row)[x];
    case CS_PIXEL_U16:
      return ((const guint16 *) row)[x];
    default:
      return ((const float *) row)[x];
    }
}

CsRaster *
cs_raster_crop (const CsRaster *self, int x, int y, guint width, guint height)
{
  CsRaster *crop = cs_raster_new (self->pixel, width, height);
  gsize size = pixel_size (self->pixel);

  for (guint row = 0; row < height; row++)
    {
      const guint8 *from = cs_raster_row (self, CLAMP (y + (int) row, 0, (int) self->height - 1));
      guint8 *to = cs_raster_edit (crop, row);

      for (guint column = 0; column < width; column++)
        memcpy (to + column * size, from + CLAMP (x + (int) column, 0, (int) self->width - 1) * size, size);
    }
  return crop;
}

static void
put (CsRaster *self, gpointer row, guint x, double value)
{
  switch (self->pixel)
    {
    case CS_PIXEL_U8:
      ((guint8 *) row)[x] = isnan (value) ? 0 : (guint8) CLAMP (floor (value + 0.5), 0, G_MAXUINT8);
      break;
    case CS_PIXEL_U16:
      ((guint16 *) row)[x] = isnan (value) ? 0 : (guint16) CLAMP (floor (value + 0.5), 0, G_MAXUINT16);
      break;
    default:
      ((float *) row)[x] = (float) value;
    }
}

CsRaster *
cs_raster_to (const CsRaster *self, CsPixel pixel)
{
  CsRaster *other;

  if (pixel == self->pixel)
    return cs_raster_ref (self);
  other = cs_raster_new (pixel, self->width, self->height);
  for (guint y = 0; y < self->height; y++)
    {
      gpointer row = cs_raster_edit (other, y);

      for (guint x = 0; x < self->width; x++)
        put (other, row, x, cs_raster_get (self, x, y));
    }
  return other;
}

void
cs_raster_range (const CsRaster *self, double *lower, double *upper)
{
  double least = INFINITY, most = -INFINITY;

  for (guint y = 0; y < self->height; y++)
    for (guint x = 0; x < self->width; x++)
      {
        double value = cs_raster_get (self, x, y);

        /* Written so that a NaN, which compares false with all, is passed over. */
        if (value < least)
          least = value;
        if (value > most)
          most = value;
      }
  *lower = least <= most ? least : 0;
  *upper = least <= most ? most : 0;
}

char *
cs_raster_digest (const CsRaster *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint32 head[3] = { GUINT32_TO_LE (self->pixel), GUINT32_TO_LE (self->width), GUINT32_TO_LE (self->height) };

  g_checksum_update (sum, (const guchar *) head, sizeof head);
  for (guint y = 0; y < self->height; y++)
    g_checksum_update (sum, cs_raster_row (self, y), self->width * pixel_size (self->pixel));
  return g_strdup (g_checksum_get_string (sum));
}

gboolean
cs_raster_equal (const CsRaster *a, const CsRaster *b)
{
  if (a->pixel != b->pixel || a->width != b->width || a->height != b->height)
    return FALSE;
  for (guint y = 0; y < a->height; y++)
    if (memcmp (cs_raster_row (a, y), cs_raster_row (b, y), a->width * pixel_size (a->pixel)) != 0)
      return FALSE;
  return TRUE;
}
