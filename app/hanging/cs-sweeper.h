/* Leads a reader through the film in hand at one to one, and keeps what of the breast that reader has seen so. What is in
 * sight counts once the view has rested a moment. Main thread only. */
#pragma once

#include "cs-film-view.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_SWEEPER (cs_sweeper_get_type ())
G_DECLARE_FINAL_TYPE (CsSweeper, cs_sweeper, CS, SWEEPER, GObject)

/* Property: text (string): "97 % of the breast seen at 1:1", "" while there is no film. Holds the session. */
CsSweeper *cs_sweeper_new  (CsSession *session, CsFilmView *film);
/* To the next view of the way, or the one before. FALSE: there is none further. */
gboolean   cs_sweeper_step (CsSweeper *self, gboolean back);
/* Counts at once what is in sight; for tests. */
void       cs_sweeper_look (CsSweeper *self);

G_END_DECLS
