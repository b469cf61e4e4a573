/* What the guard costs: a film read in this process and by the helper, in turns; milliseconds, median (lowest-highest),
 * and of processors, which tell something also where others work.
 * usage: bench-guard FILE [TIMES], with $CALCSPOT_DECODER */
#include <stdlib.h>
#include <sys/resource.h>

#include "cs-decoder.h"
#include "cs-formats.h"

typedef CsImage *(*Read) (GFile *film, GCancellable *cancellable, GError **error);

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Of this process and of the helpers that have ended. */
static double
processors (void)
{
  double ms = 0;

  for (guint i = 0; i < 2; i++)
    {
      struct rusage usage;

      getrusage (i == 0 ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage);
      ms += (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3;
      ms += (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
    }
  return ms;
}

static void
time_one (Read read, GFile *film, double *clock, double *busy)
{
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  double before = processors ();
  g_autoptr (CsImage) image = read (film, NULL, &error);

  if (image == NULL)
    g_error ("%s", error->message);
  *clock = (g_get_monotonic_time () - began) / 1000.0;
  *busy = processors () - before;
}

static void
print (const char *title, double *times, guint n)
{
  qsort (times, n, sizeof *times, compare);
  g_print ("%s %.1f (%.1f-%.1f)\n", title, times[n / 2], times[0], times[n - 1]);
}

int
main (int argc, char **argv)
{
  g_autoptr (GFile) film = argc > 1 ? g_file_new_for_commandline_arg (argv[1]) : NULL;
  guint n = argc > 2 ? (guint) CLAMP (atoi (argv[2]), 1, 1000) : 15;
  g_autofree double *times = g_new (double, 4 * n);
  static const char *const titles[] = { "here", "here, processors", "guarded", "guarded, processors" };

  if (film == NULL)
    g_error ("usage: bench-guard FILE [TIMES]");
  for (guint i = 0; i < n; i++)
    {
      time_one (cs_formats_read_here, film, &times[i], &times[n + i]);
      time_one (cs_decoder_read, film, &times[2 * n + i], &times[3 * n + i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    print (titles[i], times + i * n, n);
  return 0;
}
