#include "cs-raster.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"
#include "cs-pages.h"
#include "cs-sha.h"

struct _CsRaster
{
  gatomicrefcount refs;
  CsPixel         pixel;
  guint           width, height;
  gsize           stride;
  guint8         *bytes;
  GBytes         *over;      /* whose they are; NULL: ours */
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

static gsize
stride_of (CsPixel pixel, guint width)
{
  gsize line = CS_PAGES_ALIGNMENT;

  return (width * pixel_size (pixel) + line - 1) / line * line;
}

/* Takes @bytes. */
static CsRaster *
wrap (CsPixel pixel, guint width, guint height, guint8 *bytes)
{
  CsRaster *self = g_new0 (CsRaster, 1);

  g_atomic_ref_count_init (&self->refs);
  self->pixel = pixel;
  self->width = width;
  self->height = height;
  self->stride = stride_of (pixel, width);
  self->bytes = bytes;
  return self;
}

static CsRaster *
allocate (CsPixel pixel, guint width, guint height, gboolean unset)
{
  gsize size = stride_of (pixel, width) * height;
  guint8 *bytes = unset ? cs_pages_reserve_unset (size) : cs_pages_reserve (size);

  return bytes != NULL ? wrap (pixel, width, height, bytes) : NULL;
}

static CsRaster *
allocate_or_die (CsPixel pixel, guint width, guint height, gboolean unset)
{
  CsRaster *self;

  g_assert (size_is_sane (width, height));
  self = allocate (pixel, width, height, unset);
  if (self == NULL)
    g_error ("Out of memory for %u x %u pixels", width, height);
  return self;
}

CsRaster *
cs_raster_new (CsPixel pixel, guint width, guint height)
{
  return allocate_or_die (pixel, width, height, FALSE);
}

CsRaster *
cs_raster_new_unset (CsPixel pixel, guint width, guint height)
{
  return allocate_or_die (pixel, width, height, TRUE);
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
  self = size_is_sane (width, height) ? allocate (pixel, width, height, FALSE) : NULL;
  if (self == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_TOO_LARGE,
                 _("%u × %u pixels are more than can be read (%u a side, %u in all)"),
                 width, height, CS_MAX_SIDE, CS_MAX_PIXELS);
  return self;
}

CsRaster *
cs_raster_new_over (CsPixel pixel, guint width, guint height, GBytes *bytes, gsize at)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  CsRaster *self;

  if (!size_is_sane (width, height) || at > length || length - at != stride_of (pixel, width) * height)
    return NULL;
  if ((guintptr) (data + at) % CS_PAGES_ALIGNMENT == 0)
    {
      self = wrap (pixel, width, height, (guint8 *) data + at);
      self->over = g_bytes_ref (bytes);
      return self;
    }
  self = allocate (pixel, width, height, TRUE);
  if (self != NULL)
    memcpy (self->bytes, data + at, length - at);
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
  if (self->over != NULL)
    g_bytes_unref (self->over);
  else
    cs_pages_release (self->bytes, self->stride * self->height);
  g_free (self);
}

CsRaster *
cs_raster_copy (const CsRaster *self)
{
  CsRaster *copy = cs_raster_new_unset (self->pixel, self->width, self->height);

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
  CsRaster *crop = cs_raster_new_unset (self->pixel, width, height);
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

void
cs_raster_load (const CsRaster *self, guint row, float *values)
{
  gconstpointer from = cs_raster_row (self, row);

  switch (self->pixel)
    {
    case CS_PIXEL_U8:
      for (guint x = 0; x < self->width; x++)
        values[x] = ((const guint8 *) from)[x];
      break;
    case CS_PIXEL_U16:
      for (guint x = 0; x < self->width; x++)
        values[x] = ((const guint16 *) from)[x];
      break;
    default:
      memcpy (values, from, sizeof (float) * self->width);
    }
}

/* Written so that a NaN, which compares false with all, becomes 0. */
static float
rounded (float value, float most)
{
  return value > 0 ? MIN (value, most) + 0.5f : 0;
}

void
cs_raster_store (CsRaster *self, guint row, const float *values)
{
  gpointer to = cs_raster_edit (self, row);

  switch (self->pixel)
    {
    case CS_PIXEL_U8:
      for (guint x = 0; x < self->width; x++)
        ((guint8 *) to)[x] = (guint8) (int) rounded (values[x], G_MAXUINT8);
      break;
    case CS_PIXEL_U16:
      for (guint x = 0; x < self->width; x++)
        ((guint16 *) to)[x] = (guint16) (int) rounded (values[x], G_MAXUINT16);
      break;
    default:
      memcpy (to, values, sizeof (float) * self->width);
    }
}

/* Whole numbers that become larger ones need no float between. */
static CsRaster *
to_words (const CsRaster *self)
{
  CsRaster *other = cs_raster_new_unset (CS_PIXEL_U16, self->width, self->height);

  for (guint y = 0; y < self->height; y++)
    {
      const guint8 *from = cs_raster_row (self, y);
      guint16 *to = cs_raster_edit (other, y);

      for (guint x = 0; x < self->width; x++)
        to[x] = from[x];
    }
  return other;
}

CsRaster *
cs_raster_to (const CsRaster *self, CsPixel pixel)
{
  g_autofree float *row = NULL;
  CsRaster *other;

  if (pixel == self->pixel)
    return cs_raster_ref (self);
  if (self->pixel == CS_PIXEL_U8 && pixel == CS_PIXEL_U16)
    return to_words (self);
  row = g_new (float, self->width);
  other = cs_raster_new_unset (pixel, self->width, self->height);
  for (guint y = 0; y < self->height; y++)
    {
      cs_raster_load (self, y, row);
      cs_raster_store (other, y, row);
    }
  return other;
}

/* Whole numbers have no NaN and need no float. */
static void
range_words (const guint16 *row, guint n, guint *least, guint *most)
{
  guint16 lower = G_MAXUINT16, upper = 0;

  for (guint x = 0; x < n; x++)
    {
      lower = MIN (lower, row[x]);
      upper = MAX (upper, row[x]);
    }
  *least = MIN (*least, lower);
  *most = MAX (*most, upper);
}

static void
range_bytes (const guint8 *row, guint n, guint *least, guint *most)
{
  guint8 lower = G_MAXUINT8, upper = 0;

  for (guint x = 0; x < n; x++)
    {
      lower = MIN (lower, row[x]);
      upper = MAX (upper, row[x]);
    }
  *least = MIN (*least, lower);
  *most = MAX (*most, upper);
}

/* Written so that a NaN, which compares false with all, is passed over. */
static void
range_floats (const CsRaster *self, double *lower, double *upper)
{
  float least = INFINITY, most = -INFINITY;

  for (guint y = 0; y < self->height; y++)
    {
      const float *row = cs_raster_row (self, y);

      for (guint x = 0; x < self->width; x++)
        {
          least = row[x] < least ? row[x] : least;
          most = row[x] > most ? row[x] : most;
        }
    }
  *lower = least <= most ? least : 0;
  *upper = least <= most ? most : 0;
}

void
cs_raster_range (const CsRaster *self, double *lower, double *upper)
{
  guint least = G_MAXUINT, most = 0;

  if (self->pixel == CS_PIXEL_F32)
    {
      range_floats (self, lower, upper);
      return;
    }
  for (guint y = 0; y < self->height; y++)
    if (self->pixel == CS_PIXEL_U16)
      range_words (cs_raster_row (self, y), self->width, &least, &most);
    else
      range_bytes (cs_raster_row (self, y), self->width, &least, &most);
  *lower = least;
  *upper = most;
}

gboolean
cs_raster_is_binary (const CsRaster *self)
{
  gsize size = self->pixel == CS_PIXEL_U8 ? 1 : self->pixel == CS_PIXEL_U16 ? 2 : 4;
  const guint8 *first = cs_raster_row (self, 0), *second = NULL;

  for (guint y = 0; y < self->height; y++)
    {
      const guint8 *row = cs_raster_row (self, y);

      for (const guint8 *at = row; at < row + self->width * size; at += size)
        if (memcmp (at, first, size) == 0 || (second != NULL && memcmp (at, second, size) == 0))
          continue;
        else if (second != NULL)
          return FALSE;
        else
          second = at;
    }
  return second != NULL;
}

char *
cs_raster_digest (const CsRaster *self)
{
  CsSha *sha = cs_sha_new (FALSE);
  guint32 head[3] = { GUINT32_TO_LE (self->pixel), GUINT32_TO_LE (self->width), GUINT32_TO_LE (self->height) };

  cs_sha_add (sha, head, sizeof head);
  for (guint y = 0; y < self->height; y++)
    cs_sha_add (sha, cs_raster_row (self, y), self->width * pixel_size (self->pixel));
  return cs_sha_finish (sha);
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

gsize
cs_raster_get_size (const CsRaster *self)
{
  gsize bytes = cs_raster_get_pixel (self) == CS_PIXEL_U8 ? 1 : cs_raster_get_pixel (self) == CS_PIXEL_U16 ? 2 : 4;

  return bytes * cs_raster_get_width (self) * cs_raster_get_height (self);
}
