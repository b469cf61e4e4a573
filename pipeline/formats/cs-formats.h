/* Picks a format by best guess and reads a film or what is known to be true of it. Blocking: for jobs. */
#pragma once

#include "cs-format.h"
#include "cs-truth.h"

G_BEGIN_DECLS

/* The one way a film comes in. Facts are filled from file, then name. By cs_decoder_read(): in a process of its own. */
CsImage  *cs_formats_read    (GFile *file, GCancellable *cancellable, GError **error);
/* Truth beside a film of @width x @height px: phantom's truth.json, MIAS's Info*.txt, ... ; NULL without error: none is known.
 * What was made for a film of another size is no mark, but a gap (cs_truth_add_gap()). */
CsTruth  *cs_formats_truth   (GFile *file, guint width, guint height, GError **error);
/* The films a file holds, each by its address: the file itself, or its frames (cs_film_of_frame()). Never NULL; a file that
 * cannot be read, or a cancelled call, is one film, whose reading will tell why. */
GPtrArray *cs_formats_films    (GFile *file, GCancellable *cancellable);
/* What the file's header says, for a person to look through. NULL with an error, also where its format has none. */
CsHeader *cs_formats_header  (GFile *film, GCancellable *cancellable, GError **error);
/* A mask beside a film, decoded as films are, in a process of its own: U8 of 0 and 255. A PNG picture (what is not black), or a
 * frame of a file of masks that is no film (a DICOM Segmentation). */
CsRaster *cs_formats_mask    (GFile *film, GCancellable *cancellable, GError **error);
/* By suffix only, for scanning a folder: is this worth opening? mask_*.png of phantoms, *_mask.png are not films. */
gboolean  cs_formats_is_film (const char *name);
/* Likewise; a name without a suffix, or with a number for one, is no answer: then the first 4 KiB are asked. */
gboolean  cs_formats_is_film_file (GFile *file);

/* By suffix, then by the first bytes: a zip, a tar, ..., in which films may be. */
gboolean  cs_formats_is_archive_file (GFile *file);

/* The same in this very process, whatever the file may do to it: for the helper. */
CsImage  *cs_formats_read_here   (GFile *film, GCancellable *cancellable, GError **error);
CsImage  *cs_formats_mask_here   (GFile *film, GError **error);     /* the mask as a film's pixels */
CsHeader *cs_formats_header_here (GFile *film, GError **error);
guint     cs_formats_count_here  (GFile *file);

G_END_DECLS
