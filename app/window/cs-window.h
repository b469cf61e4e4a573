/* The window: header, switcher, pages, toasts, list of jobs. Knows no page by name and no stage at all.
 *
 * Actions: win.open, win.add-films, win.add-folder, win.undo, win.redo, win.close-study, win.new-window (on the same study), win.propose-again, win.propose-all,
 * win.show-page (s: a page's id), win.toast (s), win.retract (s: a toast to be taken away), win.tell (s: a message that must be read), win.open-recent (s: a URI). */
#pragma once

#include <adwaita.h>
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_WINDOW (cs_window_get_type ())
G_DECLARE_FINAL_TYPE (CsWindow, cs_window, CS, WINDOW, AdwApplicationWindow)

CsWindow  *cs_window_new         (GtkApplication *app, GSettings *settings);  /* @settings may be NULL */
CsSession *cs_window_get_session (CsWindow *self);                            /* borrowed */
/* What a person opened: one folder is (or becomes) a study; films join the open study, or the one of lone films. */
void       cs_window_open        (CsWindow *self, GPtrArray *files);
void       cs_window_open_demo   (CsWindow *self);

G_END_DECLS
