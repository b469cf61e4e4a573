/* What is large is found at half the resolution. A film at half the resolution must give the same boxes, as far as it shows
 * their finds; so whatever has CS_HALF_LEAST of its pixels is judged on it alone, also where finer pixels are at hand, and that
 * again on its own half. Pixels that are finer than the search needs add nothing: there all finds are the half's.
 *
 * A pixel of it is the mean of four, rounded. Of an odd number of rows the last is left out, of columns the outermost where there
 * is less of the breast: so halves are as sharp as those of even films, and that of a mirrored film is the mirrored one.
 *
 * For stages, in their run: in the thread of the job. The last two are pure functions, any thread. */
#pragma once

#include "cs-stage.h"

G_BEGIN_DECLS

#define CS_HALF_LEAST 4           /* px of the half */
#define CS_HALF_COARSEST_MM 0.25  /* a pixel: coarser ones show no shape of a calcification's size */

gboolean cs_half_is_shown   (CsImage *film);   /* whether its half's pixels still show one */

/* Begins the half of the film, with the masks that are its breast's and muscle's; and runs the stage on it. */
gboolean cs_half_begin      (CsBench *bench, guint least, GError **error);
/* Gives what the stage made of the half as its own @output, enlarged to the film where it is a picture. Without a half: nothing. */
gboolean cs_half_show       (CsBench *bench, const char *output, GError **error);

/* A part of the half on the film it is of, and where a pixel of that lies on a raster of the half, in px. */
CsBox    cs_half_to_film    (const CsHalving *how, const CsBox *part);
void     cs_half_from_film  (const CsHalving *how, const CsRaster *raster, guint *x, guint *y);

G_END_DECLS
