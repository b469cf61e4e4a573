/* Picks a format by best guess and reads a film or what is known to be true of it. Blocking: for jobs. */
#pragma once

#include "cs-format.h"
#include "cs-truth.h"

G_BEGIN_DECLS

/* The one way a film comes in. Facts are filled from file, then name. */
CsImage  *cs_formats_read    (GFile *file, GCancellable *cancellable, GError **error);
/* Truth beside a film: phantom's truth.json, MIAS's Info*.txt, ... ; NULL without error: none is known. */
CsTruth  *cs_formats_truth   (GFile *file, GError **error);
/* By suffix only, for scanning a folder: is this worth opening? mask_*.png of phantoms, *_mask.png are not films. */
gboolean  cs_formats_is_film (const char *name);

G_END_DECLS
