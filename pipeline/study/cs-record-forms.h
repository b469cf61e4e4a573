/* Other forms of a record, for files that leave the house: without anybody's name, or parted by case.
 * Records are values: any thread. */
#pragma once

#include "cs-patches.h"

G_BEGIN_DECLS

/* File names may hold a woman's name, a case her number, and a reader is a person: films are called "film-" and the first twelve
 * digits of their digest (so that marks find the way back), cases "case-N" and readers "reader-N", as they come. */
CsRecord *cs_record_veil        (CsRecord *self);
char     *cs_record_veiled_name (const CsRecordFilm *film);
gboolean  cs_record_is_veiled   (const CsRecordFilm *film);      /* its name is that */

/* Its name, or the veiled one. */
gboolean  cs_film_answers_to    (const char *name, const char *digest, const char *asked);

/* Training, validation or testing: 60/20/20 of the cases, drawn by @seed, no case in two; in a study that keeps women out they are
 * the test, and the others are parted 75/25. The draw depends on the case's name and the seed alone. A film without a case is one. */
CsRecord *cs_record_draw        (CsRecord *self, CsPart part, guint seed);

G_END_DECLS
