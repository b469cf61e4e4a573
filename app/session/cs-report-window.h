/* The report of the case in hand, sheet by sheet as it will be printed: look, print, keep as PDF. Names are replaced until somebody asks
 * for them, each time anew. Films are read by a job. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_REPORT_WINDOW (cs_report_window_get_type ())
G_DECLARE_FINAL_TYPE (CsReportWindow, cs_report_window, CS, REPORT_WINDOW, AdwWindow)

/* Of the case the session's film belongs to; nothing where no film is in hand. Closes with its study. */
void cs_report_window_show (GtkWindow *parent, CsSession *session);

G_END_DECLS
