/* What a server answers in JSON: to a question for examinations, to one for series, and to a file it was sent. */
#include <string.h>

#include "cs-pacs.h"
#include "fuzz.h"

#define JSON "application/dicom+json"
#define PARTS "multipart/related; type=\"application/dicom\"; boundary=b"
#define HEAD "--b\r\nContent-Type: application/dicom\r\n\r\n"
#define TAIL "\r\n--b--"
#define MAGIC 132

static void
look_at (const CsPacsStudy *study)
{
  const char *const texts[] = { study->uid, study->date, study->modalities, study->description, study->patient,
                                study->name, study->born, study->accession };

  g_assert_true (cs_pacs_is_uid (study->uid));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (g_utf8_validate (texts[i], -1, NULL) && strchr (texts[i], '\n') == NULL);
}

static void
find (const FuzzAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  gboolean more;
  const CsPacsQuery query = { .name = "D*" };
  g_autoptr (GPtrArray) studies = cs_pacs_find (fuzz_serve (answer, 1), &query, &more, NULL, &error);

  g_assert_true ((studies == NULL) == (error != NULL));
  for (guint i = 0; studies != NULL && i < studies->len; i++)
    look_at (studies->pdata[i]);
}

static void
ignore (double fraction, const char *message, gpointer data)
{
}

static gsize
write_file (char *to)
{
  memset (to, 0, MAGIC);
  memcpy (to + MAGIC - 4, "DICM", 4);
  return MAGIC;
}

/* Series that are sound are sent, each with one file in it. */
static void
fetch (const FuzzAnswer *answer)
{
  char body[sizeof HEAD + MAGIC + sizeof TAIL] = HEAD;
  gsize n = strlen (HEAD);

  n += write_file (body + n);
  memcpy (body + n, TAIL, strlen (TAIL));
  fuzz_fetch ((const FuzzAnswer[]) { *answer, { 200, PARTS, body, n + strlen (TAIL), sizeof body } }, 2);
}

static void
send (const FuzzAnswer *answer)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  char bytes[MAGIC];
  gboolean sent;

  g_ptr_array_add (files, fuzz_lay ("sent.dcm", bytes, write_file (bytes)));
  sent = cs_pacs_send (fuzz_serve (answer, 1), files, ignore, NULL, NULL, &error);
  g_assert_true (sent == (error == NULL));
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
}

static void
run (const guint8 *bytes, gsize length)
{
  const FuzzAnswer well = { 200, JSON, bytes, length, 4096 }, refused = { 409, JSON, bytes, length, 4096 };

  find (&well);
  fetch (&well);
  send (&well);
  send (&refused);
}

#define VALUES(tag, vr, values) "\"" tag "\":{\"vr\":\"" vr "\",\"Value\":[" values "]}"

static void
seed (GPtrArray *seeds)
{
  fuzz_add_text (seeds, "[{" VALUES ("0020000D", "UI", "\"1.2\"") "," VALUES ("00080020", "DA", "\"20200304\"") ","
                 VALUES ("00080061", "CS", "\"MG\",\"SR\"") "," VALUES ("00201208", "IS", "3") ","
                 VALUES ("00100010", "PN", "{\"Alphabetic\":\"Doe^Jane\"}") ","
                 VALUES ("00100020", "LO", "\"JD-4711\"") "}]");
  fuzz_add_text (seeds, "[{" VALUES ("0020000E", "UI", "\"1.2.1\"") "," VALUES ("00080060", "CS", "\"MG\"") ","
                 VALUES ("00201209", "IS", "2") "},{" VALUES ("0020000E", "UI", "\"1.2.2\"") ","
                 VALUES ("00080060", "CS", "\"SR\"") "}]");
  fuzz_add_text (seeds, "{" VALUES ("00081198", "SQ", "{" VALUES ("00081197", "US", "272") ","
                 VALUES ("00081155", "UI", "\"1.2.3\"") "}") ",\"00081199\":{\"vr\":\"SQ\"}}");
}

const FuzzTarget fuzz_target_pacs = { .id = "pacs", .run = run, .seed = seed };
