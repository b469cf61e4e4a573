/* A box of a comparison as an item: what CsBoxLayer draws and the list of differences shows. Immutable. */
#pragma once

#include <glib-object.h>
#include "cs-product.h"

G_BEGIN_DECLS

#define CS_TYPE_DIFFERENCE (cs_difference_get_type ())
G_DECLARE_FINAL_TYPE (CsDifference, cs_difference, CS, DIFFERENCE, GObject)

/* GObject properties, read only: x y width height (int), state (int, a CsBoxState: none where both sides have the box, negative where
 * only the left one has it, positive where only the right one has it), title (string: "Lost: box 3, suspicion 0.91"; translated). */
CsDifference *cs_difference_new      (const CsBox *box, guint side, guint rank, gboolean shared);
const CsBox  *cs_difference_get_box  (CsDifference *self);
guint         cs_difference_get_side (CsDifference *self);   /* 0 left, 1 right */
guint         cs_difference_get_rank (CsDifference *self);   /* its place in its side's list, from 0 */

G_END_DECLS
