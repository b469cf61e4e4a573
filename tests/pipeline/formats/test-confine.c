/* What a process that is shut in can still do, each in a process of its own: read and count, but neither start a
 * program nor speak to anybody nor leave a file. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cs-confine.h"
#include "cs-rows.h"

enum { KEPT = 40, INHERITED };   /* descriptors */

static void
add_rows (guint first, guint last, gpointer sum)
{
  g_atomic_int_add ((int *) sum, (int) (last - first));
}

/* Each returns 0 where all is as it should be. */
static int
work (void)
{
  int sum = 0, file = open ("/proc/self/status", O_RDONLY | O_CLOEXEC);
  char letter;
  g_autofree char *memory = g_malloc0 (64 << 20);

  cs_rows_set_threads (2);
  cs_rows_run (1000, 10, add_rows, &sum, NULL, NULL);
  return memory != NULL && file >= 0 && read (file, &letter, 1) == 1 && sum == 1000 ? 0 : 1;
}

static int
write_file (void)
{
  int made = open ("/tmp/calcspot-confined", O_WRONLY | O_CREAT, 0600), there = open ("/dev/null", O_WRONLY);

  return made < 0 && there < 0 && errno == EPERM && unlink ("/nowhere") < 0 && errno == EPERM ? 0 : 1;
}

/* What the program that started it had open. */
static int
use_open (void)
{
  char letter;

  return read (INHERITED, &letter, 1) < 0 && errno == EBADF && write (KEPT, "", 0) == 0 ? 0 : 1;
}

static int
hog (void)
{
  struct rlimit limits;

  return getrlimit (RLIMIT_CPU, &limits) == 0 && limits.rlim_cur <= 60 && kill (getppid (), 0) < 0 ? 0 : 1;
}

static int
start_program (void)
{
  execl ("/bin/true", "true", NULL);
  return 1;
}

static int
open_socket (void)
{
  return socket (AF_INET, SOCK_STREAM, 0) < 0 ? 1 : 2;
}

static int
open_pair (void)
{
  int pair[2];

  return socketpair (AF_UNIX, SOCK_STREAM, 0, pair) < 0 ? 1 : 2;
}

static int
start_process (void)
{
  return fork () < 0 ? 1 : 2;
}

typedef struct { const char *path; int (*deed) (void); gboolean deadly; } Case;

static void
test_deed (gconstpointer data)
{
  const Case *deed = data;
  int status, null = open ("/dev/null", O_RDWR | O_CLOEXEC);
  pid_t child;

  if (!cs_confine_is_filtered ())
    {
      g_test_skip ("built without a filter of system calls");
      return;
    }
  child = fork ();
  if (child == 0)
    {
      dup2 (null, KEPT);
      dup2 (null, INHERITED);
      cs_confine (KEPT);
      _exit (deed->deed ());
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  close (null);
  if (deed->deadly)
    g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGSYS);
  else
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "/confine/work", work, FALSE }, { "/confine/files", write_file, FALSE }, { "/confine/open", use_open, FALSE },
    { "/confine/others", hog, FALSE },
    { "/confine/exec", start_program, TRUE }, { "/confine/socket", open_socket, TRUE },
    { "/confine/pair", open_pair, TRUE }, { "/confine/fork", start_process, TRUE } };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_deed);
  return g_test_run ();
}
