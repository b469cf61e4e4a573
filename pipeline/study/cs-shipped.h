/* The network that comes with the program: trained on simulated films alone (tests/bench/simulated), so that there is a segmentation
 * before the first label. It has never seen a real film, and is offered under that name only.
 * Blocking, any thread. */
#pragma once

#include "nn-net.h"

G_BEGIN_DECLS

#define CS_SHIPPED_NAME "simulated"

/* Its file: in the folder $CALCSPOT_WEIGHTS, beside the program as installed or as built, or among the system's data; NULL: it is
 * not there. Transfer full. */
GFile *cs_shipped_find  (void);
/* A network from a file's path, or that one where @name is CS_SHIPPED_NAME and no file of that name is there. */
NnNet *cs_shipped_open  (const char *name, GError **error);

G_END_DECLS
