/* calcspot-decode: reads one film for another Calcspot program, within limits. See cs-decoder.h. */
#include <locale.h>

#include <glib/gi18n.h>

#include "config.h"
#include "cs-decoder.h"

int
main (int argc, char **argv)
{
  const char *translations = g_getenv ("CALCSPOT_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, translations != NULL ? translations : CS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  return cs_decoder_main (argc, argv);
}
