/* The table of MIAS. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) table = fuzz_lay ("Info.txt", bytes, length);

  fuzz_truth ("mdb209.pgm", 1024, 1024);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "mdb209 G CALC M 647 503 87\nmdb209 G CALC M *NOTE 3*\nmdb210 F NORM\r\nmdb209 D NORM\r\n");
}

const FuzzTarget fuzz_target_mias = { .id = "mias", .run = run, .seed = seed };
