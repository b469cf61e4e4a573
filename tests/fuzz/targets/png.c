/* PNG by libpng and by cs-idat.c. Every chunk has a checksum and the pixels are packed: both are made anew, so that
 * changes reach what lies behind them. */
#include <libdeflate.h>
#include <string.h>

#include "cs-png.h"
#include "fuzz.h"

#define SIGNATURE 8
#define AROUND 12            /* length, type and checksum of a chunk */
#define MOST_PIXELS 65536

static void
run (const guint8 *bytes, gsize length)
{
  fuzz_film ("film.png", bytes, length);
}

static guint32
word_at (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

static void
put_word (guint8 *to, guint32 word)
{
  word = GUINT32_TO_BE (word);
  memcpy (to, &word, sizeof word);
}

/* Where the chunk after the one at @at begins; @length where that one is cut short. */
static gsize
next_chunk (const guint8 *bytes, gsize length, gsize at)
{
  if (length - at < AROUND || word_at (bytes + at) > length - at - AROUND)
    return length;
  return at + AROUND + word_at (bytes + at);
}

/* Sides of more than ten bits take all of the time to no end; one in a hundred is let be. */
static void
keep_small (guint8 *bytes, gsize length, GRand *rand)
{
  if (length > SIGNATURE + 16 && g_rand_int_range (rand, 0, 100) > 0)
    {
      put_word (bytes + SIGNATURE + 8, word_at (bytes + SIGNATURE + 8) & 1023);
      put_word (bytes + SIGNATURE + 12, word_at (bytes + SIGNATURE + 12) & 1023);
    }
}

static void
sign (guint8 *bytes, gsize length)
{
  for (gsize at = SIGNATURE, next; at + AROUND <= length; at = next)
    {
      next = next_chunk (bytes, length, at);
      if (next > at + 8 && next >= at + AROUND && word_at (bytes + at) == next - at - AROUND)
        put_word (bytes + next - 4, libdeflate_crc32 (0, bytes + at + 4, next - at - 8));
    }
}

static gsize
pack (const guint8 *pixels, gsize n, guint8 *to, gsize most)
{
  struct libdeflate_compressor *packer = libdeflate_alloc_compressor (6);
  gsize length = libdeflate_zlib_compress (packer, pixels, n, to, most);

  libdeflate_free_compressor (packer);
  return length;
}

static gboolean
unpack (const guint8 *packed, gsize length, guint8 *pixels, gsize *n)
{
  struct libdeflate_decompressor *packer = libdeflate_alloc_decompressor ();
  gboolean done = libdeflate_zlib_decompress (packer, packed, length, pixels, MOST_PIXELS, n) == LIBDEFLATE_SUCCESS;

  libdeflate_free_decompressor (packer);
  return done;
}

/* The first chunk of pixels is unpacked, changed and packed again; 0: there is none, or no room. */
static gsize
change_pixels (guint8 *bytes, gsize length, gsize most, FuzzPlain plain)
{
  g_autofree guint8 *pixels = g_malloc (MOST_PIXELS), *rest = NULL;
  gsize at = SIGNATURE, next, n, packed;

  while (at + AROUND <= length && memcmp (bytes + at + 4, "IDAT", 4) != 0)
    at = next_chunk (bytes, length, at);
  if (at + AROUND > length)
    return 0;
  next = next_chunk (bytes, length, at);
  if (!unpack (bytes + at + 8, next - at - AROUND, pixels, &n))
    return 0;
  rest = g_memdup2 (bytes + next, length - next);
  n = plain (pixels, n, MOST_PIXELS);
  if (most < at + AROUND + (length - next))
    return 0;
  packed = pack (pixels, n, bytes + at + 8, most - at - AROUND - (length - next));
  if (packed == 0)
    return 0;
  put_word (bytes + at, (guint32) packed);
  if (rest != NULL)
    memcpy (bytes + at + AROUND + packed, rest, length - next);
  return at + AROUND + packed + (length - next);
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  gsize changed = g_rand_boolean (rand) ? change_pixels (bytes, length, most, plain) : 0;

  if (changed == 0)
    changed = plain (bytes, length, most);
  keep_small (bytes, changed, rand);
  sign (bytes, changed);
  return changed;
}

static void
add_noise (GPtrArray *seeds, CsPixel pixel, guint width)
{
  g_autoptr (CsRaster) raster = cs_raster_new (pixel, width, 5);
  g_autoptr (GFile) file = fuzz_get_place ("seed.png");

  for (guint y = 0; y < 5; y++)
    for (guint x = 0; x < width; x++)
      ((guint8 *) cs_raster_edit (raster, y))[x] = (guint8) (x * y * 37);
  g_assert_true (cs_png_write (raster, pixel == CS_PIXEL_U8 ? 0 : 0.05, file, NULL));
  fuzz_add_file (seeds, g_object_ref (file));
}

static void
seed (GPtrArray *seeds)
{
  static const char *const samples[] = { "bits1.png", "clear.png", "colour.png", "equal.png", NULL };

  add_noise (seeds, CS_PIXEL_U8, 7);
  add_noise (seeds, CS_PIXEL_U16, 16);
  for (guint i = 0; samples[i] != NULL; i++)
    fuzz_add_sample (seeds, samples[i]);
}

const FuzzTarget fuzz_target_png = { .id = "png", .run = run, .seed = seed, .mutate = mutate };
