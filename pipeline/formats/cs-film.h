/* From decoded pixels to a film: what every reader does last. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

/* A film's name: the file's base name; a phantom's is its folder's, for all of them are called film.png. */
char    *cs_film_name (GFile *file);
/* Facts come from the file where it states them (@mm_per_pixel, 0: it does not), else from the name. */
CsImage *cs_film_new  (const CsRaster *raster, const char *name, guint bits, double mm_per_pixel);

G_END_DECLS
