/* The face of a build without libsoup: it says so. */
#include "cs-http.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"

gboolean
cs_http_is_built (void)
{
  return FALSE;
}

CsHttp *
cs_http_new (CsPacsServer *server, const char *password, GError **error)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_UNSUPPORTED,
                       _("This Calcspot was built without libsoup and asks no server. Install libsoup-3.0-dev and "
                         "build it anew, or copy the films here and open their folder."));
  return NULL;
}

void
cs_http_free (CsHttp *self)
{
}

gboolean
cs_http_ask (CsHttp *self, const CsHttpAsk *ask, const CsHttpSink *sink, gpointer data, GCancellable *cancellable,
             GError **error)
{
  g_return_val_if_reached (FALSE);
}

const char *
cs_http_get_name (CsHttp *self)
{
  return "";
}
