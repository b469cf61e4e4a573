/* STOW-RS: files to a server, one a message: so it is known how far it has come, and many need no large memory. */
#include "cs-pacs.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#include "cs-error.h"
#include "cs-folder.h"
#include "cs-pacs-answer.h"

#define MOST_BYTES (512 << 20)
#define SECONDS 600
#define FAILED "00081198"
#define REASON "00081197"
#define MAGIC_AT 128

/* PS3.18, table 10.5.3-1, and the codes of C-STORE it borrows. */
static const struct { guint mask, code; const char *word; } reasons[] = {
  { 0xff00, 0xa700, N_("it has no room left") },
  { 0xff00, 0xa900, N_("the file is not of the sort it says it is") },
  { 0xf000, 0xc000, N_("it cannot understand the file") },
  { 0xffff, 0x0122, N_("it takes no files of this sort") },
  { 0xffff, 0x0124, N_("this user may not send it anything") },
  { 0xffff, 0x0111, N_("it has such a file already") },
  { 0x0000, 0x0000, N_("it could not keep the file") } };

static const char *
reason_word (guint code)
{
  guint i = 0;

  while ((code & reasons[i].mask) != reasons[i].code)
    i++;
  return _(reasons[i].word);
}

/* A name of its own that no file can hold by chance. */
static char *
make_boundary (void)
{
  guint32 words[4];

  if (getrandom (words, sizeof words, 0) != sizeof words)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      words[i] = g_random_int ();
  return g_strdup_printf ("calcspot-%08x%08x%08x%08x", words[0], words[1], words[2], words[3]);
}

static GBytes *
wrap (const char *boundary, const char *file, gsize length)
{
  GByteArray *body = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("--%s\r\nContent-Type: application/dicom\r\n\r\n", boundary);
  g_autofree char *tail = g_strdup_printf ("\r\n--%s--\r\n", boundary);

  g_byte_array_append (body, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (body, (const guint8 *) file, (guint) length);
  g_byte_array_append (body, (const guint8 *) tail, (guint) strlen (tail));
  return g_byte_array_free_to_bytes (body);
}

/* What the answer says of the one file that was sent. */
static gboolean
is_kept (CsHttp *http, guint status, JsonNode *answer, GError **error)
{
  JsonObject *object = answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonObject *failed = object != NULL ? cs_pacs_item (object, FAILED) : NULL;

  if (failed == NULL && status != 409)
    return TRUE;
  return cs_pacs_misfit (http, reason_word (failed != NULL ? cs_pacs_number (failed, REASON) : 0), error);
}

static gboolean
send_one (CsHttp *http, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *boundary = make_boundary (), *bytes = NULL;
  g_autofree char *type = g_strdup_printf ("multipart/related; type=\"application/dicom\"; boundary=%s", boundary);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) why = NULL;
  guint status = 0;
  gsize length;

  if (!g_file_load_contents (file, cancellable, &bytes, &length, NULL, error))
    return FALSE;
  body = wrap (boundary, bytes, length);
  g_clear_pointer (&bytes, g_free);
  answer = cs_pacs_ask (http, &(CsHttpAsk) { "/studies", "application/dicom+json", type, body, SECONDS }, &status,
                        cancellable, &why);
  if (why == NULL)
    return is_kept (http, status, answer, error);
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

static gboolean
refuse (GFile *file, const char *why, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);

  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” is not sent: %s. Nothing was sent."), name, why);
  return FALSE;
}

/* A file by its size and its first bytes. */
static gboolean
check (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);
  g_autoptr (GFileInfo) info = NULL;
  char head[MAGIC_AT + 4] = { 0 };
  gsize n = 0;

  if (stream != NULL)
    info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  if (info == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &n, cancellable, NULL))
    return refuse (file, _("it cannot be read"), error);
  if (memcmp (head + MAGIC_AT, "DICM", 4) != 0)
    return refuse (file, _("it is no DICOM file"), error);
  if (g_file_info_get_size (info) > MOST_BYTES)
    return refuse (file, _("it is too large"), error);
  return TRUE;
}

gboolean
cs_pacs_send (CsHttp *http, GPtrArray *files, CsPacsReport report, gpointer data, GCancellable *cancellable,
              GError **error)
{
  for (guint i = 0; i < files->len; i++)
    if (!check (files->pdata[i], cancellable, error))
      return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *message = g_strdup_printf (_("Sending file %u of %u"), i + 1, files->len);

      report ((double) i / files->len, message, data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (send_one (http, files->pdata[i], cancellable, error))
        continue;
      if (i > 0)
        g_prefix_error (error, _("After %u of %u files: "), i, files->len);
      return FALSE;
    }
  return TRUE;
}

GPtrArray *
cs_pacs_list (GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) files = cs_folder_list (folder, ".dcm", cancellable, error);

  if (files == NULL)
    return NULL;
  if (files->len > 0)
    return g_steal_pointer (&files);
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("There is no DICOM file (.dcm) in “%s”"), g_file_peek_path (folder));
  return NULL;
}
