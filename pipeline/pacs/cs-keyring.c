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

/* A locked keyring asks the person to open it, and if it stays locked, the item does, too: a mere look-up brings
 * nothing then, as it does where there is no password. */
CsKeyringAnswer
cs_keyring_look (const CsPacsServer *server, char **password, GCancellable *cancellable)
{
  const SecretSearchFlags how = SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS;
  g_autoptr (GError) why = NULL;
  GList *items = secret_password_search_sync (&schema, how, cancellable, &why, "address", server->address, "user",
                                              server->user, NULL);
  SecretValue *value = items != NULL ? secret_retrievable_retrieve_secret_sync (items->data, cancellable, NULL) : NULL;
  CsKeyringAnswer answer = items != NULL ? CS_KEYRING_LOCKED : why != NULL ? CS_KEYRING_ABSENT : CS_KEYRING_UNKNOWN;

  *password = value != NULL ? g_strdup (secret_value_get_text (value)) : NULL;
  g_clear_pointer (&value, secret_value_unref);
  g_list_free_full (items, g_object_unref);
  return *password != NULL ? CS_KEYRING_FOUND : answer;
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
