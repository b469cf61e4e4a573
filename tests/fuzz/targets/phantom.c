/* The truth of a drawn film. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) truth = fuzz_lay ("truth.json", bytes, length);

  fuzz_truth ("film.png", 200, 100);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "{\"mm_per_pixel\": 0.05, \"calcifications\": [{\"x\": 1, \"y\": 2, "
                 "\"width\": 3, \"height\": 4, \"diameter_mm\": 0.2, \"contrast\": 3.5, "
                 "\"cluster\": 0, \"kind\": \"spot\"}]}\n");
}

const FuzzTarget fuzz_target_phantom = { .id = "phantom", .run = run, .seed = seed };
