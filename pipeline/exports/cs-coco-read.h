/* The JSON of COCO, ours or another program's, to marks. Blocking: for jobs. */
#pragma once

#include "cs-harvest.h"

G_BEGIN_DECLS

/* Of an annotation without "origin", a reader drew the box. Category "calcification" is a positive verdict, "other" a negative one;
 * annotations of other categories, of films that are not in the study and of films of another size are noted and left out. */
gboolean cs_coco_read (GFile *from, CsHarvest *harvest, GCancellable *cancellable, GError **error);

G_END_DECLS
