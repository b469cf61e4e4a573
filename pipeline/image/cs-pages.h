/* Memory for pixels: zeroed and aligned for whole cache lines; large blocks in large pages, because touching a film's
 * small ones for the first time takes longer than most filters. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_PAGES_ALIGNMENT 64

guint8 *cs_pages_reserve (gsize size);                 /* NULL: not to be had */
guint8 *cs_pages_reserve_unset (gsize size);           /* not zeroed: for who writes every byte before reading it */
/* @size as it was asked for. Large blocks are kept for who comes next: with what is in use, in whole large pages never
 * more than was in use at once at the most, and a sixteenth of it; the system may have it when it runs short. */
void    cs_pages_release (guint8 *bytes, gsize size);

G_END_DECLS
