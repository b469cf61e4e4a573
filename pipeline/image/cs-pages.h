/* Memory for pixels: zeroed and aligned for whole cache lines; large blocks in large pages, because touching a film's
 * small ones for the first time takes longer than most filters. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_PAGES_ALIGNMENT 64

guint8 *cs_pages_reserve (gsize size);                 /* NULL: not to be had */
void    cs_pages_release (guint8 *bytes, gsize size);  /* @size as it was asked for */

G_END_DECLS
