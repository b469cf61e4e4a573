/* Which films are of one examination, and which of an earlier or later one of the same woman. Pure functions, any thread. */
#pragma once

#include "cs-image.h"

G_BEGIN_DECLS

typedef struct
{
  const CsFacts *facts;
  guint32        day;        /* when it was taken, as cs-date.h counts; 0: not known */
  const char    *earlier;    /* the case that was linked as an earlier one of the same woman; "": none */
  CsKind         kind;
} CsExamFilm;

/* EARLIER, LATER: the nearest such examination alone; films of others are OTHER. */
typedef enum { CS_EXAM_OTHER, CS_EXAM_SAME, CS_EXAM_EARLIER, CS_EXAM_LATER } CsExam;

/* Where each film belongs, seen from @films[@current]. One case is one woman; her films of several days are several examinations, a film
 * without a day is of every one. Cases that are linked are hers too, in the order of their days, or else of the link. */
void    cs_exams_sort (const CsExamFilm *films, guint n, guint current, CsExam *exams);
/* The day of the first film of such an examination that has one; 0: none has. */
guint32 cs_exams_day  (const CsExamFilm *films, const CsExam *exams, guint n, CsExam of);

G_END_DECLS
