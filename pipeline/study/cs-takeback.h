/* Undoing and redoing an act of so many rows that a frame would stall, beside the main thread: begin(), read() and end() there,
 * run() once after begin(), on any; see cs-beside.h. What is cancelled, or fails, changes nothing, and is heard within a second. */
#pragma once

#include "cs-beside.h"

G_BEGIN_DECLS

typedef struct _CsTakeback CsTakeback;

/* How many marks the next undo, or redo, touches; 0: there is none. Main thread. */
guint       cs_takeback_weigh (CsStudy *study, gboolean redo);
CsTakeback *cs_takeback_begin (CsStudy *study, gboolean redo, GError **error);   /* NULL: it may not be written */
gboolean    cs_takeback_run   (CsTakeback *self, CsBesideFunc report, gpointer data, GCancellable *cancellable, GError **error);
gboolean    cs_takeback_read  (CsTakeback *self, CsStudy *study);   /* a frame's share of what changed; FALSE: that was all */
/* Takes @self. Where the act was done, borrowed, NULL: nowhere. FALSE: nothing was changed. */
gboolean    cs_takeback_end   (CsTakeback *self, CsStudy *study, CsEntry **entry, CsMark **mark);

G_END_DECLS
