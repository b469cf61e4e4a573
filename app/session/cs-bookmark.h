/* Where the reader is in a study: page, film, box and view, and how many films hang. Kept once they rest for half a second, and taken up when the
 * study is opened again, also after a crash. It is no part of the study, which may be read-only, or another reader's too:
 * each user of this machine has a place of their own. What cannot be kept or read is left: it is no work. Main thread
 * only. */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_BOOKMARK (cs_bookmark_get_type ())
G_DECLARE_FINAL_TYPE (CsBookmark, cs_bookmark, CS, BOOKMARK, GObject)

/* Property: page (string: the id of the page in sight). */
CsBookmark *cs_bookmark_new     (CsSession *session);   /* holds the session */
/* Which of several windows on one study this is, from 0: each has a place of its own. */
void        cs_bookmark_set_window (CsBookmark *self, guint window);
/* Goes to where the reader was in the session's study; nothing where that is not known or not there any more. The view
 * follows when the film is decoded. */
void        cs_bookmark_take_up (CsBookmark *self);

G_END_DECLS
