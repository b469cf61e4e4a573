#include "cs-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

static const SecretSchema schema = { "io.github.calcspot.Pacs", SECRET_SCHEMA_NONE,
  { { "address", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "user", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };

gboolean
cs_keyring_is_built (void)
{
  return TRUE;
}

CsKeyringAnswer
cs_keyring_look (const CsPacsServer *server, char **password, GCancellable *cancellable)
{
  g_autoptr (GError) why = NULL;

  *password = secret_password_lookup_sync (&schema, cancellable, &why, "address", server->address, "user",
                                           server->user, NULL);
  return *password != NULL ? CS_KEYRING_FOUND : why != NULL ? CS_KEYRING_ABSENT : CS_KEYRING_UNKNOWN;
}

gboolean
cs_keyring_keep (const CsPacsServer *server, const char *password, GCancellable *cancellable)
{
  /* Translators: how the desktop's list of passwords calls one: user, server */
  g_autofree char *label = g_strdup_printf (_("Calcspot: %s at %s"), server->user, server->host);

  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, password, cancellable, NULL, "address",
                                     server->address, "user", server->user, NULL);
}

void
cs_keyring_forget (const CsPacsServer *server, GCancellable *cancellable)
{
  secret_password_clear_sync (&schema, cancellable, NULL, "address", server->address, "user", server->user, NULL);
}
