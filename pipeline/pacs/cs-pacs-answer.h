/* An answer in DICOM's JSON (PS3.18, F), read whole: its size, depth and time are bounded before a parser sees it.
 * Blocking: for jobs. */
#pragma once

#include <json-glib/json-glib.h>

#include "cs-http.h"

G_BEGIN_DECLS

/* An array of objects, or one object, as @ask got it. NULL without an error: nothing was found (204). @status may be NULL. */
JsonNode   *cs_pacs_ask          (CsHttp *http, const CsHttpAsk *ask, guint *status, GCancellable *cancellable, GError **error);
/* The objects of an array; an error where it is none, or one of its elements is no object. Borrowed from @answer; g_list_free(). */
gboolean    cs_pacs_objects      (CsHttp *http, JsonNode *answer, GList **objects, GError **error);
/* The first value of @tag ("0020000D"), on one line of at most 200 letters; "" where there is none. A name's letters. */
char       *cs_pacs_text         (JsonObject *object, const char *tag);
char       *cs_pacs_texts        (JsonObject *object, const char *tag);      /* all values, ", " between */
guint       cs_pacs_number       (JsonObject *object, const char *tag);      /* 0 where there is none */
JsonObject *cs_pacs_item         (JsonObject *object, const char *tag);      /* first item of a sequence, or NULL; borrowed */
gboolean    cs_pacs_misfit       (CsHttp *http, const char *what, GError **error);  /* "“server”: what"; always FALSE */

G_END_DECLS
