/* What every writer of JSON must get right: a string, a number, and lines of those; the rest is plain text. Reading:
 * cs-json-read.h. Any thread, each with a string of its own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void        cs_json_string   (GString *json, const char *text);                    /* quoted and escaped */
void        cs_json_number   (GString *json, double value, guint decimals);        /* with a point in every locale; NaN and infinity: null */
/* The next member of an object, the next list of a list: with a comma before it, unless it is the first. */
void        cs_json_member   (GString *json, const char *name, double value, guint decimals);
void        cs_json_row      (GString *json, guint n, const double *values, const guint *decimals);

G_END_DECLS
