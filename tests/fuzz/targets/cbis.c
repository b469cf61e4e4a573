/* CBIS-DDSM's tables of cases, and what they say of files. */
#include "fuzz.h"

#define PATIENT "Calc-Test_P_00038_LEFT_CC"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) table = fuzz_lay ("calc_case_description_test_set.csv", bytes, length);
  g_autoptr (GFile) folder = fuzz_get_place (PATIENT);
  GFile *film = fuzz_lay_below (folder, "1-1.pgm", "P2 2 2 9 1 2 3 4", 16);

  fuzz_truth (PATIENT "/1-1.pgm", 2, 2);
  fuzz_drop_below (folder, film);
}

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "patient_id,left or right breast,abnormality id,calc type,calc distribution,pathology,"
                 "image file path,ROI mask file path\nP_00038,LEFT,1,PLEOMORPHIC,CLUSTERED,BENIGN,"
                 PATIENT "/1.3/1.3/000000.dcm,\"" PATIENT "_1/1.3/1.3/000000.dcm\n\"\n");
}

const FuzzTarget fuzz_target_cbis = { .id = "cbis", .run = run, .seed = seed };
