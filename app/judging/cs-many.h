/* Judging many boxes at once on the page Review, each deed one undo step.
 *
 * The page gets the actions "many.choose" (X: the selected box into the choice, or out of it), "many.band" (B, then drag),
 * "many.lasso" (Shift+B), "many.cluster" (Shift+A: accepts the selected box and the open ones of its cluster, see
 * cs-group.h) and "many.rest" (Shift+R: rejects all open ones of this film). While something is chosen, the keys of a
 * verdict judge that: see cs_many_judge(). Main thread only. */
#pragma once

#include "cs-page.h"
#include "cs-picker.h"

G_BEGIN_DECLS

#define CS_TYPE_MANY (cs_many_get_type ())
G_DECLARE_FINAL_TYPE (CsMany, cs_many, CS, MANY, GObject)

/* Signal "judged": some were, and the next box is wanted. */
CsMany   *cs_many_new     (CsPage *page, CsPicker *picker);   /* for a page with a session, which keeps it and outlives it */
gboolean  cs_many_judge   (CsMany *self, CsVerdict verdict);  /* what is chosen; FALSE: nothing is */
gboolean  cs_many_let_go  (CsMany *self);                     /* of the choice; FALSE: there was none */
char     *cs_many_describe (CsMany *self);                    /* "14 boxes are chosen: ..."; NULL: none are */

G_END_DECLS
