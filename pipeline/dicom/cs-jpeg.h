/* The head of a JPEG stream of any process, lossy or not, without decoding it. Pure; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct { guint marker, width, height, bits, components; } CsJpegFrame;   /* marker: 0xc0.. of the frame's head */

/* Segment by segment to the frame's head. FALSE: there is none before the bytes end, or what comes before it is no row of
 * segments. Fill bytes between them, which JPEG allows and nobody writes, are refused: DCMTK's own search for the head
 * never comes to an end over them. */
gboolean cs_jpeg_find_frame (const guint8 *bytes, gsize length, CsJpegFrame *frame);

G_END_DECLS
