/* Numbers and strings to bytes and back, little-endian, for the files of nn/. Reading believes nothing: once something is
 * missing every further read gives 0, and nn_reader_is_sound() tells. Each reader and array is of one thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct { const guint8 *data; gsize left; gboolean failed; } NnReader;

void      nn_put_u32        (GByteArray *to, guint32 value);
void      nn_put_u64        (GByteArray *to, guint64 value);
void      nn_put_double     (GByteArray *to, double value);
void      nn_put_floats     (GByteArray *to, const float *values, gsize n);
void      nn_put_string     (GByteArray *to, const char *string);

guint32   nn_read_u32       (NnReader *self);
guint64   nn_read_u64       (NnReader *self);
double    nn_read_double    (NnReader *self);
void      nn_read_floats    (NnReader *self, float *values, gsize n);
const guint8 *nn_read_raw   (NnReader *self, gsize n);                    /* borrowed; NULL once failed */
char     *nn_read_string    (NnReader *self);                            /* UTF-8; NULL once failed */
gboolean  nn_reader_is_sound(const NnReader *self);

/* A struct's numbers in the order they have in a file: said once, for putting and for reading. NN_U32 is a guint, a gboolean or an enum. */
typedef enum { NN_U32, NN_DOUBLE } NnFieldKind;
typedef struct { NnFieldKind kind; gsize offset; } NnField;

void      nn_put_fields     (GByteArray *to, const NnField *fields, guint n, gconstpointer from);
void      nn_read_fields    (NnReader *self, const NnField *fields, guint n, gpointer to);

/* A file's frame: @magic (8 characters), @version, SHA-256 of what follows, the body. @name is for the message. */
GBytes   *nn_frame_wrap     (const char *magic, guint32 version, GByteArray *body);
gboolean  nn_frame_open     (GBytes *file, const char *name, const char *magic, guint32 version, NnReader *body, GError **error);

gboolean  nn_bytes_write    (GBytes *bytes, GFile *file, GError **error);  /* atomic: the old file stays until the new one is whole */

gboolean  nn_floats_are_finite (const float *values, gsize n);

G_END_DECLS
