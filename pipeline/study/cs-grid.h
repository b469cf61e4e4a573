/* The physical scale of a patch. A patch may be cut at a stated number of millimetres a pixel: a film of another spacing is then
 * laid on a grid of its own, of which training, scoring and stage "segment" all ask here. Pure; any thread. */
#pragma once

#include "cs-product.h"

G_BEGIN_DECLS

/* Pixels of the grid to one of the film, along a side. 1: the film's own pixels, where either spacing is not known (0), where they are
 * alike within a tenth, or where the grid would be out of all measure. */
double    cs_grid_scale   (double film_mm, double grid_mm, guint width, guint height);

/* A film's picture, and a mask of its size, on the grid; new references. Picture: F32, or with a scale of 1 itself. Mask: U8, 0 and 255:
 * a pixel of the grid is set where at least half of what it covers is. */
CsRaster *cs_grid_picture (const CsRaster *picture, double scale, GCancellable *cancellable, GError **error);
CsRaster *cs_grid_mask    (const CsRaster *mask, double scale, GCancellable *cancellable, GError **error);
CsBox     cs_grid_box     (const CsBox *box, double scale);     /* place and size alone; holds all of the box */

G_END_DECLS
