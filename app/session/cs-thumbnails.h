/* Small pictures of a study's films, made one after another in jobs; kept in memory, and in the study's folder where that
 * can be written to. Main thread only. */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_THUMBNAILS (cs_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (CsThumbnails, cs_thumbnails, CS, THUMBNAILS, GObject)

/* Signal "ready" (CsEntry *entry): cs_thumbnails_get() now gives its picture. */
CsThumbnails *cs_thumbnails_new (CsSession *session);
/* Borrowed; NULL: not yet there, but asked for from now on (what was asked for last is made first). */
GdkTexture   *cs_thumbnails_get (CsThumbnails *self, CsEntry *entry);

G_END_DECLS
