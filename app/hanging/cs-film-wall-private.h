/* What the parts of CsFilmWall share: cs-film-wall.c (what hangs, deeds), cs-film-wall-exams.c (examinations of one
 * woman) and cs-film-wall-place.c (size, place, questions). */
#pragma once

#include "cs-film-wall.h"
#include "cs-film-wall-side.h"
#include "cs-flicker.h"
#include "cs-link.h"
#include "cs-ruler.h"
#include "cs-sweeper.h"

G_BEGIN_DECLS

#define CS_FILM_WALL_SIDES (CS_HANG_MOST - 1)

/* Where in the view a film is to be shown that was taken from the wall. */
typedef struct { gboolean waits, fitted; double scale, x, y; } Keep;

struct _CsFilmWall
{
  AdwBin parent_instance;

  CsFilmView *film;
  GtkGrid *grid;
  GtkWidget *foot;           /* film's status and tools, in as many lines as they need */
  GtkBox *tools;
  GtkRevealer *notice;
  GtkLabel *question, *seen, *measure;
  GtkDropDown *first, *second;
  GtkAdjustment *opacity;
  GtkWidget *mirror_button, *facts_button, *link_button;

  CsSession *session;
  CsLink *link;
  CsSweeper *sweeper;        /* NULL before there is a session */
  CsRuler *ruler;            /* likewise */
  CsFlicker *flicker;        /* likewise */
  GSimpleActionGroup *actions;
  CsFilmWallSide sides[CS_FILM_WALL_SIDES];
  CsFilmWallSide *slots[CS_HANG_MOST];   /* who shows a slot; NULL: the film in hand, or nobody */
  CsHang hang;
  guint count;
  gboolean compares;         /* another examination of the same woman is to hang too: */
  CsExam beside;             /* this one: EARLIER, or LATER after the earlier one was taken in hand */
  CsEntry *watched, *taken;  /* taken: the film that was last taken from the wall; not owned, compared only */
  Keep keep;
};

CsEntry   *cs_film_wall_entry_of      (CsFilmWall *self);               /* the film in hand; NULL: none; borrowed */
GPtrArray *cs_film_wall_list_films    (CsFilmWall *self);               /* of CsEntry: the study's; transfer full */
guint      cs_film_wall_turn_of       (CsFilmWall *self, CsEntry *entry);
guint      cs_film_wall_count_slots   (CsFilmWall *self);
CsEntry   *cs_film_wall_entry_in      (CsFilmWall *self, guint slot);   /* NULL: no film hangs there */
void       cs_film_wall_place_films   (CsFilmWall *self);
void       cs_film_wall_show_question (CsFilmWall *self);
/* What hangs with @count films in sight, and @beside; then with what is wanted beside. FALSE: no film is in hand. */
gboolean   cs_film_wall_hang_films  (CsFilmWall *self, GPtrArray *films, guint count, CsExam beside, CsHang *hang);
gboolean   cs_film_wall_hang_wanted (CsFilmWall *self, GPtrArray *films, guint count, CsHang *hang);
/* The same view of the other examination, whether it hangs or not; transfer full; NULL: none, and @why for the reader, to be
 * read by cs_keymap_say(). */
CsEntry   *cs_film_wall_find_other_exam (CsFilmWall *self, const char **why);
/* @entry is about to be taken in hand: the examination that was in hand is then the other one. */
void       cs_film_wall_turn_to       (CsFilmWall *self, CsEntry *entry);
void       cs_film_wall_facts_cb      (GSimpleAction *action, GVariant *parameter, gpointer data);

G_END_DECLS
