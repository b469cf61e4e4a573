/* Presentation states: dciodvfy finds nothing wrong, DCMTK's viewer shows the film with them as we do, boxes and labels
 * are where they belong, an anonymous one names nobody; and films turned in every way are set upright. */
#include <string.h>

#include "cs-dicom.h"
#include "cs-dicom-gsps.h"
#include "cs-error.h"
#include "cs-upright.h"
#include "wards.h"

static const struct { CsSide side; CsView view; const char *row, *column; CsUpright upright; } stands[] = {
  { CS_SIDE_LEFT, CS_VIEW_MLO, "A", "FR", { 0, FALSE } }, { CS_SIDE_LEFT, CS_VIEW_MLO, "P", "FR", { 0, TRUE } },
  { CS_SIDE_LEFT, CS_VIEW_MLO, "P", "HL", { 2, FALSE } }, { CS_SIDE_LEFT, CS_VIEW_MLO, "A", "HL", { 2, TRUE } },
  { CS_SIDE_LEFT, CS_VIEW_MLO, "FR", "P", { 1, FALSE } }, { CS_SIDE_LEFT, CS_VIEW_MLO, "HL", "A", { 3, FALSE } },
  { CS_SIDE_RIGHT, CS_VIEW_CC, "P", "L", { 0, FALSE } },  { CS_SIDE_RIGHT, CS_VIEW_CC, "A", "L", { 0, TRUE } },
  { CS_SIDE_RIGHT, CS_VIEW_OTHER, "P", "F", { 0, FALSE } },
  { CS_SIDE_UNKNOWN, CS_VIEW_CC, "A", "L", { 0, FALSE } }, { CS_SIDE_LEFT, CS_VIEW_CC, "", "", { 0, FALSE } },
  { CS_SIDE_LEFT, CS_VIEW_CC, "FRLHAPFRLHAP", "X", { 0, FALSE } },
};

static void
test_upright (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (stands); i++)
    {
      CsUpright found = cs_upright_find (stands[i].side, stands[i].view, stands[i].row, stands[i].column);

      g_test_message ("%s\\%s: %u %d", stands[i].row, stands[i].column, found.quarters, found.mirrored);
      g_assert_cmpuint (found.quarters, ==, stands[i].upright.quarters);
      g_assert_cmpint (found.mirrored, ==, stands[i].upright.mirrored);
    }
}

/* A picture of 3 x 2 places, each its own number, is turned and mirrored place by place. */
static void
test_corners (void)
{
  for (guint turn = 0; turn < 8; turn++)
    {
      CsUpright upright = { turn % 4, turn >= 4 };
      guint columns = 3, rows = 2, seen[6] = { 0, 1, 2, 3, 4, 5 }, before[6], top_left, bottom_right;
      int x, y;

      for (guint q = 0; q < upright.quarters; q++)
        {
          memcpy (before, seen, sizeof seen);
          for (guint i = 0; i < 6; i++)    /* column, row goes to column rows - 1 - row, row column */
            seen[i % columns * rows + rows - 1 - i / columns] = before[i];
          columns ^= rows, rows ^= columns, columns ^= rows;
        }
      top_left = seen[upright.mirrored ? columns - 1 : 0];
      bottom_right = seen[upright.mirrored ? (rows - 1) * columns : 5];
      cs_upright_corner (&upright, 3, 2, FALSE, &x, &y);
      g_assert_cmpuint ((guint) (y - 1) * 3 + (guint) (x - 1), ==, top_left);
      cs_upright_corner (&upright, 3, 2, TRUE, &x, &y);
      g_assert_cmpuint ((guint) (y - 1) * 3 + (guint) (x - 1), ==, bottom_right);
    }
}

/* One accepted, one nobody judged, one rejected, one unsure. */
static void
open_with_finds (Ward *self, gconstpointer unused)
{
  CsBox boxes[] = { { 20, 30, 11, 7, 0.9f, { 0 } }, { 60, 5, 4, 9, 0.5f, { 0 } }, { 100, 40, 12, 14, 0.25f, { 0 } },
                    { 150, 60, 12, 14, 0.1f, { 0 } } };

  ward_open (self, NULL);
  study_propose (&self->study, boxes, G_N_ELEMENTS (boxes));
  study_judge (&self->study, 0, CS_VERDICT_POSITIVE);
  study_judge (&self->study, 2, CS_VERDICT_NEGATIVE);
  study_judge (&self->study, 3, CS_VERDICT_UNSURE);
}

static void
check_words (GFile *state)
{
  static const char *const words[] = { "=GrayscaleSoftcopyPresentationStateStorage", "[ACCEPTED]", "[PROPOSED]",
                                       "[UNSURE]", "[1: 90 %]", "[2: 50 %]", "[3: 10 %]", "[100]", "[201]", "[LINEAR]",
                                       "[IDENTITY]", "20\\30\\31\\30\\31\\37\\20\\37\\20\\30", "[0.1\\0.1]",
                                       "200\\100", NULL };
  gboolean well = TRUE;
  g_autofree char *told = ward_ask ("dcmdump -q", state, &well);

  g_assert_true (well);
  for (guint i = 0; told != NULL && words[i] != NULL; i++)
    {
      g_test_message ("%s", words[i]);
      g_assert_nonnull (strstr (told, words[i]));
    }
  g_assert_true (told == NULL || strstr (told, "25 %") == NULL);     /* the rejected one */
}

/* DCMTK's own presentation: what it would send to a screen, as PGM of 8 bits. */
static void
check_shown (Ward *self, GFile *state)
{
  g_autofree char *command = NULL, *told = NULL, *shown = NULL;
  g_autofree char *path = g_build_filename (self->place.folder, "shown.pgm", NULL);
  g_autoptr (GFile) to = g_file_new_for_path (path);
  gboolean well = TRUE;
  gsize length;

  command = g_strdup_printf ("dcmp2pgm -q -p %s %s", g_file_peek_path (state), g_file_peek_path (self->film));
  told = ward_ask (command, to, &well);
  if (told == NULL)
    return;
  g_test_message ("%s", told);
  g_assert_true (well && g_file_load_contents (to, NULL, &shown, &length, NULL, NULL));
  g_assert_true (g_str_has_prefix (shown, "P5") && length > 200 * 100);
  for (guint i = 0; i < 200 * 100; i++)
    g_assert_cmpuint ((guint8) shown[length - 200 * 100 + i], ==, i == 77 ? 255 : 0);
}

static void
test_state (Ward *self, gconstpointer named)
{
  g_autoptr (GFile) state = g_file_get_child (self->out, "presentation-1.dcm");
  g_autoptr (GFile) second = g_file_get_child (self->out, "presentation-2.dcm");

  ward_write (self, "gsps", (CsExportManner) { .named = named != NULL });
  g_assert_false (g_file_query_exists (second, NULL));
  ward_verify (state);
  ward_check_secrets (state, named != NULL);
  check_words (state);
  if (named != NULL)       /* another film's UID fits none */
    check_shown (self, state);
}

/* Turned films, a window that is a table, films without a length and with a modality transformation: all are sound. */
static void
test_sorts (Ward *self, gconstpointer unused)
{
  static const char *const classes[] = { "1.2.840.10008.5.1.4.1.1.1.2", "1.2.840.10008.5.1.4.1.1.13.1.3" };
  static const guint16 entries[] = { 0, 10, 200, 4095 };
  static const CsPresentationLayer layers[] = { { "A", "one", 1 }, { "B", "none", 0.5 } };
  static const CsPresentationBox boxes[] = { { -3, -4, 10, 10, "1", 0 } };
  const CsVoi table = { .shape = CS_VOI_TABLE, .first = -7, .bits = 12, .n_entries = 4, .entries = entries };
  const CsVoi curve = { .shape = CS_VOI_SIGMOID, .centre = 512.25, .width = 300 };
  g_autofree char *path = g_build_filename (self->place.folder, "state.dcm", NULL), *told = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  gboolean well = TRUE;

  for (guint turn = 0; turn < 8; turn++)
    {
      CsPresentation state = {
        .study = { .study_uid = WARD_STUDY_UID, .patient_id = "1", .algorithm = "Calcspot", .version = "1" },
        .picture = { classes[turn % 2], WARD_FILM_UID, WARD_SERIES_UID, turn % 2 }, .columns = 200, .rows = 100,
        .inverse = turn % 3 == 0, .slope = turn % 2 ? "2.5" : "", .intercept = turn < 4 ? "-7" : NULL,
        .voi = turn % 2 ? &curve : &table, .quarters = turn % 4, .mirrored = turn >= 4, .n_layers = 2,
        .layers = layers, .n_boxes = 1, .boxes = boxes };

      for (guint i = 0; i < 2; i++)
        cs_upright_corner (&(CsUpright) { turn % 4, turn >= 4 }, 200, 100, i == 1, &state.corners[2 * i],
                           &state.corners[2 * i + 1]);
      g_assert_true (cs_dicom_write_presentation (&state, path, &error));
      g_assert_no_error (error);
      ward_verify (file);
    }
  told = ward_ask ("dcmdump -q", file, &well);
  g_assert_true (told == NULL || (strstr (told, "512.25") != NULL && strstr (told, "SIGMOID") != NULL &&
                                  strstr (told, "US 270") != NULL && strstr (told, "[Y]") != NULL));
}

/* It cannot be read back, and says so. */
static void
test_one_way (Ward *self, gconstpointer unused)
{
  g_autoptr (CsRecord) record = cs_study_freeze (self->study.study);
  g_autoptr (GError) error = NULL;

  ward_write (self, "gsps", (CsExportManner) { 0 });
  g_assert_null (cs_export_read (cs_export_find ("gsps"), record, self->out, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED);
}

static void
test_none (void)
{
  g_assert_false (cs_dicom_write_presentation (&(CsPresentation) { 0 }, "state.dcm", NULL));
  g_test_skip ("built without DCMTK: no presentation state is written");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gsps/upright", test_upright);
  g_test_add_func ("/gsps/corners", test_corners);
  if (!cs_dicom_is_built ())
    {
      g_test_add_func ("/gsps/none", test_none);
      return g_test_run ();
    }
  g_test_add ("/gsps/state/named", Ward, "named", open_with_finds, test_state, ward_close);
  g_test_add ("/gsps/state/anonymous", Ward, NULL, open_with_finds, test_state, ward_close);
  g_test_add ("/gsps/sorts", Ward, NULL, open_with_finds, test_sorts, ward_close);
  g_test_add ("/gsps/one-way", Ward, NULL, open_with_finds, test_one_way, ward_close);
  return g_test_run ();
}
