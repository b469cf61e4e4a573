/* Two pictures of the film in hand that one key exchanges: the film itself, whatever the stages make of it, the segmentation.
 * They lie on the film and below its boxes, as opaque as is wanted. Main thread only. */
#pragma once

#include "cs-film-view.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_FLICKER (cs_flicker_get_type ())
G_DECLARE_FINAL_TYPE (CsFlicker, cs_flicker, CS, FLICKER, GObject)

/* Properties: first second (uint: place among the choices; 0, 1), opacity (double 0..1, 1), turned (boolean: the second is seen; of
 * another film the first is). Holds the session. */
CsFlicker  *cs_flicker_new         (CsSession *session, CsFilmView *film);
GListModel *cs_flicker_get_choices (CsFlicker *self);    /* of GtkStringObject: the film, then all pictures of the stages; borrowed */
void        cs_flicker_turn        (CsFlicker *self);    /* the other one is seen */
/* The layer of the choice that is seen; NULL: the film itself, or the stage has not run. Borrowed. */
CsLayer    *cs_flicker_get_layer   (CsFlicker *self);

G_END_DECLS
