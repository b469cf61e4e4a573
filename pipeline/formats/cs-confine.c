#define _GNU_SOURCE   /* CLONE_THREAD, closefrom() */
#include "cs-confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#undef HAVE_SECCOMP
#endif
#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

/* The largest film is decoded within these; what wants more is none. */
#define MOST_MEMORY (G_GUINT64_CONSTANT (4) << 30)
#define MOST_ANSWER (G_GUINT64_CONSTANT (2) << 30)
#define MOST_SECONDS 60

static void
limit (int resource, guint64 most)
{
  struct rlimit limits = { most, most };

  setrlimit (resource, &limits);
}

static void
limit_all (void)
{
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__   /* which reserve terabytes, and trace their own */
  limit (RLIMIT_AS, MOST_MEMORY);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);   /* what it read of a patient is not left in a core file */
#endif
  limit (RLIMIT_CPU, MOST_SECONDS);
  limit (RLIMIT_FSIZE, MOST_ANSWER);
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_NOFILE, 64);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  alarm (2 * MOST_SECONDS);
}

#ifdef HAVE_SECCOMP

/* Nothing a decoder does; EPERM would give whoever took it over another try. */
static const char *const deadly[] = {
  "execve", "execveat", "fork", "vfork", "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4",
  "sendto", "sendmsg", "sendmmsg", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "bpf",
  "perf_event_open", "userfaultfd", "io_uring_setup", "keyctl", "add_key", "mount", "unshare", "setns", "init_module",
};

/* Memory, files that are open or read, threads, time, signals and the end. */
static const char *const allowed[] = {
  "read", "pread64", "readv", "write", "pwrite64", "writev", "close", "lseek", "ftruncate", "fallocate", "dup",
  "fstat", "stat", "lstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2", "readlink",
  "readlinkat", "getcwd", "getdents64", "fadvise64", "flock", "poll", "ppoll", "pipe2", "eventfd2",
  "mmap", "munmap", "mremap", "madvise", "brk", "msync", "mincore",
  "futex", "set_robust_list", "get_robust_list", "rseq", "membarrier", "sched_yield", "sched_getaffinity", "getcpu",
  "sched_getattr", "sched_getparam", "sched_getscheduler", "gettid", "getpid", "getppid", "set_tid_address",
  "arch_prctl", "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "alarm",
  "getrusage", "sysinfo",
  "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid", "uname", "getrandom", "getrlimit",
  "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill", "restart_syscall", "exit", "exit_group",
};

static gboolean
add_all (scmp_filter_ctx filter, guint32 action, const char *const *names, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      int call = seccomp_syscall_resolve_name (names[i]);

      if (call != __NR_SCMP_ERROR && seccomp_rule_add (filter, action, call, 0) != 0)   /* not every machine has each */
        return FALSE;
    }
  return TRUE;
}

/* Those whose arguments decide. clone3 hides them: glibc takes clone where there is no other. */
static gboolean
add_conditions (scmp_filter_ctx filter)
{
  const guint32 writes = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);

  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, writes, O_RDONLY)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (open), 1,
                           SCMP_A1 (SCMP_CMP_MASKED_EQ, writes, O_RDONLY)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                           SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS (clone), 1,
                           SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1, SCMP_A2 (SCMP_CMP_EQ, 0)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, SCMP_A1 (SCMP_CMP_LE, F_SETFL)) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

/* A kernel without such filters leaves the limits. */
static void
filter_calls (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));

  if (filter == NULL || !add_all (filter, SCMP_ACT_KILL_PROCESS, deadly, G_N_ELEMENTS (deadly)) ||
      !add_all (filter, SCMP_ACT_ALLOW, allowed, G_N_ELEMENTS (allowed)) || !add_conditions (filter) ||
      seccomp_load (filter) != 0)
    g_warning ("The calls of the decoder could not be restricted");
  if (filter != NULL)
    seccomp_release (filter);
}

#else

static void
filter_calls (void)
{
}

#endif

gboolean
cs_confine_is_filtered (void)
{
#ifdef HAVE_SECCOMP
  return TRUE;
#else
  return FALSE;
#endif
}

void
cs_confine (int last_kept)
{
  closefrom (last_kept + 1);
  limit_all ();
  filter_calls ();
}
