/* A film to be read in a job, as the study knows it: the file, with the facts set by hand laid over it.
 * Made on the main thread, then a value: any thread may read it. */
#pragma once

#include "cs-entry.h"

G_BEGIN_DECLS

typedef struct _CsFilmOrder CsFilmOrder;

CsFilmOrder *cs_film_order_new    (CsEntry *entry);
void         cs_film_order_free   (CsFilmOrder *self);
gint64       cs_film_order_get_id (const CsFilmOrder *self);      /* of the entry */
const char  *cs_film_order_get_name (const CsFilmOrder *self);
CsImage     *cs_film_order_read   (const CsFilmOrder *self, GCancellable *cancellable, GError **error);  /* blocking */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFilmOrder, cs_film_order_free)

G_END_DECLS
