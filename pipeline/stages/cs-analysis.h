/* The products of one image, each with the key that made it. Thread rule: an immutable value.
 * Key = digest of (stage id, version, its parameters, keys of its needs, but for those it spares); the roots are the digests of image and network. */
#pragma once

#include "cs-settings.h"

G_BEGIN_DECLS

CsAnalysis *cs_analysis_ref          (CsAnalysis *self);
void        cs_analysis_unref        (CsAnalysis *self);
CsImage    *cs_analysis_get_image    (CsAnalysis *self);                      /* borrowed */
CsSettings *cs_analysis_get_settings (CsAnalysis *self);                      /* borrowed */
CsProduct  *cs_analysis_get          (CsAnalysis *self, const char *output);  /* borrowed; NULL: its stage did not run (no network) */
gsize       cs_analysis_get_size     (CsAnalysis *self);                      /* bytes of its rasters; those it shares with the image, too */
const char *cs_analysis_get_key      (CsAnalysis *self, const char *output);  /* NULL likewise */

/* What the stages that find made of the film at half its resolution (cs-half.h); borrowed, NULL: nothing. @how may be NULL. */
CsAnalysis *cs_analysis_get_half     (CsAnalysis *self, CsHalving *how);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAnalysis, cs_analysis_unref)

G_END_DECLS
