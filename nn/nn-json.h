/* A strict reader of the little JSON that the head of a safetensors file is: objects, arrays, strings and whole numbers.
 * For nn-tensors.c alone. As with NnReader, once something is wrong everything further fails, and @defect names the first.
 * Of one thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct { const char *at, *end; const char *defect; } NnJson;   /* defect: static text; NULL: sound so far */

void     nn_json_expect (NnJson *self, char mark);                     /* after white space */
gboolean nn_json_meet   (NnJson *self, char mark);                     /* takes it where it is next */
char    *nn_json_string (NnJson *self);                                /* UTF-8; NULL once failed */
guint64  nn_json_number (NnJson *self);                                /* up to 2^53 */
/* Walks an object: the next key, its colon taken; NULL at its end. @first is TRUE before the first call; the opening brace was taken. */
char    *nn_json_key    (NnJson *self, gboolean *first);
/* Walks an array in the same way. */
gboolean nn_json_item   (NnJson *self, gboolean *first);
void     nn_json_close  (NnJson *self);                                /* nothing but white space may follow */
void     nn_json_quote  (GString *to, const char *string);             /* the other way */

G_END_DECLS
