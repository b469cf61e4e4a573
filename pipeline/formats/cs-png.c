#include "cs-png.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <png.h>
#include <string.h>

#include "cs-error.h"
#include "cs-file.h"
#include "cs-idat.h"

/* Spacings outside are somebody's screen resolution or a mistake, not a film's. */
#define LEAST_MM 0.01
#define MOST_MM  1.0

/* What libpng must reach by its one pointer. Every pointer lives here, so that a jump out of libpng loses none. */
typedef struct
{
  const guint8 *bytes;
  gsize         length, at;
  char          why[160];
  png_structp   png;
  png_infop     info;
  CsRaster     *raster;
  guint8       *buffer;
  png_bytep    *rows;
  GByteArray   *out;
  GCancellable *cancellable;
} Work;

static void
fail_cb (png_structp png, png_const_charp why)
{
  Work *work = png_get_error_ptr (png);

  g_strlcpy (work->why, why, sizeof work->why);
  longjmp (png_jmpbuf (png), 1);
}

static void
warn_cb (png_structp png, png_const_charp why)
{
}

static void
read_cb (png_structp png, png_bytep to, size_t n)
{
  Work *work = png_get_io_ptr (png);

  if (n > work->length - work->at)
    png_error (png, "the file ends too early");
  memcpy (to, work->bytes + work->at, n);
  work->at += n;
}

static void
work_clear (Work *work, gboolean reading)
{
  if (reading)
    png_destroy_read_struct (&work->png, &work->info, NULL);
  else
    png_destroy_write_struct (&work->png, &work->info);
  g_clear_pointer (&work->raster, cs_raster_unref);
  g_clear_pointer (&work->buffer, g_free);
  g_clear_pointer (&work->rows, g_free);
}

static double
spacing_of (const Work *work)
{
  png_uint_32 x = 0, y = 0;
  int unit = PNG_RESOLUTION_UNKNOWN;
  double mm;

  if (png_get_pHYs (work->png, work->info, &x, &y, &unit) == 0 || unit != PNG_RESOLUTION_METER || x == 0 || x != y)
    return 0;
  mm = 1000.0 / x;
  return mm >= LEAST_MM && mm <= MOST_MM ? mm : 0;
}

/* Bits a 16-bit file really uses: scanners of 10, 12 and 14 bits write their words as they are. */
static guint
bits_used (const CsRaster *raster, guint depth)
{
  double lower, upper;

  if (depth <= 8)
    return 8;
  cs_raster_range (raster, &lower, &upper);
  for (guint bits = 10; bits < 16; bits += 2)
    if (upper < (double) (1u << bits))
      return bits;
  return 16;
}

static guint16
sample (const guint8 *row, gsize i, guint depth)
{
  return depth == 16 ? (guint16) (row[2 * i] << 8 | row[2 * i + 1]) : row[i];
}

/* One grey out of a pixel's channels; FALSE: they differ, or it is not opaque. */
static gboolean
grey_of (const guint8 *row, guint x, guint channels, guint depth, guint16 *grey)
{
  guint colours = channels < 3 ? 1 : 3;

  *grey = sample (row, (gsize) x * channels, depth);
  for (guint c = 1; c < colours; c++)
    if (sample (row, (gsize) x * channels + c, depth) != *grey)
      return FALSE;
  return channels == colours || sample (row, (gsize) x * channels + colours, depth) == (depth == 16 ? 0xffff : 0xff);
}

static gboolean
fill_raster (Work *work, guint channels, guint depth, gsize pitch)
{
  guint width = cs_raster_get_width (work->raster);

  for (guint y = 0; y < cs_raster_get_height (work->raster); y++)
    {
      gpointer to = cs_raster_edit (work->raster, y);

      for (guint x = 0; x < width; x++)
        {
          guint16 grey;

          if (!grey_of (work->buffer + y * pitch, x, channels, depth, &grey))
            return FALSE;
          if (depth == 16)
            ((guint16 *) to)[x] = grey;
          else
            ((guint8 *) to)[x] = (guint8) grey;
        }
    }
  return TRUE;
}

/* Plain grey goes straight into the raster. */
static gboolean
is_plain (Work *work)
{
  return png_get_color_type (work->png, work->info) == PNG_COLOR_TYPE_GRAY
         && !png_get_valid (work->png, work->info, PNG_INFO_tRNS);
}

/* libpng has read the name of the first chunk of pixels: it stands eight bytes behind the chunk's beginning. */
static gboolean
read_at_once (Work *work)
{
  guint depth = png_get_bit_depth (work->png, work->info);

  return is_plain (work) && (depth == 8 || depth == 16) && work->at >= 8
         && png_get_interlace_type (work->png, work->info) == PNG_INTERLACE_NONE
         && cs_idat_read (work->bytes, work->length, work->at - 8, work->raster);
}

/* Where libpng puts its rows: in the raster, or in a buffer that fill_raster() reads. */
static void
place_rows (Work *work, gboolean plain, gsize pitch)
{
  guint height = cs_raster_get_height (work->raster);

  /* Both factors are bounded by cs_raster_try_new(): at most 256 Mi pixels of 8 bytes. */
  if (!plain)
    {
      work->buffer = g_try_malloc (pitch * height);
      if (work->buffer == NULL)
        png_error (work->png, "there is not enough memory");
    }
  work->rows = g_new (png_bytep, height);
  for (guint y = 0; y < height; y++)
    work->rows[y] = plain ? cs_raster_edit (work->raster, y) : work->buffer + y * pitch;
}

static gboolean
read_rows (Work *work, guint *channels, guint *depth, gsize *pitch, GError **error)
{
  guint width = png_get_image_width (work->png, work->info), height = png_get_image_height (work->png, work->info);
  gboolean plain = is_plain (work);

  png_set_expand (work->png);
  if (plain && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap (work->png);
  png_set_interlace_handling (work->png);
  png_read_update_info (work->png, work->info);
  *channels = png_get_channels (work->png, work->info);
  *depth = png_get_bit_depth (work->png, work->info);
  work->raster = cs_raster_try_new (*depth == 16 ? CS_PIXEL_U16 : CS_PIXEL_U8, width, height, error);
  if (work->raster == NULL)
    return FALSE;
  *pitch = png_get_rowbytes (work->png, work->info);
  if (read_at_once (work))
    return TRUE;
  place_rows (work, plain, *pitch);
  png_read_image (work->png, work->rows);
  png_read_end (work->png, NULL);
  return TRUE;
}

static gboolean
decode (Work *work, const char *name, double *mm_per_pixel, guint *bits, GError **error)
{
  guint channels, depth;
  gsize pitch;

  if (setjmp (png_jmpbuf (work->png)))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
                   _("“%s” is a damaged PNG file: %s. Copy it again from its source."), name, work->why);
      return FALSE;
    }
  png_set_user_limits (work->png, CS_MAX_SIDE, CS_MAX_SIDE);
  png_set_read_fn (work->png, work, read_cb);
  png_read_info (work->png, work->info);
  if (!read_rows (work, &channels, &depth, &pitch, error))
    {
      g_prefix_error (error, "“%s”: ", name);
      return FALSE;
    }
  if (work->buffer != NULL && !fill_raster (work, channels, depth, pitch))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
                   _("“%s” is a coloured or transparent picture, and a film is grey. Save it as grey PNG."), name);
      return FALSE;
    }
  *mm_per_pixel = spacing_of (work);
  *bits = bits_used (work->raster, depth);
  return TRUE;
}

CsRaster *
cs_png_read (GBytes *bytes, const char *name, double *mm_per_pixel, guint *bits, GError **error)
{
  Work work = { 0 };
  CsRaster *raster = NULL;

  work.bytes = g_bytes_get_data (bytes, &work.length);
  work.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &work, fail_cb, warn_cb);
  work.info = png_create_info_struct (work.png);
  if (decode (&work, name, mm_per_pixel, bits, error))
    raster = g_steal_pointer (&work.raster);
  work_clear (&work, TRUE);
  return raster;
}

static void
write_cb (png_structp png, png_bytep from, size_t n)
{
  Work *work = png_get_io_ptr (png);

  g_byte_array_append (work->out, from, n);
}

static void
flush_cb (png_structp png)
{
}

/* FALSE: libpng says why (it comes back by setjmp), or nobody wants it any more. */
static gboolean
encode (Work *work, const CsRaster *raster, double mm_per_pixel)
{
  gboolean deep = cs_raster_get_pixel (raster) == CS_PIXEL_U16;

  if (setjmp (png_jmpbuf (work->png)))
    return FALSE;
  png_set_write_fn (work->png, work, write_cb, flush_cb);
  /* Films are noise in their low bits: a higher level costs seconds and gains a per cent. */
  png_set_compression_level (work->png, 3);
  png_set_IHDR (work->png, work->info, cs_raster_get_width (raster), cs_raster_get_height (raster), deep ? 16 : 8,
                PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (mm_per_pixel > 0)
    png_set_pHYs (work->png, work->info, (png_uint_32) floor (1000 / mm_per_pixel + 0.5),
                  (png_uint_32) floor (1000 / mm_per_pixel + 0.5), PNG_RESOLUTION_METER);
  png_write_info (work->png, work->info);
  if (deep && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap (work->png);
  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    if (g_cancellable_is_cancelled (work->cancellable))
      return FALSE;
    else
      png_write_row (work->png, cs_raster_row (raster, y));
  png_write_end (work->png, NULL);
  return TRUE;
}

static GBytes *
pack (const CsRaster *raster, double mm_per_pixel, GCancellable *cancellable, GError **error)
{
  Work work = { .cancellable = cancellable };
  gboolean packed;

  g_return_val_if_fail (cs_raster_get_pixel (raster) != CS_PIXEL_F32, NULL);
  work.out = g_byte_array_new ();
  work.png = png_create_write_struct (PNG_LIBPNG_VER_STRING, &work, fail_cb, warn_cb);
  work.info = png_create_info_struct (work.png);
  packed = encode (&work, raster, mm_per_pixel);
  work_clear (&work, FALSE);
  if (packed)
    return g_byte_array_free_to_bytes (work.out);
  g_byte_array_unref (work.out);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("The picture cannot be written as PNG: %s"), work.why);
  return NULL;
}

GBytes *
cs_png_pack (const CsRaster *raster, GError **error)
{
  return pack (raster, 0, NULL, error);
}

static guint
word_at (const guint8 *bytes)
{
  return (guint) bytes[0] << 24 | (guint) bytes[1] << 16 | (guint) bytes[2] << 8 | bytes[3];
}

CsRaster *
cs_png_unpack (GBytes *bytes)
{
  static const guint8 start[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
  static const guint8 plain[] = { 8, 0, 0, 0, 0 };     /* bits, grey, packed and filtered as always, not interlaced */
  gsize length, header = sizeof start + 8 + sizeof plain + 4;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (CsRaster) raster = NULL;

  if (length <= header || memcmp (data, start, sizeof start) != 0 || memcmp (data + 24, plain, sizeof plain) != 0)
    return NULL;
  raster = cs_raster_try_new (CS_PIXEL_U8, word_at (data + 16), word_at (data + 20), NULL);
  return raster != NULL && cs_idat_read (data, length, header, raster) ? g_steal_pointer (&raster) : NULL;
}

gboolean
cs_png_write (const CsRaster *raster, double mm_per_pixel, GFile *file, GError **error)
{
  return cs_png_write_until (raster, mm_per_pixel, file, NULL, error);
}

gboolean
cs_png_write_until (const CsRaster *raster, double mm_per_pixel, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = pack (raster, mm_per_pixel, cancellable, error);
  gsize length;
  gconstpointer data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return cs_file_write (file, data, length, error);
}
