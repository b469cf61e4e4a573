#include "cs-pacs-server.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"

static void
server_clear (gpointer data)
{
  CsPacsServer *self = data;

  g_free (self->name);
  g_free (self->address);
  g_free (self->host);
  g_free (self->user);
  g_free (self->authority);
}

/* NULL with an error; else its parts. A password in it would end up where addresses are kept. */
static GUri *
parse_address (const char *address, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "", *wrong = NULL;

  if (uri == NULL || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")) ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    wrong = _("The address of a server looks like https://pacs.example.org/dicom-web");
  else if (g_uri_get_userinfo (uri) != NULL)
    wrong = _("Leave the user and the password out of the address: they have their own place");
  else if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    wrong = _("The address of a server ends with its path, without “?” and “#”");
  if (wrong == NULL)
    return g_steal_pointer (&uri);
  g_set_error_literal (error, CS_ERROR, CS_ERROR_SETTING, wrong);
  return NULL;
}

CsPacsServer *
cs_pacs_server_new (const char *name, const char *address, const char *user, const char *authority, GError **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (address));
  g_autoptr (GUri) uri = NULL;
  CsPacsServer *self;

  while (g_str_has_suffix (plain, "/"))
    plain[strlen (plain) - 1] = '\0';
  uri = parse_address (plain, error);
  if (uri == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (CsPacsServer);
  self->host = g_strdup (g_uri_get_host (uri));
  self->name = g_strdup (name != NULL && *name != '\0' ? name : self->host);
  self->address = g_steal_pointer (&plain);
  self->user = g_strdup (user != NULL ? user : "");
  self->authority = g_strdup (authority != NULL ? authority : "");
  return self;
}

CsPacsServer *
cs_pacs_server_ref (CsPacsServer *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
cs_pacs_server_unref (CsPacsServer *self)
{
  g_atomic_rc_box_release_full (self, server_clear);
}

static gboolean
is_secure (const CsPacsServer *self)
{
  return g_str_has_prefix (self->address, "https:");
}

gboolean
cs_pacs_server_is_private (const CsPacsServer *self)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (self->host);

  return is_secure (self) || g_str_equal (self->host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

void
cs_pacs_password_wipe (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}
