/* Of what hangs: the examinations of one woman, the present one and the other. */
#include "cs-film-wall-private.h"

#include <glib/gi18n.h>
#include "cs-date.h"

static CsExamFilm *
list_exams (CsFilmWall *self, GPtrArray *films)
{
  CsStudy *study = cs_session_get_study (self->session);
  CsExamFilm *exams = g_new (CsExamFilm, films->len + 1);

  for (guint i = 0; i < films->len; i++)
    {
      const CsFacts *facts = cs_entry_get_facts (films->pdata[i]);

      exams[i] = (CsExamFilm) { facts, cs_date_parse (cs_entry_get_date (films->pdata[i])),
                                cs_study_get_earlier (study, facts->case_id), cs_entry_get_kind (films->pdata[i]) };
    }
  return exams;
}

gboolean
cs_film_wall_hang_films (CsFilmWall *self, GPtrArray *films, guint count, CsExam beside, CsHang *hang)
{
  g_autofree CsExamFilm *exams = NULL;
  guint current;

  if (!g_ptr_array_find (films, cs_film_wall_entry_of (self), &current))
    return FALSE;
  exams = list_exams (self, films);
  cs_hang_films (exams, films->len, current, count, beside, hang);
  return TRUE;
}

/* The examination that lies in the other direction than @exam. */
static CsExam
opposite (CsExam exam)
{
  return exam == CS_EXAM_EARLIER ? CS_EXAM_LATER : CS_EXAM_EARLIER;
}

/* Where there is no examination in the wanted direction, that of the other one hangs. */
gboolean
cs_film_wall_hang_wanted (CsFilmWall *self, GPtrArray *films, guint count, CsHang *hang)
{
  if (!self->compares)
    return cs_film_wall_hang_films (self, films, count, CS_EXAM_OTHER, hang);
  return cs_film_wall_hang_films (self, films, count, self->beside, hang) &&
         (hang->beside || cs_film_wall_hang_films (self, films, count, opposite (self->beside), hang));
}

/* The film in hand beside the same view of the other examination. FALSE: none is known. */
static gboolean
hang_pair (CsFilmWall *self, GPtrArray *films, CsHang *hang)
{
  return cs_film_wall_hang_films (self, films, 1, self->beside, hang) &&
         (hang->beside || (cs_film_wall_hang_films (self, films, 1, opposite (self->beside), hang) && hang->beside));
}

CsEntry *
cs_film_wall_find_other_exam (CsFilmWall *self, const char **why)
{
  g_autoptr (GPtrArray) films = cs_session_get_study (self->session) ? cs_film_wall_list_films (self) : NULL;
  CsHang hang;

  if (!films || !cs_film_wall_entry_of (self))
    return NULL;
  if (!hang_pair (self, films, &hang))
    *why = _("No other examination of this woman is known. {wall.compare} asks for it.");
  else if (hang.slots[!hang.current].film < 0)
    *why = _("The other examination has no film of this side and view.");
  else
    return g_object_ref (films->pdata[hang.slots[!hang.current].film]);
  return NULL;
}

void
cs_film_wall_turn_to (CsFilmWall *self, CsEntry *entry)
{
  g_autoptr (GPtrArray) films = cs_film_wall_list_films (self);
  g_autofree CsExamFilm *exams = list_exams (self, films);
  g_autofree CsExam *places = g_new (CsExam, films->len + 1);
  guint current, taken;

  if (!g_ptr_array_find (films, cs_film_wall_entry_of (self), &current) || !g_ptr_array_find (films, entry, &taken))
    return;
  cs_exams_sort (exams, films->len, current, places);
  if (places[taken] > CS_EXAM_SAME)
    self->beside = opposite (places[taken]);
}
