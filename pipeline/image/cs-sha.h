/* SHA-256 of a few spans of bytes, one after the other: with the processor's own instructions where it has them, else
 * GLib's. The digest of a film's pixels is asked for before anything else is done with it. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CsSha CsSha;

CsSha *cs_sha_new     (gboolean plain);                           /* @plain: GLib's, to be compared with */
void   cs_sha_add     (CsSha *self, gconstpointer bytes, gsize n);
char  *cs_sha_finish  (CsSha *self);                              /* lower-case hex; frees @self */

G_END_DECLS
