/* A film on a canvas with what every page wants around it: window/level (secondary drag, presets, a popover with the
 * histogram), invert, scale bar, probe, zoom. The pages Stages, Review and Results lay their layers on it.
 *
 * Actions, in a group of its own: film.invert (stateful), film.fit, film.one-to-one, film.zoom-in, film.zoom-out,
 * film.preset (s, stateful: an id of cs_film_presets, or "file:0" and so on for the windows of the film's own file; "" after the
 * window was set by hand), film.overlays (stateful: those of the film's file are shown; enabled where it has some). film.loupe (twice,
 * four times, away). Keys by cs_film_view_serve(). Main thread only. */
#pragma once

#include <adwaita.h>
#include "cs-canvas.h"
#include "cs-film-tones.h"
#include "cs-product.h"
#include "cs-shelf.h"

G_BEGIN_DECLS

#define CS_TYPE_FILM_VIEW (cs_film_view_get_type ())
G_DECLARE_FINAL_TYPE (CsFilmView, cs_film_view, CS, FILM_VIEW, AdwBin)

/* GObject properties: viewport (CsViewport), invert (boolean), low high (double: the window), gamma (double, 0.2..5, 1),
 * preset (string)
 * Signal "probe" (double x, double y, gboolean inside): the pointer is at this image point, inside the film or beside it; 0, 0 and
 * not inside: it has left the view. */
GtkWidget  *cs_film_view_new            (void);
CsCanvas   *cs_film_view_get_canvas     (CsFilmView *self);                      /* borrowed: tools, signals */
CsViewport *cs_film_view_get_viewport   (CsFilmView *self);                      /* borrowed */
void        cs_film_view_set_viewport   (CsFilmView *self, CsViewport *viewport);/* the session's; NULL: one of its own */
CsImage    *cs_film_view_get_image      (CsFilmView *self);                      /* borrowed; NULL: none */
void        cs_film_view_set_image      (CsFilmView *self, CsImage *image);      /* applies the preset anew unless the pixels are the same */

/* Where films' breasts are known from, so that the air around them stays black; NULL: nowhere. Takes a reference of its own. */
void        cs_film_view_set_shelf      (CsFilmView *self, CsShelf *shelf);
/* Words in the corner of the film, such as its side and view; NULL: none. */
void        cs_film_view_set_caption    (CsFilmView *self, const char *text);
/* What a key has just made of the picture, on the film, where the eyes are; gone after two seconds. */
void        cs_film_view_tell           (CsFilmView *self, const char *text);
/* The row below the film with probe, zoom and buttons: out of the view, for whoever shows it elsewhere. Transfer full; once. */
GtkWidget  *cs_film_view_take_status    (CsFilmView *self);

/* On top of the film and of the layers before. The canvas takes a reference of its own. */
void        cs_film_view_add_layer      (CsFilmView *self, CsLayer *layer);
void        cs_film_view_remove_layer   (CsFilmView *self, CsLayer *layer);

void        cs_film_view_get_window     (CsFilmView *self, double *low, double *high);
/* The greys between which most of the film's tissue lies (preset "tissue"), whatever the window is. low < high. */
void        cs_film_view_get_tissue     (CsFilmView *self, double *low, double *high);
void        cs_film_view_set_window     (CsFilmView *self, double low, double high);   /* by hand: no preset */
void        cs_film_view_set_preset     (CsFilmView *self, const char *id);

/* The view has jumped: a window that adapts to it looks anew. */
void        cs_film_view_look_anew      (CsFilmView *self);
/* Zooms to a box with its surroundings; brings a box into sight without changing the scale. Nothing without a film. */
void        cs_film_view_aim            (CsFilmView *self, const CsBox *box);
void        cs_film_view_reveal         (CsFilmView *self, const CsBox *box);

/* Work is being done for this film: a spinner and these words in the corner; NULL: none. */
void        cs_film_view_set_busy       (CsFilmView *self, const char *text);
/* Gives @page the group "film" and the keys, so that they work wherever the focus is on the page. */
void        cs_film_view_serve          (CsFilmView *self, GtkWidget *page);

G_END_DECLS
