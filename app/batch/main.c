/* calcspot-batch: everything the window does, on the same libraries and without a display. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cs-command.h"
#include "cs-lacks.h"

/* Exit statuses: 1 for bad input, 2 for bad usage; 130 is what shells call "ended by Ctrl-C". */
enum { STATUS_GOOD = 0, STATUS_BAD_INPUT = 1, STATUS_BAD_USAGE = 2, STATUS_INTERRUPTED = 130 };

static int interrupt_pipe[2];
static volatile sig_atomic_t n_interrupts;

/* Only what is safe in a signal handler: the watcher below does the cancelling. */
static void
interrupt_cb (int number)
{
  int saved = errno;

  if (n_interrupts++ > 0 || write (interrupt_pipe[1], "", 1) != 1)
    _exit (STATUS_INTERRUPTED);
  errno = saved;
}

static gpointer
watch_interrupts (gpointer data)
{
  GCancellable *cancellable = data;
  char byte;

  while (read (interrupt_pipe[0], &byte, 1) < 0 && errno == EINTR)
    ;
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* The first Ctrl-C asks the command to leave cleanly, the second does not ask. */
static void
catch_interrupts (GCancellable *cancellable)
{
  struct sigaction action = { .sa_handler = interrupt_cb, .sa_flags = SA_RESTART };

  if (pipe (interrupt_pipe) != 0)
    return;
  g_thread_unref (g_thread_new ("interrupts", watch_interrupts, cancellable));
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

static void
set_up_locale (void)
{
  const char *dir = g_getenv ("CALCSPOT_LOCALEDIR");

  setlocale (LC_ALL, "");
  /* Results are read by programs: numbers keep their point. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : CS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static const CsCommand *
find_command (const char *name)
{
  for (guint i = 0; cs_commands[i] != NULL; i++)
    if (strcmp (cs_commands[i]->name, name) == 0)
      return cs_commands[i];
  return NULL;
}

static void
print_help (void)
{
  int longest = 0;

  g_print (_("Usage: calcspot-batch COMMAND …\n\n"
             "Finds, judges and learns microcalcifications in mammograms, without a window.\n"
             "For research; not a medical device.\n\n"
             "Commands:\n"));
  for (guint i = 0; cs_commands[i] != NULL; i++)
    longest = MAX (longest, (int) strlen (cs_commands[i]->name));
  for (guint i = 0; cs_commands[i] != NULL; i++)
    g_print ("  %-*s %s\n", longest, cs_commands[i]->name, _(cs_commands[i]->summary));
  g_print (_("\ncalcspot-batch COMMAND --help tells all about one of them.\n"));
}

static void
print_version (void)
{
  g_auto (GStrv) lacks = cs_lacks_list ();

  g_print ("calcspot-batch %s\n", CS_VERSION);
  for (guint i = 0; lacks[i] != NULL; i++)
    g_print ("%s\n", lacks[i]);
}

/* One line, whatever was in the message. */
static void
print_error (const char   *command,
             const GError *error)
{
  g_autofree char *line = g_strdup (error->message);

  g_strdelimit (line, "\r\n", ' ');
  g_printerr ("calcspot-batch %s: %s\n", command, g_strchomp (line));
}

static int
run_command (const CsCommand *command,
             int              argc,
             char           **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CsProgress) progress = cs_progress_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strconcat ("calcspot-batch ", command->name, NULL);
  CsCall call = { command, argc, argv, progress, cancellable };

  g_set_prgname (name);
  catch_interrupts (cancellable);
  if (command->run (&call, &error))
    return STATUS_GOOD;
  cs_progress_clear (progress);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_printerr (_("calcspot-batch %s: stopped\n"), command->name);
      return STATUS_INTERRUPTED;
    }
  print_error (command->name, error);
  return error->domain == G_OPTION_ERROR ? STATUS_BAD_USAGE : STATUS_BAD_INPUT;
}

int
main (int    argc,
      char **argv)
{
  const CsCommand *command;

  /* Films are local files: no session bus, no mounts. */
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  set_up_locale ();
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      print_help ();
      return STATUS_GOOD;
    }
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      print_version ();
      return STATUS_GOOD;
    }
  if (argc < 2)
    {
      g_printerr (_("calcspot-batch: which command? See calcspot-batch --help\n"));
      return STATUS_BAD_USAGE;
    }
  command = find_command (argv[1]);
  if (command == NULL)
    {
      g_printerr (_("calcspot-batch: there is no command “%s”; see calcspot-batch --help\n"), argv[1]);
      return STATUS_BAD_USAGE;
    }
  return run_command (command, argc - 1, argv + 1);
}
