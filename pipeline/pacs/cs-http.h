/* One conversation with one server over HTTP: the only place of the tree that knows libsoup. Redirections are not followed,
 * nothing is unpacked (a small answer stays small), certificates are verified, and no address is ever part of a message,
 * since a query names the patient. A CsHttp belongs to the thread that made it; every function blocks, and is left within a
 * moment when it is cancelled. Built without libsoup, cs_http_new() says so. */
#pragma once

#include <gio/gio.h>

#include "cs-pacs-server.h"

G_BEGIN_DECLS

typedef struct _CsHttp CsHttp;

typedef struct
{
  const char *path;       /* behind the server's address: "/studies?..." */
  const char *accept;
  const char *type;       /* of the body */
  GBytes     *body;       /* NULL: it is a GET, else a POST */
  guint       seconds;    /* the whole answer is here by then; 0: however long it takes, as long as something comes */
} CsHttpAsk;

/* FALSE with an error ends the conversation. Statuses that come here: 200, 202, 204, 409; @type is never NULL. */
typedef struct
{
  gboolean (*begin) (guint status, const char *type, gpointer data, GError **error);
  gboolean (*bytes) (const guint8 *bytes, gsize n, gpointer data, GError **error);
} CsHttpSink;

gboolean cs_http_is_built (void);
/* @password NULL: none. CS_ERROR_SETTING: it would travel in clear, or the server's authority cannot be read;
 * CS_ERROR_UNSUPPORTED: built without libsoup. */
CsHttp  *cs_http_new      (CsPacsServer *server, const char *password, GError **error);
void     cs_http_free     (CsHttp *self);
/* CS_ERROR_SERVER: not reached, not to be trusted, or not willing; CS_ERROR_PASSWORD: it wants one, or another. */
gboolean cs_http_ask      (CsHttp *self, const CsHttpAsk *ask, const CsHttpSink *sink, gpointer data, GCancellable *cancellable, GError **error);
const char *cs_http_get_name (CsHttp *self);                 /* the server's; borrowed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHttp, cs_http_free)

G_END_DECLS
