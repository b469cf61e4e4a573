#include "cs-jpeg.h"

static guint
word_at (const guint8 *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Tables and applications' own words; not what stands alone, begins a scan, or ends. */
static gboolean
is_segment (guint8 marker)
{
  return marker == 0xc4 || marker == 0xcc || (marker >= 0xdb && marker <= 0xfe);
}

gboolean
cs_jpeg_find_frame (const guint8 *bytes, gsize length, CsJpegFrame *frame)
{
  gsize at = 2;

  if (length < 4 || bytes[0] != 0xff || bytes[1] != 0xd8)
    return FALSE;
  while (length - at >= 10 && bytes[at] == 0xff && is_segment (bytes[at + 1]))
    {
      gsize size = word_at (bytes + at + 2);

      if (size < 2 || size > length - at - 2)
        return FALSE;
      at += 2 + size;
    }
  if (length - at < 10 || bytes[at] != 0xff || !is_frame (bytes[at + 1]))
    return FALSE;
  *frame = (CsJpegFrame) { .marker = bytes[at + 1], .bits = bytes[at + 4], .height = word_at (bytes + at + 5),
                           .width = word_at (bytes + at + 7), .components = bytes[at + 9] };
  return TRUE;
}
