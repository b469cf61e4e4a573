#include <locale.h>

#include "cs-application.h"
#include "cs-resources.h"

int
main (int argc, char **argv)
{
  g_autoptr (CsApplication) app = NULL;

  setlocale (LC_ALL, "");
  cs_resources_prepare ();
  app = cs_application_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
