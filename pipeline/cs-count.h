/* So many of something, in words: "1 film", "3 films". For sentences with more than one number; a sentence with one
 * has a plural of its own (ngettext). Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CS_COUNT_FILMS, CS_COUNT_FILES, CS_COUNT_BOXES, CS_COUNT_MARKS, CS_COUNT_VERDICTS, CS_COUNT_WORDS, CS_COUNT_PATCHES
} CsCounted;

char *cs_count (CsCounted what, guint n);     /* translated, in the nominative; transfer full */

G_END_DECLS
