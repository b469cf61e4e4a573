/* Decoding in a process of its own, with limits of memory and time, and few calls to the system: a hostile file can take
 * neither the window nor the study with it. The helper is the program calcspot-decode, beside the one that runs, or $CALCSPOT_DECODER. Blocking: for jobs. */
#pragma once

#include "cs-header.h"
#include "cs-image.h"

G_BEGIN_DECLS

/* Where the helper dies or takes too long: CS_ERROR_DAMAGED, with the file's name; cancelled: G_IO_ERROR_CANCELLED, and the
 * helper is killed. */
CsImage  *cs_decoder_read   (GFile *film, GCancellable *cancellable, GError **error);
CsHeader *cs_decoder_header (GFile *film, GCancellable *cancellable, GError **error);
CsRaster *cs_decoder_mask   (GFile *film, GCancellable *cancellable, GError **error);   /* cs_formats_mask() */
guint     cs_decoder_count  (GFile *film, GCancellable *cancellable);   /* at least 1 */

/* The helper's own side: argv is program, one of "film", "mask", "header", "count", and a film; the answer goes to descriptor 3. */
int       cs_decoder_main   (int argc, char **argv);

G_END_DECLS
