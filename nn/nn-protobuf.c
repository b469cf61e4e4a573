#include "nn-protobuf.h"

#include <string.h>

#include "nn-bytes.h"

/* How a field's value is laid down. */
enum { VARINT = 0, LENGTH = 2, FOUR_BYTES = 5 };

/* Seven bits a byte, the lowest first; the eighth tells that more follow. */
static void
put_varint (GByteArray *to,
            guint64     value)
{
  do
    {
      guint8 byte = (value & 0x7f) | (value > 0x7f ? 0x80 : 0);

      g_byte_array_append (to, &byte, 1);
      value >>= 7;
    }
  while (value > 0);
}

static void
put_head (GByteArray *to,
          guint       field,
          guint       sort)
{
  put_varint (to, field << 3 | sort);
}

static void
put_bytes (GByteArray   *to,
           guint         field,
           gconstpointer data,
           gsize         n)
{
  put_head (to, field, LENGTH);
  put_varint (to, n);
  g_byte_array_append (to, data, n);
}

void
nn_proto_put_int (GByteArray *to,
                  guint       field,
                  guint64     value)
{
  put_head (to, field, VARINT);
  put_varint (to, value);
}

void
nn_proto_put_float (GByteArray *to,
                    guint       field,
                    float       value)
{
  put_head (to, field, FOUR_BYTES);
  nn_put_floats (to, &value, 1);
}

void
nn_proto_put_text (GByteArray *to,
                   guint       field,
                   const char *text)
{
  put_bytes (to, field, text, strlen (text));
}

void
nn_proto_put_floats (GByteArray  *to,
                     guint        field,
                     const float *values,
                     gsize        n)
{
  put_head (to, field, LENGTH);
  put_varint (to, n * sizeof (float));
  nn_put_floats (to, values, n);
}

void
nn_proto_put_message (GByteArray *to,
                      guint       field,
                      GByteArray *taken)
{
  put_bytes (to, field, taken->data, taken->len);
  g_byte_array_unref (taken);
}
