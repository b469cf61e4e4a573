#include "cs-http.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "cs-error.h"

#define SILENCE 30             /* seconds without a byte */
#define CHUNK 65536

struct _CsHttp
{
  CsPacsServer *server;
  SoupSession *session;
  GMainContext *context;       /* the session's own: no loop of the program's is turned meanwhile */
  char *authorization;         /* or NULL */
};

static const struct { GTlsCertificateFlags flag; const char *word; } distrust[] = {
  { G_TLS_CERTIFICATE_REVOKED, N_("its certificate was revoked") },
  { G_TLS_CERTIFICATE_EXPIRED, N_("its certificate has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_("its certificate is not valid yet; is this computer's clock right?") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_("its certificate is for another server") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA, N_("its certificate is signed by nobody whom this computer trusts") },
  { G_TLS_CERTIFICATE_INSECURE, N_("its certificate is too weak") } };

static const struct { guint from, to; const char *word; } refusals[] = {
  { 300, 399, N_("sends on to another address. Enter the address it is to be asked at.") },
  { 404, 404, N_("knows nothing of what it was asked for. Is the end of its address right (often /dicom-web)?") },
  { 413, 413, N_("takes nothing as large as this.") },
  { 429, 429, N_("is asked too often. Try again in a while.") },
  { 503, 504, N_("is too busy, or not ready. Try again in a while.") },
  { 500, 599, N_("failed at it. Who runs it finds the reason in its log.") },
  { 0, 999, N_("did not do what it was asked for. Is it a DICOMweb server?") } };

static const char *
distrust_word (GTlsCertificateFlags flags)
{
  for (guint i = 0; i < G_N_ELEMENTS (distrust); i++)
    if (flags & distrust[i].flag)
      return _(distrust[i].word);
  return _("its certificate is not in order");
}

/* What libsoup says, in our words. Its own may hold the address. */
static void
tell_failure (CsHttp *self, SoupMessage *message, const GError *why, GError **error)
{
  const char *name = self->server->name;

  if (g_error_matches (why, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    g_set_error (error, CS_ERROR, CS_ERROR_SERVER,
                 _("“%s” cannot be trusted: %s. Nothing was sent to it. If it is the right one, ask who runs it for "
                   "its certificate, and choose that file in the server's settings."), name,
                 distrust_word (soup_message_get_tls_peer_certificate_errors (message)));
  else if (why->domain == G_TLS_ERROR)
    g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("“%s” and this computer find no secure way to talk (TLS). Does "
                                                     "its address begin with https:// rightly?"), name);
  else if (why->domain == G_RESOLVER_ERROR)
    g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("“%s” is not found. Is its address right, and the network there?"),
                 name);
  else if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("“%s” has not answered for %d seconds. Try again later."), name,
                 SILENCE);
  else if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("Nobody answers at the address of “%s”. Does it run?"), name);
  else
    g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("The connection to “%s” broke. Try again."), name);
}

static gboolean
fail (CsHttp *self, SoupMessage *message, GError *why, GError **error)
{
  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, why);
  else
    {
      tell_failure (self, message, why, error);
      g_error_free (why);
    }
  return FALSE;
}

static gboolean
is_willing (CsHttp *self, guint status, GError **error)
{
  if (status == 200 || status == 202 || status == 204 || status == 409)
    return TRUE;
  if (status == 401 || status == 403)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_PASSWORD, self->authorization != NULL
                   ? _("“%s” does not accept this user and password for it.")
                   : _("“%s” wants a user and a password."), self->server->name);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (status >= refusals[i].from && status <= refusals[i].to)
      {
        /* Translators: “server” sends on …; the number is HTTP's */
        g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("“%s” %s (HTTP %u)"), self->server->name,
                     _(refusals[i].word), status);
        break;
      }
  return FALSE;
}

static SoupMessage *
make_message (CsHttp *self, const CsHttpAsk *ask)
{
  g_autofree char *address = g_strconcat (self->server->address, ask->path, NULL);
  SoupMessage *message = soup_message_new (ask->body != NULL ? "POST" : "GET", address);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", ask->accept);
  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if (ask->body != NULL)
    soup_message_set_request_body_from_bytes (message, ask->type, ask->body);
  return message;
}

static gboolean
is_late (CsHttp *self, gint64 end, GError **error)
{
  if (end == 0 || g_get_monotonic_time () < end)
    return FALSE;
  g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("The answer of “%s” does not end. Try again later."),
               self->server->name);
  return TRUE;
}

static gboolean
read_answer (CsHttp *self, SoupMessage *message, GInputStream *stream, const CsHttpSink *sink, gpointer data,
             gint64 end, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (CHUNK);
  const char *type = soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Type");
  GError *why = NULL;
  gssize n;

  if (!sink->begin (soup_message_get_status (message), type != NULL ? type : "", data, error))
    return FALSE;
  while ((n = g_input_stream_read (stream, bytes, CHUNK, cancellable, &why)) > 0)
    if (is_late (self, end, error) || !sink->bytes (bytes, (gsize) n, data, error))
      return FALSE;
  return n == 0 || fail (self, message, why, error);
}

gboolean
cs_http_is_built (void)
{
  return TRUE;
}

static gboolean
trust (CsHttp *self, GError **error)
{
  g_autoptr (GTlsDatabase) database = NULL;

  if (*self->server->authority == '\0')
    return TRUE;
  database = g_tls_file_database_new (self->server->authority, NULL);
  if (database == NULL)
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
                   _("“%s” holds no certificate that can be read (PEM). Choose another file for “%s”."),
                   self->server->authority, self->server->name);
      return FALSE;
    }
  soup_session_set_tls_database (self->session, database);
  return TRUE;
}

static gboolean
present (CsHttp *self, const char *password, GError **error)
{
  g_autofree char *both = NULL, *coded = NULL;

  if (*self->server->user == '\0' || password == NULL)
    return TRUE;
  if (!cs_pacs_server_is_private (self->server))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_SETTING,
                   _("The password for “%s” would be read by anybody on the way. Use its address that begins with "
                     "https://."), self->server->name);
      return FALSE;
    }
  both = g_strconcat (self->server->user, ":", password, NULL);
  coded = g_base64_encode ((const guchar *) both, strlen (both));
  self->authorization = g_strconcat ("Basic ", coded, NULL);
  return TRUE;
}

CsHttp *
cs_http_new (CsPacsServer *server, const char *password, GError **error)
{
  g_autoptr (CsHttp) self = g_new0 (CsHttp, 1);

  self->server = cs_pacs_server_ref (server);
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->session = soup_session_new ();
  g_main_context_pop_thread_default (self->context);
  soup_session_set_timeout (self->session, SILENCE);
  soup_session_set_user_agent (self->session, "Calcspot");
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  if (!trust (self, error) || !present (self, password, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cs_http_free (CsHttp *self)
{
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_main_context_unref (self->context);
  cs_pacs_server_unref (self->server);
  g_free (self->authorization);
  g_free (self);
}

gboolean
cs_http_ask (CsHttp *self, const CsHttpAsk *ask, const CsHttpSink *sink, gpointer data, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (SoupMessage) message = make_message (self, ask);
  g_autoptr (GInputStream) stream = NULL;
  gint64 end = ask->seconds > 0 ? g_get_monotonic_time () + ask->seconds * G_USEC_PER_SEC : 0;
  GError *why = NULL;
  gboolean well;

  g_main_context_push_thread_default (self->context);
  stream = soup_session_send (self->session, message, cancellable, &why);
  if (stream == NULL)
    well = fail (self, message, why, error);
  else
    well = is_willing (self, soup_message_get_status (message), error) &&
           read_answer (self, message, stream, sink, data, end, cancellable, error);
  if (!well)
    soup_session_abort (self->session);     /* the rest of an answer is not waited for */
  g_clear_object (&stream);
  g_main_context_pop_thread_default (self->context);
  return well;
}

const char *
cs_http_get_name (CsHttp *self)
{
  return self->server->name;
}
