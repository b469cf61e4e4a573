#include "nn-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LARGEST ((guint64) 1 << 53)

static void
fail (NnJson     *self,
      const char *defect)
{
  if (self->defect == NULL)
    self->defect = defect;
  self->at = self->end;
}

static void
skip_space (NnJson *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

/* Four hexadecimal digits; 0 where they are none. */
static gunichar
read_hex (NnJson *self)
{
  gunichar value = 0;

  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (self->at >= self->end || !g_ascii_isxdigit (*self->at))
        return 0;
      value = 16 * value + g_ascii_xdigit_value (*self->at);
    }
  return value;
}

/* Surrogates are refused with the NUL: names of arrays need neither. */
static void
read_escape (NnJson  *self,
             GString *to)
{
  static const char marks[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
  char mark = self->at < self->end ? *self->at++ : '\0';
  const char *found = mark != '\0' ? strchr (marks, mark) : NULL;
  gunichar value;

  if (found != NULL)
    {
      g_string_append_c (to, means[found - marks]);
      return;
    }
  value = mark == 'u' ? read_hex (self) : 0;
  if (value == 0 || !g_unichar_validate (value))
    fail (self, N_("a string with an escape that means nothing"));
  else
    g_string_append_unichar (to, value);
}

void
nn_json_expect (NnJson *self,
                char    mark)
{
  if (!nn_json_meet (self, mark))
    fail (self, N_("a mark that is missing or out of place"));
}

gboolean
nn_json_meet (NnJson *self,
              char    mark)
{
  skip_space (self);
  if (self->at >= self->end || *self->at != mark)
    return FALSE;
  self->at++;
  return TRUE;
}

char *
nn_json_string (NnJson *self)
{
  g_autoptr (GString) string = g_string_new (NULL);

  nn_json_expect (self, '"');
  while (self->at < self->end && *self->at != '"')
    {
      char c = *self->at++;

      if (c == '\\')
        read_escape (self, string);
      else if ((guchar) c < 0x20)
        fail (self, N_("a string with a control character"));
      else
        g_string_append_c (string, c);
    }
  nn_json_expect (self, '"');
  if (self->defect == NULL && !g_utf8_validate_len (string->str, string->len, NULL))
    fail (self, N_("a string that is not UTF-8"));
  return self->defect == NULL ? g_strdup (string->str) : NULL;
}

guint64
nn_json_number (NnJson *self)
{
  guint64 value = 0;
  const char *begin;

  skip_space (self);
  begin = self->at;
  for (; self->at < self->end && g_ascii_isdigit (*self->at) && value <= LARGEST; self->at++)
    value = 10 * value + (guint) (*self->at - '0');
  if (self->at == begin || value > LARGEST || (*begin == '0' && self->at > begin + 1))
    {
      fail (self, N_("a number that is not a whole one from 0"));
      return 0;
    }
  return value;
}

char *
nn_json_key (NnJson   *self,
             gboolean *first)
{
  char *key;

  if (self->defect != NULL || nn_json_meet (self, '}'))
    return NULL;
  if (!*first)
    nn_json_expect (self, ',');
  *first = FALSE;
  key = nn_json_string (self);
  nn_json_expect (self, ':');
  if (self->defect != NULL)
    g_clear_pointer (&key, g_free);
  return key;
}

gboolean
nn_json_item (NnJson   *self,
              gboolean *first)
{
  if (self->defect != NULL || nn_json_meet (self, ']'))
    return FALSE;
  if (!*first)
    nn_json_expect (self, ',');
  *first = FALSE;
  return self->defect == NULL;
}

void
nn_json_close (NnJson *self)
{
  skip_space (self);
  if (self->at < self->end)
    fail (self, N_("something behind its end"));
}

void
nn_json_quote (GString    *to,
               const char *string)
{
  g_string_append_c (to, '"');
  for (const char *c = string; *c != '\0'; c++)
    if ((guchar) *c < 0x20)
      g_string_append_printf (to, "\\u%04x", (guint) *c);
    else
      {
        if (*c == '"' || *c == '\\')
          g_string_append_c (to, '\\');
        g_string_append_c (to, *c);
      }
  g_string_append_c (to, '"');
}
