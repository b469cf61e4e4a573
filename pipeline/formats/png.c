/* PNG films: grey of 8 and 16 bits; colour only where all channels agree. */
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

const CsFormat cs_format_png = {
  .id = "png", .title = N_("PNG picture"), .suffixes = (const char *const[]) { "png", NULL },
  .guess = guess, .read = read_film };
