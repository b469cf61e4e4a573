/* The face of a build without libsecret: no keyring answers, so a person is asked once a session. */
#include "cs-keyring.h"

gboolean
cs_keyring_is_built (void)
{
  return FALSE;
}

CsKeyringAnswer
cs_keyring_look (const CsPacsServer *server, char **password, GCancellable *cancellable)
{
  *password = NULL;
  return CS_KEYRING_ABSENT;
}

gboolean
cs_keyring_keep (const CsPacsServer *server, const char *password, GCancellable *cancellable)
{
  return FALSE;
}

void
cs_keyring_forget (const CsPacsServer *server, GCancellable *cancellable)
{
}
