/* multipart/related (RFC 2046, RFC 2387) read as it comes, in pieces of any size, from a server that is not trusted: parts are
 * told apart by their boundary alone, so a length that lies lies to nobody, and what is kept in memory is bounded (a part's
 * header by 8 KiB, what comes before the first part by 64 KiB). How large parts may be is the sink's to say. One thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CsMultipart CsMultipart;

/* FALSE with an error ends the reading. @type: media type in lower case, without parameters; "" where the part tells none. */
typedef struct
{
  gboolean (*begin) (const char *type, gpointer data, GError **error);
  gboolean (*bytes) (const guint8 *bytes, gsize n, gpointer data, GError **error);   /* n > 0 */
  gboolean (*end)   (gpointer data, GError **error);
} CsMultipartSink;

/* @type is the answer's whole Content-Type. CS_ERROR_FORMAT: it is no multipart, or its boundary is none. */
CsMultipart *cs_multipart_new    (const char *type, const CsMultipartSink *sink, gpointer data, GError **error);
void         cs_multipart_free   (CsMultipart *self);
/* CS_ERROR_DAMAGED, or the sink's error; after it, only free it. */
gboolean     cs_multipart_add    (CsMultipart *self, gconstpointer bytes, gsize n, GError **error);
gboolean     cs_multipart_finish (CsMultipart *self, GError **error);   /* CS_ERROR_DAMAGED: the last boundary did not come */

/* The media type of a Content-Type, in lower case and without parameters. */
char        *cs_multipart_media  (const char *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsMultipart, cs_multipart_free)

G_END_DECLS
