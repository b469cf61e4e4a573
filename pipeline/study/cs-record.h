/* A study frozen for jobs: films and marks as plain data. Thread rule: an immutable value. */
#pragma once

#include "cs-birads.h"
#include "cs-mark.h"
#include "cs-image.h"

G_BEGIN_DECLS

typedef struct
{
  gint64          id;
  CsBox           box;
  CsVerdict       verdict;
  CsOrigin        origin;
  CsRaster       *pixels;   /* its mask: cs_record_mark_mask() */
  const char     *who;
  gint64          when;
  const CsWords  *words;    /* said of it; NULL: nothing */
  const char     *called;   /* what a set of films calls this mark of its truth, interned; NULL: nothing */
  GBytes         *packed;   /* its mask as the study keeps it, until somebody asks for the pixels; NULL: see these */
} CsRecordMark;

typedef struct
{
  gint64              id;
  GFile              *file;
  const char         *name, *digest;
  CsFacts             facts;
  guint               width, height;
  const char         *woman;        /* one name for all her cases; NULL: as its case */
  gboolean            kept_out;     /* of training, for the test: cs_study_keep_out() */
  const CsWords      *words;        /* said of the film and of its case; NULL: nothing */
  guint               n_marks;
  const CsRecordMark *marks;
} CsRecordFilm;

typedef struct _CsRecord CsRecord;

/* Box-sized; NULL: none was painted. Unpacked when it is first asked for, by any thread: whoever freezes a study does not
 * wait for a thousand masks of which few are looked at. */
const CsRaster     *cs_record_mark_mask   (const CsRecordMark *mark);

CsRecord           *cs_record_ref         (CsRecord *self);
void                cs_record_unref       (CsRecord *self);
guint               cs_record_get_n_films (const CsRecord *self);
const CsRecordFilm *cs_record_get_film    (const CsRecord *self, guint i);
const char         *cs_record_get_case    (const CsRecord *self, guint film);   /* never "": a film without a case is one of its own */
/* Whose it is: likewise, but one for all cases that are linked as examinations of one woman. Splits go by this. */
const char         *cs_record_get_woman   (const CsRecord *self, guint film);
const char         *cs_record_get_title   (const CsRecord *self);               /* the study folder's name */

/* FALSE with an error: the study could not be read whole, and marks are missing. Whoever gives it away or learns from it
 * asks first. */
gboolean            cs_record_is_whole    (const CsRecord *self, GError **error);

/* The films that are kept out, or those that are not. Whoever trains takes the latter. The same record where it is all of it. */
CsRecord           *cs_record_part        (CsRecord *self, gboolean kept_out);

/* Reads the film as the study knows it: decodes the file and lays the entry's facts over it. Blocking. */
CsImage            *cs_record_read_film   (const CsRecord *self, guint film, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRecord, cs_record_unref)

G_END_DECLS
