#include "cs-json.h"

#include <math.h>

void
cs_json_string (GString    *json,
                const char *text)
{
  g_string_append_c (json, '"');
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (json, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (json, "\\u%04x", (guchar) *c);
    else
      g_string_append_c (json, *c);
  g_string_append_c (json, '"');
}

void
cs_json_number (GString *json,
                double   value,
                guint    decimals)
{
  char format[16], text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      g_string_append (json, "null");
      return;
    }
  g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, 15u));
  g_string_append (json, g_ascii_formatd (text, sizeof text, format, value));
}

static void
separate (GString *json)
{
  char last = json->len > 0 ? json->str[json->len - 1] : '{';

  if (last != '{' && last != '[')
    g_string_append (json, ", ");
}

void
cs_json_member (GString    *json,
                const char *name,
                double      value,
                guint       decimals)
{
  separate (json);
  cs_json_string (json, name);
  g_string_append (json, ": ");
  cs_json_number (json, value, decimals);
}

void
cs_json_row (GString      *json,
             guint         n,
             const double *values,
             const guint  *decimals)
{
  separate (json);
  g_string_append_c (json, '[');
  for (guint i = 0; i < n; i++)
    {
      separate (json);
      cs_json_number (json, values[i], decimals[i]);
    }
  g_string_append_c (json, ']');
}
