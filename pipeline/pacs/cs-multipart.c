#define _GNU_SOURCE     /* memmem() */
#include <string.h>

#include "cs-multipart.h"

#include <glib/gi18n-lib.h>

#include "cs-error.h"

#define MOST_HEADER 8192
#define MOST_PREAMBLE 65536
#define MOST_PADDING 64         /* blanks behind a boundary */
#define MOST_BOUNDARY 70        /* RFC 2046, 5.1.1 */

typedef enum { PREAMBLE, HEADER, BODY, EPILOGUE } State;

struct _CsMultipart
{
  const CsMultipartSink *sink;
  gpointer data;
  char *delimiter;              /* CR LF - - boundary */
  gsize length;                 /* of it */
  State state;
  GByteArray *held;             /* came, and is not understood yet */
  gsize begun;                  /* bytes of the preamble so far */
};

/* What stands at a delimiter: the next part, the end, nothing of the sort, or too little to say. */
typedef enum { NEXT, LAST, NEITHER, SHORT } Mark;

static gboolean
damaged (GError **error, const char *what)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_DAMAGED, what);
  return FALSE;
}

/* Blanks, one parameter up to its value, and past it. NULL: no further one. @value is unquoted. */
static const char *
next_parameter (const char *at, char **name, char **value)
{
  const char *start;
  g_autoptr (GString) text = g_string_new (NULL);

  at += strspn (at, "; \t");
  start = at;
  at += strcspn (at, "=; \t");
  if (at == start || *at != '=')
    return NULL;
  *name = g_ascii_strdown (start, at - start);
  at++;
  if (*at != '"')
    {
      gsize n = strcspn (at, "; \t");

      *value = g_strndup (at, n);
      return at + n;
    }
  for (at++; *at != '\0' && *at != '"'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      g_string_append_c (text, *at);
    }
  *value = g_strdup (text->str);
  return *at == '"' ? at + 1 : at;
}

static gboolean
is_boundary (const char *text)
{
  gsize n = strlen (text);

  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (text[i]) && !strchr ("'()+_,-./:=? ", text[i]))
      return FALSE;
  return n > 0 && n <= MOST_BOUNDARY && text[n - 1] != ' ';
}

static char *
find_boundary (const char *type)
{
  const char *at = type + strcspn (type, ";");

  while (at != NULL)
    {
      g_autofree char *name = NULL, *value = NULL;

      at = next_parameter (at, &name, &value);
      if (at != NULL && g_str_equal (name, "boundary"))
        return is_boundary (value) ? g_steal_pointer (&value) : NULL;
    }
  return NULL;
}

char *
cs_multipart_media (const char *type)
{
  char *media = g_ascii_strdown (type, (gssize) strcspn (type, ";"));

  return g_strstrip (media);
}

/* The Content-Type among a part's headers. */
static char *
find_type (const char *header, gsize length)
{
  static const char name[] = "content-type:";
  g_autofree char *text = g_strndup (header, length);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, strlen (name)) == 0)
      return cs_multipart_media (lines[i] + strlen (name));
  return g_strdup ("");
}

/* Delimiters end with blanks and a line end, or with two dashes; else the bytes only look like one. */
static Mark
mark_at (const CsMultipart *self, gsize at)
{
  const char *text = (const char *) self->held->data;
  gsize i = at + self->length, end = self->held->len;

  if (end - i < 2)
    return SHORT;
  if (text[i] == '-' && text[i + 1] == '-')
    return LAST;
  while (i < end && i - at - self->length < MOST_PADDING && (text[i] == ' ' || text[i] == '\t'))
    i++;
  if (end - i < 2)
    return SHORT;
  return text[i] == '\r' && text[i + 1] == '\n' ? NEXT : NEITHER;
}

static gboolean
pass (CsMultipart *self, gsize n, GError **error)
{
  if (n == 0)
    return TRUE;
  if (self->state == BODY && !self->sink->bytes (self->held->data, n, self->data, error))
    return FALSE;
  self->begun += self->state == PREAMBLE ? n : 0;
  g_byte_array_remove_range (self->held, 0, (guint) n);
  if (self->begun > MOST_PREAMBLE)
    return damaged (error, _("its answer does not begin with a part."));
  return TRUE;
}

/* The delimiter goes, its line end stays: it may be the one that begins an empty header. */
static gboolean
turn (CsMultipart *self, Mark mark, GError **error)
{
  const char *text = (const char *) self->held->data;
  gsize n = self->length;

  if (self->state == BODY && !self->sink->end (self->data, error))
    return FALSE;
  self->state = mark == LAST ? EPILOGUE : HEADER;
  n += strspn (text + n, " \t");
  g_byte_array_remove_range (self->held, 0, (guint) n);
  return TRUE;
}

/* In a part, or before the first: bytes go on up to the next delimiter. *more: look again. */
static gboolean
read_body (CsMultipart *self, gboolean *more, GError **error)
{
  GByteArray *held = self->held;
  gsize from = 0;

  *more = FALSE;
  for (;;)
    {
      const guint8 *found = from < held->len ? memmem (held->data + from, held->len - from, self->delimiter,
                                                       self->length) : NULL;
      gsize at = found != NULL ? (gsize) (found - held->data) : held->len;
      Mark mark = found != NULL ? mark_at (self, at) : NEITHER;

      if (found == NULL)        /* all but what may be the beginning of one */
        return pass (self, held->len - MIN (held->len, self->length - 1), error);
      if (mark == SHORT)
        return pass (self, at, error);
      if (mark != NEITHER)
        {
          *more = TRUE;
          return pass (self, at, error) && turn (self, mark, error);
        }
      from = at + 1;
    }
}

static gboolean
read_header (CsMultipart *self, gboolean *more, GError **error)
{
  const char *text = (const char *) self->held->data;
  const char *end = memmem (text, self->held->len, "\r\n\r\n", 4);
  g_autofree char *type = NULL;

  *more = end != NULL;
  if (end == NULL && self->held->len <= MOST_HEADER)
    return TRUE;
  if (end == NULL || end - text > MOST_HEADER)
    return damaged (error, _("a part of its answer has an endless header."));
  type = find_type (text, (gsize) (end - text));
  g_byte_array_remove_range (self->held, 0, (guint) (end - text + 4));
  self->state = BODY;
  return self->sink->begin (type, self->data, error);
}

CsMultipart *
cs_multipart_new (const char *type, const CsMultipartSink *sink, gpointer data, GError **error)
{
  g_autofree char *media = type != NULL ? cs_multipart_media (type) : NULL;
  g_autofree char *boundary = media != NULL && g_str_has_prefix (media, "multipart/") ? find_boundary (type) : NULL;
  CsMultipart *self;

  if (boundary == NULL)
    {
      g_set_error_literal (error, CS_ERROR, CS_ERROR_FORMAT, _("its answer is not in parts, as DICOM files would be."));
      return NULL;
    }
  self = g_new0 (CsMultipart, 1);
  self->sink = sink;
  self->data = data;
  self->delimiter = g_strconcat ("\r\n--", boundary, NULL);
  self->length = strlen (self->delimiter);
  self->held = g_byte_array_new ();
  g_byte_array_append (self->held, (const guint8 *) "\r\n", 2);      /* the first delimiter may stand first */
  return self;
}

void
cs_multipart_free (CsMultipart *self)
{
  g_byte_array_unref (self->held);
  g_free (self->delimiter);
  g_free (self);
}

gboolean
cs_multipart_add (CsMultipart *self, gconstpointer bytes, gsize n, GError **error)
{
  gboolean more = TRUE;

  g_return_val_if_fail (n <= G_MAXINT32, FALSE);
  if (n > 0)
    g_byte_array_append (self->held, bytes, (guint) n);
  while (more)
    {
      if (self->state == EPILOGUE)
        {
          g_byte_array_set_size (self->held, 0);
          return TRUE;
        }
      if (!(self->state == HEADER ? read_header (self, &more, error) : read_body (self, &more, error)))
        return FALSE;
    }
  return TRUE;
}

gboolean
cs_multipart_finish (CsMultipart *self, GError **error)
{
  return self->state == EPILOGUE || damaged (error, _("its answer was cut short. Try again."));
}
