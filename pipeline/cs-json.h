/* The two things every writer of JSON must get right, a string and a number (the rest is plain text), and one a reader must. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void        cs_json_string   (GString *json, const char *text);                    /* quoted and escaped */
void        cs_json_number   (GString *json, double value, guint decimals);        /* with a point in every locale; NaN and infinity: null */

/* Foreign text is looked at before a parser that calls itself sees it: where lists and objects lie deeper in one another than @most,
 * or something follows the first (json-glib then takes the last, and loses the others' memory). NULL: neither; else why, translated. */
const char *cs_json_complain (const char *text, gsize length, guint most);

G_END_DECLS
