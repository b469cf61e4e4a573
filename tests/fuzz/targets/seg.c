/* Segmentations of any maker, as marks with masks: cs-seg-read.c above DCMTK's parser. */
#include "cs-dicom-seg.h"
#include "cs-export.h"
#include "fuzz.h"

static void
run (const guint8 *bytes, gsize length)
{
  g_autoptr (GFile) folder = fuzz_get_place ("segmentations");
  GFile *file = fuzz_lay_below (folder, "segmentation.dcm", bytes, length);

  fuzz_marks ("seg", folder);
  fuzz_drop_below (folder, file);
}

static void
seed (GPtrArray *seeds)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 9, 9);
  CsSegmentPart part = { 20, 30, mask };
  CsSegment segments[] = { { "Cluster 1", TRUE, TRUE, 1, &part }, { "Single", FALSE, FALSE, 1, &part } };
  CsSegmentation segmentation = {
    .study = { .study_uid = "1.2.40.77.1", .algorithm = "A", .version = "1" },
    .picture = { "1.2.840.10008.5.1.4.1.1.1.2", "1.2.3.4.5", "1.2.40.77.2", 0 }, .side = CS_SIDE_LEFT, .row = "A",
    .column = "FR", .columns = 200, .rows = 100, .n_segments = G_N_ELEMENTS (segments), .segments = segments };
  g_autoptr (GFile) file = fuzz_get_place ("seed.dcm");
  g_autoptr (GError) error = NULL;

  ((guint8 *) cs_raster_edit (mask, 4))[4] = 255;
  cs_dicom_write_segmentation (&segmentation, g_file_peek_path (file), &error);
  g_assert_no_error (error);
  fuzz_add_file (seeds, g_object_ref (file));
}

static gsize
mutate (guint8 *bytes, gsize length, gsize most, GRand *rand, FuzzPlain plain)
{
  return fuzz_find ("dicom")->mutate (bytes, length, most, rand, plain);
}

const FuzzTarget fuzz_target_seg = { .id = "seg", .run = run, .seed = seed, .mutate = mutate, .dicom = TRUE };
