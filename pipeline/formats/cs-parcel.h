/* How the decoding helper hands a film over: a length, a GVariant that tells everything, and from the next
 * 64 bytes on the pixels, in rows as a raster has them: they are not copied again.
 * Whoever unpacks believes nothing: the helper may have been taken over by the file it read. Any thread. */
#pragma once

#include "cs-header.h"
#include "cs-image.h"

G_BEGIN_DECLS

/* Each writes one parcel to @fd; FALSE: it could not be written. */
gboolean  cs_parcel_write_film   (int fd, CsImage *image);
gboolean  cs_parcel_write_header (int fd, CsHeader *header);
gboolean  cs_parcel_write_count  (int fd, guint n);
gboolean  cs_parcel_write_error  (int fd, const GError *error);

/* Each reads one: what was sent, or the error that was sent, or CS_ERROR_DAMAGED for what is no such parcel. A film keeps
 * the parcel it lies in. @name is what the
 * message calls the file. */
CsImage  *cs_parcel_read_film    (GBytes *parcel, const char *name, GError **error);
CsHeader *cs_parcel_read_header  (GBytes *parcel, const char *name, GError **error);
gboolean  cs_parcel_read_count   (GBytes *parcel, const char *name, guint *n, GError **error);

G_END_DECLS
