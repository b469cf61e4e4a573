/* Stored words to pixels: a table of all a word can be, made once, and one pass over the film. C.7.6.3, C.11.1. */
#include <glib/gi18n-lib.h>

#include "cs-dicom-film.h"

const char *
cs_stored_complain (const CsStored *self)
{
  if (self->allocated != 8 && self->allocated != 16)
    return _("its pixels have neither 8 nor 16 bits");
  if (self->stored < 8 || self->stored > self->allocated)
    return _("it uses fewer than 8 or more than 16 bits of a pixel");
  if (self->high >= self->allocated || self->high + 1 < self->stored)
    return _("its highest bit contradicts its bits");
  return NULL;
}

static int
value_of (const CsStored *self, guint word)
{
  guint bits = (word >> (self->high + 1 - self->stored)) & ((1u << self->stored) - 1);

  return self->is_signed && bits >> (self->stored - 1) ? (int) bits - (1 << self->stored) : (int) bits;
}

static gboolean
is_padding (const CsStored *self, int value)
{
  return self->padded && value >= self->padding[0] && value <= self->padding[1];
}

static void
mark_words (const CsStored *self, gconstpointer words, gboolean *met)
{
  gsize n = (gsize) self->rows * self->columns;

  for (gsize i = 0; i < n; i++)
    met[self->allocated == 8 ? ((const guint8 *) words)[i] : ((const guint16 *) words)[i]] = TRUE;
}

/* Many signed films have no pixel below zero: they are what an unsigned film of one bit less would be. */
static gboolean
has_negative (const CsStored *self, gconstpointer words)
{
  g_autofree gboolean *met = g_new0 (gboolean, G_MAXUINT16 + 1);

  mark_words (self, words, met);
  for (guint word = 0; word <= G_MAXUINT16; word++)
    if (met[word] && value_of (self, word) < 0 && !is_padding (self, value_of (self, word)))
      return TRUE;
  return FALSE;
}

static void
find_range (const CsStored *self, gconstpointer words, guint *bits, int *lowest)
{
  *lowest = 0;
  *bits = self->table != NULL ? self->table_bits : self->stored;
  if (self->table != NULL || !self->is_signed)
    return;
  if (has_negative (self, words))
    *lowest = -(1 << (self->stored - 1));
  else
    *bits = MAX (self->stored - 1, 8);
}

static guint16
pixel_of (const CsStored *self, guint word, guint bits, int lowest)
{
  int value = value_of (self, word), top = (1 << bits) - 1;

  if (is_padding (self, value))
    return 0;
  if (self->table != NULL)
    value = self->table[CLAMP (value - self->first, 0, (int) self->n_entries - 1)];
  value = CLAMP (value - lowest, 0, top);
  return (guint16) (self->inverse ? top - value : value);
}

static void
fill_row (const CsStored *self, gconstpointer words, guint y, const guint16 *pixels, CsRaster *raster)
{
  gsize first = (gsize) y * self->columns;
  const guint8 *bytes = words;
  const guint16 *shorts = words;
  gboolean small = cs_raster_get_pixel (raster) == CS_PIXEL_U8;
  gpointer row = cs_raster_edit (raster, y);

  for (guint x = 0; x < self->columns; x++)
    {
      guint16 pixel = pixels[self->allocated == 8 ? bytes[first + x] : shorts[first + x]];

      if (small)
        ((guint8 *) row)[x] = (guint8) pixel;
      else
        ((guint16 *) row)[x] = pixel;
    }
}

CsRaster *
cs_stored_unpack (const CsStored *self, gconstpointer words, guint *bits, int *lowest, GError **error)
{
  g_autofree guint16 *pixels = g_new (guint16, G_MAXUINT16 + 1);
  CsRaster *raster;

  g_return_val_if_fail (cs_stored_complain (self) == NULL, NULL);
  find_range (self, words, bits, lowest);
  raster = cs_raster_try_new (*bits == 8 ? CS_PIXEL_U8 : CS_PIXEL_U16, self->columns, self->rows, error);
  if (raster == NULL)
    return NULL;
  for (guint word = 0; word <= G_MAXUINT16; word++)
    pixels[word] = pixel_of (self, word, *bits, *lowest);
  for (guint y = 0; y < self->rows; y++)
    fill_row (self, words, y, pixels, raster);
  return raster;
}
