/* What a network found in a box: a row of the Results page's list. Main thread only. */
#pragma once

#include <gio/gio.h>
#include "cs-product.h"

G_BEGIN_DECLS

#define CS_TYPE_FIND (cs_find_get_type ())
G_DECLARE_FINAL_TYPE (CsFind, cs_find, CS, FIND, GObject)

const CsBox *cs_find_get_box         (CsFind *self);   /* borrowed */
guint        cs_find_get_area        (CsFind *self);   /* pixels at or above the threshold */
double       cs_find_get_probability (CsFind *self);   /* the highest in the box, 0..1 */

/* The boxes with at least one pixel of @probability (F32, 0..1) at or above @threshold, surest first. Looks at pixels in boxes
 * only: a frame's work. Transfer full: a list of CsFind. */
GListModel  *cs_finds_new            (const CsRaster *probability, const CsBox *boxes, guint n, double threshold);

G_END_DECLS
