/* Films that were lost, looked for by what they show. Thread rule: a record and files alone; blocking, for jobs. */
#pragma once

#include "cs-pipeline.h"
#include "cs-record.h"

G_BEGIN_DECLS

typedef struct { gint64 film; GFile *file; } CsFound;   /* id of the film; where it lies now */


/* The films of @record whose file is gone are looked for by content hash among the films below @folder (eight folders deep).
 * Files that bear a missing film's name are decoded first, all others only while films are still missing. Files that
 * cannot be read are passed over. An array of CsFound, one for each film found, transfer full; NULL: cancelled. */
GPtrArray *cs_search_films (CsRecord *record, GFile *folder, CsReportFunc report, gpointer data,
                            GCancellable *cancellable, GError **error);

G_END_DECLS
