#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include <gio/gio.h>

#include "cs-application.h"
#include "cs-resources.h"

/* Without a graphics card GTK lets the processor play one, and a film pans with fifty milliseconds a frame instead
 * of six. Whoever sets GSK_RENDERER has chosen. */
static void
choose_renderer (void)
{
  g_autoptr (GDir) cards = g_dir_open ("/dev/dri", 0, NULL);
  gboolean card = g_file_test ("/dev/nvidia0", G_FILE_TEST_EXISTS);

  for (const char *name = cards ? g_dir_read_name (cards) : NULL; name; name = g_dir_read_name (cards))
    card |= g_str_has_prefix (name, "renderD");
  if (!card)
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (CsApplication) app = NULL;
  int status;

  choose_renderer ();
  setlocale (LC_ALL, "");
  cs_resources_prepare ();
  app = cs_application_new ();
  status = g_application_run (G_APPLICATION (app), argc, argv);
  /* The study is closed and nothing is left to be kept; but a job that was not heard of in time may still be somewhere
   * in a library, whose own tidying at exit would wait for it. */
  g_settings_sync ();
  fflush (NULL);
  _exit (status);
}
