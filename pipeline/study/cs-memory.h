/* The most memory this process held since it was last asked. Linux tells it through /proc; elsewhere it is not known.
 * Any thread; what is told is the whole process's. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void    cs_memory_reset    (void);
guint64 cs_memory_get_peak (void);                  /* bytes; 0: not known */

G_END_DECLS
