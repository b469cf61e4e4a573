/* Whether files and folders are as they were when something was read out of them: a folder changes when a file comes into it or
 * leaves it. Values; any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stamps, to be given back by g_array_unref(). */
GArray  *cs_stamps_new  (void);
void     cs_stamps_add  (GArray *self, GFile *file);        /* which may be none: then one that appears is a change */
/* FALSE: one has changed; or changed so shortly before it was stamped that its time could not tell. */
gboolean cs_stamps_hold (const GArray *self);

G_END_DECLS
