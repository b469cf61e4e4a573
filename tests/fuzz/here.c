/* In place of cs-decoder.c: films are decoded in this process, where the sanitizers see it. The linker
 * takes these and leaves the library's own out. */
#include "cs-decoder.h"
#include "cs-formats.h"

CsImage *
cs_decoder_read (GFile *film, GCancellable *cancellable, GError **error)
{
  return cs_formats_read_here (film, cancellable, error);
}

CsRaster *
cs_decoder_mask (GFile *film, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsImage) image = cs_formats_mask_here (film, error);

  return image != NULL ? cs_raster_ref (cs_image_get_raster (image)) : NULL;
}

CsHeader *
cs_decoder_header (GFile *film, GCancellable *cancellable, GError **error)
{
  return cs_formats_header_here (film, error);
}

guint
cs_decoder_count (GFile *film, GCancellable *cancellable)
{
  return cs_formats_count_here (film);
}

int
cs_decoder_main (int argc, char **argv)
{
  return 2;
}
