/* The film in hand and those that belong beside it: one, two or four, hung as cs-hang.h says, at one physical size and in
 * one window; panned and zoomed together. The film in hand is a CsFilmView like any other, with whatever a page lays on
 * it; the others show their boxes. A click on another film, or a key, takes that one in hand, where it hangs.
 *
 * What is not known is asked for above the films, never guessed: a side or view that is missing, a chest wall that lies
 * where that of such a breast does not.
 *
 * Actions, in a group of its own: wall.hang (one, two, four, round and round), wall.count (i, stateful), wall.link
 * (stateful), wall.compare (stateful: another examination of the same woman hangs too), wall.swap-side, wall.swap-view,
 * wall.swap-exam (to the same view of the other examination, and back), wall.turn, wall.mirror, wall.facts, wall.step and
 * wall.step-back (CsSweeper), wall.ruler (CsRuler), wall.flicker
 * (CsFlicker). Keys by cs_film_wall_serve(): h, k, s, Shift+s, j, Shift+j, Shift+t, Shift+m, Page Down, Page Up, l, t.
 * How a film was turned is kept in its study. Main thread only. */
#pragma once

#include "cs-film-view.h"
#include "cs-hang.h"
#include "cs-page.h"

G_BEGIN_DECLS

#define CS_TYPE_FILM_WALL (cs_film_wall_get_type ())
G_DECLARE_FINAL_TYPE (CsFilmWall, cs_film_wall, CS, FILM_WALL, AdwBin)

GtkWidget    *cs_film_wall_new         (void);
CsFilmView   *cs_film_wall_get_film    (CsFilmWall *self);      /* the one in hand; borrowed, for life; shows session:image */
void          cs_film_wall_set_session (CsFilmWall *self, CsSession *session);   /* once */
const CsHang *cs_film_wall_get_hang    (CsFilmWall *self);      /* what hangs now */
/* The view that shows a slot's film; NULL: none hangs there. */
CsFilmView   *cs_film_wall_get_view    (CsFilmWall *self, guint slot);
/* What is asked above the films; NULL: nothing. */
const char   *cs_film_wall_get_question (CsFilmWall *self);
void          cs_film_wall_set_count   (CsFilmWall *self, guint count);          /* 1, 2 or 4 */
/* The film in hand was taken from the wall: its place in the view is to stay. */
gboolean      cs_film_wall_took        (CsFilmWall *self);
/* Gives @page the group "wall" and the keys. */
void          cs_film_wall_serve       (CsFilmWall *self, CsPage *page);

G_END_DECLS
