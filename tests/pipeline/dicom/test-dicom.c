/* DICOM to the pixel: every combination of photometric interpretation, bits, sign and padding, as written here and as
 * coded by DCMTK's tools; several frames; what is damaged, or lies. */
#include "dicoms.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cs-dicom-film.h"
#include "cs-error.h"
#include "cs-film.h"
#include "cs-formats.h"
#include "cs-parcel.h"

#define COLUMNS 21u   /* odd, so that 8-bit pictures need their last byte */
#define ROWS 17u

/* What the film must be, by a road of its own: one pixel after the other. */
static int
expected (const DicomSheet *sheet, int value, gboolean padded, int padding)
{
  int lowest = sheet->is_signed ? -(1 << (sheet->stored - 1)) : 0, top = (1 << sheet->stored) - 1;

  if (padded && value == padding)
    return 0;
  return g_str_equal (sheet->photometric, "MONOCHROME1") ? top - (value - lowest) : value - lowest;
}

static void
check_pixels (const DicomSheet *sheet, guint frame, CsImage *image, gboolean padded, int padding)
{
  const CsRaster *raster = cs_image_get_raster (image);
  const int *values = sheet->values + (gsize) frame * sheet->rows * sheet->columns;

  g_assert_cmpuint (cs_image_get_width (image), ==, sheet->columns);
  g_assert_cmpuint (cs_image_get_height (image), ==, sheet->rows);
  g_assert_cmpuint (cs_image_get_facts (image)->bits, ==, sheet->stored);
  g_assert_true (cs_image_get_facts (image)->inverted == g_str_equal (sheet->photometric, "MONOCHROME1"));
  for (guint y = 0; y < sheet->rows; y++)
    for (guint x = 0; x < sheet->columns; x++)
      g_assert_cmpfloat (cs_raster_get (raster, x, y), ==,
                         expected (sheet, values[y * sheet->columns + x], padded, padding));
}

/* Values over the whole range, its ends among them; blotches, so that coders have something to predict. */
static int *
draw (GRand *rand, guint n, guint bits, gboolean is_signed)
{
  int *values = g_new (int, n), lowest = is_signed ? -(1 << (bits - 1)) : 0, top = (1 << bits) - 1;

  for (guint i = 0; i < n; i++)
    values[i] = i % 5 == 0 || i == 0 ? lowest + g_rand_int_range (rand, 0, top + 1) : values[i - 1];
  values[1] = lowest;
  values[2] = lowest + top;
  return values;
}

/* Every coding of the standard that DCMTK's tools can write without loss. */
static const char *const codings[] = {
  "dcmconv +ti", "dcmconv +tb", "dcmcrle", "dcmcjpeg +e1", "dcmcjpls +el", NULL };

static void
check_sheet (DicomPlace *place, const DicomSheet *sheet, gboolean padded, int padding)
{
  guint16 word = (guint16) padding;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsImage) image = NULL;

  if (padded)
    dicom_words (place, 0x0028, 0x0120, sheet->is_signed ? "SS" : "US", &word, 1);
  file = dicom_write (place, "film.dcm", sheet);
  image = dicom_read (file);
  check_pixels (sheet, 0, image, padded, padding);
  for (guint i = 0; codings[i] != NULL; i++)
    {
      g_autoptr (GFile) coded = NULL;
      g_autoptr (CsImage) film = NULL;

      if (!dicom_convert (place, file, codings[i], &coded))
        continue;
      g_test_message ("%s, %s, %u bits, %s", codings[i], sheet->photometric, sheet->stored,
                      sheet->is_signed ? "signed" : "unsigned");
      film = dicom_read (coded);
      check_pixels (sheet, 0, film, padded, padding);
    }
}

static void
test_combinations (DicomPlace *place, gconstpointer photometric)
{
  static const guint depths[] = { 8, 10, 12, 14, 16 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    for (guint k = 0; k < 4; k++)
      {
        gboolean is_signed = k % 2 == 1, padded = k / 2 == 1;
        g_autofree int *values = draw (rand, ROWS * COLUMNS, depths[i], is_signed);
        DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .allocated = depths[i] == 8 ? 8 : 16,
                             .stored = depths[i], .is_signed = is_signed, .photometric = photometric,
                             .values = values };

        check_sheet (place, &sheet, padded, values[1]);
      }
}

/* Bytes in words; and a signed film without a pixel below zero, which needs one bit less. */
static void
test_words (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  g_autofree int *bytes = draw (rand, ROWS * COLUMNS, 8, FALSE), *half = draw (rand, ROWS * COLUMNS, 11, FALSE);
  DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .allocated = 16, .stored = 8, .photometric = "MONOCHROME2",
                       .values = bytes };
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsImage) image = NULL;

  check_sheet (place, &sheet, FALSE, 0);
  sheet.stored = 12;
  sheet.is_signed = TRUE;
  sheet.values = half;
  file = dicom_write (place, "film.dcm", &sheet);
  image = dicom_read (file);
  g_assert_cmpuint (cs_image_get_facts (image)->bits, ==, 11);
  for (guint i = 0; i < ROWS * COLUMNS; i++)
    g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), i % COLUMNS, i / COLUMNS), ==, half[i]);
}

static void
test_predictors (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  g_autofree int *values = draw (rand, ROWS * COLUMNS, 16, FALSE);
  DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .allocated = 16, .stored = 16, .photometric = "MONOCHROME2",
                       .values = values };
  g_autoptr (GFile) file = dicom_write (place, "film.dcm", &sheet);

  for (guint i = 1; i <= 7; i++)
    {
      g_autofree char *command = g_strdup_printf ("dcmcjpeg +el +sv %u", i);
      g_autoptr (GFile) coded = NULL;
      g_autoptr (CsImage) image = NULL;

      if (!dicom_convert (place, file, command, &coded))
        {
          g_test_skip ("dcmcjpeg (package dcmtk) is not installed");
          return;
        }
      g_test_message ("%s", command);
      image = dicom_read (coded);
      check_pixels (&sheet, 0, image, FALSE, 0);
    }
}

/* Lossy codings come back close: a ramp within two steps of 256 in the mean. */
static void
test_lossy (DicomPlace *place, gconstpointer data)
{
  static const struct { const char *command; guint bits; } ways[] = {
    { "dcmcjpeg +eb +q 95", 8 }, { "dcmcjpeg +ee +q 95", 12 }, { "dcmcjpls +en +md 2", 12 } };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      int ramp[64 * 64];
      DicomSheet sheet = { .columns = 64, .rows = 64, .allocated = ways[i].bits == 8 ? 8 : 16, .stored = ways[i].bits,
                           .photometric = "MONOCHROME2", .values = ramp };
      g_autoptr (GFile) file = NULL, coded = NULL;
      g_autoptr (CsImage) image = NULL;
      double off = 0;

      for (int k = 0; k < 64 * 64; k++)
        ramp[k] = (k % 64 + k / 64) << (ways[i].bits - 7);
      file = dicom_write (place, "film.dcm", &sheet);
      if (!dicom_convert (place, file, ways[i].command, &coded))
        continue;
      image = dicom_read (coded);
      for (guint k = 0; k < 64 * 64; k++)
        off += ABS (cs_raster_get (cs_image_get_raster (image), k % 64, k / 64) - ramp[k]);
      g_test_message ("%s: %g", ways[i].command, off / (64 * 64));
      g_assert_cmpfloat (off / (64 * 64), <, 2 << (ways[i].bits - 8));
    }
}

/* Each frame is a film with a name of its own, however the file is coded, in any order. */
static void
test_frames (DicomPlace *place, gconstpointer bits)
{
  static const char *const ways[] = { "dcmconv", "dcmcrle", "dcmcjpeg +e1", "dcmcjpls +el" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (14);
  guint stored = GPOINTER_TO_UINT (bits);
  g_autofree int *values = draw (rand, 3 * ROWS * COLUMNS, stored, FALSE);
  DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .frames = 3, .allocated = stored == 8 ? 8 : 16,
                       .stored = stored, .photometric = "MONOCHROME2", .values = values };
  g_autoptr (GFile) file = dicom_write (place, "tomo.dcm", &sheet);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GFile) coded = NULL;
      g_autoptr (GPtrArray) films = NULL;

      if (!dicom_convert (place, file, ways[i], &coded))
        continue;
      films = cs_formats_films (coded, NULL);
      g_assert_cmpuint (films->len, ==, 3);
      for (guint k = 3; k-- > 0;)
        {
          g_autoptr (CsImage) image = cs_formats_read (films->pdata[k], NULL, NULL);
          g_autoptr (CsImage) here = dicom_read (films->pdata[k]);

          g_assert_true (cs_raster_equal (cs_image_get_raster (image), cs_image_get_raster (here)));
          g_assert_true (cs_film_exists (films->pdata[k]));
          g_assert_true (g_str_has_suffix (cs_image_get_name (image), k == 0 ? "#001" : k == 1 ? "#002" : "#003"));
          check_pixels (&sheet, k, image, FALSE, 0);
        }
    }
}

static void
test_bare (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (15);
  g_autofree int *values = draw (rand, ROWS * COLUMNS, 12, FALSE);
  DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .allocated = 16, .stored = 12, .bare = TRUE,
                       .photometric = "MONOCHROME1", .values = values };
  g_autoptr (GFile) file = dicom_write (place, "IM0001", &sheet), implicit = NULL;
  g_autoptr (CsImage) image = dicom_read (file);

  check_pixels (&sheet, 0, image, FALSE, 0);
  g_assert_true (cs_formats_is_film_file (file));
  g_assert_false (cs_formats_is_film ("IM0001"));
  if (dicom_convert (place, file, "dcmconv -F +ti", &implicit))
    {
      g_autoptr (CsImage) film = dicom_read (implicit);

      check_pixels (&sheet, 0, film, FALSE, 0);
    }
}

static void
must_fail (GFile *file, int code)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", name);
  g_assert_null (cs_formats_read (file, NULL, &error));
  g_assert_error (error, CS_ERROR, code);
  g_assert_nonnull (strstr (error->message, name));
}

/* An element of the picture's shape says something else from now on. */
static void
overwrite (char *bytes, gsize length, guint element, guint value)
{
  const guint8 tag[] = { 0x28, 0x00, (guint8) element, (guint8) (element >> 8), 'U', 'S', 2, 0 };

  for (gsize at = 0; at + 10 <= length; at++)
    if (memcmp (bytes + at, tag, sizeof tag) == 0)
      {
        bytes[at + 8] = (char) value;
        bytes[at + 9] = (char) (value >> 8);
        return;
      }
  g_assert_not_reached ();
}

/* What is said of the picture does not fit it, or is beyond us: one message, and no memory for what is not there. */
static void
test_lies (DicomPlace *place, gconstpointer data)
{
  int values[64] = { 0 };
  const DicomSheet honest = { .columns = 8, .rows = 8, .allocated = 16, .stored = 12, .photometric = "MONOCHROME2",
                              .values = values };
  static const struct { const char *name; guint element, value; int code; } lies[] = {
    { "rows.dcm", 0x0010, 65535, CS_ERROR_TOO_LARGE }, { "more.dcm", 0x0010, 9000, CS_ERROR_DAMAGED },
    { "none.dcm", 0x0010, 0, CS_ERROR_FORMAT },        { "allocated.dcm", 0x0100, 32, CS_ERROR_UNSUPPORTED },
    { "stored.dcm", 0x0101, 17, CS_ERROR_UNSUPPORTED }, { "few.dcm", 0x0101, 7, CS_ERROR_UNSUPPORTED },
    { "high.dcm", 0x0102, 3, CS_ERROR_UNSUPPORTED },   { "colour.dcm", 0x0002, 3, CS_ERROR_UNSUPPORTED } };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GFile) file = dicom_write (place, lies[i].name, &honest);
      g_autofree char *bytes = NULL;
      gsize length;

      g_file_load_contents (file, NULL, &bytes, &length, NULL, NULL);
      overwrite (bytes, length, lies[i].element, lies[i].value);
      g_object_unref (dicom_write_bytes (place, lies[i].name, bytes, length));
      must_fail (file, lies[i].code);
    }
}

static void
test_unsupported (DicomPlace *place, gconstpointer data)
{
  int values[64] = { 0 };
  DicomSheet sheet = { .columns = 8, .rows = 8, .allocated = 8, .stored = 8, .photometric = "PALETTE COLOR",
                       .values = values };
  g_autoptr (GFile) palette = dicom_write (place, "palette.dcm", &sheet), letter = NULL, deflated = NULL;

  must_fail (palette, CS_ERROR_UNSUPPORTED);
  sheet.photometric = "MONOCHROME2";
  letter = dicom_write (place, "film.dcm", &sheet);
  if (dicom_convert (place, letter, "dcmconv +td", &deflated))
    must_fail (deflated, CS_ERROR_UNSUPPORTED);
}

/* Sequences in sequences without end: a reader that calls itself for each runs out of stack. */
static void
test_deep (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 128; i++)
    g_string_append_c (deep, '\0');
  g_string_append_len (deep, "DICM\x02\0\x10\0UI\x14\0" "1.2.840.10008.1.2.1\0", 32);
  for (guint i = 0; i < 200000; i++)
    g_string_append_len (deep, "\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff", 20);
  file = dicom_write_bytes (place, "deep.dcm", deep->str, deep->len);
  g_assert_null (cs_formats_read (file, NULL, &error));
  g_assert_nonnull (error);
}

/* By the helper, as films are read, or here, where the coding is DCMTK's own business alone. */
static void
try_bytes (DicomPlace *place, const guint8 *bytes, gsize length, gboolean here)
{
  g_autoptr (GFile) file = dicom_write_bytes (place, "hurt.dcm", bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = here ? cs_formats_read_here (file, NULL, &error) : cs_formats_read (file, NULL, &error);
  g_autoptr (CsHeader) header = here ? cs_formats_header_here (file, NULL) : NULL;

  g_assert_true ((image != NULL) != (error != NULL));
}

static GFile *
write_rich (DicomPlace *place)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (16);
  g_autofree int *values = draw (rand, 72, 12, FALSE);
  const DicomSheet sheet = { .columns = 9, .rows = 8, .allocated = 16, .stored = 12, .photometric = "MONOCHROME2",
                             .values = values };

  dicom_text (place, 0x0008, 0x0070, "LO", "ACME");
  dicom_text (place, 0x0008, 0x1090, "LO", "One");
  dicom_text (place, 0x0028, 0x1050, "DS", "40\\60");
  dicom_text (place, 0x0028, 0x1051, "DS", "400\\50");
  dicom_begin (place, 0x0028, 0x3010);
  dicom_words (place, 0x0028, 0x3002, "US", (const guint16[]) { 4, 0, 8 }, 3);
  dicom_words (place, 0x0028, 0x3006, "OW", (const guint16[]) { 0, 1, 2, 255 }, 4);
  dicom_end (place);
  return dicom_write (place, "film.dcm", &sheet);
}

typedef struct { const char *command; gboolean here; gsize step; } Hurt;

/* Cut, and a byte changed, at many places: a film or one error, whatever becomes of the decoder. */
static void
test_hurt (DicomPlace *place, gconstpointer data)
{
  const Hurt *hurt = data;
  g_autoptr (GFile) file = write_rich (place), coded = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!dicom_convert (place, file, hurt->command, &coded))
    {
      g_test_skip ("DCMTK's tools (package dcmtk) are not installed");
      return;
    }
  g_file_load_contents (coded, NULL, &text, &length, NULL, NULL);
  for (gsize at = 120; at < length; at += hurt->step)
    {
      char was = text[at];

      if (at % 3 == 0)
        try_bytes (place, (const guint8 *) text, at, hurt->here);
      text[at] = (char) (was ^ (at % 2 == 0 ? 0xff : 0x01));
      try_bytes (place, (const guint8 *) text, length, hurt->here);
      text[at] = was;
    }
}

/* The helper is killed, is not there, or never answers: an error, and we live. */
static void
test_helper (DicomPlace *place, gconstpointer data)
{
  static const char *const scripts[] = { "#!/bin/sh\nkill -9 $$\n", "#!/bin/sh\nhead -c 5000 /dev/zero >&3\n",
                                         "#!/bin/sh\nexit 3\n", "#!/bin/sh\n" };
  g_autoptr (GFile) file = write_rich (place);
  g_autofree char *path = g_build_filename (place->folder, "helper", NULL);
  g_autofree char *was = g_strdup (g_getenv ("CALCSPOT_DECODER"));

  g_setenv ("CALCSPOT_DECODER", path, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_assert_true (g_file_set_contents_full (path, scripts[i], -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
      must_fail (file, CS_ERROR_DAMAGED);
    }
  g_setenv ("CALCSPOT_DECODER", "/nowhere/calcspot-decode", TRUE);
  g_autoptr (GError) error = NULL;
  g_assert_null (cs_formats_read (file, NULL, &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/calcspot-decode"));
  g_setenv ("CALCSPOT_DECODER", was, TRUE);
}

/* An installation without the module says what it lacks, for a DICOM film and for a lossless JPEG. */
static void
test_module (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) file = write_rich (place);
  g_autofree char *was = g_strdup (g_getenv ("CALCSPOT_MODULES"));
  g_autoptr (GError) error = NULL;

  g_setenv ("CALCSPOT_MODULES", "/nowhere", TRUE);
  g_assert_null (cs_formats_read (file, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "calcspot-dicom.so"));
  g_setenv ("CALCSPOT_MODULES", was, TRUE);
}

static GBytes *
pack (DicomPlace *place, CsImage *image)
{
  g_autofree char *path = g_build_filename (place->folder, "parcel", NULL), *bytes = NULL;
  int fd = g_open (path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
  gsize length;

  g_assert_true (cs_parcel_write_film (fd, image));
  close (fd);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

/* What the helper hands over comes back whole; cut or changed by a helper gone mad, it is a film or an error. */
static void
test_parcel (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) file = write_rich (place);
  g_autoptr (CsImage) image = dicom_read (file), back = NULL;
  g_autoptr (GBytes) parcel = pack (place, image);
  g_autoptr (GError) none = NULL;
  gsize length;
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (parcel, &length), g_bytes_get_size (parcel));

  back = cs_parcel_read_film (parcel, "film.dcm", &none);
  g_assert_no_error (none);
  g_assert_true (cs_raster_equal (cs_image_get_raster (image), cs_image_get_raster (back)));
  g_assert_cmpuint (cs_details_get_n_windows (cs_image_get_details (back)), ==, 3);
  g_assert_cmpstr (cs_details_get_scanner (cs_image_get_details (back)), ==, "ACME One");
  g_assert_cmpfloat (cs_details_show (cs_image_get_details (back), 0, 200), ==,
                     cs_details_show (cs_image_get_details (image), 0, 200));
  for (gsize at = 0; at < length; at++)
    for (guint i = 0; i < 3; i++)
      {
        guint8 was = bytes[at];
        g_autoptr (GBytes) hurt = NULL;
        g_autoptr (CsImage) film = NULL;
        g_autoptr (GError) error = NULL;

        bytes[at] = (guint8) (was ^ (i == 0 ? 0xff : i));
        hurt = g_bytes_new (bytes, i == 2 ? at : length);
        film = cs_parcel_read_film (hurt, "film.dcm", &error);
        g_assert_true ((film != NULL) != (error != NULL));
        bytes[at] = was;
      }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* A file that makes the decoder hang: who waits for it can give up, and takes the helper down. */
static void
test_cancel (DicomPlace *place, gconstpointer data)
{
  g_autoptr (GFile) file = write_rich (place);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = g_build_filename (place->folder, "helper", NULL);
  g_autofree char *was = g_strdup (g_getenv ("CALCSPOT_DECODER"));
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_true (g_file_set_contents_full (path, "#!/bin/sh\nexec sleep 1000\n", -1, G_FILE_SET_CONTENTS_NONE, 0755,
                                           NULL));
  g_setenv ("CALCSPOT_DECODER", path, TRUE);
  thread = g_thread_new (NULL, cancel_soon, cancellable);
  g_assert_null (cs_formats_read (file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_setenv ("CALCSPOT_DECODER", was, TRUE);
}

/* Without DCMTK a film is refused with the word for it. */
static void
test_none (DicomPlace *place, gconstpointer data)
{
  int value = 7;
  DicomSheet sheet = { .columns = 1, .rows = 1, .allocated = 8, .stored = 8, .photometric = "MONOCHROME2",
                       .values = &value };
  g_autoptr (GFile) file = dicom_write (place, "film.dcm", &sheet);
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_formats_read (file, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "DCMTK"));
  g_test_skip ("without DCMTK: no DICOM film is read");
}

static const Hurt plain = { "dcmconv", TRUE, 2 }, big_endian = { "dcmconv +tb", TRUE, 2 },
                  rle = { "dcmcrle", FALSE, 47 }, jpeg = { "dcmcjpeg +e1", FALSE, 47 },
                  jpeg_ls = { "dcmcjpls +el", FALSE, 47 };

int
main (int argc, char **argv)
{
  static const struct { const char *path; gconstpointer data; void (*test) (DicomPlace *, gconstpointer); } tests[] = {
    { "/dicom/combinations/1", "MONOCHROME1", test_combinations },
    { "/dicom/combinations/2", "MONOCHROME2", test_combinations },
    { "/dicom/words", NULL, test_words },
    { "/dicom/predictors", NULL, test_predictors },
    { "/dicom/lossy", NULL, test_lossy },
    { "/dicom/frames/8", GUINT_TO_POINTER (8), test_frames },
    { "/dicom/frames/12", GUINT_TO_POINTER (12), test_frames },
    { "/dicom/bare", NULL, test_bare },
    { "/dicom/lies", NULL, test_lies },
    { "/dicom/unsupported", NULL, test_unsupported },
    { "/dicom/deep", NULL, test_deep },
    { "/dicom/hurt/plain", &plain, test_hurt },
    { "/dicom/hurt/big-endian", &big_endian, test_hurt },
    { "/dicom/hurt/rle", &rle, test_hurt },
    { "/dicom/hurt/jpeg", &jpeg, test_hurt },
    { "/dicom/hurt/jpeg-ls", &jpeg_ls, test_hurt },
    { "/dicom/helper", NULL, test_helper },
    { "/dicom/module", NULL, test_module },
    { "/dicom/parcel", NULL, test_parcel },
    { "/dicom/cancel", NULL, test_cancel },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  if (!cs_dicom_is_built ())
    {
      g_test_add ("/dicom/none", DicomPlace, NULL, dicom_place_open, test_none, dicom_place_close);
      return g_test_run ();
    }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DicomPlace, tests[i].data, dicom_place_open, tests[i].test, dicom_place_close);
  return g_test_run ();
}
