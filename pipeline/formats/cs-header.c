#include "cs-header.h"

#include <string.h>

struct _CsHeader
{
  gatomicrefcount refs;
  GArray         *lines;   /* CsHeaderLine */
};

static void
clear_line (gpointer data)
{
  CsHeaderLine *line = data;

  g_free ((char *) line->tag);
  g_free ((char *) line->name);
  g_free ((char *) line->value);
}

CsHeader *
cs_header_new (void)
{
  CsHeader *self = g_new0 (CsHeader, 1);

  g_atomic_ref_count_init (&self->refs);
  self->lines = g_array_new (FALSE, FALSE, sizeof (CsHeaderLine));
  g_array_set_clear_func (self->lines, clear_line);
  return self;
}

CsHeader *
cs_header_ref (CsHeader *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cs_header_unref (CsHeader *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->lines);
  g_free (self);
}

void
cs_header_add (CsHeader *self, const CsHeaderLine *line)
{
  CsHeaderLine copy = { line->depth, g_strdup (line->tag), g_strdup (line->name), g_strdup (line->value),
                        line->identity };

  g_array_append_val (self->lines, copy);
}

guint
cs_header_get_n (const CsHeader *self)
{
  return self->lines->len;
}

const CsHeaderLine *
cs_header_get (const CsHeader *self, guint i)
{
  g_return_val_if_fail (i < self->lines->len, NULL);
  return &g_array_index (self->lines, CsHeaderLine, i);
}

static gboolean
has_word (const char *text, const char *folded_word)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, folded_word) != NULL;
}

gboolean
cs_header_matches (const CsHeaderLine *line, const char *words, gboolean identity)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!has_word (line->tag, parts[i]) && !has_word (line->name, parts[i]) &&
        !((identity || !line->identity) && has_word (line->value, parts[i])))
      return FALSE;
  return TRUE;
}
