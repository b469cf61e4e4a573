/* A real keyring, gnome-keyring's, on a bus and in a home of its own: none there; a password kept, found again and not
 * in clear on the disk; and one that is locked and can ask nobody. */
#include <glib/gstdio.h>
#include <string.h>

#include "cs-keyring.h"
#include "folder.h"

#define DAEMON "gnome-keyring-daemon"
#define WORD "säsam-4711"
#define PATIENCE 20   /* seconds */
#define BUS "org.freedesktop.DBus"
#define SECRETS "org.freedesktop.secrets"

typedef struct
{
  char         *home;
  GSubprocess  *daemon;
  CsPacsServer *server, *other;
} Desk;

static GVariant *
call (const char *to, const char *path, const char *interface, const char *method, GVariant *words)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  return g_dbus_connection_call_sync (session, to, path, interface, method, words, NULL, G_DBUS_CALL_FLAGS_NONE,
                                      1000 * PATIENCE, NULL, NULL);
}

static gboolean
is_there (void)
{
  g_autoptr (GVariant) answer = call (BUS, "/org/freedesktop/DBus", BUS, "NameHasOwner",
                                      g_variant_new ("(s)", SECRETS));
  gboolean there = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &there);
  return there;
}

static GSubprocessLauncher *
at_home (const char *home)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                                             G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                             G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  static const char *const places[] = { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
                                        "XDG_RUNTIME_DIR" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_subprocess_launcher_setenv (launcher, places[i], home, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");     /* its own warnings end no keyring */
  return launcher;
}

/* Opened with the password that the desktop has from whoever logs in. */
static void
start_daemon (Desk *self)
{
  g_autoptr (GSubprocessLauncher) launcher = at_home (self->home);
  g_autofree char *control = g_strdup_printf ("--control-directory=%s", self->home);
  GOutputStream *word;

  self->daemon = g_subprocess_launcher_spawn (launcher, NULL, DAEMON, "--foreground", "--unlock",
                                              "--components=secrets", control, NULL);
  word = g_subprocess_get_stdin_pipe (self->daemon);
  g_assert_true (g_output_stream_write_all (word, "login", 5, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (word, NULL, NULL));
  for (guint i = 0; i < 10 * PATIENCE && !is_there (); i++)
    g_usleep (G_USEC_PER_SEC / 10);
  g_assert_true (is_there ());
}

static CsKeyringAnswer
look (CsPacsServer *server, char **password)
{
  return cs_keyring_look (server, password, NULL);
}

static void
check_none (Desk *self)
{
  char *password = NULL;

  g_assert_false (is_there ());
  g_assert_false (cs_keyring_keep (self->server, WORD, NULL));
  g_assert_cmpint (look (self->server, &password), ==, CS_KEYRING_ABSENT);
}

static void
check_kept (Desk *self)
{
  char *password = NULL;

  g_assert_cmpint (look (self->server, &password), ==, CS_KEYRING_UNKNOWN);
  g_assert_true (cs_keyring_keep (self->server, WORD, NULL));
  g_assert_cmpint (look (self->server, &password), ==, CS_KEYRING_FOUND);
  g_assert_cmpstr (password, ==, WORD);
  cs_pacs_password_wipe (password);
  g_assert_cmpint (look (self->other, &password), ==, CS_KEYRING_UNKNOWN);
}

/* How many files hold @word, below @folder. */
static guint
count_files (const char *folder, const char *word)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
      gsize length = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += count_files (path, word);
      else if (g_file_get_contents (path, &bytes, &length, NULL))
        n += g_strstr_len (bytes, (gssize) length, word) != NULL;
    }
  return n;
}

/* The keyring's file is there, and the password is not in it. */
static void
check_disk (Desk *self)
{
  g_assert_cmpuint (count_files (self->home, "GnomeKeyring"), ==, 1);
  g_assert_cmpuint (count_files (self->home, WORD), ==, 0);
}

/* It would ask the person, and nobody is there who could: that is told at once, and a new word replaces nothing. */
static void
check_locked (Desk *self)
{
  const char *const rings[] = { "/org/freedesktop/secrets/collection/login", NULL };
  char *password = NULL;
  g_autoptr (GVariant) locked = call (SECRETS, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                                      g_variant_new ("(^ao)", rings));

  g_assert_nonnull (locked);
  g_assert_cmpint (look (self->server, &password), ==, CS_KEYRING_LOCKED);
  g_assert_null (password);
  g_assert_cmpint (look (self->other, &password), ==, CS_KEYRING_UNKNOWN);
  g_assert_false (cs_keyring_keep (self->server, "other", NULL));
}

/* Not freed: that would wait for whoever holds the bus, and libsecret does as long as the program runs. */
static GTestDBus *bus;

static void
test_keyring (void)
{
  Desk self = { .home = g_dir_make_tmp ("calcspot-keyring-XXXXXX", NULL) };

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  self.server = cs_pacs_server_new ("Ward", "https://a.example", "ada", NULL, NULL);
  self.other = cs_pacs_server_new ("Ward", "https://a.example", "eve", NULL, NULL);
  check_none (&self);
  start_daemon (&self);
  check_kept (&self);
  check_disk (&self);
  check_locked (&self);
  g_subprocess_force_exit (self.daemon);
  g_subprocess_wait (self.daemon, NULL, NULL);
  g_object_unref (self.daemon);
  cs_pacs_server_unref (self.server);
  cs_pacs_server_unref (self.other);
  g_test_dbus_stop (bus);
  remove_tree (self.home);
  g_free (self.home);
}

int
main (int argc, char **argv)
{
  g_autofree char *daemon = g_find_program_in_path (DAEMON);

  g_test_init (&argc, &argv, NULL);
  if (daemon == NULL || !cs_keyring_is_built ())
    {
      g_print ("1..0 # SKIP built without libsecret, or no " DAEMON " is here\n");
      return 0;
    }
  g_test_add_func ("/keyring/real", test_keyring);
  return g_test_run ();
}
