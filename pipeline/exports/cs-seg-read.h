/* DICOM Segmentations, ours and other makers', as accepted marks with masks. Blocking, for any thread. */
#pragma once

#include "cs-harvest.h"

G_BEGIN_DECLS

/* All binary segmentations in folder @from, whatever their segments are called. A frame's film is the one its source image
 * names. Beside marks.csv the marks are those of the table; else each connected region of a segment is a mark of a reader.
 * Noted: films that are not here, or of another size, and files that are no such segmentation; where there is nothing
 * else, an error. */
gboolean cs_seg_read (GFile *from, CsHarvest *harvest, GCancellable *cancellable, GError **error);

G_END_DECLS
