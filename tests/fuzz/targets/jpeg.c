/* JPEG by libjpeg. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  fuzz_film ("film.jpg", bytes, length);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_sample (seeds, "grey.jpg");
  fuzz_add_sample (seeds, "colour.jpg");
}

const FuzzTarget fuzz_target_jpeg = { .id = "jpeg", .run = run, .seed = seed };
