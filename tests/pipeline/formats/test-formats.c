/* Readers against hostile bytes: only the right one claims a sample; every cut and every changed byte gives a film or
 * one clear error; what was written is read back. The samples are made here. */
#include "folder.h"
#include "cs-error.h"
#include "cs-formats.h"
#include "cs-png.h"

#include <string.h>

typedef struct { char *folder; } Place;

static void
place_open (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("calcspot-formats-XXXXXX", NULL);
}

static void
place_close (Place *place, gconstpointer data)
{
  remove_tree (place->folder);
  g_free (place->folder);
}

static CsImage *
read_bytes (Place *place, const char *name, gconstpointer bytes, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename (place->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  return cs_formats_read_here (file, NULL, error);   /* as the helper does, thousands of times */
}

static CsRaster *
noise (CsPixel pixel, guint width, guint height, guint most)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  CsRaster *raster = cs_raster_new (pixel, width, height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      if (pixel == CS_PIXEL_U8)
        ((guint8 *) cs_raster_edit (raster, y))[x] = (guint8) g_rand_int_range (rand, 0, (int) most + 1);
      else
        ((guint16 *) cs_raster_edit (raster, y))[x] = (guint16) g_rand_int_range (rand, 0, (int) most + 1);
  return raster;
}

static void
test_png_round (Place *place, gconstpointer data)
{
  static const struct { CsPixel pixel; guint most, bits; } depths[] = {
    { CS_PIXEL_U8, 255, 8 }, { CS_PIXEL_U16, 1023, 10 }, { CS_PIXEL_U16, 4095, 12 }, { CS_PIXEL_U16, 65535, 16 } };
  g_autofree char *path = g_build_filename (place->folder, "film_L-CC.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr (CsRaster) raster = noise (depths[i].pixel, 37, 23, depths[i].most);
      g_autoptr (CsImage) image = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (cs_png_write (raster, 0.05, file, &error));
      image = cs_formats_read (file, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (cs_raster_equal (raster, cs_image_get_raster (image)));
      g_assert_cmpuint (cs_image_get_facts (image)->bits, ==, depths[i].bits);
      g_assert_cmpfloat_with_epsilon (cs_image_get_facts (image)->mm_per_pixel, 0.05, 1e-6);
      g_assert_cmpint (cs_image_get_facts (image)->spacing, ==, CS_SPACING_FILE);
      g_assert_cmpint (cs_image_get_facts (image)->side, ==, CS_SIDE_LEFT);
    }
}

/* Nobody waits for a picture that is no longer wanted, and none is there. */
static void
test_png_cancelled (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->folder, "film.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CsRaster) raster = noise (CS_PIXEL_U16, 37, 23, 4095);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (cs_png_write_until (raster, 0.05, file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_query_exists (file, NULL));
}

/* Header, expected pixel at (1, 1), bits. */
static void
test_pgm_forms (Place *place, gconstpointer data)
{
  static const struct { const char *bytes; gsize length; double pixel; guint bits; } films[] = {
    { "P2\n# by hand\n2 2 # size\n255\n1 2\n3 4\n", 0, 4, 8 },
    { "P2 2 2 4095 0 1 2 4000", 0, 4000, 12 },
    { "P5\n2 2\n255\n\1\2\3\4", 15, 4, 8 },
    { "P5 2 2\n#c\n255\n\1\2\3\4", 18, 4, 8 },
    { "P5\n2 2\n1023\n\0\1\0\2\0\3\1\4", 20, 260, 10 },
    { "P5\n2 2\n65535\n\n\0\1\377\377\0\3\1\4", 22, 260, 16 },   /* DDSM's two newlines */
  };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = films[i].length ? films[i].length : strlen (films[i].bytes);
      g_autoptr (CsImage) image = read_bytes (place, "film.pgm", films[i].bytes, length, &error);

      g_assert_no_error (error);
      g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), 1, 1), ==, films[i].pixel);
      g_assert_cmpuint (cs_image_get_facts (image)->bits, ==, films[i].bits);
    }
}

/* DDSM fills what was not scanned with white: to us it is air. */
static void
test_pgm_filler (Place *place, gconstpointer data)
{
  g_autoptr (CsImage) image = read_bytes (place, "film.pgm", "P5\n2 1\n65535\n\n\377\377\1\4", 18, NULL);

  g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), 0, 0), ==, 0);
}

/* What was sent or downloaded is told to be unpacked. */
static void
test_archive (Place *place, gconstpointer data)
{
  char tar[512] = "film.dcm";
  g_autoptr (GError) zip = NULL, tape = NULL, letter = NULL;

  memcpy (tar + 257, "ustar", 5);
  g_assert_null (read_bytes (place, "films.zip", "PK\3\4 and more", 13, &zip));
  g_assert_nonnull (strstr (zip->message, "Unpack"));
  g_assert_null (read_bytes (place, "films", tar, sizeof tar, &tape));
  g_assert_nonnull (strstr (tape->message, "Unpack"));
  g_assert_null (read_bytes (place, "letter.zip", "Dear colleague", 14, &letter));
  g_assert_null (strstr (letter->message, "Unpack"));
}

static void
test_wrong (Place *place, gconstpointer data)
{
  static const struct { const char *name, *bytes; gsize length; int code; } wrong[] = {
    { "empty.png", "", 0, CS_ERROR_DAMAGED },
    { "letter.png", "Dear colleague", 14, CS_ERROR_FORMAT },
    { "a.pgm", "P5\n100000 100000\n255\nxx", 23, CS_ERROR_TOO_LARGE },
    { "b.pgm", "P5\n20000 20000\n255\nxx", 21, CS_ERROR_TOO_LARGE },
    { "c.pgm", "P5\n100 100\n255\nxx", 17, CS_ERROR_DAMAGED },
    { "d.pgm", "P5\n0 100\n255\nxx", 15, CS_ERROR_DAMAGED },
    { "e.pgm", "P5\n2 2\n70000\n\1\1\1\1\1\1\1\1", 22, CS_ERROR_DAMAGED },
    { "f.pgm", "P2\n1 1\n15\n16\n", 13, CS_ERROR_DAMAGED },
    { "g.pgm", "P5\n-2 2\n255\n\1\2\3\4", 16, CS_ERROR_DAMAGED },
    { "h.png", "\x89PNG\r\n\x1a\n", 8, CS_ERROR_DAMAGED },
    { "i.jpg", "\xff\xd8\xff\xe0", 4, CS_ERROR_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", wrong[i].name);
      g_assert_null (read_bytes (place, wrong[i].name, wrong[i].bytes, wrong[i].length, &error));
      g_assert_error (error, CS_ERROR, wrong[i].code);
      g_assert_nonnull (strstr (error->message, wrong[i].name));
    }
}

static void
test_missing (Place *place, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (place->folder), gone = g_file_get_child (folder, "gone.png");
  g_autoptr (GError) missing = NULL, none = NULL;

  g_assert_null (cs_formats_read (gone, NULL, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (cs_formats_read (folder, NULL, &none));
  g_assert_error (none, CS_ERROR, CS_ERROR_FORMAT);
}

static GBytes *
png_sample (void)
{
  g_autoptr (CsRaster) raster = noise (CS_PIXEL_U16, 9, 7, 4095);

  return cs_png_pack (raster, NULL);
}

/* A cut or changed file gives a film or an error, never both, never neither. */
static void
try_bytes (Place *place, const char *name, const guint8 *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsImage) image = read_bytes (place, name, bytes, length, &error);

  g_assert_true ((image != NULL) != (error != NULL));
}

static void
hurt (Place *place, const char *name, GBytes *sample)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (sample, &length);
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  for (gsize cut = 0; cut < length; cut++)
    try_bytes (place, name, bytes, cut);
  for (gsize at = 0; at < length; at++)
    {
      copy[at] ^= 0xff;
      try_bytes (place, name, copy, length);
      copy[at] = bytes[at] ^ 0x01;
      try_bytes (place, name, copy, length);
      copy[at] = bytes[at];
    }
}

static void
test_hurt_png (Place *place, gconstpointer data)
{
  g_autoptr (GBytes) sample = png_sample ();

  hurt (place, "film.png", sample);
}

static void
test_hurt_pgm (Place *place, gconstpointer data)
{
  g_autoptr (GBytes) packed = g_bytes_new_static ("P5\n# c\n3 2\n255\n\1\2\3\4\5\6", 21);
  g_autoptr (GBytes) plain = g_bytes_new_static ("P2\n3 2\n255\n1 2 3 4 5 6\n", 24);

  hurt (place, "film.pgm", packed);
  hurt (place, "film.pgm", plain);
}

static void
test_hurt_jpeg (Place *place, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "grey.jpg", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) sample = NULL;
  g_autoptr (CsImage) image = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  image = read_bytes (place, "grey.jpg", text, length, NULL);
  g_assert_nonnull (image);
  g_assert_cmpuint (cs_image_get_width (image), ==, 16);
  sample = g_bytes_new (text, length);
  hurt (place, "grey.jpg", sample);
}

static void
test_colour (Place *place, gconstpointer data)
{
  static const struct { const char *name; gboolean readable; } pictures[] = { { "colour.jpg", FALSE },
                   { "colour.png", FALSE },
                   { "equal.png", TRUE },
                   { "clear.png", FALSE },
                   { "bits1.png", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", pictures[i].name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsImage) image = cs_formats_read (file, NULL, &error);

      g_test_message ("%s", pictures[i].name);
      if (pictures[i].readable)
        g_assert_no_error (error);
      else
        g_assert_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED);
    }
}

static guint
claims (GBytes *bytes, const char *name, const char **who)
{
  guint n = 0;

  for (guint i = 0; cs_formats[i]; i++)
    if (cs_formats[i]->guess (bytes, name) > 0)
      {
        *who = cs_formats[i]->id;
        n++;
      }
  return n;
}

static void
test_guess (Place *place, gconstpointer data)
{
  g_autoptr (GBytes) png = png_sample (), pgm = g_bytes_new_static ("P5\n1 1\n255\nx", 12);
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("\xff\xd8\xff\xe0", 4), text = g_bytes_new_static ("P", 1);
  const char *who = NULL;

  g_assert_cmpuint (claims (png, "x", &who), ==, 1);
  g_assert_cmpstr (who, ==, "png");
  g_assert_cmpuint (claims (pgm, "x", &who), ==, 1);
  g_assert_cmpstr (who, ==, "pgm");
  g_assert_cmpuint (claims (jpeg, "x", &who), ==, 1);
  g_assert_cmpstr (who, ==, "jpeg");
  g_assert_cmpuint (claims (text, "x", &who), ==, 0);
}

static void
test_is_film (Place *place, gconstpointer data)
{
  static const char *const films[] = { "a.png", "b.PGM", "c.jpeg", "d.JPG", "T.16_PGM",
                                       "A_1459_1.LEFT_CC.LJPEG" };
  static const char *const others[] = { "mask_breast.png", "gmic_0_R-MLO_mask.png", "A_0002_1.RIGHT_MLO_LI.png",
                                        "truth.json", "png", "TAPE_A_1378_1.COMB.16_PGM" };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    g_assert_true (cs_formats_is_film (films[i]));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (cs_formats_is_film (others[i]));
}

static void
test_mias_truth (Place *place, gconstpointer data)
{
  g_autofree char *table = g_build_filename (place->folder, "Info.txt", NULL);
  g_autofree char *path = g_build_filename (place->folder, "mdb209.pgm", NULL);
  g_autoptr (GFile) film = g_file_new_for_path (path);
  g_autoptr (CsTruth) truth = NULL;

  g_file_set_contents (table, "mdb208 G NORM\nmdb209 G CALC M 647 503 87\nmdb209 D CALC M *NOTE 3*\n", -1, NULL);
  truth = cs_formats_truth (film, 1024, 1024, NULL);
  g_assert_cmpuint (cs_truth_get_n_spots (truth), ==, 1);
  g_assert_true (cs_truth_get_regions (truth));
  g_assert_true (cs_truth_spot_contains (cs_truth_get_spot (truth, 0), 647.5, 520.5));   /* 1023 - 503 */
  g_assert_true (cs_truth_spot_contains (cs_truth_get_spot (truth, 0), 647.5 + 86, 520.5));
  g_assert_false (cs_truth_spot_contains (cs_truth_get_spot (truth, 0), 647.5 + 80, 520.5 + 80));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Place *, gconstpointer); } tests[] = {
    { "/formats/png/cancelled", test_png_cancelled },
    { "/formats/png/round", test_png_round },   { "/formats/pgm/forms", test_pgm_forms },
    { "/formats/pgm/filler", test_pgm_filler }, { "/formats/archive", test_archive },
    { "/formats/wrong", test_wrong },
    { "/formats/missing", test_missing },       { "/formats/hurt/png", test_hurt_png },
    { "/formats/hurt/pgm", test_hurt_pgm },     { "/formats/hurt/jpeg", test_hurt_jpeg },
    { "/formats/colour", test_colour },         { "/formats/guess", test_guess },
    { "/formats/is-film", test_is_film },       { "/formats/truth/mias", test_mias_truth },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, place_open, tests[i].test, place_close);
  return g_test_run ();
}
