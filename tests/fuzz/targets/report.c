/* CAD reports of any maker, as marks of the machine: cs-cad-read.c above DCMTK's parser. */
#include "cs-dicom-report.h"
#include "cs-export.h"
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) folder = fuzz_get_place ("reports");
  GFile *file = fuzz_lay_below (folder, "report.dcm", bytes, length);

  fuzz_marks ("cadsr", folder);
  fuzz_drop_below (folder, file);
}

static void
seed (GPtrArray *seeds)
{
  CsReportSpot spots[] = { { 20, 30, 11, 7, 0.75, FALSE, 0 }, { 60, 5, 4, 9, 0.5, TRUE, -1 } };
  CsReportFilm film = { { "1.2.840.10008.5.1.4.1.1.1.2", "1.2.3.4.5", "1.2.40.77.2", 0 }, CS_SIDE_LEFT, CS_VIEW_MLO,
                        "A", "FR", G_N_ELEMENTS (spots), spots };
  CsReport report = { .study = { .study_uid = "1.2.40.77.1", .algorithm = "A", .version = "1" }, .n_films = 1,
                      .films = &film };
  g_autoptr (GFile) file = fuzz_get_place ("seed.dcm");
  g_autoptr (GError) error = NULL;

  cs_dicom_write_report (&report, g_file_peek_path (file), &error);
  g_assert_no_error (error);
  fuzz_add_file (seeds, g_object_ref (file));
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  return fuzz_find ("dicom")->mutate (bytes, length, most, rand, plain);
}

const FuzzTarget fuzz_target_report = { .id = "report", .run = run, .seed = seed, .mutate = mutate, .dicom = TRUE };
