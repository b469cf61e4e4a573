/* What cs-patches.c and cs-split.c share. Not for other rooms. */
#pragma once

#include "cs-patches.h"

G_BEGIN_DECLS

/* Pixels. A patch has its box in the middle: shifted by less, a network learns that calcifications are there, and misses
 * them beside a neighbour's box and where windows slide over a film. */
#define CS_PATCH_SHIFT 8

/* A patch with its margin, square, @wide_side pixels: holds a patch scaled by 1/0.8 and shifted by CS_PATCH_SHIFT. */
void cs_patches_get_wide (const CsPatches *self, guint i, const float **pixels, const guint8 **target);
guint cs_patches_get_wide_side (const CsPatches *self);
void cs_patch_normalise  (float *pixels, guint n);    /* zero mean, unit deviation; flat: zeros */

G_END_DECLS
