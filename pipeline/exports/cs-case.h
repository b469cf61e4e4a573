/* One case as its report tells it: its films as they hang, their finds numbered, and under what they were made. An immutable value; any
 * thread. Pixels come with cs_case_read_films() alone, so that what is told and where it stands can be tested without any. */
#pragma once

#include "cs-case-said.h"
#include "cs-settings.h"

G_BEGIN_DECLS

typedef struct
{
  const CsRecordFilm *film;
  guint               place;        /* in the record */
  guint               column, row;  /* where it hangs: 0 right, 1 left; CC above MLO above the others */
  guint               first, n;     /* its finds */
  guint               n_rejected;
  CsRaster           *picture;      /* U8, smaller than the film; NULL: not read */
} CsCaseFilm;

/* Numbers run from 1 over all films: clusters first, then accepted ones, unsure ones, and those nobody judged. What was rejected is
 * counted only, and of truth is told what a verdict made a find. */
typedef struct
{
  guint               film;         /* index of a CsCaseFilm */
  const CsRecordMark *mark;
  int                 cluster;      /* index, or -1 */
} CsCaseFind;

/* A find with those round it. A film without a spacing has none: nobody knows what a centimetre is there. */
typedef struct
{
  guint     film, first, n;         /* its finds */
  CsBox     extent, part;           /* of its boxes; and of the piece of film that is shown of it */
  CsRaster *picture;                /* U8, that piece; NULL: not read */
} CsCaseCluster;

/* What the record does not know. Strings are copied by cs_case_new(), @said is shared; NULL: nothing to tell. */
typedef struct
{
  const char *network, *settings;
  GArray     *said;                 /* CsCaseSaid: cs_case_hear() */
  gint64      when;                 /* of the report; Unix seconds */
} CsCaseNotes;

typedef struct
{
  char   *title, *study;            /* of the case, of the study; as the record has them: veil it before */
  char   *network, *settings;
  gint64  when;
  GArray *films, *finds, *clusters, *said;   /* CsCaseFilm, CsCaseFind, CsCaseCluster, CsCaseSaid */
  CsRecord       *record;
  gatomicrefcount ref_count;
} CsCase;

typedef void (*CsCaseReport) (double fraction, const char *message, gpointer data);

/* The cases of @record in the order of their films; names borrowed. */
GPtrArray *cs_case_names      (CsRecord *record);
/* @name as cs_record_get_case() gives it; a case that is not there is an error. */
CsCase    *cs_case_new        (CsRecord *record, const char *name, const CsCaseNotes *notes, GError **error);
/* Reads and shrinks its films, one after another. Blocking; for a job, before @self is shared. */
gboolean   cs_case_read_films (CsCase *self, CsCaseReport report, gpointer data, GCancellable *cancellable, GError **error);
CsCase    *cs_case_ref        (CsCase *self);
void       cs_case_unref      (CsCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCase, cs_case_unref)

G_END_DECLS
