#include "cs-progress.h"

#include <glib/gi18n.h>
#include <unistd.h>

#define BAR 30
/* Microseconds between two drawings of the bar. */
#define PAUSE 100000
/* What is over sooner writes no plain lines. */
#define MOMENT (2 * G_USEC_PER_SEC)

struct _CsProgress
{
  GMutex   mutex;
  gboolean terminal;
  gboolean drawn;
  gint64   begun, last;
  char    *title;
  int      tenth;          /* of the title's way, last written as a plain line */
};

static void
wipe (CsProgress *self)
{
  if (self->drawn)
    g_printerr ("\r\033[K");
  self->drawn = FALSE;
}

static void
draw_bar (CsProgress *self,
          double      fraction,
          const char *title)
{
  gint64 now = g_get_monotonic_time ();
  char bar[BAR + 1];

  if (self->drawn && now - self->last < PAUSE)
    return;
  for (int i = 0; i < BAR; i++)
    bar[i] = i < fraction * BAR ? '#' : '.';
  bar[BAR] = '\0';
  g_printerr ("\r\033[K[%s] %3.0f %%  %s", bar, fraction * 100, _(title));
  self->drawn = TRUE;
  self->last = now;
}

/* A line when a title begins and at every tenth of its way: a log stays readable. */
static void
write_line (CsProgress *self,
            double      fraction,
            const char *title)
{
  int tenth = (int) (fraction * 10 + 1e-9);

  if (g_get_monotonic_time () - self->begun < MOMENT || (g_strcmp0 (title, self->title) == 0 && tenth == self->tenth))
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  self->tenth = tenth;
  g_printerr ("%3d %%  %s\n", tenth * 10, _(title));
}

CsProgress *
cs_progress_new (void)
{
  CsProgress *self = g_new0 (CsProgress, 1);

  g_mutex_init (&self->mutex);
  self->begun = g_get_monotonic_time ();
  self->terminal = isatty (STDERR_FILENO);
  return self;
}

void
cs_progress_free (CsProgress *self)
{
  wipe (self);
  g_mutex_clear (&self->mutex);
  g_free (self->title);
  g_free (self);
}

void
cs_progress_report (double      fraction,
                    const char *title,
                    gpointer    data)
{
  CsProgress *self = data;

  fraction = CLAMP (fraction, 0, 1);
  g_mutex_lock (&self->mutex);
  if (self->terminal)
    draw_bar (self, fraction, title);
  else
    write_line (self, fraction, title);
  g_mutex_unlock (&self->mutex);
}

void
cs_progress_say (CsProgress *self,
                 const char *format,
                 ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  g_mutex_lock (&self->mutex);
  wipe (self);
  g_printerr ("%s\n", line);
  g_mutex_unlock (&self->mutex);
}

void
cs_progress_clear (CsProgress *self)
{
  g_mutex_lock (&self->mutex);
  wipe (self);
  g_mutex_unlock (&self->mutex);
}
