/* DDSM's films, with the words of their case beside them. Streams coded by DCMTK's encoder are in corpus/ljpeg: there
 * is none of our own; the seed is a head without pixels. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) ics = fuzz_lay_text ("A-1459-1.ics", "DIGITIZER HOWTEK 43.5\nLEFT_CC LINES 12 "
                                         "PIXELS_PER_LINE 16 BITS_PER_PIXEL 12 RESOLUTION 43.5 OVERLAY\n");

  fuzz_film ("A_1459_1.LEFT_CC.LJPEG", bytes, length);
}

static void
seed (GPtrArray *seeds)
{
  static const guint8 head[] = { 0xff, 0xd8, 0xff, 0xc3, 0, 11, 12, 0, 12, 0, 16, 1, 1, 0x11, 0,
                                 0xff, 0xc4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                 0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0xff, 0xd9 };

  g_ptr_array_add (seeds, g_bytes_new (head, sizeof head));
}

const FuzzTarget fuzz_target_ljpeg = { .id = "ljpeg", .run = run, .seed = seed };
