#include "nn-bytes.h"
#include "nn-net.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAGIC_SIZE 8
#define DIGEST_SIZE 32
#define FRAME_SIZE (MAGIC_SIZE + 4 + DIGEST_SIZE)

static void
digest (const guint8 *data,
        gsize         size,
        guint8        result[DIGEST_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_SIZE;

  for (gsize done = 0; done < size; done += G_MAXINT32)
    g_checksum_update (checksum, data + done, MIN (size - done, G_MAXINT32));
  g_checksum_get_digest (checksum, result, &length);
}

void
nn_put_u32 (GByteArray *to,
            guint32     value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (to, (const guint8 *) &value, sizeof value);
}

void
nn_put_u64 (GByteArray *to,
            guint64     value)
{
  value = GUINT64_TO_LE (value);
  g_byte_array_append (to, (const guint8 *) &value, sizeof value);
}

void
nn_put_double (GByteArray *to,
               double      value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  nn_put_u64 (to, bits);
}

void
nn_put_floats (GByteArray  *to,
               const float *values,
               gsize        n)
{
  guint start = to->len;

  g_byte_array_set_size (to, start + n * sizeof (float));
  for (gsize i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, values + i, sizeof bits);
      bits = GUINT32_TO_LE (bits);
      memcpy (to->data + start + i * sizeof bits, &bits, sizeof bits);
    }
}

void
nn_put_string (GByteArray *to,
               const char *string)
{
  nn_put_u32 (to, strlen (string));
  g_byte_array_append (to, (const guint8 *) string, strlen (string));
}

guint32
nn_read_u32 (NnReader *self)
{
  const guint8 *data = nn_read_raw (self, 4);
  guint32 value = 0;

  if (data != NULL)
    memcpy (&value, data, sizeof value);
  return GUINT32_FROM_LE (value);
}

guint64
nn_read_u64 (NnReader *self)
{
  const guint8 *data = nn_read_raw (self, 8);
  guint64 value = 0;

  if (data != NULL)
    memcpy (&value, data, sizeof value);
  return GUINT64_FROM_LE (value);
}

double
nn_read_double (NnReader *self)
{
  guint64 bits = nn_read_u64 (self);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

void
nn_read_floats (NnReader *self,
                float    *values,
                gsize     n)
{
  const guint8 *data = nn_read_raw (self, n <= G_MAXSIZE / sizeof (float) ? n * sizeof (float) : G_MAXSIZE);

  for (gsize i = 0; i < n && data != NULL; i++)
    {
      guint32 bits;

      memcpy (&bits, data + i * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (values + i, &bits, sizeof bits);
    }
}

const guint8 *
nn_read_raw (NnReader *self,
             gsize     n)
{
  const guint8 *data = self->data;

  if (self->failed || n > self->left)
    {
      self->failed = TRUE;
      return NULL;
    }
  self->data += n;
  self->left -= n;
  return data;
}

char *
nn_read_string (NnReader *self)
{
  gsize length = nn_read_u32 (self);
  const guint8 *data = nn_read_raw (self, length);

  if (data == NULL || !g_utf8_validate_len ((const char *) data, length, NULL))
    {
      self->failed = TRUE;
      return NULL;
    }
  return g_strndup ((const char *) data, length);
}

gboolean
nn_reader_is_sound (const NnReader *self)
{
  return !self->failed;
}

void
nn_put_fields (GByteArray    *to,
               const NnField *fields,
               guint          n,
               gconstpointer  from)
{
  for (guint i = 0; i < n; i++)
    if (fields[i].kind == NN_U32)
      nn_put_u32 (to, G_STRUCT_MEMBER (guint, from, fields[i].offset));
    else
      nn_put_double (to, G_STRUCT_MEMBER (double, from, fields[i].offset));
}

void
nn_read_fields (NnReader      *self,
                const NnField *fields,
                guint          n,
                gpointer       to)
{
  for (guint i = 0; i < n; i++)
    if (fields[i].kind == NN_U32)
      G_STRUCT_MEMBER (guint, to, fields[i].offset) = nn_read_u32 (self);
    else
      G_STRUCT_MEMBER (double, to, fields[i].offset) = nn_read_double (self);
}

GBytes *
nn_frame_wrap (const char *magic,
               guint32     version,
               GByteArray *body)
{
  GByteArray *file = g_byte_array_sized_new (FRAME_SIZE + body->len);
  guint8 sum[DIGEST_SIZE];

  g_assert (strlen (magic) == MAGIC_SIZE);

  digest (body->data, body->len, sum);
  g_byte_array_append (file, (const guint8 *) magic, MAGIC_SIZE);
  nn_put_u32 (file, version);
  g_byte_array_append (file, sum, DIGEST_SIZE);
  g_byte_array_append (file, body->data, body->len);
  return g_byte_array_free_to_bytes (file);
}

/* Up to the digest of what follows, which is in *@sought. */
static gboolean
read_head (NnReader      *body,
           const char    *name,
           const char    *magic,
           guint32        version,
           const guint8 **sought,
           GError       **error)
{
  const guint8 *begin = nn_read_raw (body, MAGIC_SIZE);
  guint32 found;

  if (begin == NULL || memcmp (begin, magic, MAGIC_SIZE) != 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                   _("“%s” is no file of Calcspot's networks and trainings: it does not begin with “%s”"), name, magic);
      return FALSE;
    }
  found = nn_read_u32 (body);
  *sought = nn_read_raw (body, DIGEST_SIZE);
  if (*sought == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE, _("“%s” is cut off in its head; get it again"), name);
      return FALSE;
    }
  if (found != version)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                   _("“%s” is of version %u, this program reads version %u"), name, found, version);
      return FALSE;
    }
  return TRUE;
}

gboolean
nn_frame_open (GBytes     *file,
               const char *name,
               const char *magic,
               guint32     version,
               NnReader   *body,
               GError    **error)
{
  const guint8 *sought = NULL;
  guint8 sum[DIGEST_SIZE];

  body->failed = FALSE;
  body->data = g_bytes_get_data (file, &body->left);
  if (!read_head (body, name, magic, version, &sought, error))
    return FALSE;
  digest (body->data, body->left, sum);
  if (memcmp (sum, sought, DIGEST_SIZE) != 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_FILE,
                   _("“%s” is damaged or cut off: its digest does not match; get it again"), name);
      return FALSE;
    }
  return TRUE;
}

gboolean
nn_bytes_write (GBytes  *bytes,
                GFile   *file,
                GError **error)
{
  const char *path = g_file_peek_path (file);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("Only files on this computer can be written"));
      return FALSE;
    }
  return g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                   error);
}

gboolean
nn_floats_are_finite (const float *values,
                      gsize        n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}
