#include "cs-jp2.h"

#include <glib/gi18n-lib.h>
#include <openjpeg.h>
#include <string.h>

typedef struct { const guint8 *bytes; gsize length, at; } Source;

static OPJ_SIZE_T
read_bytes (void *buffer, OPJ_SIZE_T n, void *data)
{
  Source *self = data;
  gsize taken = MIN (n, self->length - self->at);

  memcpy (buffer, self->bytes + self->at, taken);
  self->at += taken;
  return taken > 0 ? taken : (OPJ_SIZE_T) -1;
}

static OPJ_OFF_T
skip_bytes (OPJ_OFF_T n, void *data)
{
  Source *self = data;
  OPJ_OFF_T skipped = CLAMP (n, 0, (OPJ_OFF_T) (self->length - self->at));

  self->at += (gsize) skipped;
  return skipped > 0 ? skipped : -1;
}

static OPJ_BOOL
seek_bytes (OPJ_OFF_T at, void *data)
{
  Source *self = data;

  if (at < 0 || (guint64) at > self->length)
    return OPJ_FALSE;
  self->at = (gsize) at;
  return OPJ_TRUE;
}

static opj_stream_t *
open_stream (Source *source)
{
  opj_stream_t *stream = opj_stream_default_create (OPJ_TRUE);

  opj_stream_set_read_function (stream, read_bytes);
  opj_stream_set_skip_function (stream, skip_bytes);
  opj_stream_set_seek_function (stream, seek_bytes);
  opj_stream_set_user_data (stream, source, NULL);
  opj_stream_set_user_data_length (stream, source->length);
  return stream;
}

/* Asked before anything of the stream's own size is allocated. */
static const char *
complain (const opj_image_t *image, guint width, guint height, guint allocated)
{
  if (image->numcomps != 1)
    return _("its JPEG 2000 stream is in colour");
  if (image->x1 < image->x0 || image->y1 < image->y0 || image->x1 - image->x0 != width ||
      image->y1 - image->y0 != height || image->comps[0].dx != 1 || image->comps[0].dy != 1)
    return _("its sizes contradict one another");
  return image->comps[0].prec <= allocated ? NULL : _("its JPEG 2000 stream has more bits than the film");
}

static void
copy (const opj_image_comp_t *component, guint width, guint height, guint allocated, gpointer words)
{
  guint mask = (1u << component->prec) - 1;
  gsize n = (gsize) width * height;

  for (gsize i = 0; i < n; i++)
    if (allocated == 8)
      ((guint8 *) words)[i] = (guint8) ((guint) component->data[i] & mask);
    else
      ((guint16 *) words)[i] = (guint16) ((guint) component->data[i] & mask);
}

static const char *
decode (opj_codec_t *codec, opj_stream_t *stream, opj_image_t **image, guint width, guint height, guint allocated,
        gpointer words)
{
  opj_dparameters_t parameters;
  const char *why;

  opj_set_default_decoder_parameters (&parameters);
  if (!opj_setup_decoder (codec, &parameters) || !opj_read_header (stream, codec, image))
    return _("its JPEG 2000 stream is damaged");
  why = complain (*image, width, height, allocated);
  if (why != NULL)
    return why;
  if (!opj_decoder_set_strict_mode (codec, OPJ_TRUE) || !opj_decode (codec, stream, *image)
      || !opj_end_decompress (codec, stream) || (*image)->comps[0].data == NULL
      || (*image)->comps[0].w != width || (*image)->comps[0].h != height)
    return _("its JPEG 2000 stream is damaged");
  copy (&(*image)->comps[0], width, height, allocated, words);
  return NULL;
}

gboolean
cs_jp2_decode (GBytes *bytes, guint width, guint height, guint allocated, gpointer words, const char **why)
{
  Source source = { 0 };
  opj_stream_t *stream;
  opj_codec_t *codec = opj_create_decompress (OPJ_CODEC_J2K);
  opj_image_t *image = NULL;

  source.bytes = g_bytes_get_data (bytes, &source.length);
  stream = open_stream (&source);
  *why = decode (codec, stream, &image, width, height, allocated, words);
  opj_image_destroy (image);
  opj_stream_destroy (stream);
  opj_destroy_codec (codec);
  return *why == NULL;
}
