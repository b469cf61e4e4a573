/* Errands to servers, each a job in the session's list: searching, fetching films, sending results. One at a time: a new one
 * ends the one before. A password is taken from the keyring, or asked for once a session. Main thread only. */
#pragma once

#include "cs-export.h"
#include "cs-pacs.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_COURIER (cs_courier_get_type ())
G_DECLARE_FINAL_TYPE (CsCourier, cs_courier, CS, COURIER, GObject)

/* Signals:
 *   "found"    (GPtrArray *studies, gboolean more)     a search is over: CsPacsStudy
 *   "fetched"  (GPtrArray *files, GFile *folder)       an examination has come whole: GFile
 *   "finished" (char *told)                            fetching or sending is over: what was done, in words
 *   "failed"   (GError *error)                         an errand is over; G_IO_ERROR_CANCELLED: somebody wished so
 *   "password-wanted" (char *message, gboolean keyring)   the errand waits for cs_courier_answer(); @keyring: one may answer */
CsCourier *cs_courier_new    (CsSession *session, CsCourier *other);   /* @other: shares the passwords it was told; or NULL */
void       cs_courier_find   (CsCourier *self, CsPacsServer *server, const CsPacsQuery *query);
void       cs_courier_fetch  (CsCourier *self, CsPacsServer *server, GPtrArray *studies, GFile *folder);   /* CsPacsStudy */
/* What @export makes of @record; @named: with her identity, else veiled. */
void       cs_courier_send   (CsCourier *self, CsPacsServer *server, const CsExport *export, CsRecord *record, gboolean named);
/* The errand that waits goes on. @keep: in the desktop's keyring, once the server has taken it. NULL: it is given up. */
void       cs_courier_answer (CsCourier *self, const char *password, gboolean keep);
gboolean   cs_courier_get_busy (CsCourier *self);      /* an errand is under way or waits */

G_END_DECLS
