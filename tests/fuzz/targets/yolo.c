/* YOLO's labels, without the table beside them. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) folder = fuzz_get_place ("labels");
  GFile *file = fuzz_lay_below (folder, "film.txt", bytes, length);

  fuzz_marks ("yolo", folder);
  fuzz_drop_below (folder, file);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "0 0.12500000 0.33500000 0.05500000 0.07000000\n1 0.31 0.095 0.02 0.09\n");
  fuzz_add_text (seeds, "0 0.5 0.5 0.1 0.1 0.75\n");
}

const FuzzTarget fuzz_target_yolo = { .id = "yolo", .run = run, .seed = seed };
