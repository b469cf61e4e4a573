/* Films from servers that are what they should be, and from others: what is told, and what lies on the disk then. */
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "patience.h"
#include "cs-error.h"
#include "cs-pacs.h"
#include "webs.h"

#define JSON "application/dicom+json"
#define PARTS "multipart/related; type=\"application/dicom\"; boundary=b"
#define UID(tag, value) "\"" tag "\":{\"vr\":\"UI\",\"Value\":[\"" value "\"]}"
#define STUDY "{" UID ("0020000D", "1.2") ",\"00080020\":{\"vr\":\"DA\",\"Value\":[\"20200304\"]}," \
  "\"00080061\":{\"vr\":\"CS\",\"Value\":[\"MG\",\"SR\"]},\"00201208\":{\"vr\":\"IS\",\"Value\":[3]}," \
  "\"00081030\":{\"vr\":\"LO\",\"Value\":[\"Screening\\nboth\"]}," \
  "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Doe^Jane\"}]}," \
  "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"JD-4711\"]}}"
#define SERIES "[{" UID ("0020000E", "1.2.1") ",\"00080060\":{\"vr\":\"CS\",\"Value\":[\"MG\"]}}," \
  "{" UID ("0020000E", "1.2.2") ",\"00080060\":{\"vr\":\"CS\",\"Value\":[\"SR\"]}}]"
#define HELLO "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: "

typedef struct
{
  Web web;
  char *folder;
  GFile *films;
  GCancellable *cancellable;
} Ward;

/* What a server at a path answers to a question for examinations. */
static const struct { const char *path, *status, *type, *body; int code; } answers[] = {
  { "none", "204 No Content", "", "", 0 },
  { "empty", "200 OK", JSON, "[]", 0 },
  { "html", "200 OK", "text/html", "<p>Welcome", CS_ERROR_SERVER },
  { "cut", "200 OK", JSON, "[" STUDY, CS_ERROR_SERVER },
  { "scalar", "200 OK", JSON, "7", CS_ERROR_SERVER },
  { "scalars", "200 OK", JSON, "[7]", CS_ERROR_SERVER },
  { "no-text", "200 OK", JSON, "[\"\xff\"]", CS_ERROR_SERVER },
  { "no-uid", "200 OK", JSON, "[{}]", CS_ERROR_SERVER },
  { "odd-uid", "200 OK", JSON, "[{" UID ("0020000D", "../../etc") "}]", CS_ERROR_SERVER },
  { "odd-kinds", "200 OK", JSON, "[{\"0020000D\":[{\"Value\":3}]}]", CS_ERROR_SERVER },
  { "broken", "500 Oops", "text/plain", "", CS_ERROR_SERVER },
  { "away", "302 Found\r\nLocation: /good", "text/plain", "", CS_ERROR_SERVER },
  { "packed", "200 OK\r\nContent-Encoding: gzip", JSON, "\x1f\x8b\x08", CS_ERROR_SERVER },
  { "locked", "401 No", "text/plain", "", CS_ERROR_PASSWORD },
  { "barred", "403 No", "text/plain", "", CS_ERROR_PASSWORD } };

/* A DICOM file of so many bytes behind its preamble. */
static GBytes *
make_file (gsize n, char fill)
{
  g_autofree char *bytes = g_malloc0 (132 + n);

  memcpy (bytes + 128, "DICM", 4);
  memset (bytes + 132, fill, n);
  return g_bytes_new (bytes, 132 + n);
}

static void
append_part (GByteArray *body, const char *type, GBytes *file)
{
  g_autofree char *head = g_strdup_printf ("\r\n--b\r\nContent-Length: 1\r\nContent-Type: %s\r\n\r\n", type);

  g_byte_array_append (body, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (body, g_bytes_get_data (file, NULL), (guint) g_bytes_get_size (file));
}

/* Two films, one of them twice; @type of the last one, @end of it all. */
static void
reply_films (GOutputStream *out, const char *type, const char *end)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GBytes) one = make_file (70000, 'a'), other = make_file (10, 'b');

  append_part (body, "application/dicom", one);
  append_part (body, "application/dicom", one);
  append_part (body, type, other);
  g_byte_array_append (body, (const guint8 *) end, (guint) strlen (end));
  web_reply (out, "200 OK", PARTS, body->data, body->len);
}

/* Until nobody listens any more. */
static void
reply_endlessly (GOutputStream *out, const char *type, const char *begin, const char *more)
{
  g_autoptr (GString) much = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (much, more);
  web_say (out, HELLO);
  web_say (out, type);
  web_say (out, "\r\n\r\n");
  web_say (out, begin);
  while (g_output_stream_write_all (out, much->str, much->len, NULL, NULL, NULL))
    ;
}

/* The films of series 1.2.1. */
static void
answer_series (const char *path, GOutputStream *out)
{
  if (g_str_equal (path, "plain"))
    web_reply (out, "200 OK", "application/dicom", "x", 1);
  else if (g_str_equal (path, "fake"))
    web_reply (out, "200 OK", PARTS, "--b\r\nContent-Type: application/dicom\r\n\r\nPNG\r\n--b--", 46);
  else if (g_str_equal (path, "alien"))
    reply_films (out, "image/png", "\r\n--b--");
  else if (g_str_equal (path, "short"))
    reply_films (out, "application/dicom", "");
  else if (g_str_equal (path, "torn"))
    web_say (out, HELLO PARTS "\r\nContent-Length: 9000\r\n\r\n--b\r\nContent-Type: application/dicom\r\n\r\nbegun");
  else if (g_str_equal (path, "headless"))
    reply_endlessly (out, PARTS, "--b\r\n", "X-Endless: header\r\n");
  else if (g_str_equal (path, "zeros"))
    reply_endlessly (out, PARTS, "--b\r\nContent-Type: application/dicom\r\n\r\n", "0123456789abcdef");
  else if (g_str_equal (path, "silent"))
    g_usleep (G_USEC_PER_SEC * 3 / 2);
  else if (g_str_equal (path, "slow"))
    {
      web_say (out, HELLO PARTS "\r\n\r\n--b\r\nContent-Type: application/dicom\r\n\r\nbegun");
      g_usleep (G_USEC_PER_SEC * 3 / 2);
    }
  else
    reply_films (out, "application/dicom", "\r\n--b--");
}

static void
answer_find (const char *path, const char *head, GOutputStream *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (path, answers[i].path))
      {
        web_reply (out, answers[i].status, answers[i].type, answers[i].body, strlen (answers[i].body));
        return;
      }
  if (g_str_equal (path, "deep"))
    reply_endlessly (out, JSON, "", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");
  else if (g_str_equal (path, "secret") && !strstr (head, "\r\nAuthorization: Basic YWRhOnPDpHNhbQ=="))
    web_reply (out, "401 No", "text/plain", "", 0);
  else
    web_reply (out, "200 OK", JSON, "[" STUDY "]", strlen ("[" STUDY "]"));
}

static void
answer_send (const char *path, GOutputStream *out)
{
  static const char refused[] = "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[{\"00081197\":"
                                "{\"vr\":\"US\",\"Value\":[42752]}}]}}";

  if (g_str_equal (path, "full"))
    web_reply (out, "202 Accepted", JSON, refused, strlen (refused));
  else if (g_str_equal (path, "conflict"))
    web_reply (out, "409 Conflict", JSON, "{}", 2);
  else
    web_reply (out, "200 OK", JSON, "{}", 2);
}

static void
answer_cb (Web *web, const char *head, GBytes *body, GOutputStream *out)
{
  const char *start = strchr (head, '/') + 1;
  g_autofree char *path = g_strndup (start, strcspn (start, "/ "));

  if (g_str_has_prefix (head, "POST "))
    answer_send (path, out);
  else if (strstr (head, "/series/"))
    answer_series (path, out);
  else if (strstr (head, "/series"))
    web_reply (out, "200 OK", JSON, SERIES, strlen (SERIES));
  else
    answer_find (path, head, out);
}

static void
ward_open (Ward *self, gconstpointer certificate)
{
  g_autofree char *path = NULL;

  *self = (Ward) { .cancellable = g_cancellable_new () };
  self->folder = g_dir_make_tmp ("calcspot-pacs-XXXXXX", NULL);
  path = g_build_filename (self->folder, "films", NULL);
  self->films = g_file_new_for_path (path);
  web_open (&self->web, answer_cb, certificate);
}

static void
ward_open_plain (Ward *self, gconstpointer path)
{
  ward_open (self, NULL);
}

static void
ward_close (Ward *self, gconstpointer certificate)
{
  g_autoptr (GDir) names = g_dir_open (g_file_peek_path (self->films), 0, NULL);
  const char *name;

  web_close (&self->web);
  while (names && (name = g_dir_read_name (names)))
    {
      g_autoptr (GFile) file = g_file_get_child (self->films, name);

      g_file_delete (file, NULL, NULL);
    }
  g_file_delete (self->films, NULL, NULL);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_object_unref (self->films);
  g_object_unref (self->cancellable);
  g_free (self->folder);
}

static CsHttp *
call_on (Ward *self, const char *path, const char *user, const char *password)
{
  g_autofree char *address = web_address (&self->web, path);
  g_autoptr (CsPacsServer) server = cs_pacs_server_new ("Ward", address, user, NULL, NULL);
  g_autoptr (GError) error = NULL;
  CsHttp *http = cs_http_new (server, password, &error);

  g_assert_no_error (error);
  return http;
}

static void
report_nowhere (double fraction, const char *message, gpointer data)
{
}

/* Every error names the server and no address, which might name a patient. */
static void
check_error (GError *error, int code)
{
  g_assert_error (error, CS_ERROR, code);
  g_assert_nonnull (strstr (error->message, "“Ward”"));
  g_assert_null (strstr (error->message, "127.0.0.1"));
  g_assert_null (strstr (error->message, "4711"));
}

static void
test_find (Ward *self, gconstpointer unused)
{
  const CsPacsQuery query = { " JD-4711", "Doe^*", "2020-01-01", NULL, "mg", "A&B #1", 100, 1 };
  g_autoptr (CsHttp) http = call_on (self, "good/", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) studies = NULL;
  g_autofree char *head = NULL;
  const CsPacsStudy *study;
  gboolean more;

  studies = cs_pacs_find (http, &query, &more, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (studies->len, ==, 1);
  g_assert_true (more);
  study = studies->pdata[0];
  g_assert_cmpstr (study->uid, ==, "1.2");
  g_assert_cmpstr (study->date, ==, "2020-03-04");
  g_assert_cmpstr (study->modalities, ==, "MG, SR");
  g_assert_cmpstr (study->description, ==, "Screening both");
  g_assert_cmpstr (study->name, ==, "Doe^Jane");
  g_assert_cmpstr (study->patient, ==, "JD-4711");
  g_assert_cmpstr (study->accession, ==, "");
  g_assert_cmpuint (study->n_films, ==, 3);
  head = web_head (&self->web);
  g_assert_true (g_str_has_prefix (head, "GET /good/studies?limit=1&offset=100&includefield="));
  g_assert_nonnull (strstr (head, "&00100020=JD-4711&00100010=Doe?*&00080020=20200101-&00080061=MG"
                                  "&00080050=A%26B%20%231 HTTP"));
  g_assert_null (strstr (head, "Authorization"));
}

static void
test_answers (Ward *self, gconstpointer unused)
{
  const CsPacsQuery query = { .patient = "JD-4711" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (CsHttp) http = call_on (self, answers[i].path, NULL, NULL);
      g_autoptr (GError) error = NULL;
      gboolean more;
      g_autoptr (GPtrArray) studies = cs_pacs_find (http, &query, &more, NULL, &error);

      g_test_message ("%s: %s", answers[i].path, error ? error->message : "well");
      g_assert_cmpint (studies != NULL, ==, answers[i].code == 0);
      if (studies)
        g_assert_cmpuint (studies->len, ==, 0);
      else
        check_error (error, answers[i].code);
    }
}

static void
test_endless_answer (Ward *self, gconstpointer unused)
{
  g_autoptr (CsHttp) http = call_on (self, "deep", NULL, NULL);
  g_autoptr (GError) error = NULL;
  gboolean more;

  g_assert_null (cs_pacs_find (http, &(CsPacsQuery) { 0 }, &more, NULL, &error));
  check_error (error, CS_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "too large"));
}

static void
test_password (Ward *self, gconstpointer unused)
{
  g_autofree char *address = web_address (&self->web, "secret");
  g_autoptr (CsPacsServer) far = cs_pacs_server_new (NULL, "http://192.0.2.1/", "ada", NULL, NULL);
  g_autoptr (GError) error = NULL, wrong = NULL, clear = NULL;
  g_autoptr (CsHttp) without = call_on (self, "secret", "ada", "else");
  g_autoptr (CsHttp) with = call_on (self, "secret", "ada", "säsam");
  g_autoptr (GPtrArray) studies = NULL;
  gboolean more;

  g_assert_null (cs_pacs_find (without, &(CsPacsQuery) { 0 }, &more, NULL, &wrong));
  check_error (wrong, CS_ERROR_PASSWORD);
  studies = cs_pacs_find (with, &(CsPacsQuery) { 0 }, &more, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (cs_http_new (far, "säsam", &clear));
  g_assert_error (clear, CS_ERROR, CS_ERROR_SETTING);
}

static guint
count_files (Ward *self)
{
  g_autoptr (GDir) names = g_dir_open (g_file_peek_path (self->films), 0, NULL);
  guint n = 0;

  while (names && g_dir_read_name (names))
    n++;
  return n;
}

static GPtrArray *
fetch (Ward *self, const char *path, const char *modality, GError **error)
{
  g_autoptr (CsHttp) http = call_on (self, path, NULL, NULL);

  return cs_pacs_fetch (http, "1.2", modality, self->films, report_nowhere, NULL, self->cancellable, error);
}

/* The same bytes, once each, however often they come; reports only where they are asked for. */
static void
test_fetch (Ward *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = fetch (self, "good", NULL, &error), again = NULL, reports = NULL;
  g_autoptr (GBytes) sent = make_file (70000, 'a'), got = NULL;
  g_autofree char *head = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 2);
  got = g_file_load_bytes (files->pdata[0], NULL, NULL, NULL);
  g_assert_true (g_bytes_equal (got, sent));
  head = web_head (&self->web);
  g_assert_true (g_str_has_prefix (head, "GET /good/studies/1.2/series/1.2.1 HTTP"));
  again = fetch (self, "good", NULL, &error);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpuint (count_files (self), ==, 2);
  reports = fetch (self, "good", "sr", &error);
  g_assert_cmpuint (reports->len, ==, 2);
  g_assert_cmpuint (count_files (self), ==, 4);
  g_assert_null (fetch (self, "good", "CT", &error));
  check_error (error, CS_ERROR_SERVER);
}

static void
test_bad_films (Ward *self, gconstpointer unused)
{
  static const char *const paths[] = { "plain", "fake", "alien", "short", "torn", "headless", "zeros" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fetch (self, paths[i], NULL, &error));
      g_test_message ("%s: %s", paths[i], error->message);
      check_error (error, CS_ERROR_SERVER);
      g_assert_cmpuint (count_files (self), ==, 0);
    }
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (G_USEC_PER_SEC / 5);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* In the middle of a film, and before a word has come. */
static void
test_cancel (Ward *self, gconstpointer path)
{
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, self->cancellable);
  gint64 begun = g_get_monotonic_time ();

  g_assert_null (fetch (self, path, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, patient_us (1.2));
  g_assert_cmpuint (count_files (self), ==, 0);
  g_thread_join (thread);
}

/* What a killed program left goes after a day, not before. */
static void
test_sweep (Ward *self, gconstpointer unused)
{
  g_autofree char *old = g_build_filename (g_file_peek_path (self->films), ".fetch-old", NULL);
  g_autofree char *young = g_build_filename (g_file_peek_path (self->films), ".fetch-young", NULL);
  g_autofree char *inside = g_build_filename (old, "arriving", NULL);
  struct utimbuf day = { 0, 0 };
  g_autoptr (GPtrArray) files = NULL;

  g_mkdir_with_parents (old, 0700);
  g_mkdir_with_parents (young, 0700);
  g_file_set_contents (inside, "x", 1, NULL);
  day.modtime = g_get_real_time () / G_USEC_PER_SEC - 25 * 3600;
  g_assert_cmpint (g_utime (old, &day), ==, 0);
  files = fetch (self, "good", NULL, NULL);
  g_assert_cmpuint (files->len, ==, 2);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS));
}

static GPtrArray *
write_files (Ward *self, gboolean bad)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) good = make_file (20, 'c');

  g_mkdir_with_parents (g_file_peek_path (self->films), 0700);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.dcm", i);
      GFile *file = g_file_get_child (self->films, name);

      g_file_replace_contents (file, g_bytes_get_data (good, NULL), bad && i > 0 ? 130 : g_bytes_get_size (good), NULL,
                               FALSE, 0, NULL, NULL, NULL);
      g_ptr_array_add (files, file);
    }
  return files;
}

static void
test_send (Ward *self, gconstpointer unused)
{
  static const char begin[] = "\r\nContent-Type: application/dicom\r\n\r\n";
  g_autoptr (GPtrArray) files = write_files (self, FALSE);
  g_autoptr (GBytes) file = make_file (20, 'c');
  g_autoptr (CsHttp) http = call_on (self, "good", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *head = NULL;
  const char *boundary, *body;
  gsize length;

  g_assert_true (cs_pacs_send (http, files, report_nowhere, NULL, NULL, &error));
  g_assert_no_error (error);
  head = web_head (&self->web);
  g_assert_true (g_str_has_prefix (head, "POST /good/studies HTTP"));
  boundary = strstr (head, "boundary=") + strlen ("boundary=");
  body = g_bytes_get_data (self->web.body, &length);
  length = strcspn (boundary, "\r");
  g_assert_cmpmem (body, 2, "--", 2);
  g_assert_cmpmem (body + 2, length, boundary, length);
  g_assert_cmpmem (body + 2 + length, strlen (begin), begin, strlen (begin));
  g_assert_cmpmem (body + 2 + length + strlen (begin), 152, g_bytes_get_data (file, NULL), 152);
}

static void
test_not_sent (Ward *self, gconstpointer unused)
{
  static const struct { const char *path, *words; } wrong[] = { { "full", "no room" },
                                                                { "conflict", "could not keep" } };
  g_autoptr (GPtrArray) files = write_files (self, FALSE), bad = write_files (self, TRUE);
  g_autoptr (CsHttp) http = call_on (self, "good", NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_pacs_send (http, bad, report_nowhere, NULL, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FORMAT);
  g_assert_null (self->web.head);
  g_ptr_array_set_size (files, 1);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CsHttp) other = call_on (self, wrong[i].path, NULL, NULL);
      g_autoptr (GError) why = NULL;

      g_assert_false (cs_pacs_send (other, files, report_nowhere, NULL, NULL, &why));
      check_error (why, CS_ERROR_SERVER);
      g_assert_nonnull (strstr (why->message, wrong[i].words));
    }
}

/* How a question to a server over TLS ends. */
static GError *
ask_securely (const char *address, const char *authority)
{
  g_autoptr (CsPacsServer) server = cs_pacs_server_new ("Ward", address, NULL, authority, NULL);
  g_autoptr (GError) refused = NULL;
  g_autoptr (CsHttp) http = cs_http_new (server, NULL, &refused);
  g_autoptr (GPtrArray) studies = NULL;
  GError *error = NULL;
  gboolean more;

  g_assert_no_error (refused);
  studies = cs_pacs_find (http, &(CsPacsQuery) { 0 }, &more, NULL, &error);
  return error;
}

/* Signed by itself it is refused before anything is said, unless just that one is trusted; for its own name alone. */
static void
test_tls (Ward *self, gconstpointer certificate)
{
  g_autofree char *address = web_address (&self->web, "good"), *path = g_build_filename (self->folder, "ca.pem", NULL);
  g_autofree char *other = g_strdup_printf ("https://localhost:%u/good", self->web.port), *junk = NULL;
  g_autoptr (GError) unknown = ask_securely (address, NULL), trusted = NULL, another = NULL, unread = NULL;
  g_autoptr (CsPacsServer) server = NULL;

  check_error (unknown, CS_ERROR_SERVER);
  g_assert_nonnull (strstr (unknown->message, "signed by nobody"));
  g_assert_null (self->web.head);
  g_file_set_contents (path, certificate, -1, NULL);
  trusted = ask_securely (address, path);
  g_assert_no_error (trusted);
  another = ask_securely (other, path);
  check_error (another, CS_ERROR_SERVER);
  g_assert_nonnull (strstr (another->message, "for another server"));
  g_file_set_contents (path, "no certificate", -1, NULL);
  server = cs_pacs_server_new ("Ward", address, NULL, path, NULL);
  g_assert_null (cs_http_new (server, NULL, &unread));
  g_assert_error (unread, CS_ERROR, CS_ERROR_SETTING);
  g_unlink (path);
}

static void
test_none (void)
{
  g_autoptr (CsPacsServer) server = cs_pacs_server_new ("Ward", "https://a.example", NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_http_new (server, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_autofree char *pem = NULL, *certificate = NULL;

  g_test_init (&argc, &argv, NULL);
  pem = g_test_build_filename (G_TEST_DIST, "data", "loopback.pem", NULL);
  g_assert_true (g_file_get_contents (pem, &certificate, NULL, NULL));
  if (!cs_http_is_built ())
    {
      g_test_add_func ("/pacs/none", test_none);
      return g_test_run ();
    }
  g_test_add ("/pacs/find", Ward, NULL, ward_open, test_find, ward_close);
  g_test_add ("/pacs/answers", Ward, NULL, ward_open, test_answers, ward_close);
  g_test_add ("/pacs/endless-answer", Ward, NULL, ward_open, test_endless_answer, ward_close);
  g_test_add ("/pacs/password", Ward, NULL, ward_open, test_password, ward_close);
  g_test_add ("/pacs/fetch", Ward, NULL, ward_open, test_fetch, ward_close);
  g_test_add ("/pacs/bad-films", Ward, NULL, ward_open, test_bad_films, ward_close);
  g_test_add ("/pacs/cancel/silent", Ward, "silent", ward_open_plain, test_cancel, ward_close);
  g_test_add ("/pacs/cancel/slow", Ward, "slow", ward_open_plain, test_cancel, ward_close);
  g_test_add ("/pacs/sweep", Ward, NULL, ward_open, test_sweep, ward_close);
  g_test_add ("/pacs/send", Ward, NULL, ward_open, test_send, ward_close);
  g_test_add ("/pacs/not-sent", Ward, NULL, ward_open, test_not_sent, ward_close);
  g_test_add ("/pacs/tls", Ward, certificate, ward_open, test_tls, ward_close);
  return g_test_run ();
}
