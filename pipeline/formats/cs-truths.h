/* Where truth lies beside a film: data, one file per source in this folder, asked in the order of the table.
 * read() returns NULL without error where its source has nothing to say of the film. Blocking: for jobs. */
#pragma once

#include "cs-truth.h"

G_BEGIN_DECLS

/* The film whose truth is asked for, and its size in pixels: what was made for another size means nothing on it. */
typedef struct { GFile *file; guint width, height; } CsTruthFilm;

typedef struct
{
  const char *id;
  CsTruth  *(*read) (const CsTruthFilm *film, GError **error);
} CsTruthSource;

extern const CsTruthSource *const cs_truths[];   /* NULL-terminated, generated */

/* FALSE: @what, the name of a file or of a lesion, was made for a film of @width x @height px, and this one is another: a gap of
 * @truth tells both, and what to do. */
gboolean cs_truths_fits (CsTruth *truth, const CsTruthFilm *film, const char *what, guint width, guint height);
/* Likewise, where nothing is known of that film but how far it reaches. */
gboolean cs_truths_holds (CsTruth *truth, const CsTruthFilm *film, const char *what, guint width, guint height);

G_END_DECLS
