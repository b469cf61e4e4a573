/* What a DICOM film says of itself: side, view, length, windows, overlays, header; what it says twice and differently;
 * and whose it is, which nobody is told. */
#include "dicoms.h"

#include <string.h>

#include "cs-date.h"
#include "cs-dicom-film.h"
#include "cs-formats.h"

static int zeros[64];
static const DicomSheet sheet = { .columns = 8, .rows = 8, .allocated = 16, .stored = 12, .photometric = "MONOCHROME2",
                                  .values = zeros };

static CsImage *
finish (DicomPlace *place, const DicomSheet *of)
{
  g_autoptr (GFile) file = dicom_write (place, "film.dcm", of);

  return dicom_read (file);
}

static gboolean
has_note (CsImage *image, const char *words)
{
  const char *const *notes = cs_details_get_notes (cs_image_get_details (image));

  for (guint i = 0; notes[i] != NULL; i++)
    if (strstr (notes[i], words) != NULL)
      return TRUE;
  return FALSE;
}

typedef struct
{
  CsSpacings  spacings;
  double      mm;
  const char *why;      /* a part of what is said; NULL: nothing */
} Length;

static void
test_lengths (void)
{
  static const Length lengths[] = {
    { { .imager = { 0.1, 0.1 } }, 0.1, "a magnification is not stated" },
    { { .imager = { 0.1, 0.1 }, .magnification = 1.25 }, 0.08, "divided by the magnification 1.25" },
    { { .imager = { 0.1, 0.1 }, .magnification = 0 }, 0.1, "not stated" },
    { { .imager = { 0.1, 0.1 }, .pixel = { 0.1, 0.1 }, .magnification = 2 }, 0.05, "divided" },
    { { .imager = { 0.5, 0.5 }, .pixel = { 0.25, 0.25 } }, 0.25, "corrected for magnification" },
    { { .imager = { 0.5, 0.5 }, .pixel = { 0.5, 0.5 }, .calibration = "FIDUCIAL", .magnification = 2 }, 0.5,
      "calibrated" },
    { { .pixel = { 0.07, 0.07 } }, 0.07, "nothing else" },
    { { .scanned = { 0.05, 0.05 } }, 0.05, "of the scanner" },
    { { .pixel = { 0.07, 0.07 }, .scanned = { 0.05, 0.05 } }, 0.07, "Pixel Spacing 0.07" },
    { { .pixel = { 0.07, 0.14 } }, 0, "unknown" },
    { { .imager = { -0.1, -0.1 } }, 0, "unknown" },
    { { .imager = { 1e9, 1e9 } }, 0, "unknown" },
    { { .imager = { 0.1, 0.1 }, .magnification = 1e9 }, 0.1, "not stated" },
    { { { 0 } }, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *why = NULL;

      g_test_message ("%u", i);
      g_assert_cmpfloat_with_epsilon (cs_spacings_choose (&lengths[i].spacings, &why), lengths[i].mm, 1e-9);
      if (lengths[i].why != NULL)
        g_assert_nonnull (strstr (why, lengths[i].why));
      else
        g_assert_null (why);
    }
}

/* Oblique films: down and to the middle. The right breast's middle lies to the left. Also turned by half a turn. */
static void
test_orientations (void)
{
  static const struct { const char *row, *column; CsSide side; } golden[] = {
    { "A", "FR", CS_SIDE_LEFT }, { "P", "FL", CS_SIDE_RIGHT }, { "P", "HL", CS_SIDE_LEFT },
    { "A", "HR", CS_SIDE_RIGHT }, { "A", "RF", CS_SIDE_LEFT }, { "A", "R", CS_SIDE_UNKNOWN },
    { "P", "L", CS_SIDE_UNKNOWN }, { "A", "F", CS_SIDE_UNKNOWN },
    { "L", "FR", CS_SIDE_UNKNOWN }, { "A", "FHR", CS_SIDE_UNKNOWN }, { NULL, "FR", CS_SIDE_UNKNOWN },
    { "A", NULL, CS_SIDE_UNKNOWN } };

  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    g_assert_cmpint (cs_side_from_orientation (golden[i].row, golden[i].column), ==, golden[i].side);
}

/* The eight ways a left oblique and a right craniocaudal film may be stored, each in words, and the turn that brings it
 * upright: the stored film's own axes, mirrored and turned by it, are those of an upright one. */
static void
test_upright (void)
{
  static const struct { const char *row, *column; CsSide side; guint turn; } golden[] = {
    { "A", "FR", CS_SIDE_LEFT, 0 },  { "FR", "P", CS_SIDE_LEFT, 1 },  { "P", "HL", CS_SIDE_LEFT, 2 },
    { "HL", "A", CS_SIDE_LEFT, 3 },  { "P", "FR", CS_SIDE_LEFT, 4 },  { "HL", "P", CS_SIDE_LEFT, 5 },
    { "A", "HL", CS_SIDE_LEFT, 6 },  { "FR", "A", CS_SIDE_LEFT, 7 },
    { "P", "L", CS_SIDE_RIGHT, 0 },  { "L", "A", CS_SIDE_RIGHT, 1 },  { "A", "R", CS_SIDE_RIGHT, 2 },
    { "R", "P", CS_SIDE_RIGHT, 3 },  { "A", "L", CS_SIDE_RIGHT, 4 },  { "R", "A", CS_SIDE_RIGHT, 5 },
    { "P", "R", CS_SIDE_RIGHT, 6 },  { "L", "P", CS_SIDE_RIGHT, 7 },
    { "A", "P", CS_SIDE_LEFT, 0 },   { "F", "L", CS_SIDE_LEFT, 0 },   { NULL, "A", CS_SIDE_LEFT, 0 },
    { "P", "HL", CS_SIDE_UNKNOWN, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      g_test_message ("%u", i);
      g_assert_cmpuint (cs_turn_from_orientation (golden[i].row, golden[i].column, golden[i].side), ==, golden[i].turn);
    }
}

/* The file's own words, through the reader; an orientation that contradicts the side turns nothing. */
static void
test_day_and_turn (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *study, *picture, *side, *orientation, *day; guint turn; } films[] = {
    { "20190302", "20190301", "L", "P\\HL", "2019-03-02", 2 },
    { NULL, "2019.03.01", "L", "A\\FR", "2019-03-01", 0 },
    { "20191341", NULL, "R", "P\\HL", "", 0 },
    { NULL, NULL, "R", NULL, "", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (CsImage) image = NULL;
      g_autofree char *day = NULL;

      if (films[i].study != NULL)
        dicom_text (place, 0x0008, 0x0020, "DA", films[i].study);
      if (films[i].picture != NULL)
        dicom_text (place, 0x0008, 0x0022, "DA", films[i].picture);
      if (films[i].orientation != NULL)
        dicom_text (place, 0x0020, 0x0020, "CS", films[i].orientation);
      dicom_text (place, 0x0020, 0x0062, "CS", films[i].side);
      image = finish (place, &sheet);
      day = cs_date_to_text (cs_details_get_day (cs_image_get_details (image)));
      g_assert_cmpstr (day, ==, films[i].day);
      g_assert_cmpuint (cs_details_get_turn (cs_image_get_details (image)), ==, films[i].turn);
    }
}

static void
put_view (DicomPlace *place, const char *code)
{
  dicom_begin (place, 0x0054, 0x0220);
  dicom_text (place, 0x0008, 0x0100, "SH", code);
  dicom_end (place);
}

static void
test_side_and_view (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *image, *series, *word, *code; CsSide side; CsView view; const char *note; }
  films[] = {
    { "L", NULL, "MLO", NULL, CS_SIDE_LEFT, CS_VIEW_MLO, NULL },
    { "R", "R", NULL, "399162004", CS_SIDE_RIGHT, CS_VIEW_CC, NULL },
    { NULL, "R", "CC", "R-10242", CS_SIDE_RIGHT, CS_VIEW_CC, NULL },
    { "L", "R", "CC", NULL, CS_SIDE_LEFT, CS_VIEW_CC, "the picture was believed" },
    { "B", NULL, "XCCL", NULL, CS_SIDE_UNKNOWN, CS_VIEW_XCCL, NULL },
    { "L", NULL, NULL, "399101009", CS_SIDE_LEFT, CS_VIEW_XCCM, NULL },
    { "L", NULL, NULL, "Y-X1770", CS_SIDE_LEFT, CS_VIEW_XCCL, NULL },   /* DICOM's own, before it had SNOMED's */
    { "L", NULL, "MLO", "MAKER-7", CS_SIDE_LEFT, CS_VIEW_MLO, "MAKER-7" },
    { "L", NULL, NULL, "MAKER-7", CS_SIDE_LEFT, CS_VIEW_UNKNOWN, "MAKER-7" },
    { "L", NULL, "CCX", NULL, CS_SIDE_LEFT, CS_VIEW_UNKNOWN, "CCX" },
    { "L", NULL, "CC", "R-10226", CS_SIDE_LEFT, CS_VIEW_MLO, "the code was believed" },
    { NULL, NULL, "ABDOMEN", "nonsense", CS_SIDE_UNKNOWN, CS_VIEW_UNKNOWN, "ABDOMEN" } };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (CsImage) image = NULL;

      if (films[i].word != NULL)
        dicom_text (place, 0x0018, 0x5101, "CS", films[i].word);
      if (films[i].series != NULL)
        dicom_text (place, 0x0020, 0x0060, "CS", films[i].series);
      if (films[i].image != NULL)
        dicom_text (place, 0x0020, 0x0062, "CS", films[i].image);
      if (films[i].code != NULL)
        put_view (place, films[i].code);
      image = finish (place, &sheet);
      g_test_message ("%u", i);
      g_assert_cmpint (cs_image_get_facts (image)->side, ==, films[i].side);
      g_assert_cmpint (cs_image_get_facts (image)->view, ==, films[i].view);
      if (films[i].note != NULL)
        g_assert_true (has_note (image, films[i].note));
      else
        g_assert_null (cs_details_get_notes (cs_image_get_details (image))[0]);
    }
}

static void
test_length_of_film (DicomPlace *place, gconstpointer data)
{
  g_autoptr (CsImage) image = NULL;

  dicom_text (place, 0x0018, 0x1114, "DS", "1.5");
  dicom_text (place, 0x0018, 0x1164, "DS", "0.09\\0.09");
  image = finish (place, &sheet);
  g_assert_cmpfloat_with_epsilon (cs_image_get_facts (image)->mm_per_pixel, 0.06, 1e-9);
  g_assert_cmpint (cs_image_get_facts (image)->spacing, ==, CS_SPACING_FILE);
  g_assert_true (has_note (image, "Imager Pixel Spacing 0.09"));
}

/* Several windows, a function for all of them, and a table; each shows what its formula says of the file's values. */
static void
test_windows (DicomPlace *place, gconstpointer photometric)
{
  DicomSheet turned = sheet;
  gboolean low_is_white = strcmp (photometric, "MONOCHROME1") == 0;
  g_autoptr (CsImage) image = NULL;
  CsDetails *details;

  turned.photometric = photometric;
  dicom_text (place, 0x0028, 0x1050, "DS", "1000\\2000");
  dicom_text (place, 0x0028, 0x1051, "DS", "400\\100");
  dicom_text (place, 0x0028, 0x1052, "DS", "-100");
  dicom_text (place, 0x0028, 0x1053, "DS", "2");
  dicom_text (place, 0x0028, 0x1055, "LO", "NORMAL\\HARDER");
  dicom_text (place, 0x0028, 0x1056, "CS", "SIGMOID");
  dicom_begin (place, 0x0028, 0x3010);
  dicom_words (place, 0x0028, 0x3002, "US", (const guint16[]) { 3, 100, 8 }, 3);
  dicom_text (place, 0x0028, 0x3003, "LO", "STEPS");
  dicom_words (place, 0x0028, 0x3006, "OW", (const guint16[]) { 0, 51, 255 }, 3);
  dicom_end (place);
  image = finish (place, &turned);
  details = cs_image_get_details (image);
  g_assert_cmpuint (cs_details_get_n_windows (details), ==, 3);
  g_assert_cmpstr (cs_details_get_window (details, 1)->title, ==, "HARDER");
  g_assert_cmpstr (cs_details_get_window (details, 2)->title, ==, "STEPS");
  for (int stored = 0; stored < 4096; stored += 63)
    {
      CsVoi sigmoid = { .shape = CS_VOI_SIGMOID, .centre = 2000, .width = 100 };
      double shown = cs_voi_apply (&sigmoid, 2.0 * stored - 100), pixel = low_is_white ? 4095 - stored : stored;

      g_assert_cmpfloat_with_epsilon (cs_details_show (details, 1, pixel), low_is_white ? 1 - shown : shown, 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (cs_details_show (details, 2, low_is_white ? 4095 - 101 : 101),
                                  low_is_white ? 0 : 1, 1e-12);   /* 2 * 101 - 100 = 102: the third entry */
}

/* The slope turns the film round, or MONOCHROME1 does; both together leave it as it is. A shape only says it again. */
static void
test_inverse_once (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *photometric, *slope, *shape; gboolean turned, noted; } films[] = {
    { "MONOCHROME2", "1", NULL, FALSE, FALSE },      { "MONOCHROME1", "1", NULL, TRUE, FALSE },
    { "MONOCHROME2", "-1", NULL, TRUE, FALSE },      { "MONOCHROME1", "-1", NULL, FALSE, FALSE },
    { "MONOCHROME1", "1", "INVERSE", TRUE, FALSE },  { "MONOCHROME2", "1", "IDENTITY", FALSE, FALSE },
    { "MONOCHROME1", "1", "IDENTITY", TRUE, TRUE },  { "MONOCHROME2", "1", "INVERSE", FALSE, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      DicomSheet film = sheet;
      int values[64] = { 5 };
      g_autoptr (CsImage) image = NULL;

      film.photometric = films[i].photometric;
      film.values = values;
      dicom_text (place, 0x0028, 0x1050, "DS", "0");
      dicom_text (place, 0x0028, 0x1051, "DS", "100");
      dicom_text (place, 0x0028, 0x1052, "DS", "0");
      dicom_text (place, 0x0028, 0x1053, "DS", films[i].slope);
      if (films[i].shape != NULL)
        dicom_text (place, 0x2050, 0x0020, "CS", films[i].shape);
      image = finish (place, &film);
      g_test_message ("%u", i);
      g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), 0, 0), ==, films[i].turned ? 4090 : 5);
      g_assert_true (has_note (image, "Presentation LUT Shape") == films[i].noted);
      /* Brighter pixels are never shown darker: they are white where the tissue is dense. */
      g_assert_cmpfloat (cs_details_show (cs_image_get_details (image), 0, 0), <=,
                         cs_details_show (cs_image_get_details (image), 0, 4095));
    }
}

static void
test_modality_table (DicomPlace *place, gconstpointer data)
{
  int values[64] = { 9, 10, 11, 12, 4000 };
  DicomSheet film = sheet;
  g_autoptr (CsImage) image = NULL;
  static const double wanted[] = { 7, 7, 300, 1000, 1000 };

  film.values = values;
  dicom_begin (place, 0x0028, 0x3000);
  dicom_words (place, 0x0028, 0x3002, "US", (const guint16[]) { 3, 10, 10 }, 3);
  dicom_words (place, 0x0028, 0x3006, "OW", (const guint16[]) { 7, 300, 1000 }, 3);
  dicom_end (place);
  image = finish (place, &film);
  g_assert_cmpuint (cs_image_get_facts (image)->bits, ==, 10);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), i, 0), ==, wanted[i]);
}

static void
put_overlay (DicomPlace *place, guint group, const guint16 origin[2], const guint16 *bits)
{
  dicom_words (place, group, 0x0010, "US", (const guint16[]) { 4 }, 1);
  dicom_words (place, group, 0x0011, "US", (const guint16[]) { 4 }, 1);
  dicom_text (place, group, 0x0040, "CS", "G");
  dicom_words (place, group, 0x0050, "SS", origin, 2);
  dicom_words (place, group, 0x3000, "OW", bits, 1);
}

static void
test_overlays (DicomPlace *place, gconstpointer data)
{
  g_autoptr (CsImage) image = NULL;
  g_autoptr (CsRaster) laid = NULL;
  CsDetails *details;

  put_overlay (place, 0x6000, (const guint16[]) { (guint16) -1, 5 }, (const guint16[]) { 0x8421 });   /* a diagonal */
  put_overlay (place, 0x6002, (const guint16[]) { 1, 1 }, (const guint16[]) { 0xffff });
  image = finish (place, &sheet);
  details = cs_image_get_details (image);
  g_assert_cmpuint (cs_details_get_n_overlays (details), ==, 2);
  g_assert_cmpint (cs_details_get_overlay (details, 0)->left, ==, 4);
  g_assert_cmpint (cs_details_get_overlay (details, 0)->top, ==, -2);
  laid = cs_details_lay (details, 0, 8, 8);
  for (guint y = 0; y < 8; y++)
    for (guint x = 0; x < 8; x++)   /* of the diagonal from (4, -2) to (7, 1), two pixels lie on the film */
      g_assert_cmpfloat (cs_raster_get (laid, x, y), ==, (x == 6 && y == 0) || (x == 7 && y == 1) ? 255 : 0);
  g_clear_pointer (&laid, cs_raster_unref);
  laid = cs_details_lay (details, 1, 8, 8);
  g_assert_cmpfloat (cs_raster_get (laid, 3, 3), ==, 255);
  g_assert_cmpfloat (cs_raster_get (laid, 4, 3), ==, 0);
}

static void
test_lying_overlay (DicomPlace *place, gconstpointer data)
{
  g_autoptr (CsImage) image = NULL;

  dicom_words (place, 0x6000, 0x0010, "US", (const guint16[]) { 30000 }, 1);
  dicom_words (place, 0x6000, 0x0011, "US", (const guint16[]) { 8000 }, 1);
  dicom_words (place, 0x6000, 0x3000, "OW", (const guint16[]) { 1 }, 1);
  image = finish (place, &sheet);
  g_assert_cmpuint (cs_details_get_n_overlays (cs_image_get_details (image)), ==, 0);
  g_assert_true (has_note (image, "Overlay 1 is damaged"));
}

/* Numbers that are none are as good as absent. */
static void
test_not_numbers (DicomPlace *place, gconstpointer data)
{
  g_autoptr (CsImage) image = NULL;

  dicom_text (place, 0x0018, 0x1164, "DS", "nan\\nan");
  dicom_text (place, 0x0028, 0x1050, "DS", "inf");
  dicom_text (place, 0x0028, 0x1051, "DS", "nan");
  dicom_text (place, 0x0028, 0x1052, "DS", "nan");
  dicom_text (place, 0x0028, 0x1053, "DS", "1e400");
  image = finish (place, &sheet);
  g_assert_cmpfloat (cs_image_get_facts (image)->mm_per_pixel, ==, 0);
  g_assert_cmpuint (cs_details_get_n_windows (cs_image_get_details (image)), ==, 0);
}

static void
put_patient (DicomPlace *place, const char *number)
{
  dicom_text (place, 0x0008, 0x0080, "LO", "Ward Nine");
  dicom_text (place, 0x0010, 0x0010, "PN", "Doe^Jane");
  dicom_text (place, 0x0010, 0x0020, "LO", number);
}

/* One woman's films share a case that does not tell who she is; a public set's number, or one that stands for a removed
 * identity, may be told. */
static void
test_case (DicomPlace *place, gconstpointer data)
{
  g_autoptr (CsImage) one = NULL, two = NULL, other = NULL, removed = NULL, public = NULL;
  const char *name;

  put_patient (place, "4711");
  one = finish (place, &sheet);
  put_patient (place, "4711");
  two = finish (place, &sheet);
  put_patient (place, "4712");
  other = finish (place, &sheet);
  name = cs_image_get_facts (one)->case_id;
  g_assert_cmpstr (name, ==, cs_image_get_facts (two)->case_id);
  g_assert_cmpstr (name, !=, cs_image_get_facts (other)->case_id);
  g_assert_cmpstr (name, !=, "");
  g_assert_null (strstr (name, "4711"));
  dicom_text (place, 0x0010, 0x0020, "LO", "case-7");
  dicom_text (place, 0x0012, 0x0062, "CS", "YES");
  removed = finish (place, &sheet);
  g_assert_cmpstr (cs_image_get_facts (removed)->case_id, ==, "case-7");
  dicom_text (place, 0x0010, 0x0020, "LO", "Calc-Test_P_00038_LEFT_CC_1");
  public = finish (place, &sheet);
  g_assert_cmpstr (cs_image_get_facts (public)->case_id, ==, "P_00038");
  g_assert_cmpint (cs_image_get_facts (public)->side, ==, CS_SIDE_LEFT);
  g_assert_cmpint (cs_image_get_facts (public)->view, ==, CS_VIEW_CC);
}

/* One number in two character sets is one woman; names are read in theirs: Latin, UTF-8, by escapes. */
static void
test_character_sets (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *set, *number, *name, *said; } words[] = {
    { "ISO_IR 100", "\xdc-17", "M\xfcller^\xc4nne", "Müller^Änne" },
    { "ISO_IR 192", "Ü-17", "Müller^Änne=山田^太郎", "山田^太郎" },
    { "\\ISO 2022 IR 149", "KR", "Hong=\033$)C\xfb\xf3^\033$)C\xd1\xce\xd4\xd7", "洪^吉洞" },
    { "\\ISO 2022 IR 87", "JP", "Yamada=\033$B;3ED\033(B^\033$BB@O:\033(B", "山田^太郎" },
  };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (CsHeader) header = NULL;
      g_autoptr (GFile) file = NULL;
      g_autoptr (CsImage) image = NULL;
      gboolean found = FALSE;

      dicom_text (place, 0x0008, 0x0005, "CS", words[i].set);
      dicom_text (place, 0x0010, 0x0010, "PN", words[i].name);
      dicom_text (place, 0x0010, 0x0020, "LO", words[i].number);
      file = dicom_write (place, "film.dcm", &sheet);
      image = cs_formats_read (file, NULL, NULL);
      header = cs_formats_header (file, NULL, NULL);
      for (guint k = 0; k < cs_header_get_n (header); k++)
        found = found || strstr (cs_header_get (header, k)->value, words[i].said) != NULL;
      g_assert_true (found);
      first = first != NULL ? first : g_strdup (cs_image_get_facts (image)->case_id);
      g_assert_true ((i < 2) == g_str_equal (first, cs_image_get_facts (image)->case_id));
    }
}

/* Beside the usual film of a view: raw, magnified, pressed, with its implant pushed aside. */
static void
test_kinds (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *intent, *factor, *modifier; CsKind kind; } films[] = {
    { "FOR PRESENTATION", "1.06", NULL, CS_KIND_USUAL }, { "FOR PROCESSING", "1.0", "R-102D6", CS_KIND_RAW },
    { "FOR PRESENTATION", "1.8", NULL, CS_KIND_ADDED }, { "FOR PRESENTATION", "1.0", "399055006", CS_KIND_ADDED },
    { "FOR PRESENTATION", "1.0", "R-102D5", CS_KIND_DISPLACED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (GFile) file = NULL;
      g_autoptr (CsImage) image = NULL;

      dicom_text (place, 0x0008, 0x0068, "CS", films[i].intent);
      dicom_text (place, 0x0018, 0x1114, "DS", films[i].factor);
      if (films[i].modifier != NULL)
        {
          dicom_begin (place, 0x0054, 0x0220);
          dicom_text (place, 0x0008, 0x0100, "SH", "R-10242");
          dicom_begin (place, 0x0054, 0x0222);
          dicom_text (place, 0x0008, 0x0100, "SH", films[i].modifier);
          dicom_end (place);
          dicom_end (place);
        }
      file = dicom_write (place, "film.dcm", &sheet);
      image = cs_formats_read (file, NULL, NULL);            /* through the helper's parcel */
      g_assert_cmpint (cs_details_get_kind (cs_image_get_details (image)), ==, films[i].kind);
      g_assert_cmpint (cs_kind_from_text (cs_kind_to_text (films[i].kind)), ==, films[i].kind);
    }
}

/* Letters with what modifies them; of what is not known here nothing is guessed, not even from the file's name. */
static void
test_letters (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *word; CsView view; CsKind kind; } films[] = {
    { "CCID", CS_VIEW_CC, CS_KIND_DISPLACED }, { "mlo id", CS_VIEW_MLO, CS_KIND_DISPLACED },
    { "CCRL", CS_VIEW_CC, CS_KIND_ADDED }, { "ML-S", CS_VIEW_ML, CS_KIND_ADDED },
    { "MCC", CS_VIEW_CC, CS_KIND_ADDED }, { "MLMO", CS_VIEW_LMO, CS_KIND_ADDED },
    { "MLO", CS_VIEW_MLO, CS_KIND_USUAL }, { "RMLO", CS_VIEW_MLO, CS_KIND_USUAL },
    { "LM", CS_VIEW_LM, CS_KIND_USUAL }, { "XCCL", CS_VIEW_XCCL, CS_KIND_USUAL },
    { "CCQ", CS_VIEW_UNKNOWN, CS_KIND_USUAL }, { "CC Q", CS_VIEW_UNKNOWN, CS_KIND_USUAL },
    { "MLOS", CS_VIEW_UNKNOWN, CS_KIND_USUAL }, { "M", CS_VIEW_UNKNOWN, CS_KIND_USUAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (GFile) file = NULL;
      g_autoptr (CsImage) image = NULL;

      dicom_text (place, 0x0018, 0x5101, "CS", films[i].word);
      file = dicom_write (place, "case_L_CC.dcm", &sheet);
      image = cs_formats_read (file, NULL, NULL);            /* through the helper's parcel */
      g_test_message ("%s", films[i].word);
      g_assert_cmpint (cs_image_get_facts (image)->view, ==, films[i].view);
      g_assert_cmpint (cs_details_get_kind (cs_image_get_details (image)), ==, films[i].kind);
      g_assert_cmpint (has_note (image, films[i].word), ==, films[i].view == CS_VIEW_UNKNOWN);
    }
}

static guint
count_matches (CsHeader *header, const char *words, gboolean identity)
{
  guint n = 0;

  for (guint i = 0; i < cs_header_get_n (header); i++)
    n += cs_header_matches (cs_header_get (header, i), words, identity) ? 1 : 0;
  return n;
}

static void
test_header (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsHeader) header = NULL;

  put_patient (place, "4711");
  put_view (place, "R-10242");
  file = dicom_write (place, "film.dcm", &sheet);
  header = cs_formats_header (file, NULL, NULL);
  g_assert_nonnull (header);
  g_assert_cmpuint (count_matches (header, "", FALSE), ==, cs_header_get_n (header));
  g_assert_cmpuint (count_matches (header, "patientname", FALSE), ==, 1);
  g_assert_cmpuint (count_matches (header, "DOE^jane", FALSE), ==, 0);   /* what is hidden cannot be searched for */
  g_assert_cmpuint (count_matches (header, "DOE^jane", TRUE), ==, 1);
  g_assert_cmpuint (count_matches (header, "ward", FALSE), ==, 0);
  g_assert_cmpuint (count_matches (header, "photometric monochrome2", FALSE), ==, 1);
  g_assert_cmpuint (count_matches (header, "0028,0010", FALSE), ==, 1);
  g_assert_cmpuint (count_matches (header, "r-10242", FALSE), ==, 1);
  for (guint i = 0; i < cs_header_get_n (header); i++)
    if (g_str_equal (cs_header_get (header, i)->tag, "(0008,0100)"))
      g_assert_cmpuint (cs_header_get (header, i)->depth, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; gconstpointer data; void (*test) (DicomPlace *, gconstpointer); } tests[] = {
    { "/dicom-facts/side-and-view", NULL, test_side_and_view },
    { "/dicom-facts/day-and-turn", NULL, test_day_and_turn },
    { "/dicom-facts/length", NULL, test_length_of_film },
    { "/dicom-facts/windows/1", "MONOCHROME1", test_windows },
    { "/dicom-facts/windows/2", "MONOCHROME2", test_windows },
    { "/dicom-facts/inverse-once", NULL, test_inverse_once },
    { "/dicom-facts/modality-table", NULL, test_modality_table },
    { "/dicom-facts/overlays", NULL, test_overlays },
    { "/dicom-facts/lying-overlay", NULL, test_lying_overlay },
    { "/dicom-facts/not-numbers", NULL, test_not_numbers },
    { "/dicom-facts/case", NULL, test_case },
    { "/dicom-facts/kinds", NULL, test_kinds },
    { "/dicom-facts/letters", NULL, test_letters },
    { "/dicom-facts/character-sets", NULL, test_character_sets },
    { "/dicom-facts/header", NULL, test_header },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/dicom-facts/lengths", test_lengths);
  g_test_add_func ("/dicom-facts/orientations", test_orientations);
  g_test_add_func ("/dicom-facts/upright", test_upright);
  for (guint i = 0; i < G_N_ELEMENTS (tests) && cs_dicom_is_built (); i++)
    g_test_add (tests[i].path, DicomPlace, tests[i].data, dicom_place_open, tests[i].test, dicom_place_close);
  return g_test_run ();
}
