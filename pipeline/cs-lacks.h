/* What this program cannot do, since a library was not there when it was built, or a module is not there now: told by
 * --version and About. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sentence each, translated, in a fixed order; empty where nothing is missing. g_strfreev(). */
char **cs_lacks_list (void);

G_END_DECLS
