/* What W3C's PNG specification calls filters, section 9: each byte of a row is kept as its difference from what the
 * bytes to the left, above and left above foretell. */
#include "cs-idat.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "cs-pages.h"
#include "cs-rows.h"

#define CHUNK 12            /* length, name and checksum */
#define MOST_RATIO 1032     /* what inflate can make of a byte: with less, no memory is asked for */
#define BAND 256

enum { NONE, SUB, UP, AVERAGE, PAETH };

typedef struct
{
  guint8   *rows;           /* filter and bytes of each, as the file has them; undone in place */
  gsize     pitch;          /* bytes of a row without its filter */
  guint     step;           /* bytes of a pixel */
  guint     broken;         /* atomic: a filter there is none of */
  CsRaster *raster;
} Work;

static gsize
read_word (const guint8 *bytes)
{
  return (gsize) bytes[0] << 24 | (gsize) bytes[1] << 16 | (gsize) bytes[2] << 8 | bytes[3];
}

/* One whole chunk with the right checksum; @n: bytes of it. */
static gboolean
find_chunk (const guint8 *bytes, gsize length, gsize at, gsize *n)
{
  if (at > length || length - at < CHUNK)
    return FALSE;
  *n = read_word (bytes + at);
  return *n <= length - at - CHUNK
         && libdeflate_crc32 (0, bytes + at + 4, *n + 4) == read_word (bytes + at + 8 + *n);
}

static gboolean
is_named (const guint8 *chunk, const char *name)
{
  return memcmp (chunk + 4, name, 4) == 0;
}

/* Behind the pixels nothing is needed but the end; chunks that may not be passed over are for libpng. */
static gboolean
ends_well (const guint8 *bytes, gsize length, gsize at)
{
  gsize n;

  for (; find_chunk (bytes, length, at, &n); at += CHUNK + n)
    if (is_named (bytes + at, "IEND"))
      return n == 0;
    else if (is_named (bytes + at, "IDAT") || (bytes[at + 4] & 0x20) == 0)
      return FALSE;
  return FALSE;
}

/* The contents of all chunks of pixels, which follow one another; returns how much that is. 0: a chunk is hurt, or
 * something is amiss behind. @joined has room for what is left of the file. */
static gsize
join_chunks (const guint8 *bytes, gsize length, gsize at, guint8 *joined)
{
  gsize n, sum = 0;

  for (; at < length && length - at >= CHUNK && is_named (bytes + at, "IDAT"); at += CHUNK + n)
    {
      if (!find_chunk (bytes, length, at, &n))
        return 0;
      memcpy (joined + sum, bytes + at + 8, n);
      sum += n;
    }
  return ends_well (bytes, length, at) ? sum : 0;
}

static void
undo_sub (guint8 *row, gsize n, guint step)
{
  for (gsize i = step; i < n; i++)
    row[i] += row[i - step];
}

static void
undo_up (guint8 *restrict row, const guint8 *restrict above, gsize n)
{
  for (gsize i = 0; i < n; i++)
    row[i] += above[i];
}

static void
undo_average (guint8 *restrict row, const guint8 *restrict above, gsize n, guint step)
{
  for (gsize i = 0; i < step; i++)
    row[i] += above[i] / 2;
  for (gsize i = step; i < n; i++)
    row[i] += (row[i - step] + above[i]) / 2;
}

static void
undo_paeth (guint8 *restrict row, const guint8 *restrict above, gsize n, guint step)
{
  for (gsize i = 0; i < step; i++)
    row[i] += above[i];
  for (gsize i = step; i < n; i++)
    {
      int left = row[i - step], up = above[i], corner = above[i - step];
      int from_left = abs (up - corner), from_up = abs (left - corner), from_corner = abs (left + up - 2 * corner);

      if (from_left > from_up || from_left > from_corner)
        left = from_up <= from_corner ? up : corner;
      row[i] += (guint8) left;
    }
}

static void
undo (Work *work, guint8 *row, const guint8 *above)
{
  switch (row[-1])
    {
    case NONE:
      break;
    case SUB:
      undo_sub (row, work->pitch, work->step);
      break;
    case UP:
      undo_up (row, above, work->pitch);
      break;
    case AVERAGE:
      undo_average (row, above, work->pitch, work->step);
      break;
    case PAETH:
      undo_paeth (row, above, work->pitch, work->step);
      break;
    default:
      g_atomic_int_set ((int *) &work->broken, 1);
    }
}

static guint8 *
row_of (const Work *work, guint y)
{
  return work->rows + (work->pitch + 1) * y + 1;
}

static void
store (Work *work, guint y)
{
  const guint8 *row = row_of (work, y);
  guint16 *words = cs_raster_edit (work->raster, y);
  guint width = cs_raster_get_width (work->raster);

  if (work->step == 1)
    memcpy (words, row, width);
  else
    for (guint x = 0; x < width; x++)
      {
        guint16 word;

        memcpy (&word, row + 2 * x, sizeof word);
        words[x] = GUINT16_FROM_BE (word);
      }
}

/* A row that does not look up begins anew: whoever comes to such a row first in its band goes on to the one that the
 * next band begins with. */
static gboolean
begins_anew (const Work *work, guint y)
{
  return y == 0 || row_of (work, y)[-1] <= SUB;
}

static void
undo_band (guint first, guint last, gpointer data)
{
  Work *work = data;
  guint height = cs_raster_get_height (work->raster), y = first;
  g_autofree guint8 *none = g_malloc0 (work->pitch);

  while (y < last && !begins_anew (work, y))
    y++;
  if (y == last)
    return;
  for (; y < height && (y < last || !begins_anew (work, y)); y++)
    {
      undo (work, row_of (work, y), y > 0 ? row_of (work, y - 1) : none);
      store (work, y);
    }
}

static gboolean
inflate (const guint8 *joined, gsize n, guint8 *to, gsize size)
{
  struct libdeflate_decompressor *tool = libdeflate_alloc_decompressor ();
  enum libdeflate_result result = LIBDEFLATE_BAD_DATA;

  if (tool != NULL)
    result = libdeflate_zlib_decompress (tool, joined, n, to, size, NULL);
  libdeflate_free_decompressor (tool);
  return result == LIBDEFLATE_SUCCESS;
}

/* Exactly @size bytes of rows; NULL: there are not as many. */
static guint8 *
inflate_rows (const guint8 *bytes, gsize length, gsize at, gsize size)
{
  guint8 *joined = cs_pages_reserve (length - at), *rows = NULL;
  gsize n = joined != NULL ? join_chunks (bytes, length, at, joined) : 0;

  if (n > 0 && size / MOST_RATIO <= n)
    rows = cs_pages_reserve (size);
  if (rows != NULL && !inflate (joined, n, rows, size))
    {
      cs_pages_release (rows, size);
      rows = NULL;
    }
  if (joined != NULL)
    cs_pages_release (joined, length - at);
  return rows;
}

gboolean
cs_idat_read (const guint8 *bytes, gsize length, gsize at, CsRaster *raster)
{
  guint step = cs_raster_get_pixel (raster) == CS_PIXEL_U16 ? 2 : 1, height = cs_raster_get_height (raster);
  Work work = { .pitch = (gsize) cs_raster_get_width (raster) * step, .step = step, .raster = raster };
  gsize size = (work.pitch + 1) * height;

  g_return_val_if_fail (cs_raster_get_pixel (raster) != CS_PIXEL_F32 && at < length, FALSE);
  work.rows = inflate_rows (bytes, length, at, size);
  if (work.rows == NULL)
    return FALSE;
  cs_rows_run (height, BAND, undo_band, &work, NULL, NULL);
  cs_pages_release (work.rows, size);
  return work.broken == 0;
}
