#include "cs-count.h"

#include <glib/gi18n-lib.h>

char *
cs_count (CsCounted what, guint n)
{
  switch (what)
    {
    case CS_COUNT_FILMS:
      return g_strdup_printf (ngettext ("%u film", "%u films", n), n);
    case CS_COUNT_FILES:
      return g_strdup_printf (ngettext ("%u file", "%u files", n), n);
    case CS_COUNT_BOXES:
      return g_strdup_printf (ngettext ("%u box", "%u boxes", n), n);
    case CS_COUNT_MARKS:
      return g_strdup_printf (ngettext ("%u mark", "%u marks", n), n);
    case CS_COUNT_VERDICTS:
      return g_strdup_printf (ngettext ("%u verdict", "%u verdicts", n), n);
    case CS_COUNT_WORDS:
      return g_strdup_printf (ngettext ("%u word", "%u words", n), n);
    case CS_COUNT_PATCHES:
      return g_strdup_printf (ngettext ("%u patch", "%u patches", n), n);
    default:
      g_return_val_if_reached (NULL);
    }
}
