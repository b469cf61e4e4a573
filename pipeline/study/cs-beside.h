/* Writing to a study beside the main thread, which goes on showing it: the study rests (read-only), another thread writes one act on
 * a connection of its own, then the study reads what was written. For what touches so many rows that a frame would stall. */
#pragma once

#include "cs-study.h"

G_BEGIN_DECLS

typedef void (*CsBesideFunc) (double fraction, gpointer data);   /* in the other thread */

typedef struct
{
  GFile  *folder;
  char   *reader, *model, *queue;      /* what the act is written with */
  gint64  act;                         /* 0: nothing was written */
  GArray *changes;                     /* what it changed, film after film */
  guint   n_read;                      /* of which the study knows */
} CsBeside;

/* Main thread. @why the study takes nothing the while; FALSE: it may not be written. */
gboolean cs_beside_begin (CsBeside *self, CsStudy *study, const char *why, GError **error);
/* The same study on a connection of its own, whose loops report to @report (or NULL) and stop when cancelled; transfer full. */
CsStudy *cs_beside_open  (const CsBeside *self, CsBesideFunc report, gpointer data, GCancellable *cancellable, GError **error);
/* On that connection: its act was written. */
void     cs_beside_wrote (CsBeside *self, CsStudy *study);
/* Main thread, after that and before the end: the study, which rests still, reads the next piece of what was written, small enough for
 * a frame. FALSE: it has read all, or was closed. */
gboolean cs_beside_read  (CsBeside *self, CsStudy *study);
/* Main thread: reads what is left; the study takes acts again, and knows this one. Frees what @self holds. */
void     cs_beside_end   (CsBeside *self, CsStudy *study);

G_END_DECLS
