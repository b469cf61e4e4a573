/* JPEG 2000 codestreams by OpenJPEG, as DICOM holds them: one component of up to 16 bits. The bytes are hostile; the helper
 * process calls this. Pure; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Into @words, width * height of them, of @allocated bits (8 or 16), two's complement where the stream is signed. FALSE: why
 * not, translated, in *why (static); nothing else is told. */
gboolean cs_jp2_decode (GBytes *stream, guint width, guint height, guint allocated, gpointer words, const char **why);

G_END_DECLS
