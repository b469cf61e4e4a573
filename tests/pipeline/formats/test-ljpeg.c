/* DDSM as published: lossless JPEG beside an .ics. The streams are DCMTK's own encoder's, taken out of DICOM files. */
#include "dicoms.h"

#include <string.h>

#include "cs-dicom.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-date.h"
#include "cs-ics.h"

#define COLUMNS 60
#define ROWS 40
#define FILM "A_1459_1.LEFT_CC.LJPEG"
#define CASE \
  " \nics_version 1.0\nfilename A-1459-1\nDATE_OF_STUDY 17 8 1995\nPATIENT_AGE\nFILM\n" \
  "DIGITIZER HOWTEK 43.5\nSEQUENCE\n" \
  "LEFT_CC LINES %d PIXELS_PER_LINE %d BITS_PER_PIXEL 12 RESOLUTION 43.5 OVERLAY\n" \
  "RIGHT_CC LINES 99 PIXELS_PER_LINE 99 BITS_PER_PIXEL 12 RESOLUTION 50 NON_OVERLAY\n"

static void
lay_ics (DicomPlace *place, int lines, int columns)
{
  g_autofree char *text = g_strdup_printf (CASE, lines, columns);

  g_object_unref (dicom_write_bytes (place, "A-1459-1.ics", text, strlen (text)));
}

/* Noise over the whole range, its ends among it. */
static int *
draw (guint bits)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (bits);
  int *values = g_new (int, ROWS * COLUMNS);

  for (guint i = 0; i < ROWS * COLUMNS; i++)
    values[i] = i % 3 == 0 ? g_rand_int_range (rand, 0, 1 << bits) : values[i - 1];
  values[1] = 0;
  values[2] = (1 << bits) - 1;
  return values;
}

/* From the start of the image to its end, which is the last of its kind. */
static GFile *
take_stream (DicomPlace *place, GFile *dicom)
{
  g_autofree char *bytes = NULL;
  gsize length, first = 0, last;

  g_assert_true (g_file_load_contents (dicom, NULL, &bytes, &length, NULL, NULL));
  while (memcmp (bytes + first, "\xff\xd8\xff", 3) != 0)
    g_assert_cmpuint (++first + 3, <, length);
  for (last = length - 2; memcmp (bytes + last, "\xff\xd9", 2) != 0; last--)
    g_assert_cmpuint (last, >, first);
  return dicom_write_bytes (place, FILM, bytes + first, last + 2 - first);
}

/* A film coded with a predictor; NULL: DCMTK's tools are not here. */
static GFile *
encode (DicomPlace *place, const int *values, guint bits, guint predictor)
{
  DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .allocated = 16, .stored = bits, .photometric = "MONOCHROME2",
                       .values = values };
  g_autoptr (GFile) plain = dicom_write (place, "film.dcm", &sheet), coded = NULL;
  g_autofree char *command = g_strdup_printf ("dcmcjpeg %s +el +sv %u", bits < 16 ? "+pl +bt" : "+tl", predictor);

  if (dicom_convert (place, plain, command, &coded))
    return take_stream (place, coded);
  g_test_skip ("dcmcjpeg (package dcmtk) is not installed");
  return NULL;
}

static void
check_pixels (CsImage *image, const int *values, guint width)
{
  g_assert_cmpuint (cs_image_get_width (image), ==, width);
  for (guint i = 0; i < ROWS * COLUMNS; i++)
    g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), i % width, i / width), ==, values[i]);
}

static void
test_predictors (DicomPlace *place, gconstpointer bits)
{
  g_autofree int *values = draw (GPOINTER_TO_UINT (bits));

  for (guint predictor = 1; predictor <= 7; predictor++)
    {
      g_autoptr (GFile) film = encode (place, values, GPOINTER_TO_UINT (bits), predictor);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsImage) image = film != NULL ? cs_formats_read (film, NULL, &error) : NULL;   /* by the helper */

      if (film == NULL)
        return;
      g_assert_no_error (error);
      check_pixels (image, values, COLUMNS);
      g_assert_cmpuint (cs_image_get_facts (image)->bits, ==, GPOINTER_TO_UINT (bits));
      g_assert_cmpint (cs_image_get_facts (image)->spacing, ==, CS_SPACING_NONE);
    }
}

static void
test_scan (DicomPlace *place, gconstpointer data)
{
  g_autofree int *values = draw (12);
  g_autoptr (GFile) film = encode (place, values, 12, 1);
  g_autoptr (CsImage) image = NULL, turned = NULL, other = NULL;
  const CsFacts *facts;

  if (film == NULL)
    return;
  lay_ics (place, ROWS, COLUMNS);
  image = cs_formats_read (film, NULL, NULL);
  check_pixels (image, values, COLUMNS);
  facts = cs_image_get_facts (image);
  g_assert_cmpint (facts->spacing, ==, CS_SPACING_FILE);
  g_assert_cmpfloat (facts->mm_per_pixel, ==, 0.0435);
  g_assert_cmpint (facts->side, ==, CS_SIDE_LEFT);
  g_assert_cmpint (facts->view, ==, CS_VIEW_CC);
  g_assert_cmpstr (facts->case_id, ==, "A_1459");
  g_assert_nonnull (strstr (cs_details_get_notes (cs_image_get_details (image))[0], "3.79"));
  lay_ics (place, COLUMNS, ROWS);
  turned = cs_formats_read (film, NULL, NULL);
  check_pixels (turned, values, ROWS);
  lay_ics (place, ROWS, COLUMNS + 1);
  other = cs_formats_read (film, NULL, NULL);
  check_pixels (other, values, COLUMNS);
  g_assert_cmpint (cs_image_get_facts (other)->spacing, ==, CS_SPACING_NONE);
  g_assert_nonnull (strstr (cs_details_get_notes (cs_image_get_details (other))[0], "61 × 40"));
}

/* The README's constants by hand; the letter of the film's name decides where one digitizer stood in two hospitals. */
static void
test_density (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *film, *ics, *digitizer; double level, density; } scans[] = {
    { "A_0001_1.LEFT_CC.LJPEG", "A-0001-1.ics", "DBA 21", 10000, 4.267 - 0.90303 * 4 },
    { "A_1459_1.LEFT_CC.LJPEG", "A-1459-1.ics", "HOWTEK 43.5", 1000, 3.78929 - 0.94568 },
    { "C_0010_1.LEFT_CC.LJPEG", "C-0010-1.ics", "LUMISYS", 1000, 4.05978 - 0.99081 },
    { "D_4500_1.LEFT_CC.LJPEG", "D-4500-1.ics", "HOWTEK", 1000, 3.96604 - 0.99056 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (scans); i++)
    {
      g_autofree char *text = g_strdup_printf ("DATE_OF_STUDY 2 3 1995\nDIGITIZER %s\n"
                                               "LEFT_CC LINES 10 PIXELS_PER_LINE 20 RESOLUTION nan\n",
                                               scans[i].digitizer);
      g_autoptr (GFile) film = g_file_new_build_filename (place->folder, scans[i].film, NULL);
      CsScan scan;

      g_assert_false (cs_ics_find (film, &scan));
      g_object_unref (dicom_write_bytes (place, scans[i].ics, text, strlen (text)));
      g_assert_true (cs_ics_find (film, &scan));
      g_assert_cmpfloat (scan.mm, ==, 0);
      g_assert_cmpuint (scan.day, ==, cs_date_parse ("1995-03-02"));
      g_assert_cmpfloat_with_epsilon (cs_ics_density (&scan, scans[i].level), scans[i].density, 1e-9);
    }
}

/* Cut anywhere, or with a byte changed: a film or one clear word, never a crash. */
static void
test_hurt (DicomPlace *place, gconstpointer data)
{
  g_autofree int *values = draw (12);
  g_autoptr (GFile) film = encode (place, values, 12, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree char *bytes = NULL;
  gsize length;

  if (film == NULL)
    return;
  g_assert_true (g_file_load_contents (film, NULL, &bytes, &length, NULL, NULL));
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *hurt = g_memdup2 (bytes, length);
      gsize kept = i % 2 == 0 ? (gsize) g_rand_int_range (rand, 3, (gint32) length) : length;
      g_autoptr (GFile) file = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CsImage) image = NULL;

      hurt[g_rand_int_range (rand, 2, 40)] ^= (char) (1 << g_rand_int_range (rand, 0, 8));
      file = dicom_write_bytes (place, FILM, hurt, kept);
      image = cs_formats_read (file, NULL, &error);
      g_assert_true (image != NULL || (error != NULL && error->domain == CS_ERROR));
    }
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; gconstpointer data; void (*test) (DicomPlace *, gconstpointer); } tests[] = {
    { "/ljpeg/density", NULL, test_density },
    { "/ljpeg/12", GUINT_TO_POINTER (12), test_predictors },
    { "/ljpeg/16", GUINT_TO_POINTER (16), test_predictors },
    { "/ljpeg/scan", NULL, test_scan },
    { "/ljpeg/hurt", NULL, test_hurt },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < (cs_dicom_is_built () ? G_N_ELEMENTS (tests) : 1); i++)
    g_test_add (tests[i].path, DicomPlace, tests[i].data, dicom_place_open, tests[i].test, dicom_place_close);
  return g_test_run ();
}
