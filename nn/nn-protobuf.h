/* Writes the wire form of Protocol Buffers: a message is its fields one after the other, each behind its number and sort.
 * For nn/ alone; there is no reader. Thread rule: whoever has the array alone. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void nn_proto_put_int     (GByteArray *to, guint field, guint64 value);
void nn_proto_put_float   (GByteArray *to, guint field, float value);
void nn_proto_put_text    (GByteArray *to, guint field, const char *text);           /* UTF-8 */
void nn_proto_put_floats  (GByteArray *to, guint field, const float *values, gsize n);  /* as bytes, little-endian */
void nn_proto_put_message (GByteArray *to, guint field, GByteArray *taken);

G_END_DECLS
