/* How a mammogram stands upright, as it hangs on a viewer: head up, in a craniocaudal view the outer side; the chest wall at
 * the right in the right breast and at the left in the left one. Pure functions; any thread. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

/* First turned clockwise by quarters, then mirrored (left and right change places): the order of DICOM's own. */
typedef struct { guint quarters; gboolean mirrored; } CsUpright;

/* @row, @column: the patient's sides to which rows and columns of the stored picture run ("A", "FR"). As it is stored where
 * side, view or sides are not known, or do not fit together. */
CsUpright cs_upright_find  (CsSide side, CsView view, const char *row, const char *column);
/* The stored pixel (from 1) that is seen at the top left, or else at the bottom right, of @columns x @rows of them. */
void      cs_upright_corner (const CsUpright *self, guint columns, guint rows, gboolean bottom_right, int *x, int *y);

G_END_DECLS
