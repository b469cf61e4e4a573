/* PNG files made here by the letter of the specification: every filter, every split into chunks; and files that are
 * hurt, which must be left to libpng. */
#include "cs-idat.h"

#include <gio/gio.h>

#include "cs-png.h"
#include "cs-rows.h"
#include "rasters.h"

enum { SUB = 1, UP, AVERAGE, PAETH };

/* The checksum of the specification's appendix, bit by bit. */
static guint32
checksum (const guint8 *bytes, gsize n)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < n; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = sum & 1 ? 0xedb88320 ^ sum >> 1 : sum >> 1;
    }
  return ~sum;
}

static void
add_word (GByteArray *to, guint32 word)
{
  guint32 bytes = GUINT32_TO_BE (word);

  g_byte_array_append (to, (const guint8 *) &bytes, 4);
}

static void
add_chunk (GByteArray *to, const char *name, const guint8 *bytes, guint n)
{
  guint begin = to->len + 4;

  add_word (to, n);
  g_byte_array_append (to, (const guint8 *) name, 4);
  g_byte_array_append (to, bytes, n);
  add_word (to, checksum (to->data + begin, n + 4));
}

static guint8
foretell (guint filter, int left, int above, int corner)
{
  int p = left + above - corner;

  switch (filter)
    {
    case SUB:
      return left;
    case UP:
      return above;
    case AVERAGE:
      return (left + above) / 2;
    case PAETH:
      return ABS (p - left) <= ABS (p - above) && ABS (p - left) <= ABS (p - corner) ? left
             : ABS (p - above) <= ABS (p - corner)                                 ? above : corner;
    default:
      return 0;
    }
}

/* Rows of bytes as the file has them, high byte first, each by one of the filters @first to @last. */
static GByteArray *
filter_rows (const CsRaster *raster, GRand *rand, guint first, guint last)
{
  guint step = cs_raster_get_pixel (raster) == CS_PIXEL_U16 ? 2 : 1, n = cs_raster_get_width (raster) * step;
  GByteArray *rows = g_byte_array_new ();
  g_autofree guint8 *row = g_malloc0 (n), *above = g_malloc0 (n);

  for (guint y = 0; y < cs_raster_get_height (raster); y++)
    {
      guint8 filter = g_rand_int_range (rand, first, last + 1);

      for (guint i = 0; i < n; i++)
        row[i] = (int) cs_raster_get (raster, i / step, y) >> (step == 2 && i % 2 == 0 ? 8 : 0);
      g_byte_array_append (rows, &filter, 1);
      for (guint i = 0; i < n; i++)
        {
          guint8 byte = row[i] - foretell (filter, i >= step ? row[i - step] : 0, above[i],
                                           i >= step ? above[i - step] : 0);

          g_byte_array_append (rows, &byte, 1);
        }
      memcpy (above, row, n);
    }
  return rows;
}

static GByteArray *
deflate (const GByteArray *rows)
{
  g_autoptr (GZlibCompressor) tool = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1);
  GByteArray *packed = g_byte_array_new ();
  gsize read, written, room = rows->len + rows->len / 10 + 1000;
  g_autofree guint8 *out = g_malloc (room);

  g_assert_cmpint (g_converter_convert (G_CONVERTER (tool), rows->data, rows->len, out, room,
                                        G_CONVERTER_INPUT_AT_END, &read, &written, NULL), ==, G_CONVERTER_FINISHED);
  return g_byte_array_append (packed, out, (guint) written);
}

/* @at: where the first chunk of pixels begins. */
static GByteArray *
pack (const CsRaster *raster, const GByteArray *packed, guint chunk, gsize *at)
{
  static const guint8 signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  gboolean deep = cs_raster_get_pixel (raster) == CS_PIXEL_U16;
  const guint32 size[2] = { GUINT32_TO_BE (cs_raster_get_width (raster)),
                            GUINT32_TO_BE (cs_raster_get_height (raster)) };
  guint8 head[13] = { 0 };
  GByteArray *file = g_byte_array_append (g_byte_array_new (), signature, 8);

  memcpy (head, size, sizeof size);
  head[8] = deep ? 16 : 8;
  add_chunk (file, "IHDR", head, sizeof head);
  *at = file->len;
  for (guint i = 0; i < packed->len; i += chunk)
    add_chunk (file, "IDAT", packed->data + i, MIN (chunk, packed->len - i));
  add_chunk (file, "tEXt", (const guint8 *) "Comment\0drawn", 13);
  add_chunk (file, "IEND", head, 0);
  return file;
}

static CsRaster *
read_by_png (const GByteArray *file, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);
  double mm;
  guint bits;

  return cs_png_read (bytes, "film.png", &mm, &bits, error);
}

static gboolean
reads_at_once (const GByteArray *file, gsize at, const CsRaster *wanted)
{
  g_autoptr (CsRaster) raster = cs_raster_new (cs_raster_get_pixel (wanted), cs_raster_get_width (wanted),
                                               cs_raster_get_height (wanted));

  return cs_idat_read (file->data, file->len, at, raster) && cs_raster_equal (raster, wanted);
}

/* Films of more and less than a band; rows of any filter, and such that all look up, so that one thread does all. */
static void
test_filters (void)
{
  static const guint heights[] = { 1, 255, 256, 257, 900 }, chunks[] = { 1, 7, 8192, G_MAXINT };

  for (guint i = 0; i < 4 * G_N_ELEMENTS (heights); i++)
    {
      CsPixel pixel = i % 2 == 0 ? CS_PIXEL_U8 : CS_PIXEL_U16;
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      g_autoptr (CsRaster) film = draw_noise (pixel, 1 + 13 * (i % 3), heights[i / 4], i % 2 == 0 ? 255 : 65535, i);
      g_autoptr (GByteArray) rows = filter_rows (film, rand, i % 4 < 2 ? 0 : UP, PAETH), packed = deflate (rows);
      g_autoptr (GByteArray) file = NULL;
      g_autoptr (CsRaster) read = NULL;
      gsize at;

      file = pack (film, packed, chunks[i % 4], &at);
      for (guint threads = 1; threads <= 3; threads++)
        {
          cs_rows_set_threads (threads);
          g_assert_true (reads_at_once (file, at, film));
        }
      cs_rows_set_threads (0);
      read = read_by_png (file, NULL);
      g_assert_true (cs_raster_equal (read, film));
    }
}

typedef struct
{
  CsRaster   *film;
  GByteArray *rows;
} Sample;

static void
sample_clear (Sample *self)
{
  cs_raster_unref (self->film);
  g_byte_array_unref (self->rows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

static Sample
draw_sample (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  CsRaster *film = draw_noise (CS_PIXEL_U16, 31, 40, 65535, 5);

  return (Sample) { film, filter_rows (film, rand, 0, PAETH) };
}

/* Rows that are not what the head promises, under checksums that are right. */
static void
assert_refused (const Sample *sample, gboolean by_png_too)
{
  g_autoptr (GByteArray) packed = deflate (sample->rows), file = NULL;
  g_autoptr (CsRaster) read = NULL;
  g_autoptr (GError) error = NULL;
  gsize at;

  file = pack (sample->film, packed, 500, &at);
  g_assert_false (reads_at_once (file, at, sample->film));
  read = read_by_png (file, &error);
  g_assert_true ((read == NULL) == by_png_too);
  g_assert_true ((error != NULL) == by_png_too);
}

static void
test_rows (void)
{
  g_auto (Sample) filter = draw_sample (), few = draw_sample (), many = draw_sample ();

  filter.rows->data[17 * 63] = PAETH + 1;
  assert_refused (&filter, TRUE);
  g_byte_array_set_size (few.rows, few.rows->len - 1);
  assert_refused (&few, TRUE);
  g_byte_array_append (many.rows, (const guint8 *) "x", 1);
  assert_refused (&many, FALSE);
}

/* A file cut anywhere, and one with any one byte of its pixels changed. */
static void
test_hurt (void)
{
  g_auto (Sample) sample = draw_sample ();
  g_autoptr (GByteArray) packed = deflate (sample.rows), file = NULL;
  gsize at, whole;

  file = pack (sample.film, packed, 500, &at);
  whole = file->len;
  for (guint i = at; i < whole; i += 3)
    {
      file->data[i] ^= 0x41;
      g_assert_false (reads_at_once (file, at, sample.film));
      file->data[i] ^= 0x41;
    }
  for (file->len = at + 1; file->len < whole; file->len++)
    g_assert_false (reads_at_once (file, at, sample.film));
  g_assert_true (reads_at_once (file, at, sample.film));
}

/* A chunk between the pixels, and one behind them that may not be passed over. */
static void
test_chunks (void)
{
  g_auto (Sample) sample = draw_sample ();
  g_autoptr (GByteArray) packed = deflate (sample.rows), file = NULL, parted = NULL;
  gsize at;

  file = pack (sample.film, packed, 500, &at);
  parted = g_byte_array_append (g_byte_array_new (), file->data, at + 512);
  add_chunk (parted, "tEXt", (const guint8 *) "Comment", 7);
  g_byte_array_append (parted, file->data + at + 512, file->len - at - 512);
  g_assert_false (reads_at_once (parted, at, sample.film));
  g_byte_array_set_size (file, file->len - 12);
  add_chunk (file, "XXXX", (const guint8 *) "?", 1);
  add_chunk (file, "IEND", file->data, 0);
  g_assert_false (reads_at_once (file, at, sample.film));
}

/* Masks of a study: what was packed, and nothing that any program packs otherwise. */
static void
test_unpack (void)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 37, 11), deep = cs_raster_new (CS_PIXEL_U16, 37, 11);
  g_autoptr (GBytes) packed = NULL, wide = cs_png_pack (deep, NULL);
  g_autoptr (CsRaster) again = NULL;

  for (guint y = 0; y < 11; y++)
    for (guint x = 0; x < 37; x++)
      ((guint8 *) cs_raster_edit (mask, y))[x] = x * y % 3 == 0 ? 255 : 0;
  packed = cs_png_pack (mask, NULL);
  again = cs_png_unpack (packed);
  g_assert_nonnull (again);
  g_assert_true (cs_raster_equal (mask, again));
  g_assert_null (cs_png_unpack (wide));
  for (gsize n = 0; n < g_bytes_get_size (packed); n++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (packed, NULL), n + 1);
      g_autoptr (GBytes) cut = g_bytes_new (data, n);

      g_assert_null (cs_png_unpack (cut));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/idat/filters", test_filters);
  g_test_add_func ("/idat/rows", test_rows);
  g_test_add_func ("/idat/hurt", test_hurt);
  g_test_add_func ("/idat/chunks", test_chunks);
  g_test_add_func ("/idat/unpack", test_unpack);
  return g_test_run ();
}
