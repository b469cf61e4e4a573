#include "cs-hang.h"

#include <string.h>

/* What hanging asks of its films, again and again. */
typedef struct
{
  const CsExamFilm *films;
  const CsExam     *exams;
  guint             n, current;
} Pile;

static gboolean
is_known (const CsFacts *facts)
{
  return facts->side != CS_SIDE_UNKNOWN && facts->view != CS_VIEW_UNKNOWN;
}

/* The usual film of a view goes before those beside it, which the file's order may put in front. */
static gboolean
is_better (const Pile *pile, guint film, int than)
{
  return than < 0 || pile->films[film].kind < pile->films[than].kind;
}

/* The current film where it fits, else the first of the most usual kind; counts the others that would. */
static void
fill (CsHangSlot *slot, const Pile *pile, CsExam exam)
{
  slot->film = -1;
  for (guint i = 0; i < pile->n; i++)
    {
      const CsFacts *facts = pile->films[i].facts;

      if (pile->exams[i] != exam || facts->side != slot->side || facts->view != slot->view)
        continue;
      if (slot->film >= 0)
        slot->n_more++;
      if (i == pile->current || (slot->film != (int) pile->current && is_better (pile, i, slot->film)))
        slot->film = (int) i;
    }
}

static guint
count_unplaced (const Pile *pile)
{
  guint found = 0;

  for (guint i = 0; i < pile->n; i++)
    found += i != pile->current && pile->exams[i] == CS_EXAM_SAME && !is_known (pile->films[i].facts);
  return found;
}

static gboolean
has (const Pile *pile, CsExam exam)
{
  for (guint i = 0; i < pile->n; i++)
    if (pile->exams[i] == exam)
      return TRUE;
  return FALSE;
}

static guint
list_places (const Pile *pile, CsExam exam)
{
  guint found = 0;

  for (guint i = 0; i < pile->n; i++)
    {
      const CsFacts *facts = pile->films[i].facts;
      int place = pile->exams[i] == exam ? cs_hang_place (facts->side, facts->view) : -1;

      found |= place >= 0 ? 1u << place : 0;
    }
  return found;
}

/* @other: the examination it is compared with: that beside it, or whichever is known. */
static void
date (CsHangSlot *slot, const Pile *pile, CsExam exam, CsExam other)
{
  slot->earlier = exam == CS_EXAM_EARLIER || (exam == CS_EXAM_SAME && other == CS_EXAM_LATER);
  slot->day = cs_exams_day (pile->films, pile->exams, pile->n, exam);
  if (slot->earlier)
    slot->than = cs_exams_day (pile->films, pile->exams, pile->n, exam == CS_EXAM_EARLIER ? CS_EXAM_SAME : other);
}

static void
put (CsHang *hang, guint i, const Pile *pile, CsSide side, CsView view, CsExam exam, CsExam other)
{
  CsHangSlot *slot = &hang->slots[i];

  *slot = (CsHangSlot) { .side = side, .view = view };
  slot->lean = i % 2 == 0 ? 1 : -1;
  fill (slot, pile, exam);
  date (slot, pile, exam, other);
  if (slot->film < 0)
    slot->has = list_places (pile, exam);
  if (slot->film == (int) pile->current)
    hang->current = i;
}

/* One side beside itself, or both above themselves: the later examination first. Films to be compared lie alike. */
static void
hang_two_exams (CsHang *hang, const Pile *pile, guint count, CsExam beside)
{
  static const CsSide sides[] = { CS_SIDE_RIGHT, CS_SIDE_LEFT };
  const CsFacts *facts = pile->films[pile->current].facts;
  const CsExam exams[] = { beside == CS_EXAM_LATER ? CS_EXAM_LATER : CS_EXAM_SAME,
                           beside == CS_EXAM_LATER ? CS_EXAM_SAME : CS_EXAM_EARLIER };

  hang->beside = TRUE;
  hang->n_columns = 2;
  hang->n_rows = count < 2 ? 1 : 2;
  for (guint i = 0; i < 2 * hang->n_rows; i++)
    {
      CsExam exam = exams[count < 2 ? i : i / 2];

      put (hang, i, pile, count < 2 ? facts->side : sides[i % 2], facts->view, exam,
           exam == CS_EXAM_SAME ? beside : CS_EXAM_SAME);
      hang->slots[i].compared = !hang->slots[i].earlier;
      if (count < 2)
        hang->slots[i].lean = 0;
    }
}

static void
hang_one_exam (CsHang *hang, const Pile *pile, CsExam other)
{
  static const CsSide sides[] = { CS_SIDE_RIGHT, CS_SIDE_LEFT };
  static const CsView views[] = { CS_VIEW_CC, CS_VIEW_MLO };
  CsView view = pile->films[pile->current].facts->view;

  hang->n_columns = 2;
  for (guint i = 0; i < 2 * hang->n_rows; i++)
    put (hang, i, pile, sides[i % 2], hang->n_rows == 2 ? views[i / 2] : view, CS_EXAM_SAME, other);
}

void
cs_hang_films (const CsExamFilm *films, guint n, guint current, guint count, CsExam beside, CsHang *hang)
{
  g_autofree CsExam *exams = g_new (CsExam, n);
  const Pile pile = { films, exams, n, current };
  const CsFacts *facts = films[current].facts;
  CsExam other;

  g_return_if_fail (current < n);
  cs_exams_sort (films, n, current, exams);
  other = has (&pile, CS_EXAM_LATER) ? CS_EXAM_LATER : CS_EXAM_OTHER;
  memset (hang, 0, sizeof *hang);
  hang->n_columns = hang->n_rows = 1;
  hang->slots[0] = (CsHangSlot) { .film = (int) current, .side = facts->side, .view = facts->view };
  date (&hang->slots[0], &pile, CS_EXAM_SAME, other);
  hang->asks = !is_known (facts);
  hang->n_unplaced = count_unplaced (&pile);
  if (hang->asks)
    return;
  /* Views that are neither CC nor MLO have no place among the four. */
  hang->n_rows = count > 2 && cs_view_is_usual (facts->view) ? 2 : 1;
  if (beside != CS_EXAM_OTHER && has (&pile, beside))
    hang_two_exams (hang, &pile, count, beside);
  else if (count > 1)
    hang_one_exam (hang, &pile, other);
}

int
cs_hang_place (CsSide side, CsView view)
{
  if (side == CS_SIDE_UNKNOWN || !cs_view_is_usual (view))
    return -1;
  return (view == CS_VIEW_MLO ? 2 : 0) + (side == CS_SIDE_LEFT ? 1 : 0);
}

int
cs_hang_wall (CsSide side)
{
  return side == CS_SIDE_RIGHT ? 1 : side == CS_SIDE_LEFT ? -1 : 0;
}
