/* Where truth lies beside a film: data, one file per source in this folder, asked in the order of the table.
 * read() returns NULL without error where its source has nothing to say of @film. Blocking: for jobs. */
#pragma once

#include "cs-truth.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  CsTruth  *(*read) (GFile *film, GError **error);
} CsTruthSource;

extern const CsTruthSource *const cs_truths[];   /* NULL-terminated, generated */

G_END_DECLS
