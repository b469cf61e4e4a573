/* In place of cs-http.c: a server that answers what the fuzzer thinks of. The linker takes these and leaves the
 * library's own out. */
#include "fuzz.h"

struct _CsHttp { const FuzzAnswer *answers; guint n; };

static CsHttp only;

CsHttp *
fuzz_serve (const FuzzAnswer *answers, guint n)
{
  only = (CsHttp) { answers, n };
  return &only;
}

gboolean
cs_http_is_built (void)
{
  return TRUE;
}

CsHttp *
cs_http_new (CsPacsServer *server, const char *password, GError **error)
{
  return &only;
}

void
cs_http_free (CsHttp *self)
{
}

gboolean
cs_http_ask (CsHttp *self, const CsHttpAsk *ask, const CsHttpSink *sink, gpointer data, GCancellable *cancellable,
             GError **error)
{
  const FuzzAnswer *answer = self->answers;

  if (!sink->begin (answer->status, answer->type, data, error))
    return FALSE;
  for (gsize at = 0, n; at < answer->length; at += n)
    {
      n = MIN (answer->piece, answer->length - at);
      if (!sink->bytes ((const guint8 *) answer->bytes + at, n, data, error))
        return FALSE;
    }
  self->answers += self->n > 1 ? 1 : 0;
  self->n -= self->n > 1 ? 1 : 0;
  return TRUE;
}

const char *
cs_http_get_name (CsHttp *self)
{
  return "server";
}
