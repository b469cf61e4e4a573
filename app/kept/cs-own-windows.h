/* Grey windows a person keeps under a name, for all films or for those of one scanner: kept in the preferences, offered behind
 * the presets. Their values are the film's own, so one for a scanner means the same on each of its films. Main thread only.
 *
 * A preset's id is "own:" and the name; of two of one name that of the film's scanner comes before that of any. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct { char *title, *scanner; double low, high; } CsOwnWindow;    /* scanner "": any */

/* All of them, of CsOwnWindow, in the order they were made. @scanner: only those that fit it; NULL: all. Transfer full. */
GPtrArray *cs_own_windows_list   (const char *scanner);
/* Replaces one of the same name and scanner. G_IO_ERROR where it has no name, is no window, or cannot be kept. */
gboolean   cs_own_windows_keep   (const CsOwnWindow *window, GError **error);
gboolean   cs_own_windows_remove (const CsOwnWindow *window, GError **error);   /* that of this name and scanner */

/* The window of preset @id on a film of @scanner; FALSE: there is none. */
gboolean   cs_own_windows_find   (const char *id, const char *scanner, double *low, double *high);
/* The id behind @id, or the first where @id is none of them; NULL: there is none any more. Interned. */
const char *cs_own_windows_next  (const char *id, const char *scanner);
/* The name in an id; NULL: it is none of theirs. Borrowed from @id. */
const char *cs_own_windows_title (const char *id);
/* Lines for the action film.preset. */
void       cs_own_windows_fill   (GMenu *menu, const char *scanner);

G_END_DECLS
