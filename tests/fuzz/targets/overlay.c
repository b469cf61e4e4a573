/* DDSM's outlines. */
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) film = fuzz_lay_text ("A_1459_1.LEFT_CC.pgm", "P2 4 3 255 0 1 2 3 4 5 6 7 8 9 10 11");
  g_autoptr (GFile) ics = fuzz_lay_text ("A-1459-1.ics", "LEFT_CC LINES 300 PIXELS_PER_LINE 400 BITS_PER_PIXEL 12\n");
  g_autoptr (GFile) overlay = fuzz_lay ("A_1459_1.LEFT_CC.OVERLAY", bytes, length);

  fuzz_truth ("A_1459_1.LEFT_CC.pgm", 4, 3);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "TOTAL_ABNORMALITIES 1\nABNORMALITY 1\n"
                 "LESION_TYPE CALCIFICATION TYPE PLEOMORPHIC DISTRIBUTION CLUSTERED\nASSESSMENT 4\nSUBTLETY 4\n"
                 "PATHOLOGY MALIGNANT\nTOTAL_OUTLINES 2\nBOUNDARY\n120 80 4 4 5 6 7 0 1 2 2 3 #\n\tCORE\n"
                 "130 90 2 2 4 4 6 6 0 0 #\n");
  fuzz_add_text (seeds, "ABNORMALITY 1\r\nLESION_TYPE MASS SHAPE OVAL\r\nBOUNDARY\r\n1 1 4 #\r\n");
}

const FuzzTarget fuzz_target_overlay = { .id = "overlay", .run = run, .seed = seed };
