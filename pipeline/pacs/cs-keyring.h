/* Passwords in the desktop's keyring: the only place of the tree that knows libsecret. There is no other place a password is
 * kept: where no keyring answers, whoever asks must ask the person. All functions block, for any thread; a locked keyring
 * asks the person to open it. Built without libsecret, no keyring answers. */
#pragma once

#include <gio/gio.h>

#include "cs-pacs-server.h"

G_BEGIN_DECLS

typedef enum
{
  CS_KEYRING_FOUND,
  CS_KEYRING_UNKNOWN,     /* it knows no password of this user at this address */
  CS_KEYRING_ABSENT,      /* no keyring answers */
  CS_KEYRING_LOCKED,      /* it knows one, and stays locked */
} CsKeyringAnswer;

gboolean        cs_keyring_is_built (void);
CsKeyringAnswer cs_keyring_look   (const CsPacsServer *server, char **password, GCancellable *cancellable);   /* cs_pacs_password_wipe() */
gboolean        cs_keyring_keep   (const CsPacsServer *server, const char *password, GCancellable *cancellable);   /* FALSE: it did not take it */
void            cs_keyring_forget (const CsPacsServer *server, GCancellable *cancellable);

G_END_DECLS
