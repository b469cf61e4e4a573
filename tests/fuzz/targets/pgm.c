/* Portable greymaps of MIAS and DDSM. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  fuzz_film ("film.pgm", bytes, length);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "P2\n# by hand\n2 2 # size\n255\n1 2\n3 4\n");
  fuzz_add_text (seeds, "P2 2 2 4095 0 1 2 4000");
  g_ptr_array_add (seeds, g_bytes_new ("P5\n2 2\n255\n\1\2\3\4", 15));
  g_ptr_array_add (seeds, g_bytes_new ("P5\n2 2\n65535\n\n\0\1\377\377\0\3\1\4", 22));
}

const FuzzTarget fuzz_target_pgm = { .id = "pgm", .run = run, .seed = seed };
