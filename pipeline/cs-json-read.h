/* JSON from outside (RFC 8259): the home of json-glib's parser. That one calls itself at every depth, loses memory over text
 * that is no JSON, takes the last of several values, hands out letters that are none and turns a long number into another one; so
 * a checker that does nothing of the sort goes before it. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CS_JSON_MOST_DEPTH 64

/* @text, lists and objects no deeper in one another than @most (1 to CS_JSON_MOST_DEPTH); every string of it is UTF-8. NULL with
 * CS_ERROR_DAMAGED: the line and what is wrong there, for a sentence that names the file. json_node_unref(). */
JsonNode *cs_json_parse (const char *text, gsize length, guint most, GError **error);

G_END_DECLS
