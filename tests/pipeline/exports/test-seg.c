/* Segmentations: what was painted is there bit by bit as another reader unpacks it, comes back equal with and without
 * the table beside, dciodvfy finds nothing wrong with it, an anonymous one names nobody. */
#include <string.h>

#include "cs-dicom.h"
#include "cs-dicom-seg.h"
#include "cs-error.h"
#include "cs-film.h"
#include "cs-formats.h"
#include "wards.h"

#define COLUMNS 200
#define ROWS 100

/* Painted all but the fourth: a cluster of five at the left, a single one at the right, over the film's edge, and one
 * that is rejected. */
static const CsBox boxes[] = {
  { 10, 20, 9, 9, 0.9f, { 0 } }, { 24, 22, 9, 9, 0.8f, { 0 } }, { 17, 40, 9, 9, 0.7f, { 0 } },
  { 40, 41, 9, 9, 0.6f, { 0 } }, { 50, 20, 9, 9, 0.5f, { 0 } }, { 195, 60, 9, 9, 0.4f, { 0 } },
  { 120, 80, 9, 9, 0.3f, { 0 } } };

/* Whether mark @i is set at a place of its box: two pieces that do not touch. */
static gboolean
is_set (guint i, guint x, guint y)
{
  return (y == 1 && x <= i) || (y >= 4 && x == 2);
}

static void
paint (Study *study, guint i)
{
  g_autoptr (CsRaster) mask = cs_raster_new (CS_PIXEL_U8, 9, 9);
  g_autoptr (GError) error = NULL;

  for (guint y = 0; y < 9; y++)
    for (guint x = 0; x < 9; x++)
      ((guint8 *) cs_raster_edit (mask, y))[x] = is_set (i, x, y) ? 255 : 0;
  cs_study_paint (study->study, study_mark_at (study, i), mask, &error);
  g_assert_no_error (error);
}

/* The list has the most suspicious first, as @boxes has. The seventh is rejected. */
static void
open_painted (Ward *self, gconstpointer unused)
{
  ward_open (self, NULL);
  study_propose (&self->study, boxes, G_N_ELEMENTS (boxes));
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      g_assert_cmpint (cs_mark_get_box (study_mark_at (&self->study, i))->x, ==, boxes[i].x);
      study_judge (&self->study, i, i == 6 ? CS_VERDICT_NEGATIVE : CS_VERDICT_POSITIVE);
      if (i != 3)
        paint (&self->study, i);
    }
}

static gboolean
is_meant (guint frame, guint x, guint y)
{
  for (guint i = frame == 0 ? 0 : 5; i < (frame == 0 ? 5 : 6); i++)
    if (i != 3 && x >= (guint) boxes[i].x && x < (guint) boxes[i].x + 9 && y >= (guint) boxes[i].y &&
        y < (guint) boxes[i].y + 9 && is_set (i, x - (guint) boxes[i].x, y - (guint) boxes[i].y))
      return TRUE;
  return FALSE;
}

/* DCMTK takes the bytes out, and they are unpacked here by the standard's words alone. */
static void
check_bits (Ward *self, GFile *segmentation)
{
  g_autofree char *command = g_strdup_printf ("dcmdump -q +W %s", self->place.folder), *bits = NULL, *told = NULL;
  g_autofree char *raw = g_build_filename (self->place.folder, "segmentation-1.dcm.0.raw", NULL);
  gboolean well = TRUE;
  gsize length, at = 0;

  told = ward_ask (command, segmentation, &well);
  if (told == NULL)
    return;
  g_assert_true (well && g_file_get_contents (raw, &bits, &length, NULL));
  g_assert_cmpuint (length, ==, 2 * ROWS * COLUMNS / 8);
  for (guint frame = 0; frame < 2; frame++)
    for (guint y = 0; y < ROWS; y++)
      for (guint x = 0; x < COLUMNS; x++, at++)
        g_assert_cmpint (bits[at / 8] >> (at % 8) & 1, ==, is_meant (frame, x, y));
}

static void
check_words (GFile *segmentation)
{
  static const char *const words[] = { "=SegmentationStorage", "[BINARY]", "[Cluster 1]", "[Single calcifications]",
                                       "[129769006]", "[129770007]", "[49755003]", "[SEMIAUTOMATIC]", "[Calcspot]",
                                       "[0.1\\0.1]", "[7771000]", "[A\\FR]", NULL };
  gboolean well = TRUE;
  g_autofree char *told = ward_ask ("dcmdump -q", segmentation, &well);

  g_assert_true (well);
  for (guint i = 0; told != NULL && words[i] != NULL; i++)
    {
      g_test_message ("%s", words[i]);
      g_assert_nonnull (strstr (told, words[i]));
    }
}

static void
check_left_out (Ward *self, gboolean named)
{
  g_autoptr (GFile) left = g_file_get_child (self->out, "left-out.txt");
  g_autofree char *text = NULL;

  g_assert_true (g_file_load_contents (left, NULL, &text, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, named ? "film-1.png: " : "film-"));
}

/* With the table: the marks as they were. Without: the two pieces of each that is painted. */
static void
test_trip (Ward *self, gconstpointer named)
{
  g_autoptr (GFile) segmentation = g_file_get_child (self->out, "segmentation-1.dcm");
  g_autoptr (GFile) table = g_file_get_child (self->out, "marks.csv");
  g_autofree char *notes = NULL, *marks = NULL, *bare = NULL, *none = NULL;
  g_auto (GStrv) lines = NULL, pieces = NULL;

  ward_write (self, "seg", (CsExportManner) { .named = named != NULL });
  ward_verify (segmentation);
  ward_check_secrets (segmentation, named != NULL);
  check_words (segmentation);
  check_bits (self, segmentation);
  check_left_out (self, named != NULL);
  marks = ward_read (self, "seg", &notes);
  lines = g_strsplit (marks, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (boxes) + 1);
  g_assert_true (g_str_has_prefix (lines[0], "10 20 9 9 0.9 machine positive "));
  g_assert_nonnull (strstr (marks, "\n40 41 9 9 0.6 machine positive\n"));
  g_assert_nonnull (strstr (marks, "\n120 80 9 9 0.3 machine negative\n"));
  g_file_delete (table, NULL, NULL);
  bare = ward_read (self, "seg", &none);
  g_assert_cmpstr (none, ==, "");
  pieces = g_strsplit (bare, "\n", -1);
  g_assert_cmpuint (g_strv_length (pieces), ==, 10 + 1);
  g_assert_nonnull (strstr (bare, "12 24 1 5 0 reader positive "));
}

/* The marks come back pixel by pixel, also where the box hangs over the film's edge. */
static void
test_same_masks (Ward *self, gconstpointer unused)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (CsHarvest) harvest = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  ward_write (self, "seg", (CsExportManner) { 0 });
  harvest = cs_export_read (cs_export_find ("seg"), record, self->out, NULL, &error);
  g_assert_no_error (error);
  for (guint k = 0; k < cs_harvest_get_n (harvest); k++)
    for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
      {
        const CsHarvestMark *mark = cs_harvest_get (harvest, k);

        if (mark->box.x != boxes[i].x || mark->mask == NULL)
          continue;
        n++;
        for (guint y = 0; y < 9; y++)
          for (guint x = 0; x < 9; x++)
            g_assert_cmpint (cs_raster_get (mark->mask, x, y) > 0, ==, is_set (i, x, y) && boxes[i].x + x < COLUMNS);
      }
  g_assert_cmpuint (n, ==, 5);
}

/* A segmentation is no film, and a film is no segmentation. */
static void
test_refused (Ward *self, gconstpointer unused)
{
  g_autoptr (GFile) segmentation = g_file_get_child (self->out, "segmentation-1.dcm");
  g_autoptr (GError) no_film = NULL, no_mask = NULL, beyond = NULL;
  g_autoptr (GFile) third = NULL;

  ward_write (self, "seg", (CsExportManner) { 0 });
  g_assert_null (cs_formats_read (segmentation, NULL, &no_film));
  g_assert_error (no_film, CS_ERROR, CS_ERROR_UNSUPPORTED);
  g_assert_null (cs_formats_mask (self->film, NULL, &no_mask));
  g_assert_error (no_mask, CS_ERROR, CS_ERROR_UNSUPPORTED);
  third = cs_film_of_frame (segmentation, 2);
  g_assert_null (cs_formats_mask (third, NULL, &beyond));
  g_assert_error (beyond, CS_ERROR, CS_ERROR_FORMAT);
}

static void
test_unpainted (Ward *self, gconstpointer unused)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_export_write (cs_export_find ("seg"), record, &(CsExportManner) { 0 }, self->out, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_SETTING);
  g_assert_false (g_file_query_exists (self->out, NULL));
}

static void
test_none (void)
{
  g_assert_false (cs_dicom_write_segmentation (&(CsSegmentation) { .n_segments = 1 }, "segmentation.dcm", NULL));
  g_test_skip ("built without DCMTK: no segmentation is written or read");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!cs_dicom_is_built ())
    {
      g_test_add_func ("/seg/none", test_none);
      return g_test_run ();
    }
  g_test_add ("/seg/trip/named", Ward, "named", open_painted, test_trip, ward_close);
  g_test_add ("/seg/trip/anonymous", Ward, NULL, open_painted, test_trip, ward_close);
  g_test_add ("/seg/same-masks", Ward, NULL, open_painted, test_same_masks, ward_close);
  g_test_add ("/seg/refused", Ward, NULL, open_painted, test_refused, ward_close);
  g_test_add ("/seg/unpainted", Ward, NULL, ward_open, test_unpainted, ward_close);
  return g_test_run ();
}
