/* Measures on the film in hand: a ruler that is drawn with the pointer, and of the selected box what it holds and how far its
 * accepted cluster (cs-group.h) reaches; each with where the millimetres come from. Main thread only. */
#pragma once

#include "cs-film-view.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_RULER (cs_ruler_get_type ())
G_DECLARE_FINAL_TYPE (CsRuler, cs_ruler, CS, RULER, GObject)

/* Property: text (string): what the ruler reads, and what is known of the selected box. Holds the session. */
CsRuler    *cs_ruler_new      (CsSession *session, CsFilmView *film);
/* The next drag over the film is a ruler; or takes the ruler away that lies there. */
void        cs_ruler_toggle   (CsRuler *self);

G_END_DECLS
