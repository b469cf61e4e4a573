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
