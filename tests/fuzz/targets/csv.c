/* Tables of marks. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) file = fuzz_lay ("marks.csv", bytes, length);

  fuzz_marks ("csv", file);
}

static void
seed (GPtrArray *seeds)
{
  g_ptr_array_add (seeds, fuzz_write_record ("csv"));
  fuzz_add_text (seeds, "film,x,y,width,height\nfilm.dcm,1,2,30,40\n\"film-2.png\",5,6,7,8\n");
}

const FuzzTarget fuzz_target_csv = { .id = "csv", .run = run, .seed = seed };
