#include "cs-exams.h"

static gboolean
is_same_case (const CsExamFilm *a, const CsExamFilm *b)
{
  return a == b || (*a->facts->case_id && g_str_equal (a->facts->case_id, b->facts->case_id));
}

/* @later was said to have an earlier examination, and @earlier is of that. */
static gboolean
is_linked (const CsExamFilm *later, const CsExamFilm *earlier)
{
  return *later->earlier && g_str_equal (later->earlier, earlier->facts->case_id);
}

/* Of two of one woman: which was first. */
static CsExam
compare (const CsExamFilm *film, const CsExamFilm *current)
{
  gboolean known = film->day > 0 && current->day > 0 && film->day != current->day;

  if (is_same_case (film, current))
    return !known ? CS_EXAM_SAME : film->day < current->day ? CS_EXAM_EARLIER : CS_EXAM_LATER;
  if (known)
    return film->day < current->day ? CS_EXAM_EARLIER : CS_EXAM_LATER;
  return is_linked (current, film) ? CS_EXAM_EARLIER : CS_EXAM_LATER;
}

/* Of two that are both earlier, or both later: whose examination lies nearer. One without a day lies farthest. */
static gboolean
is_nearer (const CsExamFilm *film, const CsExamFilm *best, CsExam exam)
{
  if (!best || film->day == 0 || best->day == 0)
    return !best || best->day == 0;
  return exam == CS_EXAM_EARLIER ? film->day > best->day : film->day < best->day;
}

static gboolean
is_of (const CsExamFilm *film, const CsExamFilm *best)
{
  return best && is_same_case (film, best) && (film->day == best->day || film->day == 0);
}

void
cs_exams_sort (const CsExamFilm *films, guint n, guint current, CsExam *exams)
{
  const CsExamFilm *own, *best[CS_EXAM_LATER + 1] = { NULL };

  g_return_if_fail (current < n);
  own = &films[current];
  for (guint i = 0; i < n; i++)
    {
      gboolean hers = is_same_case (&films[i], own) || is_linked (own, &films[i]) || is_linked (&films[i], own);

      exams[i] = hers ? compare (&films[i], own) : CS_EXAM_OTHER;
      if (exams[i] > CS_EXAM_SAME && is_nearer (&films[i], best[exams[i]], exams[i]))
        best[exams[i]] = &films[i];
    }
  for (guint i = 0; i < n; i++)
    if (exams[i] > CS_EXAM_SAME && !is_of (&films[i], best[exams[i]]))
      exams[i] = CS_EXAM_OTHER;
}

guint32
cs_exams_day (const CsExamFilm *films, const CsExam *exams, guint n, CsExam of)
{
  for (guint i = 0; i < n; i++)
    if (exams[i] == of && films[i].day > 0)
      return films[i].day;
  return 0;
}
