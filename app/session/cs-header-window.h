/* What a film's file says of itself: the facts that were believed and why, and its header with a search. Who the patient is
 * stays hidden until asked for, each time anew. The file is read by a job. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-header.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_HEADER_WINDOW (cs_header_window_get_type ())
G_DECLARE_FINAL_TYPE (CsHeaderWindow, cs_header_window, CS, HEADER_WINDOW, AdwWindow)

GtkWidget  *cs_header_window_new       (GtkWindow *parent);
void        cs_header_window_show      (GtkWindow *parent, CsSession *session, CsEntry *entry);   /* a window of its own */
/* What is shown: lines of a header, and notes (NULL: none), one a line. */
void        cs_header_window_set_header (CsHeaderWindow *self, CsHeader *header, const char *notes);
GListModel *cs_header_window_get_lines (CsHeaderWindow *self);   /* those that match; borrowed */

G_END_DECLS
