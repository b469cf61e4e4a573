/* JPEG 2000 in DICOM: streams that OpenJPEG's encoder makes here, lossless and lossy, one frame and several. */
#include "dicoms.h"

#include <openjpeg.h>
#include <string.h>

#include "cs-error.h"
#include "cs-formats.h"

#define COLUMNS 70
#define ROWS 50
#define LOSSLESS "1.2.840.10008.1.2.4.90"
#define LOSSY "1.2.840.10008.1.2.4.91"

static OPJ_SIZE_T
write_bytes (void *buffer, OPJ_SIZE_T n, void *data)
{
  g_byte_array_append (data, buffer, (guint) n);
  return n;
}

static opj_image_t *
draw (const int *values, guint bits, gboolean is_signed)
{
  opj_image_cmptparm_t shape = { .dx = 1, .dy = 1, .w = COLUMNS, .h = ROWS, .prec = bits, .sgnd = is_signed };
  opj_image_t *image = opj_image_create (1, &shape, OPJ_CLRSPC_GRAY);

  image->x1 = COLUMNS;
  image->y1 = ROWS;
  for (guint i = 0; i < ROWS * COLUMNS; i++)
    image->comps[0].data[i] = values[i];
  return image;
}

/* @rate: how many times smaller; 1: lossless. */
static GBytes *
encode (const int *values, guint bits, gboolean is_signed, float rate)
{
  GByteArray *bytes = g_byte_array_new ();
  opj_image_t *image = draw (values, bits, is_signed);
  opj_codec_t *codec = opj_create_compress (OPJ_CODEC_J2K);
  opj_stream_t *stream = opj_stream_default_create (OPJ_FALSE);
  opj_cparameters_t parameters;

  opj_set_default_encoder_parameters (&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.tcp_rates[0] = rate;
  parameters.numresolution = 4;
  parameters.irreversible = rate > 1;
  opj_stream_set_write_function (stream, write_bytes);
  opj_stream_set_user_data (stream, bytes, NULL);
  g_assert_true (opj_setup_encoder (codec, &parameters, image));
  g_assert_true (opj_start_compress (codec, image, stream));
  g_assert_true (opj_encode (codec, stream));
  g_assert_true (opj_end_compress (codec, stream));
  opj_stream_destroy (stream);
  opj_destroy_codec (codec);
  opj_image_destroy (image);
  return g_byte_array_free_to_bytes (bytes);
}

static int *
noise (guint bits, gboolean is_signed, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  int *values = g_new (int, ROWS * COLUMNS), lowest = is_signed ? -(1 << (bits - 1)) : 0;

  for (guint i = 0; i < ROWS * COLUMNS; i++)
    values[i] = i % 4 == 0 ? lowest + g_rand_int_range (rand, 0, 1 << bits) : values[i - 1];
  values[1] = lowest;
  values[2] = lowest + (1 << bits) - 1;
  return values;
}

static GFile *
write_film (DicomPlace *place, const char *syntax, GBytes *const *streams, guint frames, guint bits, gboolean is_signed)
{
  DicomSheet sheet = { .columns = COLUMNS, .rows = ROWS, .frames = frames, .allocated = bits > 8 ? 16 : 8,
                       .stored = bits, .is_signed = is_signed, .photometric = "MONOCHROME2", .syntax = syntax,
                       .streams = streams };

  return dicom_write (place, "film.dcm", &sheet);
}

static void
test_lossless (DicomPlace *place, gconstpointer data)
{
  static const struct { guint bits; gboolean is_signed; } films[] = {
    { 8, FALSE }, { 10, FALSE }, { 12, FALSE }, { 16, FALSE }, { 12, TRUE }, { 16, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autofree int *values = noise (films[i].bits, films[i].is_signed, i);
      g_autoptr (GBytes) stream = encode (values, films[i].bits, films[i].is_signed, 1);
      g_autoptr (GFile) file = write_film (place, LOSSLESS, &stream, 0, films[i].bits, films[i].is_signed);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsImage) image = cs_formats_read (file, NULL, &error);   /* by the helper */
      int lowest = films[i].is_signed ? -(1 << (films[i].bits - 1)) : 0;

      g_assert_no_error (error);
      for (guint k = 0; k < ROWS * COLUMNS; k++)
        g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), k % COLUMNS, k / COLUMNS), ==,
                           values[k] - lowest);
    }
}

/* A ramp comes back close. */
static void
test_lossy (DicomPlace *place, gconstpointer data)
{
  g_autofree int *values = g_new (int, ROWS * COLUMNS);
  g_autoptr (GBytes) stream = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CsImage) image = NULL;
  double off = 0;

  for (guint i = 0; i < ROWS * COLUMNS; i++)
    values[i] = (int) (40 * (i % COLUMNS) + 20 * (i / COLUMNS));
  stream = encode (values, 12, FALSE, 20);
  file = write_film (place, LOSSY, &stream, 0, 12, FALSE);
  image = dicom_read (file);
  for (guint i = 0; i < ROWS * COLUMNS; i++)
    off += ABS (cs_raster_get (cs_image_get_raster (image), i % COLUMNS, i / COLUMNS) - values[i]);
  g_assert_cmpfloat (off / (ROWS * COLUMNS), <, 32);
}

static void
test_frames (DicomPlace *place, gconstpointer data)
{
  GBytes *streams[3];
  int *values[3];
  g_autoptr (GFile) file = NULL;

  for (guint i = 0; i < 3; i++)
    {
      values[i] = noise (12, FALSE, 20 + i);
      streams[i] = encode (values[i], 12, FALSE, 1);
    }
  file = write_film (place, LOSSLESS, streams, 3, 12, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *address = g_strdup_printf ("%s#%03u", g_file_peek_path (file), 3 - i);
      g_autoptr (GFile) film = g_file_new_for_path (address);
      g_autoptr (CsImage) image = dicom_read (film);

      for (guint k = 0; k < ROWS * COLUMNS; k++)
        g_assert_cmpfloat (cs_raster_get (cs_image_get_raster (image), k % COLUMNS, k / COLUMNS), ==, values[2 - i][k]);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_bytes_unref (streams[i]);
      g_free (values[i]);
    }
}

/* Cut, changed, of another size: one clear word or a film, never a crash. */
static void
test_hurt (DicomPlace *place, gconstpointer data)
{
  g_autofree int *values = noise (12, FALSE, 4);
  g_autoptr (GBytes) stream = encode (values, 12, FALSE, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (stream, &length);

  for (guint i = 0; i < 24; i++)
    {
      g_autofree guint8 *hurt = g_memdup2 (bytes, length);
      g_autoptr (GBytes) broken = NULL;
      g_autoptr (GFile) file = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CsImage) image = NULL;

      hurt[g_rand_int_range (rand, 0, 120)] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      broken = g_bytes_new (hurt, i % 2 == 0 ? length : (gsize) g_rand_int_range (rand, 1, (gint32) length));
      file = write_film (place, LOSSLESS, &broken, 0, 12, FALSE);
      image = cs_formats_read (file, NULL, &error);
      g_assert_true (image != NULL || (error != NULL && error->domain == CS_ERROR));
      g_assert_true (i % 2 == 0 || image == NULL);
    }
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (DicomPlace *, gconstpointer); } tests[] = {
    { "/jp2/lossless", test_lossless },
    { "/jp2/lossy", test_lossy },
    { "/jp2/frames", test_frames },
    { "/jp2/hurt", test_hurt },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DicomPlace, NULL, dicom_place_open, tests[i].test, dicom_place_close);
  return g_test_run ();
}
