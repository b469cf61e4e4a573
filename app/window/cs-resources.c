#include "cs-resources.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "calcspot-icons.h"
#include "calcspot-ui.h"
#include "config.h"

void
cs_resources_prepare (void)
{
  const char *locale_dir = g_getenv ("CALCSPOT_LOCALEDIR");

  bindtextdomain (GETTEXT_PACKAGE, locale_dir ? locale_dir : CS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_resources_register (calcspot_ui_get_resource ());
  g_resources_register (calcspot_icons_get_resource ());
}
