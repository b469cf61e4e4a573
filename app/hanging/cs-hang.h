/* Which film hangs where, as a reader of mammograms expects it: right beside left, chest walls together, CC above MLO; an earlier
 * examination of the same woman beside or under the present one.
 * Pure functions, any thread; nothing is guessed: a film whose side or view is not known hangs alone, and it is said. */
#pragma once

#include "cs-exams.h"
#include "cs-turn.h"

G_BEGIN_DECLS

#define CS_HANG_MOST 4

typedef struct
{
  int      film;            /* place in the list; -1: the case has no such film */
  CsSide   side;            /* what hangs, or is missing, here */
  CsView   view;
  guint    n_more;          /* other films of this side and view that do not hang */
  int      lean;            /* where the film lies in its place: 1 at the right, -1 at the left, 0 in the middle */
  gboolean earlier;         /* of an examination earlier than one that hangs, or is known, beside */
  gboolean compared;        /* two examinations hang, and this is the later one */
  guint32  day, than;       /* of its examination, and of the later one; 0: not known */
  guint    has;             /* where there is no film: what its examination has of the four, 1 << cs_hang_place() */
} CsHangSlot;

typedef struct
{
  guint      n_columns, n_rows;         /* 1 x 1, 2 x 1 or 2 x 2 */
  CsHangSlot slots[CS_HANG_MOST];       /* row by row */
  guint      current;                   /* the slot in which the current film hangs */
  gboolean   asks;                      /* the current film's own side or view is not known: it hangs alone */
  gboolean   beside;                    /* another examination hangs too */
  guint      n_unplaced;                /* other films of the examination whose side or view is not known */
} CsHang;

/* @films: the study's, in its order; @current: the one in hand; @count: 1, 2 or 4 films are wanted. Films of one examination only;
 * a film without a case is a case of its own. Of several films of one side and view the current hangs, or else the first of the most usual kind (CsKind).
 * @beside EARLIER or LATER: that examination too, where there is one: the same view beside one film, or the same views under two, the
 * later one always first. */
void cs_hang_films (const CsExamFilm *films, guint n, guint current, guint count, CsExam beside, CsHang *hang);
/* Where such a film hangs among four: RCC 0, LCC 1, RMLO 2, LMLO 3; -1: not among them. */
int  cs_hang_place (CsSide side, CsView view);
/* The side at which the chest wall of such a breast belongs, as shown: 1 right, -1 left; 0: not known. */
int  cs_hang_wall  (CsSide side);

G_END_DECLS
