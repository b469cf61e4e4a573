/* JPEG films of 8 bits: grey, or three channels that agree. The home of jpeglib.h. */
#include <glib/gi18n-lib.h>
#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>

#include "cs-error.h"
#include "cs-film.h"
#include "cs-format.h"

/* Chroma of a grey picture strays this far by rounding alone. */
#define MOST_CHROMA 2

/* Every pointer lives here, so that a jump out of the library loses none. */
typedef struct
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr         errors;   /* jpeg.err points here */
  jmp_buf                       out;
  char                          why[JMSG_LENGTH_MAX];
  CsRaster                     *raster;
  guint8                       *row;
  gboolean                      coloured;
} Work;

static void
fail_cb (j_common_ptr jpeg)
{
  Work *work = jpeg->client_data;

  jpeg->err->format_message (jpeg, work->why);
  longjmp (work->out, 1);
}

/* What the library only warns of (data that ends too early) is damage to us: half a film is no film. */
static void
warn_cb (j_common_ptr jpeg, int level)
{
  if (level < 0)
    fail_cb (jpeg);
}

/* Luma is the grey; chroma must be neutral. */
static gboolean
take_row (Work *work, guint y)
{
  guint8 *to = cs_raster_edit (work->raster, y);
  guint n = work->jpeg.output_components;

  for (guint x = 0; x < work->jpeg.output_width; x++)
    {
      to[x] = work->row[x * n];
      if (n == 3 && (ABS (work->row[3 * x + 1] - 128) > MOST_CHROMA || ABS (work->row[3 * x + 2] - 128) > MOST_CHROMA))
        return FALSE;
    }
  return TRUE;
}

static gboolean
start (Work *work, GError **error)
{
  jpeg_read_header (&work->jpeg, TRUE);
  work->coloured = work->jpeg.jpeg_color_space != JCS_GRAYSCALE && work->jpeg.jpeg_color_space != JCS_YCbCr;
  if (work->coloured)
    return TRUE;
  work->raster = cs_raster_try_new (CS_PIXEL_U8, work->jpeg.image_width, work->jpeg.image_height, error);
  if (work->raster == NULL)
    return FALSE;
  work->jpeg.out_color_space = work->jpeg.jpeg_color_space;
  jpeg_start_decompress (&work->jpeg);
  work->row = g_malloc ((gsize) work->jpeg.output_width * work->jpeg.output_components);
  return TRUE;
}

static gboolean
decode (Work *work, GBytes *bytes, const char *name, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (setjmp (work->out))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED,
                   _("“%s” is a damaged JPEG file: %s. Copy it again from its source."), name, work->why);
      return FALSE;
    }
  jpeg_create_decompress (&work->jpeg);
  jpeg_mem_src (&work->jpeg, data, length);
  if (!start (work, error))
    {
      g_prefix_error (error, "“%s”: ", name);
      return FALSE;
    }
  while (!work->coloured && work->jpeg.output_scanline < work->jpeg.output_height)
    {
      guint y = work->jpeg.output_scanline;

      jpeg_read_scanlines (&work->jpeg, &work->row, 1);
      work->coloured = !take_row (work, y);
    }
  if (!work->coloured)
    jpeg_finish_decompress (&work->jpeg);
  return TRUE;
}

static guint
guess (GBytes *head, const char *name)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (head, &length);

  return length >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff ? 95 : 0;
}

static CsImage *
read_film (GFile *file, GBytes *bytes, GError **error)
{
  g_autofree char *name = cs_film_name (file);
  g_autofree Work *work = g_new0 (Work, 1);
  CsImage *image = NULL;
  gboolean decoded;

  work->jpeg.err = jpeg_std_error (&work->errors);
  work->jpeg.client_data = work;
  work->errors.error_exit = fail_cb;
  work->errors.emit_message = warn_cb;
  decoded = decode (work, bytes, name, error);
  jpeg_destroy_decompress (&work->jpeg);
  if (decoded && work->coloured)
    g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
                 _("“%s” is a coloured picture, and a film is grey. Save it as grey JPEG or PNG."), name);
  else if (decoded)
    image = cs_film_new (work->raster, name, 8, 0);
  g_clear_pointer (&work->raster, cs_raster_unref);
  g_free (work->row);
  return image;
}

const CsFormat cs_format_jpeg = {
  .id = "jpeg", .title = N_("JPEG picture"), .suffixes = (const char *const[]) { "jpg", "jpeg", NULL },
  .guess = guess, .read = read_film };
