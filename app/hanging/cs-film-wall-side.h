/* A film beside the one in hand: its pixels from the shelf, its boxes, its words; or the words for a film that is not there.
 * Private to CsFilmWall. Main thread only. */
#pragma once

#include "cs-film-view.h"
#include "cs-hang.h"
#include "cs-session.h"

G_BEGIN_DECLS

typedef struct
{
  CsFilmView *view;          /* of the grid */
  GtkLabel   *blank;         /* in its place while there is no such film; of the grid */
  CsLayer    *boxes;
  CsEntry    *entry;         /* NULL: none hangs here */
  gboolean    other_exam;    /* than that of the film in hand */
} CsFilmWallSide;

void cs_film_wall_side_init  (CsFilmWallSide *self, GtkGrid *grid, CsSession *session);
void cs_film_wall_side_clear (CsFilmWallSide *self);
/* Hangs what belongs into a slot, at a place of the grid. @entry NULL: the case has no such film. */
void cs_film_wall_side_hang  (CsFilmWallSide *self, const CsHangSlot *slot, CsEntry *entry, CsSession *session, int column, int row);
void cs_film_wall_side_hide  (CsFilmWallSide *self);
void cs_film_wall_side_show_plate (CsFilmWallSide *self, CsPlate *plate);        /* NULL: it is being read */
/* The other film in the same grey. */
void cs_film_wall_side_match (CsFilmWallSide *self, CsFilmView *film);

/* "Right MLO"; "Right MLO, 1 of 3" where the case has more of them; "Right MLO · earlier: 2019-03-02 (2 y 4 m before)", and the
 * later one beside it "Right MLO · 2021-07-05". Transfer full. */
char *cs_hang_slot_describe  (const CsHangSlot *slot);

G_END_DECLS
