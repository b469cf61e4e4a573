/* PNG films, and masks: grey of 8 and 16 bits; colour only where all channels agree. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-film.h"
#include "cs-format.h"
#include "cs-png.h"

static guint
guess (GBytes *head, const char *name)
{
  static const guint8 signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  gsize length;
  const guint8 *bytes = g_bytes_get_data (head, &length);

  return length >= sizeof signature && memcmp (bytes, signature, sizeof signature) == 0 ? 100 : 0;
}

static CsImage *
read_film (GFile *file, GBytes *bytes, GError **error)
{
  g_autofree char *name = cs_film_name (file);
  double mm = 0;
  guint bits = 8;
  g_autoptr (CsRaster) raster = cs_png_read (bytes, name, &mm, &bits, error);

  return raster != NULL ? cs_film_new (raster, name, bits, mm) : NULL;
}

static void
set_row (const CsRaster *from, guint y, guint8 *to)
{
  gconstpointer row = cs_raster_row (from, y);
  gboolean deep = cs_raster_get_pixel (from) == CS_PIXEL_U16;

  for (guint x = 0; x < cs_raster_get_width (from); x++)
    to[x] = (deep ? ((const guint16 *) row)[x] : ((const guint8 *) row)[x]) != 0 ? 255 : 0;
}

/* What is not black is in it. */
static CsRaster *
read_mask (GFile *file, guint frame, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);
  double mm;
  guint bits;
  g_autoptr (CsRaster) picture = bytes != NULL ? cs_png_read (bytes, name, &mm, &bits, error) : NULL;
  CsRaster *mask = NULL;

  if (picture != NULL)
    mask = cs_raster_new (CS_PIXEL_U8, cs_raster_get_width (picture), cs_raster_get_height (picture));
  for (guint y = 0; mask != NULL && y < cs_raster_get_height (mask); y++)
    set_row (picture, y, cs_raster_edit (mask, y));
  return mask;
}

const CsFormat cs_format_png = {
  .id = "png", .title = N_("PNG picture"), .suffixes = (const char *const[]) { "png", NULL },
  .guess = guess, .read = read_film, .read_mask = read_mask };
