/* The films a server sends: the first line is the answer's type, the rest its parts. However it is cut into pieces on
 * the way, the same files come of it. */
#include <string.h>

#include "fuzz.h"

#define SERIES "[{\"0020000E\":{\"Value\":[\"1.2.1\"]},\"00080060\":{\"Value\":[\"MG\"]}}]"
/* What a DICOM file begins with. */
#define ZEROS "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define FILE(more) ZEROS ZEROS ZEROS ZEROS "DICM" more

static guint
fetch (const char *type, const char *body, gsize length, gsize piece)
{
  const FuzzAnswer answers[] = { { 200, "application/dicom+json", SERIES, strlen (SERIES), 4096 },
                                 { 200, type, body, length, piece } };

  return fuzz_fetch (answers, G_N_ELEMENTS (answers));
}

static void
run (const guint8 *bytes, gsize length)
{
  const char *end = memchr (bytes, '\n', length);
  gsize n = end != NULL ? (gsize) (end - (const char *) bytes) : length, from = MIN (n + 1, length);
  g_autofree char *type = g_strndup ((const char *) bytes, n);
  const char *body = (const char *) bytes + from;
  guint whole = fetch (type, body, length - from, MAX (length, 1));

  g_assert_cmpuint (fetch (type, body, length - from, 1 + length % 7), ==, whole);
}

static void
add (GPtrArray *seeds, const char *text, gsize length)
{
  g_ptr_array_add (seeds, g_bytes_new (text, length));
}

static void
seed (GPtrArray *seeds)
{
  static const char plain[] = "multipart/related; type=\"application/dicom\"; boundary=b\n--b\r\n"
    "Content-Type: application/dicom\r\nContent-Length: 1\r\n\r\n" FILE ("one\r\n--c") "\r\n--b  \r\n"
    "content-type: application/dicom; transfer-syntax=1.2\r\n\r\n" FILE ("two") "\r\n--b--\r\nbehind";
  static const char quoted[] = "Multipart/Related; boundary=\"a 'b'\\=c\"; start=1\nbefore\r\n--a 'b'=c\r\n"
    "Content-Type: application/dicom\r\n\r\n" FILE ("") "\r\n--a 'b'=c--";

  add (seeds, plain, sizeof plain - 1);
  add (seeds, quoted, sizeof quoted - 1);
}

const FuzzTarget fuzz_target_wado = { .id = "wado", .run = run, .seed = seed };
