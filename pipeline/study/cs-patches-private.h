/* What cs-patches.c and cs-split.c share. Not for other rooms. */
#pragma once

#include "cs-patches.h"

G_BEGIN_DECLS

/* A patch with its margin: holds a patch scaled by 1/0.8 and shifted by 4 px: 40 + 2 x 4. */
#define CS_PATCH_WIDE 48

void cs_patches_get_wide (const CsPatches *self, guint i, const float **pixels, const guint8 **target);
void cs_patch_normalise  (float *pixels);    /* zero mean, unit deviation, of CS_PATCH_SIDE^2; flat: zeros */

G_END_DECLS
