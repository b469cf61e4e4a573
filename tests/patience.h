/* How long a test waits for what must come. Written for a plain build; ./test tells how many times as long the present
 * one takes (CALCSPOT_SLOWER; tests/patience.py is the same for scripts). */
#pragma once

#include <glib.h>

static inline gint64
patient_us (double seconds)
{
  const char *slower = g_getenv ("CALCSPOT_SLOWER");

  return (gint64) (seconds * (slower != NULL ? g_ascii_strtod (slower, NULL) : 1) * G_USEC_PER_SEC);
}
