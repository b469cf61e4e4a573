#include "cs-json-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cs-error.h"

#define MOST_DIGITS 18      /* of a whole number: what surely fits 64 bits */

typedef struct
{
  const char *at, *end;
  guint       depth, most;
  guint64     objects;      /* a bit a depth: an object lies there, else a list */
  const char *why;          /* what is wrong at @at, translated */
} Check;

static gboolean
fail (Check      *self,
      const char *why)
{
  self->why = why;
  return FALSE;
}

static gboolean
is_next (const Check *self,
         char         mark)
{
  return self->at < self->end && *self->at == mark;
}

static gboolean
take (Check *self,
      char   mark)
{
  gboolean next = is_next (self, mark);

  self->at += next ? 1 : 0;
  return next;
}

static void
skip_blanks (Check *self)
{
  while (take (self, ' ') || take (self, '\t') || take (self, '\r') || take (self, '\n'))
    ;
}

/* Takes it where it is next, behind white space. */
static gboolean
meet (Check *self,
      char   mark)
{
  skip_blanks (self);
  return take (self, mark);
}

static guint
take_digits (Check *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return (guint) (self->at - start);
}

static gboolean
take_exponent (Check *self)
{
  if (!take (self, '-'))
    take (self, '+');
  return take_digits (self) > 0;
}

static gboolean
take_number (Check *self)
{
  gboolean zero, sound, whole = TRUE;
  guint n;

  take (self, '-');
  zero = is_next (self, '0');
  n = take_digits (self);
  sound = n == 1 || (n > 1 && !zero);
  if (sound && take (self, '.'))
    {
      whole = FALSE;
      sound = take_digits (self) > 0;
    }
  if (sound && (take (self, 'e') || take (self, 'E')))
    {
      whole = FALSE;
      sound = take_exponent (self);
    }
  return (sound && (!whole || n <= MOST_DIGITS)) || fail (self, _("a value is missing, or is none"));
}

/* Half a letter of UTF-16; G_MAXUINT: it is none. */
static guint
take_unit (Check *self)
{
  guint unit = 0;

  if (self->end - self->at < 4)
    return G_MAXUINT;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (!g_ascii_isxdigit (*self->at))
        return G_MAXUINT;
      unit = unit << 4 | (guint) g_ascii_xdigit_value (*self->at);
    }
  return unit;
}

/* Behind the "\u". Surrogates come in pairs, the higher first. */
static gboolean
take_letter (Check *self)
{
  guint unit = take_unit (self);

  if (unit < 0xd800 || (unit > 0xdfff && unit <= 0xffff))
    return TRUE;
  if (unit < 0xdc00 && self->end - self->at >= 2 && memcmp (self->at, "\\u", 2) == 0)
    {
      self->at += 2;
      unit = take_unit (self);
      if (unit >= 0xdc00 && unit <= 0xdfff)
        return TRUE;
    }
  return fail (self, _("a letter of a text is none"));
}

static gboolean
take_string (Check *self)
{
  if (!meet (self, '"'))
    return fail (self, _("a name is missing"));
  while (self->at < self->end)
    {
      char c = *self->at++;

      if (c == '"')
        return TRUE;
      if (c != '\\' || self->at == self->end)
        continue;
      c = *self->at++;
      if (c == 'u' ? !take_letter (self) : strchr ("\"\\/bfnrt", c) == NULL)
        return fail (self, _("a letter of a text is none"));
    }
  return fail (self, _("a text does not end"));
}

static gboolean
take_word (Check *self)
{
  static const char *const words[] = { "null", "true", "false" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (self->end - self->at >= (gssize) strlen (words[i]) && memcmp (self->at, words[i], strlen (words[i])) == 0)
      {
        self->at += strlen (words[i]);
        return TRUE;
      }
  return FALSE;
}

static gboolean
take_scalar (Check *self)
{
  skip_blanks (self);
  return is_next (self, '"') ? take_string (self) : take_word (self) || take_number (self);
}

static gboolean
take_key (Check *self)
{
  return take_string (self) && (meet (self, ':') || fail (self, _("a value is missing, or is none")));
}

static gboolean
begin (Check   *self,
       gboolean object)
{
  guint64 bit;

  if (self->depth == self->most)
    return fail (self, _("its lists lie too deep in one another"));
  bit = G_GUINT64_CONSTANT (1) << self->depth;
  self->objects = object ? self->objects | bit : self->objects & ~bit;
  self->depth++;
  return TRUE;
}

static gboolean
is_in_object (const Check *self)
{
  return (self->objects >> (self->depth - 1) & 1) != 0;
}

static gboolean
meet_end (Check *self)
{
  gboolean ends = meet (self, is_in_object (self) ? '}' : ']');

  self->depth -= ends ? 1 : 0;
  return ends;
}

/* Through the beginnings of lists and objects to the first value that is none, or to one that is empty. */
static gboolean
take_value (Check *self)
{
  for (;;)
    {
      gboolean object = meet (self, '{');

      if (!object && !meet (self, '['))
        return take_scalar (self);
      if (!begin (self, object))
        return FALSE;
      if (meet_end (self))
        return TRUE;
      if (object && !take_key (self))
        return FALSE;
    }
}

static gboolean
take_all (Check *self)
{
  if (!take_value (self))
    return FALSE;
  while (self->depth > 0)
    if (meet (self, ','))
      {
        if ((is_in_object (self) && !take_key (self)) || !take_value (self))
          return FALSE;
      }
    else if (!meet_end (self))
      return fail (self, _("a comma or a bracket is missing"));
  skip_blanks (self);
  return self->at == self->end || fail (self, _("something follows its end"));
}

static guint
count_lines (const char *text,
             const char *end)
{
  guint n = 1;

  for (; text < end; text++)
    n += *text == '\n';
  return n;
}

static gboolean
check (const char *text,
       gsize       length,
       guint       most,
       GError    **error)
{
  Check self = { .at = text, .end = text + length, .most = most };
  gboolean sound = take_all (&self);

  if (sound && !g_utf8_validate_len (text, length, &self.at))
    sound = fail (&self, _("a letter of a text is none"));
  if (sound)
    return TRUE;
  /* Translators: of a file, and what is wrong there: "line 3: a text does not end" */
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("line %u: %s"), count_lines (text, self.at), self.why);
  return FALSE;
}

JsonNode *
cs_json_parse (const char *text,
               gsize       length,
               guint       most,
               GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) wrong = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (most > 0 && most <= CS_JSON_MOST_DEPTH && length <= G_MAXSSIZE, NULL);
  if (!check (text, length, most, error))
    return NULL;
  if (json_parser_load_from_data (parser, text, (gssize) length, &wrong) && json_parser_get_root (parser) != NULL)
    return json_node_ref (json_parser_get_root (parser));
  why = g_utf8_make_valid (wrong != NULL ? wrong->message : "", -1);   /* it quotes the text, and cuts letters */
  g_set_error_literal (error, CS_ERROR, CS_ERROR_DAMAGED, why);
  return NULL;
}
