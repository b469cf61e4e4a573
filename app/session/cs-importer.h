/* Brings films into the session's study: decodes them in a job, as many at once as there are threads (cs_rows_get_threads()),
 * and adds each as its turn comes, in the order of their names, with the truth that lies beside it. Also makes the demo study's
 * phantoms. Main thread only. A new study ends what was under way. */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_IMPORTER (cs_importer_get_type ())
G_DECLARE_FINAL_TYPE (CsImporter, cs_importer, CS, IMPORTER, GObject)

/* Signals:
 *   "added"    (CsEntry *entry, gboolean first)      a film is in the study, and may have been there before; @first of its import
 *   "finished" (guint n_added, guint n_there, char *failures, gboolean stopped)   an import is over; @n_there: films it met that were
 *              in the study already; @failures: a line for each file that
 *              was not read, and for each annotation of a set that did not fit, or ""; @stopped: somebody cancelled its job, and the rest was not looked at */
CsImporter *cs_importer_new  (CsSession *session);
/* Films and folders; of a folder, all films below it (cs_formats_is_film). The study must not be read-only. */
void        cs_importer_add  (CsImporter *self, GPtrArray *files);
/* Eight films: two women, one of them with dense breasts; both sides, CC and MLO. Written below @folder where they are
 * not there yet, then added. */
void        cs_importer_demo (CsImporter *self, GFile *folder);
gboolean    cs_importer_demo_is_whole (GFile *folder);   /* every film is there: making them was not stopped or cut short */
gboolean    cs_importer_get_busy (CsImporter *self);

G_END_DECLS
