/* Keeps the session's marks in the order of its queue, and tells the study which order that is, so that it stands with each verdict.
 * Women kept out for the test come in a random order, whatever was asked for: "test:SEED". Main thread only. */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_ORDERER (cs_orderer_get_type ())
G_DECLARE_FINAL_TYPE (CsOrderer, cs_orderer, CS, ORDERER, GObject)

CsOrderer *cs_orderer_new  (CsSession *session);   /* held weakly */
void       cs_orderer_tell (CsOrderer *self);      /* the study again: another window may have told it of its order */

G_END_DECLS
