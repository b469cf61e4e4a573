/* Lengths, areas and counts on a film, in mm where its spacing is known, each with where that comes from. Pure; texts are
 * translated. Any thread. */
#pragma once

#include "cs-image.h"
#include "cs-product.h"

G_BEGIN_DECLS

/* "50 µm, scanner's table", "70 µm, by its file", "100 µm, set by hand", or "px: no spacing known". Transfer full, as below. */
char *cs_measure_source    (const CsFacts *facts);
char *cs_measure_length    (const CsFacts *facts, double pixels);      /* "12.3 mm" or "145 px" */
char *cs_measure_area      (const CsFacts *facts, double pixels);      /* "0.42 mm²" or "96 px²" */
/* "3 calcifications, 0.42 mm²": the pieces of a mask (U8) that touch, corners too, and what they cover. */
char *cs_measure_mask      (const CsFacts *facts, const CsRaster *mask);
char *cs_measure_parts     (const CsBox *box);                         /* of its suspicion: "Contrast 0.93 · Size 0.40 · ..." */
/* How far apart the two outermost corners of @n boxes are, in pixels; 0 for none. */
double cs_measure_extent   (const CsBox *boxes, guint n);

G_END_DECLS
