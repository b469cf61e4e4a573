/* Shuts this process in, for good: limits of memory, time and file size, and (where built with libseccomp) only such calls
 * to the system as decoding a film takes. For the helper process, which nobody misses. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Descriptors above @last_kept are closed, whatever the program that started this one had open. Files may be read, and
 * what is open written; nothing is made, removed, or opened to write (EPERM). Who starts a program, talks to a network or
 * looks into another process has been taken over by the file it reads, and is killed. Threads may be made. */
void     cs_confine             (int last_kept);
gboolean cs_confine_is_filtered (void);   /* FALSE: built without libseccomp, or with a sanitizer, which needs more: limits alone */

G_END_DECLS
