/* PGM films (mini-MIAS, DDSM overviews): P2 and P5, 8 and 16 bits, comments.
 *
 * A DDSM overview has two newlines behind its header, and fills what was not scanned with 65535: the pixels are the
 * last words of the file, and blank filler is air. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-film.h"
#include "cs-format.h"
#include "cs-ics.h"

typedef struct
{
  const guint8 *bytes;
  gsize         length, at;
  const char   *name;
  gboolean      plain;       /* P2: numbers as text */
  guint         width, height, white;
} Reader;

static gboolean
damaged (const Reader *self, const char *why, GError **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s” is a damaged PGM file: %s. Copy it again from its source."),
               self->name, why);
  return FALSE;
}

static void
skip_space (Reader *self)
{
  while (self->at < self->length)
    {
      if (self->bytes[self->at] == '#')
        while (self->at < self->length && self->bytes[self->at] != '\n')
          self->at++;
      else if (g_ascii_isspace (self->bytes[self->at]))
        self->at++;
      else
        break;
    }
}

/* A number of at most five digits: no side or grey level needs more, and none overflows. */
static gboolean
read_number (Reader *self, guint *number, GError **error)
{
  gsize first;

  skip_space (self);
  first = self->at;
  *number = 0;
  while (self->at < self->length && g_ascii_isdigit (self->bytes[self->at]) && self->at - first < 6)
    *number = *number * 10 + (self->bytes[self->at++] - '0');
  if (self->at == first)
    return damaged (self, self->at == self->length ? _("it ends too early") : _("a number was expected"), error);
  return TRUE;
}

static gboolean
read_head (Reader *self, GError **error)
{
  if (self->length < 2 || self->bytes[0] != 'P' || (self->bytes[1] != '2' && self->bytes[1] != '5'))
    return damaged (self, _("it does not begin with P2 or P5"), error);
  self->plain = self->bytes[1] == '2';
  self->at = 2;
  if (!read_number (self, &self->width, error) || !read_number (self, &self->height, error) ||
      !read_number (self, &self->white, error))
    return FALSE;
  if (self->white < 1 || self->white > G_MAXUINT16)
    return damaged (self, _("its white level is not between 1 and 65535"), error);
  return TRUE;
}

static gboolean
check_grey (const Reader *self, guint grey, GError **error)
{
  return grey <= self->white || damaged (self, _("a pixel is brighter than its white level"), error);
}

static gboolean
read_plain (Reader *self, CsRaster *raster, GError **error)
{
  gboolean deep = self->white > G_MAXUINT8;

  for (guint y = 0; y < self->height; y++)
    {
      gpointer row = cs_raster_edit (raster, y);

      for (guint x = 0; x < self->width; x++)
        {
          guint grey;

          if (!read_number (self, &grey, error) || !check_grey (self, grey, error))
            return FALSE;
          if (deep)
            ((guint16 *) row)[x] = (guint16) grey;
          else
            ((guint8 *) row)[x] = (guint8) grey;
        }
    }
  return TRUE;
}

static void
copy_words (const guint8 *from, guint16 *to, guint n)
{
  for (guint x = 0; x < n; x++)
    {
      guint16 word = (guint16) (from[2 * x] << 8 | from[2 * x + 1]);

      to[x] = word == G_MAXUINT16 ? 0 : word;
    }
}

static gboolean
read_packed (Reader *self, CsRaster *raster, GError **error)
{
  gsize pitch = (gsize) self->width * (self->white > G_MAXUINT8 ? 2 : 1), size = pitch * self->height;
  const guint8 *pixels;

  if (self->length - self->at < size + 1)
    return damaged (self, _("it has fewer pixels than its header says"), error);
  /* One white space ends the header; a second newline, as in DDSM, moves the pixels to the end of the file. */
  pixels = self->length - self->at == size + 2 ? self->bytes + self->length - size : self->bytes + self->at + 1;
  for (guint y = 0; y < self->height; y++)
    if (self->white > G_MAXUINT8)
      copy_words (pixels + y * pitch, cs_raster_edit (raster, y), self->width);
    else
      memcpy (cs_raster_edit (raster, y), pixels + y * pitch, self->width);
  return TRUE;
}

static guint
bits_of (guint white)
{
  return CLAMP ((guint) g_bit_storage (white), 8, 16);
}

static guint
guess (GBytes *head, const char *name)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (head, &length);

  if (length < 3 || bytes[0] != 'P' || (bytes[1] != '2' && bytes[1] != '5'))
    return 0;
  return g_ascii_isspace (bytes[2]) || bytes[2] == '#' ? 90 : 0;
}

static CsImage *
read_film (GFile *file, GBytes *bytes, GError **error)
{
  g_autofree char *name = cs_film_name (file);
  Reader reader = { .name = name };
  g_autoptr (CsRaster) raster = NULL;
  g_autoptr (CsImage) image = NULL;
  CsScan scan;

  reader.bytes = g_bytes_get_data (bytes, &reader.length);
  if (!read_head (&reader, error))
    return NULL;
  raster = cs_raster_try_new (reader.white > G_MAXUINT8 ? CS_PIXEL_U16 : CS_PIXEL_U8, reader.width, reader.height,
                              error);
  if (raster == NULL)
    {
      g_prefix_error (error, "“%s”: ", name);
      return NULL;
    }
  if (!(reader.plain ? read_plain (&reader, raster, error) : read_packed (&reader, raster, error)))
    return NULL;
  image = cs_film_new (raster, name, bits_of (reader.white), 0);
  return cs_ics_find (file, &scan) ? cs_ics_fill (&scan, image) : g_steal_pointer (&image);
}

const CsFormat cs_format_pgm = {
  .id = "pgm", .title = N_("PGM picture"), .suffixes = (const char *const[]) { "pgm", "16_PGM", NULL },
  .guess = guess, .read = read_film };
