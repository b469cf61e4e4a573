/* The two things every writer of JSON must get right, a string and a number; the rest is plain text. Reading: cs-json-read.h. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void        cs_json_string   (GString *json, const char *text);                    /* quoted and escaped */
void        cs_json_number   (GString *json, double value, guint decimals);        /* with a point in every locale; NaN and infinity: null */

G_END_DECLS
