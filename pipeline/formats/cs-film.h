/* From decoded pixels to a film: what every reader does last. And where a film lies: a file, or a frame of one.
 * Any thread. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

/* A film's name: the file's base name; a phantom's is its folder's, for all of them are called film.png. */
char    *cs_film_name (GFile *file);
/* Facts come from the file where it states them (@mm_per_pixel, 0: it does not), else from the name. */
CsImage *cs_film_new  (const CsRaster *raster, const char *name, guint bits, double mm_per_pixel);

/* A frame of a file with several is the film FILE#007, counted from 1: an address like any other, stored as such. A file
 * that bears such a name is itself. */
GFile   *cs_film_of_frame (GFile *file, guint frame);           /* @frame from 0 */
GFile   *cs_film_get_file (GFile *film, guint *frame);          /* the file on disk, a reference; @frame from 0, may be NULL */
gboolean cs_film_exists   (GFile *film);

G_END_DECLS
