#include "cs-memory.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#define RESET_PEAK "5"                 /* proc(5): clear_refs */
#define LINE "VmHWM:"

/* What was freed is handed back first, so that it is not counted again. */
void
cs_memory_reset (void)
{
  FILE *file;

  malloc_trim (0);
  file = fopen ("/proc/self/clear_refs", "w");
  if (file == NULL)
    return;
  fputs (RESET_PEAK, file);
  fclose (file);
}

guint64
cs_memory_get_peak (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, LINE);
  return line != NULL ? g_ascii_strtoull (line + strlen (LINE), NULL, 10) * 1024 : 0;
}
