/* What readers said in words of a case, its films and its finds, for its report. */
#pragma once

#include "cs-birads.h"
#include "cs-study.h"

G_BEGIN_DECLS

typedef struct
{
  CsSubject   subject;
  gint64      id;           /* of the film or mark; 0 of the case */
  const char *title;        /* untranslated */
  char       *word;         /* translated, or the reader's own */
} CsCaseSaid;

/* Of the case that @record calls @name, as the present reader hears it; of several examinations with their days. Of CsCaseSaid. Words of a reader's own may hold a name: unless
 * they are @named, only that there are some is told of an unusable film and of who signed, and nothing of the others. Main thread only. */
GArray *cs_case_hear (CsStudy *study, CsRecord *record, const char *name, gboolean named);

G_END_DECLS
