#include "cs-pacs-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"
#include "cs-json-read.h"
#include "cs-multipart.h"

#define MOST_BYTES (16 << 20)
#define MOST_DEPTH 24
#define MOST_LETTERS 200

typedef struct { CsHttp *http; guint status; GByteArray *bytes; } Answer;

gboolean
cs_pacs_misfit (CsHttp *http, const char *what, GError **error)
{
  /* Translators: a server's name, and what was wrong with its answer */
  g_set_error (error, CS_ERROR, CS_ERROR_SERVER, _("“%s”: %s"), cs_http_get_name (http), what);
  return FALSE;
}

static gboolean
answer_begins (guint status, const char *type, gpointer data, GError **error)
{
  Answer *self = data;
  g_autofree char *media = cs_multipart_media (type);

  self->status = status;
  if (status == 204 || g_str_equal (media, "application/dicom+json") || g_str_equal (media, "application/json"))
    return TRUE;
  return cs_pacs_misfit (self->http,
                         _("its answer is no DICOM JSON. Is its address that of DICOMweb (often /dicom-web)?"), error);
}

static gboolean
answer_goes_on (const guint8 *bytes, gsize n, gpointer data, GError **error)
{
  Answer *self = data;

  if (self->bytes->len + n > MOST_BYTES)
    return cs_pacs_misfit (self->http, _("its answer is too large. Search for less."), error);
  g_byte_array_append (self->bytes, bytes, (guint) n);
  return TRUE;
}

static JsonNode *
parse (CsHttp *http, const char *text, gsize length, GError **error)
{
  JsonNode *root = cs_json_parse (text, length, MOST_DEPTH, NULL);

  if (root == NULL)
    cs_pacs_misfit (http, _("its answer is damaged. Try again."), error);
  return root;
}

JsonNode *
cs_pacs_ask (CsHttp *http, const CsHttpAsk *ask, guint *status, GCancellable *cancellable, GError **error)
{
  static const CsHttpSink sink = { answer_begins, answer_goes_on };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Answer answer = { http, 0, bytes };

  if (!cs_http_ask (http, ask, &sink, &answer, cancellable, error))
    return NULL;
  if (status != NULL)
    *status = answer.status;
  return answer.status == 204 || bytes->len == 0 ? NULL : parse (http, (const char *) bytes->data, bytes->len, error);
}

gboolean
cs_pacs_objects (CsHttp *http, JsonNode *answer, GList **objects, GError **error)
{
  g_autoptr (GList) nodes = NULL;

  if (JSON_NODE_HOLDS_ARRAY (answer))
    nodes = json_array_get_elements (json_node_get_array (answer));
  *objects = NULL;
  for (GList *each = nodes; each != NULL; each = each->next)
    if (!JSON_NODE_HOLDS_OBJECT (each->data))
      {
        g_clear_pointer (objects, g_list_free);
        return cs_pacs_misfit (http, _("its answer is damaged. Try again."), error);
      }
    else
      *objects = g_list_prepend (*objects, json_node_get_object (each->data));
  *objects = g_list_reverse (*objects);
  return JSON_NODE_HOLDS_ARRAY (answer) || cs_pacs_misfit (http, _("its answer is damaged. Try again."), error);
}

static JsonArray *
values_of (JsonObject *object, const char *tag)
{
  JsonNode *element = json_object_get_member (object, tag), *values = NULL;

  if (element != NULL && JSON_NODE_HOLDS_OBJECT (element))
    values = json_object_get_member (json_node_get_object (element), "Value");
  return values != NULL && JSON_NODE_HOLDS_ARRAY (values) ? json_node_get_array (values) : NULL;
}

/* On one line, and not endless. */
static char *
tidy (const char *text)
{
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MOST_LETTERS));
  GString *tidied = g_string_new (NULL);

  for (const char *at = start; *at != '\0'; at = g_utf8_next_char (at))
    g_string_append_unichar (tidied, g_unichar_isprint (g_utf8_get_char (at)) ? g_utf8_get_char (at) : ' ');
  return g_strstrip (g_string_free (tidied, FALSE));
}

/* A name is an object of its spellings. */
static char *
text_of (JsonNode *value)
{
  if (JSON_NODE_HOLDS_OBJECT (value))
    value = json_object_get_member (json_node_get_object (value), "Alphabetic");
  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value))
    return g_strdup ("");
  if (json_node_get_value_type (value) == G_TYPE_STRING)
    return tidy (json_node_get_string (value));
  return json_node_get_value_type (value) == G_TYPE_INT64
         ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value)) : g_strdup ("");
}

char *
cs_pacs_text (JsonObject *object, const char *tag)
{
  JsonArray *values = values_of (object, tag);

  return values != NULL && json_array_get_length (values) > 0 ? text_of (json_array_get_element (values, 0))
                                                              : g_strdup ("");
}

char *
cs_pacs_texts (JsonObject *object, const char *tag)
{
  JsonArray *values = values_of (object, tag);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    {
      g_autofree char *text = text_of (json_array_get_element (values, i));

      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", text);
    }
  return tidy (all->str);
}

guint
cs_pacs_number (JsonObject *object, const char *tag)
{
  g_autofree char *text = cs_pacs_text (object, tag);
  guint64 number = 0;

  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL) ? (guint) number : 0;
}

JsonObject *
cs_pacs_item (JsonObject *object, const char *tag)
{
  JsonArray *values = values_of (object, tag);

  if (values == NULL || json_array_get_length (values) == 0 ||
      !JSON_NODE_HOLDS_OBJECT (json_array_get_element (values, 0)))
    return NULL;
  return json_array_get_object_element (values, 0);
}
