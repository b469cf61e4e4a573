/* The history of a study in words, beside the window it belongs to: a line leads to where it was done. Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_HISTORY_WINDOW (cs_history_window_get_type ())
G_DECLARE_FINAL_TYPE (CsHistoryWindow, cs_history_window, CS, HISTORY_WINDOW, AdwWindow)

/* Of the session's study; closes with it. An open one of @parent is brought to the front. */
void cs_history_window_show (GtkWindow *parent, CsSession *session);

G_END_DECLS
