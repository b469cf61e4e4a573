/* DDSM's films as published: lossless JPEG of 12 or 16 bits and one component, beside an .ics file that tells of their
 * scan (cs-ics.h). libjpeg reads no lossless JPEG; DCMTK does, of a frame that is made for it. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-dicom.h"
#include "cs-error.h"
#include "cs-film.h"
#include "cs-format.h"
#include "cs-ics.h"
#include "cs-jpeg.h"

#define SOF_LOSSLESS 0xc3

/* FALSE: no JPEG, or another than a lossless one. */
static gboolean
find_frame (const guint8 *bytes, gsize length, CsJpegFrame *frame)
{
  return cs_jpeg_find_frame (bytes, length, frame) && frame->marker == SOF_LOSSLESS;
}

static guint
guess (GBytes *head, const char *name)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (head, &length);
  CsJpegFrame frame;

  return find_frame (bytes, length, &frame) ? 97 : 0;
}

static gboolean
check (const CsJpegFrame *frame, const char *name, GError **error)
{
  if (frame->components == 1 && frame->bits > 8 && frame->bits <= 16)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
               _("“%s” is a lossless JPEG of %u components and %u bits. Films of one component and of 9 to 16 bits are "
                 "read: save it as PNG."), name, frame->components, frame->bits);
  return FALSE;
}

/* Some scans tell lines and columns the wrong way round; the case's .ics has them right. */
static void
settle_size (CsJpegFrame *frame, const CsScan *scan)
{
  if ((guint64) scan->width * scan->height == (guint64) frame->width * frame->height)
    {
      frame->width = scan->width;
      frame->height = scan->height;
    }
}

static CsRaster *
decode (GBytes *bytes, const CsJpegFrame *coded, const CsJpegFrame *shown, const char *name, GError **error)
{
  g_autoptr (CsRaster) raster = cs_raster_try_new (CS_PIXEL_U16, shown->width, shown->height, error);
  gsize size = (gsize) shown->width * shown->height * sizeof (guint16);
  g_autoptr (CsDicom) dicom = NULL;
  g_autofree guint16 *words = NULL;

  if (raster == NULL)
    {
      g_prefix_error (error, "“%s”: ", name);
      return NULL;
    }
  dicom = cs_dicom_wrap_jpeg (bytes, name, coded->width, coded->height, coded->bits, error);
  words = dicom != NULL ? g_malloc (size) : NULL;
  if (dicom == NULL || !cs_dicom_decode (dicom, 0, words, size, error))
    return NULL;
  for (guint y = 0; y < shown->height; y++)
    memcpy (cs_raster_edit (raster, y), words + (gsize) y * shown->width, shown->width * sizeof *words);
  return g_steal_pointer (&raster);
}

static CsImage *
read_film (GFile *file, GBytes *bytes, GError **error)
{
  g_autofree char *name = cs_film_name (file);
  g_autoptr (CsRaster) raster = NULL;
  g_autoptr (CsImage) image = NULL;
  CsJpegFrame coded = { 0 }, shown;
  CsScan scan;
  gboolean told = cs_ics_find (file, &scan);
  gsize length;

  find_frame (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes), &coded);
  if (!check (&coded, name, error))
    return NULL;
  shown = coded;
  if (told)
    settle_size (&shown, &scan);
  raster = decode (bytes, &coded, &shown, name, error);
  if (raster == NULL)
    return NULL;
  image = cs_film_new (raster, name, coded.bits, 0);
  return told ? cs_ics_fill (&scan, image) : g_steal_pointer (&image);
}

const CsFormat cs_format_ljpeg = {
  .id = "ljpeg", .title = N_("Lossless JPEG film"), .suffixes = (const char *const[]) { "ljpeg", NULL },
  .guess = guess, .read = read_film };
