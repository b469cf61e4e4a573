/* CBIS-DDSM: the pictures of a lesion, wherever they lie in a download. Blocking; any thread. */
#pragma once

#include "cs-cbis-place.h"

G_BEGIN_DECLS

/* Crops and masks of the lesion of @row: in the set in which @film lies, or else anywhere below the tables, as in trees that keep
 * films and masks apart. GFiles, transfer full. */
GPtrArray *cs_cbis_pictures (CsCbis *tables, const CsCbisPlace *film, const CsCbisRow *row);

G_END_DECLS
