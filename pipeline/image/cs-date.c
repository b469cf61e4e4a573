#include "cs-date.h"

#include <glib/gi18n-lib.h>

#define FIRST_YEAR 1900
#define LAST_YEAR  2199

static guint32
day_of (guint year, guint month, guint day)
{
  GDate date;

  if (year < FIRST_YEAR || year > LAST_YEAR || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return 0;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return g_date_get_julian (&date);
}

/* Digits where @form has a 0, its very character elsewhere. */
static gboolean
has_form (const char *text, const char *form)
{
  gsize i;

  for (i = 0; form[i] != '\0' && text[i] != '\0'; i++)
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return form[i] == text[i];
}

static guint
number (const char *text, guint n)
{
  guint value = 0;

  for (guint i = 0; i < n; i++)
    value = 10 * value + (guint) g_ascii_digit_value (text[i]);
  return value;
}

guint32
cs_date_parse (const char *text)
{
  if (text == NULL || !has_form (text, "0000-00-00"))
    return 0;
  return day_of (number (text, 4), number (text + 5, 2), number (text + 8, 2));
}

gboolean
cs_date_is_day (guint32 day)
{
  return day >= day_of (FIRST_YEAR, 1, 1) && day <= day_of (LAST_YEAR, 12, 31);
}

char *
cs_date_to_text (guint32 day)
{
  GDate date;

  if (!cs_date_is_day (day))
    return g_strdup ("");
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}

guint32
cs_date_from_file (const char *text)
{
  if (text != NULL && has_form (text, "00000000"))
    return day_of (number (text, 4), number (text + 4, 2), number (text + 6, 2));
  if (text != NULL && has_form (text, "0000.00.00"))
    return day_of (number (text, 4), number (text + 5, 2), number (text + 8, 2));
  return cs_date_parse (text);
}

/* Whole months, as a person counts them: from the second to the second of the next. */
static guint
count_months (guint32 earlier, guint32 later)
{
  GDate from, to;
  int months;

  g_date_clear (&from, 1);
  g_date_clear (&to, 1);
  g_date_set_julian (&from, earlier);
  g_date_set_julian (&to, later);
  months = 12 * (g_date_get_year (&to) - g_date_get_year (&from)) + (int) g_date_get_month (&to) -
           (int) g_date_get_month (&from) - (g_date_get_day (&to) < g_date_get_day (&from));
  return (guint) MAX (months, 0);
}

char *
cs_date_span (guint32 earlier, guint32 later)
{
  guint months = earlier > 0 && later > earlier ? count_months (earlier, later) : 0;

  if (months == 0)
    /* Translators: days */
    return g_strdup_printf (_("%u d before"), later > earlier ? later - earlier : 0);
  if (months < 12)
    /* Translators: months */
    return g_strdup_printf (_("%u mo before"), months);
  /* Translators: years and months */
  return g_strdup_printf (_("%u y %u mo before"), months / 12, months % 12);
}
