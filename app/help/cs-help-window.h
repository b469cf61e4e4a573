/* The help: the chapters of the manual, then the stages, a page each, beside their list with a search. One window at a time is enough: it
 * changes its page. Main thread only. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_HELP_WINDOW (cs_help_window_get_type ())
G_DECLARE_FINAL_TYPE (CsHelpWindow, cs_help_window, CS, HELP_WINDOW, AdwWindow)

/* The window over @parent that is open already, or a new one, at the page with this id: a chapter's or a stage's. */
void        cs_help_window_show     (GtkWindow *parent, const char *page);
const char *cs_help_window_get_page (CsHelpWindow *self);                     /* an id */
void        cs_help_window_set_page (CsHelpWindow *self, const char *page);   /* an id that is none: the first */
/* How many pages say @words, which the list then shows; "": all. */
guint       cs_help_window_search   (CsHelpWindow *self, const char *words);

G_END_DECLS
