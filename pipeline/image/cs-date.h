/* A day: as text YYYY-MM-DD, which sorts as days do, and as a number to reckon with. Pure functions; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Days since the year 1; 0: @text (may be NULL) is no day, or not one of the years 1900 to 2199. */
guint32  cs_date_parse     (const char *text);
gboolean cs_date_is_day    (guint32 day);                          /* of these years; 0 is none */
char    *cs_date_to_text   (guint32 day);                          /* "" for 0 */
/* "19990302", "1999.03.02" or "1999-03-02", as files write it; 0: none of these. */
guint32  cs_date_from_file (const char *text);
/* How long @earlier lies before @later, in words: "2 y 4 m before"; "12 d before" under a month. */
char    *cs_date_span      (guint32 earlier, guint32 later);

G_END_DECLS
