/* calcspot-fuzz: libFuzzer over the target that $CALCSPOT_FUZZ names; see README.md. */
#include "fuzz.h"

#include <sanitizer/lsan_interface.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "cs-dicom.h"

int    LLVMFuzzerInitialize    (int *argc, char ***argv);
int    LLVMFuzzerTestOneInput  (const guint8 *bytes, gsize length);
gsize  LLVMFuzzerMutate        (guint8 *bytes, gsize length, gsize most);
gsize  LLVMFuzzerCustomMutator (guint8 *bytes, gsize length, gsize most, unsigned seed);

static const FuzzTarget *target;
static gint64 most_seconds; /* of the processor, $CALCSPOT_FUZZ_SECONDS; 0: no end */

/* Sound files to begin with: calcspot-fuzz asked by $CALCSPOT_FUZZ_SEEDS lays them in that folder, and ends. */
static void
lay_seeds (const char *folder)
{
  g_autoptr (GPtrArray) seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_mkdir_with_parents (folder, 0755);
  target->seed (seeds);
  for (guint i = 0; i < seeds->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("seed-%u", i), *path = g_build_filename (folder, name, NULL);
      gsize length;
      const char *bytes = g_bytes_get_data (seeds->pdata[i], &length);

      if (!g_file_set_contents (path, bytes, (gssize) length, NULL))
        g_error ("“%s” cannot be written", path);
    }
  fuzz_clear ();
  exit (0);
}

static gint64
seconds_spent (int who)
{
  struct rusage used;

  getrusage (who, &used);
  return used.ru_utime.tv_sec + used.ru_stime.tv_sec;
}

/* libFuzzer knows the clock alone, which runs on while others have the processor. */
static void
end_in_time (void)
{
  if (most_seconds == 0 || seconds_spent (RUSAGE_SELF) + seconds_spent (RUSAGE_CHILDREN) < most_seconds)
    return;
  __lsan_do_leak_check ();
  raise (SIGUSR1);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  const char *id = g_getenv ("CALCSPOT_FUZZ"), *seeds = g_getenv ("CALCSPOT_FUZZ_SEEDS");
  const char *seconds = g_getenv ("CALCSPOT_FUZZ_SECONDS");

  target = id != NULL ? fuzz_find (id) : NULL;
  if (target == NULL)
    g_error ("$CALCSPOT_FUZZ names no target: “%s”", id != NULL ? id : "");
  if (!cs_dicom_is_built ())   /* a module that asks for what this program lacks would go unseen */
    g_error ("calcspot-dicom.so is not in $CALCSPOT_MODULES, or does not load: LD_DEBUG=all tells why");
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  if (seeds != NULL)
    lay_seeds (seeds);
  if (seconds != NULL)
    most_seconds = g_ascii_strtoll (seconds, NULL, 10);
  atexit (fuzz_clear);
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  target->run (bytes, length);
  end_in_time ();
  return 0;
}

gsize
LLVMFuzzerCustomMutator (guint8 *bytes, gsize length, gsize most, unsigned seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  if (target->mutate != NULL && g_rand_int_range (rand, 0, 8) > 0)
    return target->mutate (bytes, length, most, rand, LLVMFuzzerMutate);
  return LLVMFuzzerMutate (bytes, length, most);
}
