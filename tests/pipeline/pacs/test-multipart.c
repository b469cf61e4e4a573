/* multipart/related: the same parts whatever pieces they come in, only errors from what is none, bounded memory. */
#include <string.h>

#include "cs-error.h"
#include "cs-multipart.h"

#define TYPE "multipart/related; type=\"application/dicom\"; boundary=\"a b\""

static gboolean
begin (const char *type, gpointer text, GError **error)
{
  g_string_append_printf (text, "<%s:", type);
  return TRUE;
}

static gboolean
bytes (const guint8 *some, gsize n, gpointer text, GError **error)
{
  g_string_append_len (text, (const char *) some, (gssize) n);
  return TRUE;
}

static gboolean
end (gpointer text, GError **error)
{
  g_string_append_c (text, '>');
  return TRUE;
}

static const CsMultipartSink sink = { begin, bytes, end };

/* What becomes of @text in pieces of @piece bytes; NULL with an error. */
static char *
read_in (const char *type, const char *text, gsize length, gsize piece, GError **error)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (CsMultipart) parts = cs_multipart_new (type, &sink, told, error);

  if (!parts)
    return NULL;
  for (gsize i = 0; i < length; i += piece)
    if (!cs_multipart_add (parts, text + i, MIN (piece, length - i), error))
      return NULL;
  return cs_multipart_finish (parts, error) ? g_string_free (g_steal_pointer (&told), FALSE) : NULL;
}

static const struct { const char *text, *told; } wholes[] = {
  { "--a b\r\nContent-Type: application/dicom\r\n\r\none\r\n--a b\r\n\r\n\r\n--a b--\r\n",
    "<application/dicom:one><:>" },
  { "words before\r\n--a b \t\r\nX: y\r\nCONTENT-TYPE:Application/DICOM; q=1\r\nContent-Length: 99999\r\n\r\n1\r\n"
    "--a b--after", "<application/dicom:1>" },
  { "--a b\r\n\r\n--a b\r\n--a b--", "<:--a b>" },
  { "--a b\r\n\r\nx\r\n--a bc\r\n--a b \r\r\n-\r\n--\r\n\r\n--a b--", "<:x\r\n--a bc\r\n--a b \r\r\n-\r\n--\r\n>" },
  { "--a b--", "" } };

static void
test_wholes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    for (gsize piece = 1; piece <= strlen (wholes[i].text); piece++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *told = read_in (TYPE, wholes[i].text, strlen (wholes[i].text), piece, &error);

        g_assert_no_error (error);
        g_assert_cmpstr (told, ==, wholes[i].told);
      }
}

/* Cut anywhere before its last boundary is whole, it is damaged, and says so. */
static void
test_cut (void)
{
  const char *text = wholes[0].text;

  for (gsize length = 0; length < strlen (text) - 2; length++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_in (TYPE, text, length, 7, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_DAMAGED);
    }
}

static void
test_types (void)
{
  static const char *const wrong[] = {
    "", "application/dicom", "multipart/related", "multipart/related; boundary=", "multipart/related; boundary=\"\"",
    "multipart/related; type=boundary=x", "multipart/related; boundary=\"a\r\nb\"",
    "multipart/related; boundary=\"a \"",
    "multipart/related; boundary=01234567890123456789012345678901234567890123456789012345678901234567890",
    "text/multipart/; boundary=a", "multipart/related; boundary=\x80" };
  static const char *const right[] = {
    "multipart/related; boundary=\"a b\"; type=\"x\"", "Multipart/Related;BOUNDARY=\"a\\ b\"",
    "multipart/mixed; type=\"boundary=z;\"; boundary=\"a b\"" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_in (wrong[i], "", 0, 1, &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_FORMAT);
    }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autofree char *told = read_in (right[i], wholes[0].text, strlen (wholes[0].text), 5, NULL);

      g_assert_cmpstr (told, ==, wholes[0].told);
    }
}

/* What has no end is not waited for. */
static void
test_endless (void)
{
  static const char *const begun[] = { "", "--a b\r\nContent-Type: " };

  for (guint i = 0; i < G_N_ELEMENTS (begun); i++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsMultipart) parts = cs_multipart_new (TYPE, &sink, told, NULL);
      gsize n = 0;

      g_assert_true (cs_multipart_add (parts, begun[i], strlen (begun[i]), NULL));
      while (cs_multipart_add (parts, "\r\n--a bx", 8, &error) && n < 1 << 20)
        n += 8;
      g_assert_error (error, CS_ERROR, CS_ERROR_DAMAGED);
      g_assert_cmpuint (n, <, 70000);
      g_assert_cmpuint (told->len, ==, 0);
    }
}

static gboolean
refuse (const guint8 *some, gsize n, gpointer text, GError **error)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_TOO_LARGE, "enough");
  return FALSE;
}

static void
test_refused (void)
{
  const CsMultipartSink unwilling = { begin, refuse, end };
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsMultipart) parts = cs_multipart_new (TYPE, &unwilling, told, NULL);

  g_assert_false (cs_multipart_add (parts, wholes[0].text, strlen (wholes[0].text), &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_TOO_LARGE);
  g_assert_cmpstr (told->str, ==, "<application/dicom:");
}

/* Random bytes between and in the marks: an error or parts, the same in any pieces. */
static void
test_any (void)
{
  static const char *const pieces[] = { "--a b", "\r\n", "\r\n--a b", "--", "\r\n\r\n", "x", " ", "\r",
                                        "Content-Type: t" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (GString) text = g_string_new ("--a b\r\n\r\n");
      g_autofree char *whole = NULL, *single = NULL;

      for (int k = g_rand_int_range (rand, 0, 24); k > 0; k--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      whole = read_in (TYPE, text->str, text->len, text->len, NULL);
      single = read_in (TYPE, text->str, text->len, 1, NULL);
      g_assert_cmpstr (whole, ==, single);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/multipart/wholes", test_wholes);
  g_test_add_func ("/multipart/cut", test_cut);
  g_test_add_func ("/multipart/types", test_types);
  g_test_add_func ("/multipart/endless", test_endless);
  g_test_add_func ("/multipart/refused", test_refused);
  g_test_add_func ("/multipart/any", test_any);
  return g_test_run ();
}
