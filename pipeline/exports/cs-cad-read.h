/* Mammography CAD SR, ours and other makers', as open marks of the machine. Blocking, for any thread. */
#pragma once

#include "cs-harvest.h"

G_BEGIN_DECLS

/* All reports in folder @from. Single calcifications are marks, and clusters of which no single ones are told; a find is
 * on the film whose SOP Instance UID (and frame) it names. Noted: films that are not here, finds that are no
 * calcifications or not for presentation, files that are no such report; where there is nothing else, an error. */
gboolean cs_cad_read (GFile *from, CsHarvest *harvest, GCancellable *cancellable, GError **error);

G_END_DECLS
