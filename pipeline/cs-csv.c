#include "cs-csv.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "cs-error.h"

struct _CsCsv
{
  char      *name;
  GPtrArray *rows;      /* of GStrv; the first holds the titles */
};

/* Takes one field at @c, unquotes it, and stops behind it: at a comma, a line's end or the end. NULL: an open quote. */
static const char *
take_field (const char *c,
            GString    *field)
{
  gboolean quoted = *c == '"';

  g_string_truncate (field, 0);
  if (quoted)
    c++;
  while (*c != '\0')
    {
      if (quoted && c[0] == '"' && c[1] == '"')
        c++;
      else if (quoted && *c == '"')
        return c + 1;
      else if (!quoted && strchr (",\r\n", *c) != NULL)
        return c;
      g_string_append_c (field, *c++);
    }
  return quoted ? NULL : c;
}

static const char *
take_row (const char *c,
          char     ***row)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autoptr (GString) field = g_string_new (NULL);

  for (;;)
    {
      c = take_field (c, field);
      if (c == NULL || strchr (",\r\n", *c) == NULL)
        return NULL;
      g_strv_builder_add (fields, field->str);
      if (*c != ',')
        break;
      c++;
    }
  *row = g_strv_builder_end (fields);
  if (c[0] == '\r')
    c++;
  return *c == '\n' ? c + 1 : c;
}

static gboolean
damaged (const CsCsv *self,
         guint        line,
         GError     **error)
{
  g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s” is no table of comma-separated values: line %u is broken"),
               self->name, line);
  return FALSE;
}

static gboolean
parse (CsCsv      *self,
       const char *text,
       GError    **error)
{
  const char *c = g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text;

  while (*c != '\0')
    {
      char **row = NULL;

      c = take_row (c, &row);
      if (c == NULL)
        return damaged (self, self->rows->len + 1, error);
      if (row[1] == NULL && *row[0] == '\0')
        {
          g_strfreev (row);
          continue;
        }
      g_ptr_array_add (self->rows, row);
      if (g_strv_length (row) != g_strv_length (self->rows->pdata[0]))
        return damaged (self, self->rows->len, error);
    }
  return self->rows->len > 0 || damaged (self, 1, error);
}

CsCsv *
cs_csv_read (GFile        *file,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (CsCsv) self = g_new0 (CsCsv, 1);
  g_autofree char *text = NULL;
  gsize length;

  self->name = g_file_get_basename (file);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  if (!g_file_load_contents (file, cancellable, &text, &length, NULL, error))
    return NULL;
  if (!g_utf8_validate (text, length, NULL))
    {
      damaged (self, 1, error);
      return NULL;
    }
  return parse (self, text, error) ? g_steal_pointer (&self) : NULL;
}

void
cs_csv_free (CsCsv *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->name);
  g_free (self);
}

guint
cs_csv_get_n (const CsCsv *self)
{
  return self->rows->len - 1;
}

int
cs_csv_column (const CsCsv *self,
               const char  *name,
               GError     **error)
{
  char **titles = self->rows->pdata[0];

  for (int i = 0; titles[i] != NULL; i++)
    if (g_ascii_strcasecmp (titles[i], name) == 0)
      return i;
  g_set_error (error, CS_ERROR, CS_ERROR_FORMAT, _("“%s” has no column “%s”"), self->name, name);
  return -1;
}

const char *
cs_csv_get (const CsCsv *self,
            guint        row,
            int          column)
{
  return ((char **) self->rows->pdata[row + 1])[column];
}

gboolean
cs_csv_get_int (const CsCsv *self,
                guint        row,
                int          column,
                int         *value,
                GError     **error)
{
  const char *text = cs_csv_get (self, row, column);
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(fabs (number) <= 1e6))
    {
      g_set_error (error, CS_ERROR, CS_ERROR_DAMAGED, _("“%s”, line %u: “%s” is no number of pixels"), self->name,
                   row + 2, text);
      return FALSE;
    }
  *value = (int) floor (number + 0.5);
  return TRUE;
}

void
cs_csv_quote (GString    *csv,
              const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    g_string_append (csv, *c == '"' ? "\"\"" : (char[]) { *c, '\0' });
  g_string_append_c (csv, '"');
}
